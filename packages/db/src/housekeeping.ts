import type { Instant } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Makes the monthly partitions from `first` to `last` (YYYYMM, both included); existing ones stay. */
export async function makeCasePartitions(db: Kysely<Database>, first: number, last: number): Promise<void> {
  await sql`select make_case_partitions(${first}::integer, ${last}::integer)`.execute(db);
}

/** Deletes up to `limit` answers kept since before `before`. Returns how many went. */
export async function deleteOldAnswers(db: Kysely<Database>, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency where (user_id, key) in
      (select user_id, key from idempotency where created_at < ${new Date(before)} limit ${limit})`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Deletes up to `limit` refresh tokens that expired before `before`. Returns how many went. */
export async function deleteExpiredTokens(db: Kysely<Database>, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from refresh_token where token_hash in
      (select token_hash from refresh_token where expires_at < ${new Date(before)} limit ${limit})`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Deletes up to `limit` photos uploaded before `before` that no case took, and returns their ids. A command that wants
 * one of them waits for `trx`: remove the files before it commits.
 */
export async function deleteUnusedMedia(
  trx: Transaction<Database>,
  before: Instant,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ media_id: string }>`
    delete from media where case_id is null and media_id in
      (select media_id from media where case_id is null and created_at < ${new Date(before)}
       limit ${limit} for update skip locked)
    returning media_id`.execute(trx);
  return rows.map(({ media_id }) => media_id);
}

/** Deletes up to `limit` notices written before `before`, with their deliveries. Returns how many went. */
export async function deleteOldNotices(db: Kysely<Database>, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from notice where notice_id in
      (select notice_id from (select notice_id, created_at from notice order by notice_id limit ${limit}) as oldest
       where created_at < ${new Date(before)})`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Deletes what people have read of notices that are gone. Returns how many went. */
export async function deleteOldMarks(db: Kysely<Database>): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from notice_read where notice_id < (select coalesce(min(notice_id), 0) from notice)`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
