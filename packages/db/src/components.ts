import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { type Around, distanceFrom } from './addresses.ts';
import type { Database } from './schema.ts';

/** A component as its register has it; dates are local days, the position is WGS 84. */
export type Component = {
  readonly componentId: string;
  readonly edition: string | null;
  readonly classCode: string;
  readonly name: string;
  readonly competentCode: string | null;
  readonly competentName: string | null;
  readonly owner: string | null;
  readonly maintainer: string | null;
  readonly gridCode: string;
  readonly lng: number;
  readonly lat: number;
  readonly state: string;
  readonly firstOn: string | null;
  readonly changedOn: string | null;
  readonly source: string;
  readonly sourceId: string | null;
  readonly remark: string | null;
};

const COLUMNS = sql.raw(`component_id as "componentId", edition, class_code as "classCode", name,
  competent_code as "competentCode", competent_name as "competentName", owner, maintainer, grid_code as "gridCode",
  lng, lat, state, first_on::text as "firstOn", changed_on::text as "changedOn", source, source_id as "sourceId", remark`);

/** The component of an id. */
export async function find(db: Kysely<Database>, componentId: string): Promise<Component | undefined> {
  const { rows } = await sql<Component>`
    select ${COLUMNS} from component where component_id = ${componentId}`.execute(db);
  return rows[0];
}

export type ComponentPage = {
  /** A code prefix; everything for an empty one. */
  readonly area: string;
  readonly classCode?: string;
  readonly state?: string;
  /** The last row of the page before. */
  readonly after?: { readonly gridCode: string; readonly componentId: string };
  readonly limit: number;
};

/** Components inside an area, in the order of grid and id. */
export async function list(
  db: Kysely<Database>,
  { area, classCode, state, after, limit }: ComponentPage,
): Promise<readonly Component[]> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (area !== '') parts.push(sql`grid_code collate "C" >= ${area} and grid_code collate "C" < ${`${area}:`}`);
  if (classCode !== undefined) parts.push(sql`class_code = ${classCode}`);
  if (state !== undefined) parts.push(sql`state = ${state}`);
  if (after)
    parts.push(sql`(grid_code collate "C", component_id collate "C") > (${after.gridCode}, ${after.componentId})`);
  const { rows } = await sql<Component>`
    select ${COLUMNS} from component where ${sql.join(parts, sql` and `)}
    order by grid_code collate "C", component_id collate "C" limit ${limit}`.execute(db);
  return rows;
}

export type NearestQuestion = {
  readonly cells: readonly number[];
  readonly around: Around;
  readonly classCode?: string;
  readonly limit: number;
};

/** The nearest components in some cells of the lattice, with their distance in metres; those 废弃 or 移除 are left out. */
export async function listNearest(
  db: Kysely<Database>,
  { cells, around, classCode, limit }: NearestQuestion,
): Promise<readonly (Component & { readonly distanceM: number })[]> {
  const ofClass = classCode === undefined ? sql`true` : sql`class_code = ${classCode}`;
  const { rows } = await sql<Component & { readonly distanceM: number }>`
    select ${COLUMNS}, ${distanceFrom(around)} as "distanceM" from component
    where cell = any(${[...cells]}::bigint[]) and ${ofClass} and state not in ('abandoned', 'removed')
    order by "distanceM", component_id limit ${limit}`.execute(db);
  return rows;
}

/** One entry of a component's history. */
export type ComponentChange = {
  readonly at: Date;
  readonly kind: 'added' | 'changed' | 'removed';
  /** A user id; null for an import or the system. */
  readonly by: string | null;
  readonly source: string;
  /** By column: before and after; null for a new one. */
  readonly changes: unknown;
};

/** The latest changes of a component, newest first. */
export const listChanges = (
  db: Kysely<Database>,
  componentId: string,
  limit: number,
): Promise<readonly ComponentChange[]> =>
  db
    .selectFrom('component_change')
    .select(['at', 'kind', 'by_user as by', 'source', 'changes'])
    .where('component_id', '=', componentId)
    .orderBy('change_id', 'desc')
    .limit(limit)
    .execute();

/** Says who changes components in `trx` and on what ground, for the history that the database writes. */
export async function nameChanger(trx: Transaction<Database>, by: string | null, source: string): Promise<void> {
  await sql`select set_config('wanmi.by', ${by ?? ''}, true), set_config('wanmi.source', ${source}, true)`.execute(trx);
}

/** What a person may change of a component; what is left out stays. */
export type ComponentAttributes = {
  readonly state?: string;
  readonly name?: string;
  readonly competent_code?: string | null;
  readonly competent_name?: string | null;
  readonly owner?: string | null;
  readonly maintainer?: string | null;
  readonly remark?: string | null;
  readonly changed_on?: string;
};

/** Changes attributes of one component; `nameChanger` first. False when there is no such component. */
export async function change(
  trx: Transaction<Database>,
  componentId: string,
  attributes: ComponentAttributes,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('component')
    .set(attributes)
    .where('component_id', '=', componentId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What became of things when their grids ended; `left` lie in no grid now and keep the old code. */
export type Reassigned = { readonly moved: number; readonly left: readonly string[] };

type Placed = { readonly id: string; readonly lng: number; readonly lat: number };

/**
 * Gives the components of ended grids the grid that lies there now. `gridAt` locates a WGS 84 position among the grids in
 * force. The reason stands in the history of each component: `nameChanger` first.
 */
export async function reassignComponentGrids(
  trx: Transaction<Database>,
  ended: readonly string[],
  gridAt: (lng: number, lat: number) => string | undefined,
): Promise<Reassigned> {
  const { rows } = await sql<Placed>`
    select component_id as id, lng, lat from component where grid_code collate "C" = any(${[...ended]}::text[])
    order by id for update`.execute(trx);
  const { found, left } = located(rows, gridAt);
  await sql`
    update component set grid_code = given.code
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as given (id text, code text)
    where component_id = given.id and grid_code <> given.code`.execute(trx);
  return { moved: found.length, left };
}

/** The same for valid addresses: they keep their version, as the place is the same. One in no grid keeps the old code. */
export async function reassignAddressGrids(
  trx: Transaction<Database>,
  ended: readonly string[],
  gridAt: (lng: number, lat: number) => string | undefined,
): Promise<Reassigned> {
  const { rows } = await sql<Placed>`
    select address_id as id, lng, lat from address
    where valid_to is null and grid_code collate "C" = any(${[...ended]}::text[]) order by id for update`.execute(trx);
  const { found, left } = located(rows, gridAt);
  await sql`
    update address set grid_code = given.code
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as given (id text, code text)
    where address_id = given.id and valid_to is null`.execute(trx);
  return { moved: found.length, left };
}

function located(rows: readonly Placed[], gridAt: (lng: number, lat: number) => string | undefined) {
  const all = rows.map(({ id, lng, lat }) => ({ id, code: gridAt(lng, lat) }));
  return {
    found: all.flatMap(({ id, code }) => (code === undefined ? [] : [{ id, code }])),
    left: all.flatMap(({ id, code }) => (code === undefined ? [id] : [])),
  };
}
