import type { Instant } from '@wanmi/kernel';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';
import type { AddressKind } from './schema-places.ts';

/** An address, place name, road, gate or point of interest as it is or was; positions are WGS 84. */
export type Address = {
  readonly addressId: string;
  readonly kind: AddressKind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly gridCode: string | null;
  readonly lng: number;
  readonly lat: number;
  readonly drawn: boolean;
  readonly source: string;
  readonly sourceId: string | null;
  readonly nameKey: string;
  readonly pinyin: string | null;
  readonly initials: string | null;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
};

type RawAddress = Omit<Address, 'validFrom' | 'validTo'> & { readonly validFrom: Date; readonly validTo: Date | null };

const COLUMNS = sql.raw(`address_id as "addressId", kind, name, aliases, grid_code as "gridCode", lng, lat, drawn,
  source, source_id as "sourceId", name_key as "nameKey", pinyin, initials,
  valid_from as "validFrom", valid_to as "validTo"`);

const addressOf = ({ validFrom, validTo, ...rest }: RawAddress): Address => ({
  ...rest,
  validFrom: validFrom.getTime() as Instant,
  validTo: validTo === null ? null : (validTo.getTime() as Instant),
});

async function rowsOf(db: Kysely<Database>, query: RawBuilder<RawAddress>): Promise<readonly Address[]> {
  const { rows } = await query.execute(db);
  return rows.map(addressOf);
}

/** Behind every text that begins with another, in the order of bytes. */
const LAST = '\u{10ffff}';
/** Whose grid begins with a code; every row for an empty one. */
const inside = (area: string): RawBuilder<boolean> =>
  area === '' ? sql`true` : sql`grid_code collate "C" >= ${area} and grid_code collate "C" < ${`${area}:`}`;

/** Where the beginning of a text is looked up. */
export type PrefixColumn = 'name_key' | 'pinyin' | 'initials';
export type SearchPart = { readonly area: string; readonly limit: number };

/** Valid rows whose key, pinyin or initials begin with a text, by that column. */
export function listByPrefix(
  db: Kysely<Database>,
  column: PrefixColumn,
  prefix: string,
  { area, limit }: SearchPart,
): Promise<readonly Address[]> {
  const own = sql.ref(column);
  return rowsOf(
    db,
    sql<RawAddress>`
      select ${COLUMNS} from address
      where valid_to is null and ${own} is not null
        and ${own} collate "C" >= ${prefix} and ${own} collate "C" < ${prefix + LAST} and ${inside(area)}
      order by ${own} collate "C" limit ${limit}`,
  );
}

/** House numbers and gates, which are many and alike, or everything else. */
export type AddressGroup = 'numbered' | 'named';
// Written out, so that the planner sees the condition of the partial index.
const KINDS = {
  numbered: sql.raw(`kind in ('address', 'gate')`),
  named: sql.raw(`kind in ('place', 'road', 'poi')`),
} as const;

/** Valid rows that hold all tokens of one of the sets, any of them when there are more than `limit`. */
export function listByTokens(
  db: Kysely<Database>,
  group: AddressGroup,
  sets: readonly (readonly string[])[],
  { area, limit }: SearchPart,
): Promise<readonly Address[]> {
  const usable = sets.filter((set) => set.length > 0);
  if (usable.length === 0) return Promise.resolve([]);
  const held = sql.join(
    usable.map((set) => sql`tokens @> ${[...set]}::text[]`),
    sql` or `,
  );
  return rowsOf(
    db,
    sql<RawAddress>`
      select ${COLUMNS} from address
      where valid_to is null and ${KINDS[group]} and (${held}) and ${inside(area)} limit ${limit}`,
  );
}

/** A position and the metres in one degree there. */
export type Around = { readonly lng: number; readonly lat: number; readonly lngM: number; readonly latM: number };

/** Flat distance in metres of a row to a position. */
export const distanceFrom = ({ lng, lat, lngM, latM }: Around): RawBuilder<number> =>
  sql`sqrt(((lng - ${lng}) * ${lngM}::float8) ^ 2 + ((lat - ${lat}) * ${latM}::float8) ^ 2)`;

/** The nearest valid rows of a group in some cells of the lattice, with their distance in metres. */
export async function listNearest(
  db: Kysely<Database>,
  group: AddressGroup,
  { cells, around, limit }: { readonly cells: readonly number[]; readonly around: Around; readonly limit: number },
): Promise<readonly (Address & { readonly distanceM: number })[]> {
  const { rows } = await sql<RawAddress & { readonly distanceM: number }>`
    select ${COLUMNS}, ${distanceFrom(around)} as "distanceM" from address
    where valid_to is null and ${KINDS[group]} and cell = any(${[...cells]}::bigint[])
    order by "distanceM", address_id limit ${limit}`.execute(db);
  return rows.map(({ distanceM, ...row }) => ({ ...addressOf(row), distanceM }));
}

/** Every version of one address, latest first; none when there is no such id. */
export const listVersions = (db: Kysely<Database>, addressId: string): Promise<readonly Address[]> =>
  rowsOf(db, sql<RawAddress>`select ${COLUMNS} from address where address_id = ${addressId} order by valid_from desc`);

export type AddressPage = {
  readonly area: string;
  readonly kind?: AddressKind;
  /** The last row of the page before. */
  readonly after?: { readonly gridCode: string; readonly addressId: string };
  readonly limit: number;
};

/** Valid addresses inside an area, in the order of grid and id. Those outside all grids are not listed. */
export function list(db: Kysely<Database>, { area, kind, after, limit }: AddressPage): Promise<readonly Address[]> {
  const behind = after
    ? sql`(grid_code collate "C", address_id collate "C") > (${after.gridCode}, ${after.addressId})`
    : sql`true`;
  return rowsOf(
    db,
    sql<RawAddress>`
      select ${COLUMNS} from address
      where valid_to is null and grid_code is not null and ${inside(area)} and ${behind}
        and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
      order by grid_code collate "C", address_id collate "C" limit ${limit}`,
  );
}
