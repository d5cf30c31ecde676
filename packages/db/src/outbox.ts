import type { CaseId, Instant } from '@wanmi/kernel';
import type { Effect } from '@wanmi/workflow';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** An effect that is decided but not yet done. */
export type OutboxEntry = { readonly effectId: number; readonly caseId: CaseId; readonly type: Effect['type'] };

/** Any constant of our own: one relay at a time keeps the order of a case's effects. */
const RELAY_LOCK = 7_266_110_103;

/** Takes the right to publish until `trx` ends. False while another process has it. */
export async function lockRelay(trx: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${RELAY_LOCK}) as got`.execute(trx);
  return rows[0]?.got === true;
}

/** Locks up to `limit` effects that were never published, oldest first, until `trx` ends. */
export async function lockUnpublished(trx: Transaction<Database>, limit: number): Promise<readonly OutboxEntry[]> {
  const { rows } = await sql<EntryRow>`
    select effect_id, case_id, effect ->> 'type' as type from outbox where published_at is null
    order by effect_id limit ${limit} for update skip locked`.execute(trx);
  return rows.map(entryOf);
}

/** Locks up to `limit` effects published before `before` and still not done, oldest first, until `trx` ends. */
export async function lockPublishedBefore(
  trx: Transaction<Database>,
  before: Instant,
  limit: number,
): Promise<readonly OutboxEntry[]> {
  const { rows } = await sql<EntryRow>`
    select effect_id, case_id, effect ->> 'type' as type from outbox where published_at < ${new Date(before)}
    order by published_at, effect_id limit ${limit} for update skip locked`.execute(trx);
  return rows.map(entryOf);
}

/** Notes that the queue was told of these effects at `at`. */
export async function markPublished(
  trx: Transaction<Database>,
  effectIds: readonly number[],
  at: Instant,
): Promise<void> {
  await sql`update outbox set published_at = ${new Date(at)} where effect_id = any(${effectIds}::bigint[])`.execute(
    trx,
  );
}

/** Drops an effect that has become pointless. False if it was gone already. */
export async function discardEffect(db: Kysely<Database>, effectId: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('outbox').where('effect_id', '=', effectId).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** True while the effect waits to be done. */
export async function isEffectPending(db: Kysely<Database>, effectId: number): Promise<boolean> {
  const row = await db.selectFrom('outbox').select('effect_id').where('effect_id', '=', effectId).executeTakeFirst();
  return row !== undefined;
}

/** What an effect asks for, while it waits to be done. */
export async function findEffect(db: Kysely<Database>, effectId: number): Promise<Effect | undefined> {
  const row = await db.selectFrom('outbox').select('effect').where('effect_id', '=', effectId).executeTakeFirst();
  return row?.effect;
}

/** How much waits in the outbox, and since when; null when nothing does. */
export type Backlog = {
  readonly unpublished: number;
  readonly published: number;
  readonly oldestCreatedAt: Instant | null;
};

/** Counts the outbox for metrics. Cost: one scan of what waits. */
export async function measureBacklog(db: Kysely<Database>): Promise<Backlog> {
  const { rows } = await sql<{ unpublished: number; published: number; oldest: Date | null }>`
    select count(*) filter (where published_at is null) as unpublished, count(published_at) as published,
           min(created_at) as oldest
    from outbox`.execute(db);
  const [row] = rows;
  return {
    unpublished: row?.unpublished ?? 0,
    published: row?.published ?? 0,
    oldestCreatedAt: row?.oldest ? (row.oldest.getTime() as Instant) : null,
  };
}

type EntryRow = { effect_id: number; case_id: string; type: Effect['type'] };

const entryOf = ({ effect_id, case_id, type }: EntryRow): OutboxEntry => ({
  effectId: effect_id,
  caseId: case_id as CaseId,
  type,
});
