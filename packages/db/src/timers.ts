import type { CaseId, Instant } from '@wanmi/kernel';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A timer of a case that must fire at `fireAt`. */
export type Timer = { readonly caseId: CaseId; readonly timerKey: string; readonly fireAt: Instant };

/**
 * One page of the timers that fire from `from` up to and without `until`, in the order of firing; `after` is the last one
 * already seen.
 */
export async function listTimers(
  db: Kysely<Database>,
  { from, until }: { readonly from: Instant; readonly until: Instant },
  page: { readonly limit: number; readonly after: Timer | undefined },
): Promise<readonly Timer[]> {
  const { after, limit } = page;
  const seek = after
    ? sql`and (fire_at, case_id, timer_key) > (${new Date(after.fireAt)}, ${after.caseId}, ${after.timerKey})`
    : sql``;
  const { rows } = await sql<{ case_id: string; timer_key: string; fire_at: Date }>`
    select case_id, timer_key, fire_at from case_timer
    where fire_at >= ${new Date(from)} and fire_at < ${new Date(until)} ${seek}
    order by fire_at, case_id, timer_key limit ${limit}`.execute(db);
  return rows.map(({ case_id, timer_key, fire_at }) => ({
    caseId: case_id as CaseId,
    timerKey: timer_key,
    fireAt: fire_at.getTime() as Instant,
  }));
}

/**
 * The slots of `widthMs` in which timers fire before `until`, by their first instants in order: slots begin at multiples of
 * the width. Looks at `most` timers at most, the first to fire. Cost: so many entries of the index.
 */
export async function listTimerSlots(
  db: Kysely<Database>,
  until: Instant,
  { widthMs, most }: { readonly widthMs: number; readonly most: number },
): Promise<readonly Instant[]> {
  const { rows } = await sql<{ slot: number }>`
    select distinct floor(extract(epoch from fire_at) * 1000 / ${widthMs}::integer)::bigint as slot
    from (select fire_at from case_timer where fire_at < ${new Date(until)} order by fire_at limit ${most}) as first
    order by slot`.execute(db);
  return rows.map(({ slot }) => (slot * widthMs) as Instant);
}

/** How many timers should have fired by `at` and did not, for metrics. */
export async function countOverdueTimers(db: Kysely<Database>, at: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from case_timer where fire_at < ${new Date(at)}`.execute(db);
  return rows[0]?.count ?? 0;
}
