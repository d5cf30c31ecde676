import { createHash } from 'node:crypto';
import type { UserId } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { KeptAnswer } from './case-record.ts';
import type { Database } from './schema.ts';

/** An answer as it was first given. */
export type GivenAnswer = { readonly requestHash: Uint8Array; readonly status: number; readonly body: unknown };

/** The advisory lock of a person's key, as text of a signed 64-bit number. */
export function lockOf(userId: UserId, key: string): string {
  return createHash('sha256').update(`${userId}\n${key}`).digest().readBigInt64BE(0).toString();
}

/** Holds the key until `trx` ends. False when another request with it is still running. */
export async function tryLock(trx: Transaction<Database>, userId: UserId, key: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(${lockOf(userId, key)}::bigint) as held`.execute(trx);
  return rows[0]?.held === true;
}

/** The answer already given to a key. */
export async function find(db: Kysely<Database>, userId: UserId, key: string): Promise<GivenAnswer | undefined> {
  const row = await db
    .selectFrom('idempotency')
    .select(['request_hash', 'status', 'body'])
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row && { requestHash: row.request_hash, status: row.status, body: row.body };
}

/** Keeps an answer that wrote nothing else. False when the key had got one meanwhile. */
export async function record(db: Kysely<Database>, answer: KeptAnswer): Promise<boolean> {
  const row = await db
    .insertInto('idempotency')
    .values({
      user_id: answer.userId,
      key: answer.key,
      request_hash: Buffer.from(answer.requestHash),
      status: answer.status,
      body: answer.body,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}
