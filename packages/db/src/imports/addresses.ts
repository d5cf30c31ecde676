import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import type { AddressKind } from '../schema-places.ts';
import type { SyncCounts } from './sync-table.ts';

/** An address as it is to be; times are ISO 8601. */
export type AddressRow = {
  readonly address_id: string;
  /** Null: from now on. */
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly kind: AddressKind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly grid_code: string | null;
  readonly lng: number;
  readonly lat: number;
  readonly drawn: boolean;
  readonly source: string;
  readonly source_id: string | null;
  readonly name_key: string;
  readonly pinyin: string | null;
  readonly initials: string | null;
  readonly tokens: readonly string[];
};

const TYPED = sql.raw(`address_id text, valid_from timestamptz, valid_to timestamptz, kind text, name text,
  aliases text[], grid_code text, lng float8, lat float8, drawn boolean, source text, source_id text, name_key text,
  pinyin text, initials text, tokens text[]`);
const NAMES = sql.raw(`address_id, kind, name, aliases, grid_code, lng, lat, drawn, source, source_id, name_key, pinyin,
  initials, tokens`);
const SAME = sql.raw(`(latest.kind, latest.name, latest.aliases, latest.lng, latest.lat, latest.drawn)
  is not distinct from (given.kind, given.name, given.aliases, given.lng, given.lat, given.drawn)`);

/**
 * Brings addresses up to date: a new one begins, one that differs from its latest version ends and begins anew at `at`,
 * one that is the same stays, ended or not. An end that is given ends it. No id twice in `rows`.
 */
export async function saveAddresses(
  trx: Transaction<Database>,
  rows: readonly AddressRow[],
  at: Date,
): Promise<SyncCounts> {
  if (rows.length === 0) return { added: 0, changed: 0, removed: 0 };
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (${TYPED})`;
  const latest = sql`lateral (
    select * from address a where a.address_id = given.address_id order by valid_from desc limit 1) as latest`;
  const ended = await sql`
    update address set valid_to = greatest(coalesce(fresh.valid_to, ${at}), address.valid_from + interval '1 ms')
    from (
      select given.address_id, given.valid_to from ${given}
      cross join ${latest} where latest.valid_to is null and (given.valid_to is not null or not (${SAME}))
    ) as fresh
    where address.address_id = fresh.address_id and address.valid_to is null`.execute(trx);
  const { rows: begun } = await sql<{ is_new: boolean }>`
    with fresh as (
      select given.*, latest.address_id is null as is_new, latest.valid_to as before from ${given}
      left join ${latest} on true
      where latest.address_id is null or (given.valid_to is null and not (${SAME}))
    )
    insert into address (valid_from, valid_to, ${NAMES})
    select greatest(coalesce(case when is_new then valid_from end, ${at}), before), valid_to, ${NAMES} from fresh
    returning valid_from = coalesce((select min(a.valid_from) from address a where a.address_id = address.address_id), valid_from) as is_new`.execute(
    trx,
  );
  const added = begun.filter(({ is_new }) => is_new).length;
  const changed = begun.length - added;
  return { added, changed, removed: Number(ended.numAffectedRows ?? 0n) - changed };
}

/** Ends an address. False when none of this id is valid. */
export async function endAddress(trx: Transaction<Database>, addressId: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update address set valid_to = greatest(${at}, valid_from + interval '1 ms')
    where address_id = ${addressId} and valid_to is null`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Any constant of our own: imports of addresses wait for each other. */
const LOCK = 7_266_110_104;

/** Runs work on one connection that no other import of addresses shares its time with. */
export const whileImportingAddresses = <T>(db: Kysely<Database>, work: (own: Kysely<Database>) => Promise<T>) =>
  db.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`.execute(own);
    try {
      return await work(own);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK}::bigint)`.execute(own);
    }
  });

/**
 * Settles the indexes after rows came in: GIN keeps new entries in a list that every search would read through. After
 * many rows the planner gets figures too: without them it may read the whole table for one search.
 */
export async function settleAddresses(db: Kysely<Database>, many: boolean): Promise<void> {
  await sql`select gin_clean_pending_list(name::regclass)
    from unnest(array['address_named_tokens', 'address_numbered_tokens']) as name`.execute(db);
  if (many) await sql`analyze address`.execute(db);
}
