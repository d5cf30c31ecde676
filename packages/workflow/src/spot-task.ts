import { localDateOf, startOfDate } from '@wanmi/calendar';
import { HOUR_MS, type Instant, MINUTE_MS, type UserId } from '@wanmi/kernel';
import { type Opening, openClock, openClockBy } from './clocks.ts';
import type { Facts } from './facts.ts';
import { separationOf } from './permit.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { Addressee, CaseState, DayWindow, SpotTask } from './state.ts';

/** The inspector of a task, or every inspector of the area. */
export const inspectorOf = (task: SpotTask): Addressee =>
  task.inspector ? { userId: task.inspector } : { role: 'inspector' };

/** A task is not given to somebody whose acts on the case forbid the answer: nobody else could take it. */
export function unfitInspector(
  state: CaseState,
  inspector: UserId | null | undefined,
  answer: 'submit-verification' | 'submit-check',
): Refusal | undefined {
  const separation = inspector ? separationOf(state, inspector, answer) : undefined;
  return inspector && separation ? refusalOf('unfit-inspector', { inspector, acted: separation.acted }) : undefined;
}

/** A new task for one inspector, or for any of the area; judged around the report's time of day where that is given. */
export const taskOf = (inspector: UserId | null, facts: Facts, window?: DayWindow): SpotTask => ({
  ...{ taskId: facts.newId(), inspector, sentAt: facts.at, status: 'open' },
  ...(window ? { window } : {}),
});

const DAY_MINUTES = 24 * 60;

/** The time of day at which a case was seen, as much earlier and later as the policy says. */
export function windowOf({ occurredAt, reportedAt }: CaseState, facts: Facts): DayWindow {
  const seen = minuteOfDay(occurredAt ?? reportedAt, facts);
  const span = facts.policy.sameTimeMinutes;
  return { from: (seen - span + DAY_MINUTES) % DAY_MINUTES, to: (seen + span) % DAY_MINUTES };
}

/** Minutes since local midnight in the duty calendar's zone. */
function minuteOfDay(at: Instant, { calendars: { duty } }: Facts): number {
  return Math.floor((at - startOfDate(duty, localDateOf(duty, at))) / MINUTE_MS);
}

/** Whether an instant lies in a task's window; always without one. */
function isInWindow({ window }: SpotTask, facts: Facts): boolean {
  if (!window) return true;
  const now = minuteOfDay(facts.at, facts);
  const { from, to } = window;
  return from <= to ? now >= from && now <= to : now >= from || now <= to;
}

/** The clock of a task: it begins now, or when its window opens next. */
export function openSpotClock(state: CaseState, facts: Facts, stage: 'verify' | 'check', task: SpotTask): Opening {
  const { window } = task;
  if (!window || isInWindow(task, facts)) return openClock(state, facts, stage);
  return openClockBy(state, facts, {
    ...{ stage, limit: facts.policy.stageLimits[stage], startAt: nextOpening(window, facts) },
  });
}

function nextOpening({ from }: DayWindow, { at, calendars: { duty } }: Facts): Instant {
  const midnight = startOfDate(duty, localDateOf(duty, at));
  const today = midnight + from * MINUTE_MS;
  if (today > at) return today as Instant;
  // 36 hours after midnight is the next day's noon, also when clocks are changed.
  const tomorrow = startOfDate(duty, localDateOf(duty, (midnight + 36 * HOUR_MS) as Instant));
  return (tomorrow + from * MINUTE_MS) as Instant;
}

/** An answer that does not come at the time of day asked for. */
export function outOfWindow(task: SpotTask, facts: Facts): Refusal | undefined {
  if (!task.window || isInWindow(task, facts)) return undefined;
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return refusalOf('other-time-of-day', { from: clock(task.window.from), to: clock(task.window.to) });
}
