import type { Instant } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** A grid of any time with all that is known of it. */
export type StoredGrid = {
  readonly code: string;
  readonly areaClass: 'A' | 'B' | 'C';
  /** GeoJSON, WGS 84. */
  readonly geometry: unknown;
  readonly drawn: boolean;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
  readonly managedFrom: Instant;
  readonly landUse: string | null;
};

/** Every grid that some communities ever had, by code. */
export async function listGridsOf(
  db: Kysely<Database>,
  communities: readonly string[],
): Promise<readonly StoredGrid[]> {
  const rows = await db
    .selectFrom('unit_grid')
    .select(['code', 'area_class', 'geometry', 'drawn', 'valid_from', 'valid_to', 'managed_from', 'land_use'])
    .where(sql<boolean>`community_code = any(${communities})`)
    .orderBy('code')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    areaClass: row.area_class,
    geometry: row.geometry,
    drawn: row.drawn,
    validFrom: row.valid_from.getTime() as Instant,
    validTo: (row.valid_to?.getTime() ?? null) as Instant | null,
    managedFrom: row.managed_from.getTime() as Instant,
    landUse: row.land_use,
  }));
}

/** Sets from when some grids are managed. Returns how many differ now. */
export async function setManagedFrom(
  trx: Transaction<Database>,
  codes: readonly string[],
  from: Instant,
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('unit_grid')
    .set({ managed_from: new Date(from) })
    .where(sql<boolean>`code = any(${codes})`)
    .where('managed_from', '<>', new Date(from))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

type Point = { readonly lng: number; readonly lat: number };
/** West, south, east, north in degrees. */
type Box = readonly [west: number, south: number, east: number, north: number];

/** A shape to find a point in; `geometry` is GeoJSON. */
export type Shape = { readonly code: string; readonly geometry: unknown };

/**
 * Grids that are not in force at `now` but are at `at`, and whose boxes meet one of those asked: ended ones by their own
 * index, and those that are still to begin.
 */
export async function listGridsThen(
  db: Kysely<Database>,
  boxes: readonly Box[],
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Promise<readonly Shape[]> {
  const [then, today] = [new Date(at), new Date(now)];
  const { rows } = await sql<Shape>`
    with asked as (select box(point((b ->> 0)::float8, (b ->> 1)::float8), point((b ->> 2)::float8, (b ->> 3)::float8))
      as spot from jsonb_array_elements(${JSON.stringify(boxes)}::jsonb) as b)
    select g.code, g.geometry from asked join unit_grid g on g.valid_to is not null and bounds_of(g.geometry) && asked.spot
    where g.valid_from <= ${then} and g.valid_to > ${then}
    union
    select g.code, g.geometry from unit_grid g join asked on bounds_of(g.geometry) && asked.spot
    where g.valid_from > ${today} and g.valid_from <= ${then} and (g.valid_to is null or g.valid_to > ${then})
    order by code`.execute(db);
  return rows;
}

/** Things with a position and a unit grid. */
export type PlacedKind = 'component' | 'address';

const ID = { component: 'component_id', address: 'address_id' } as const;
/** An address that is over keeps the grid that it had. */
const LIVING = { component: sql`true`, address: sql`valid_to is null` } as const;

export type Placed = Point & { readonly id: string };

/** Up to `limit` things that stand in some grids, behind an id. */
export async function listPlaced(
  trx: Transaction<Database>,
  kind: PlacedKind,
  { grids, after, limit }: { readonly grids: readonly string[]; readonly after: string; readonly limit: number },
): Promise<readonly Placed[]> {
  const id = sql.ref(ID[kind]);
  const { rows } = await sql<Placed>`
    select ${id} as id, lng, lat from ${sql.table(kind)}
    where grid_code = any(${grids}) and ${LIVING[kind]} and ${id} collate "C" > ${after}
    order by ${id} collate "C" limit ${limit}`.execute(trx);
  return rows;
}

/** Puts things into other grids. Returns how many rows changed. */
export async function moveThings(
  trx: Transaction<Database>,
  kind: PlacedKind,
  homes: readonly { readonly id: string; readonly grid: string }[],
): Promise<number> {
  if (homes.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update ${sql.table(kind)} as thing set grid_code = home.grid
    from jsonb_to_recordset(${JSON.stringify(homes)}::jsonb) as home (id text, grid text)
    where thing.${sql.ref(ID[kind])} = home.id and ${LIVING[kind]}`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** Tells the history of components, for the rest of `trx`, who changes them and why. */
export async function signChanges(trx: Transaction<Database>, source: string, by: string | null): Promise<void> {
  await sql`select set_config('wanmi.source', ${source}, true), set_config('wanmi.by', ${by ?? ''}, true)`.execute(trx);
}

/** How many components stand in each unit grid of an area, and how many cases were reported there. */
export async function countWork(
  db: Kysely<Database>,
  weight: 'components' | 'cases',
  within: string,
): Promise<ReadonlyMap<string, number>> {
  const [table, column] = weight === 'components' ? ['component', 'grid_code'] : ['urban_case', 'area_code'];
  const { rows } = await sql<{ code: string; count: number }>`
    select ${sql.ref(column)} as code, count(*) as count from ${sql.table(table)}
    where starts_with(${sql.ref(column)}, ${within}) group by ${sql.ref(column)}`.execute(db);
  return new Map(rows.map(({ code, count }) => [code, count]));
}
