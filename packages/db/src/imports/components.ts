import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

export type ComponentRow = {
  readonly component_id: string;
  readonly edition: string | null;
  readonly class_code: string;
  readonly name: string;
  readonly competent_code: string | null;
  readonly competent_name: string | null;
  readonly owner: string | null;
  readonly maintainer: string | null;
  readonly grid_code: string;
  /** WGS 84. */
  readonly lng: number;
  readonly lat: number;
  /** As surveyed, in `own_datum`. */
  readonly own_lng: number;
  readonly own_lat: number;
  readonly own_datum: string;
  readonly state: string;
  /** `YYYY-MM-DD`. */
  readonly first_on: string | null;
  readonly changed_on: string | null;
  readonly source: string;
  readonly source_id: string | null;
  readonly remark: string | null;
};

const COMPONENTS: SyncSpec<ComponentRow> = {
  table: 'component',
  columns: {
    ...{ component_id: 'text', edition: 'text', class_code: 'text', name: 'text', competent_code: 'text' },
    ...{ competent_name: 'text', owner: 'text', maintainer: 'text', grid_code: 'text' },
    ...{ lng: 'double precision', lat: 'double precision', own_lng: 'double precision', own_lat: 'double precision' },
    ...{ own_datum: 'text', state: 'text', first_on: 'date', changed_on: 'date', source: 'text', source_id: 'text' },
    remark: 'text',
  },
  key: ['component_id'],
};

/** Adds components and changes those that differ. Those not given stay. */
export const saveComponents = (trx: Transaction<Database>, rows: readonly ComponentRow[]): Promise<SyncCounts> =>
  syncTable(trx, COMPONENTS, rows);

/** The components that a source's own ids got earlier, in the register or in a census round still open. */
export async function listIssued(
  trx: Transaction<Database>,
  source: string,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ source_id: string; component_id: string }>`
    select source_id, component_id from census_record where source = ${source} and source_id = any(${sourceIds})
    union all
    select source_id, component_id from component where source = ${source} and source_id = any(${sourceIds})`.execute(
    trx,
  );
  return new Map(rows.map(({ source_id, component_id }) => [source_id, component_id]));
}

/**
 * The highest number given in a district and class, in the register or in a census round still open; 0 before the first.
 * `prefix` is both: all but the last 6 digits.
 */
export async function lastComponentNumber(trx: Transaction<Database>, prefix: string): Promise<number> {
  const own = sql`component_id between ${`${prefix}000000`} and ${`${prefix}999999`}
    and length(component_id) = ${prefix.length + 6}`;
  const { rows } = await sql<{ last: string | null }>`
    select max(last) as last from (
      select max(component_id) as last from component where ${own}
      union all
      select max(component_id) from census_record where ${own}) as both_tables`.execute(trx);
  return Number(rows[0]?.last?.slice(-6) ?? 0);
}

/** Gives the planner figures after many rows came in. */
export const analyseComponents = (db: Kysely<Database>): Promise<unknown> => sql`analyze component`.execute(db);

/** Any constant of our own: imports of components wait for each other, since they give out numbers. */
const LOCK = 7_266_110_103;

/** Runs work on one connection that no other import of components shares its time with. */
export const whileImportingComponents = <T>(db: Kysely<Database>, work: (own: Kysely<Database>) => Promise<T>) =>
  db.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`.execute(own);
    try {
      return await work(own);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK}::bigint)`.execute(own);
    }
  });
