import type { CaseId, Instant } from '@wanmi/kernel';
import type { CaseState } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A delivery that is due, for the queue: each try is a job of its own. */
export type DueDelivery = { readonly deliveryId: number; readonly attempts: number };

/**
 * Up to `limit` deliveries that are due at `at` and that the queue was not told of, or told of before `lostBefore`, longest
 * due first; they count as told. One process at a time takes each.
 */
export async function takeDue(
  db: Kysely<Database>,
  { at, lostBefore, limit }: { readonly at: Instant; readonly lostBefore: Instant; readonly limit: number },
): Promise<readonly DueDelivery[]> {
  const { rows } = await sql<{ delivery_id: number; attempts: number }>`
    update notice_delivery set handed_at = ${new Date(at)} where delivery_id in (
      select delivery_id from notice_delivery
      where state = 'waiting' and next_at <= ${new Date(at)}
        and (handed_at is null or handed_at < next_at or handed_at < ${new Date(lostBefore)})
      order by next_at limit ${limit} for update skip locked)
    returning delivery_id, attempts`.execute(db);
  return rows.map(({ delivery_id, attempts }) => ({ deliveryId: delivery_id, attempts }));
}

/** What is to be sent, and where. */
export type Delivery = {
  readonly deliveryId: number;
  /** Tries, this one included. */
  readonly attempts: number;
  readonly kind: 'webhook' | 'email';
  readonly address: string;
  readonly language: 'zh' | 'en';
  readonly salt: Buffer;
  readonly noticeId: number;
  readonly about: string;
  readonly details: unknown;
  readonly createdAt: Instant;
  readonly caseId: CaseId | null;
  /** Null when the notice is about no case, or the case is gone. */
  readonly state: CaseState | null;
};

/**
 * Takes one try of a delivery at `at`: until `nextAt` nobody else tries, and if this one never ends the next comes then.
 * Undefined when it was sent, given up, tried already, or its channel is switched off.
 */
export async function claim(
  db: Kysely<Database>,
  { deliveryId, attempts }: DueDelivery,
  { at, nextAt }: { readonly at: Instant; readonly nextAt: Instant },
): Promise<Delivery | undefined> {
  const { rows } = await sql<{
    kind: 'webhook' | 'email';
    address: string;
    language: 'zh' | 'en';
    salt: Buffer;
    notice_id: number;
    about: string;
    details: unknown;
    created_at: Date;
    case_id: CaseId | null;
    data: CaseState | null;
  }>`
    with claimed as (
      update notice_delivery set attempts = attempts + 1, next_at = ${new Date(nextAt)}
      where delivery_id = ${deliveryId} and state = 'waiting' and attempts = ${attempts} and next_at <= ${new Date(at)}
      returning notice_id, channel_id)
    select c.kind, c.address, c.language, c.salt, n.notice_id, n.about, n.details, n.created_at, n.case_id, u.data
    from claimed join notice_channel c using (channel_id) join notice n using (notice_id)
    left join urban_case u on u.case_id = n.case_id and u.district = left(n.case_id, 6)
      and u.case_month = substr(n.case_id, 8, 6)::integer
    where c.active`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { notice_id: noticeId, created_at, case_id: caseId, data: state, ...same } = row;
  return {
    ...same,
    ...{ deliveryId, attempts: attempts + 1, noticeId, caseId, state },
    createdAt: created_at.getTime() as Instant,
  };
}

/** The delivery arrived. */
export async function markSent(db: Kysely<Database>, deliveryId: number, at: Instant): Promise<void> {
  await sql`
    update notice_delivery set state = 'sent', sent_at = ${new Date(at)}, last_error = null
    where delivery_id = ${deliveryId}`.execute(db);
}

/** A try failed. It comes again at the instant settled when it was claimed, unless this was the last. */
export async function markFailed(
  db: Kysely<Database>,
  { deliveryId, error, final }: { readonly deliveryId: number; readonly error: string; readonly final: boolean },
): Promise<void> {
  await sql`
    update notice_delivery set last_error = ${error}, state = case when ${final}::boolean then 'failed' else state end
    where delivery_id = ${deliveryId} and state = 'waiting'`.execute(db);
}

/** Deliveries by what became of them in the last day, for metrics. */
export async function countDeliveries(db: Kysely<Database>): Promise<{ waiting: number; overdue: number }> {
  const { rows } = await sql<{ waiting: number; overdue: number }>`
    select count(*) as waiting, count(*) filter (where next_at < now() - interval '1 minute') as overdue
    from notice_delivery where state = 'waiting'`.execute(db);
  return rows[0] ?? { waiting: 0, overdue: 0 };
}
