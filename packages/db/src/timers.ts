import type { CaseId, Instant } from '@wanmi/kernel';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A timer of a case that must fire at `fireAt`. */
export type Timer = { readonly caseId: CaseId; readonly timerKey: string; readonly fireAt: Instant };

/** One page of the timers that fire before `until`, in the order of firing; `after` is the last one already seen. */
export async function listTimersBefore(
  db: Kysely<Database>,
  until: Instant,
  page: { readonly limit: number; readonly after: Timer | undefined },
): Promise<readonly Timer[]> {
  const { after, limit } = page;
  const seek = after
    ? sql`and (fire_at, case_id, timer_key) > (${new Date(after.fireAt)}, ${after.caseId}, ${after.timerKey})`
    : sql``;
  const { rows } = await sql<{ case_id: string; timer_key: string; fire_at: Date }>`
    select case_id, timer_key, fire_at from case_timer where fire_at < ${new Date(until)} ${seek}
    order by fire_at, case_id, timer_key limit ${limit}`.execute(db);
  return rows.map(({ case_id, timer_key, fire_at }) => ({
    caseId: case_id as CaseId,
    timerKey: timer_key,
    fireAt: fire_at.getTime() as Instant,
  }));
}

/** How many timers should have fired by `at` and did not, for metrics. */
export async function countOverdueTimers(db: Kysely<Database>, at: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from case_timer where fire_at < ${new Date(at)}`.execute(db);
  return rows[0]?.count ?? 0;
}
