import { isWorkingUnit, remainingOf } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';
import { CLOCK_RULES } from './clock-rules.ts';
import { caseSpan, countLimit, extended } from './clocks.ts';
import type { Deadline, DeadlineChange } from './deadline.ts';
import type { Facts } from './facts.ts';
import { granted, handlingClock, moveOf } from './handling-clocks.ts';
import type { CaseState } from './state.ts';

type Move = Extract<DeadlineChange, { op: 'move' }>;
type NewDue = { readonly due: Instant; readonly provisional: boolean };

/**
 * Every open clock that the calendars of today would have due at another instant, counted anew from its start. Clock time
 * hangs on no calendar.
 */
export function recountedClocks(state: CaseState, facts: Facts): readonly Move[] {
  const moves = state.deadlines
    .filter(
      ({ clock, stage, limit }) =>
        clock !== 'done' && stage !== 'case' && !CLOCK_RULES[stage].waits && isWorkingUnit(limit.unit),
    )
    .map((clock) => moveOf(clock, recounted(clock, facts), { ...facts, state }, null))
    .filter((move) => isOther(move, state));
  const whole = state.deadlines.find(({ stage, clock }) => stage === 'case' && clock !== 'done');
  return whole ? [...moves, ...recountedCase(whole, state, facts, moves)] : moves;
}

/** The limit from the start, then every extension and pause in its order. */
function recounted(clock: Deadline, facts: Facts): NewDue {
  const { calendar, limit, startAt, pauses, extensions } = clock;
  let { due, provisional } = countLimit(facts, calendar, startAt, limit);
  let from = 0;
  const extendUntil = (at: number): void => {
    for (let one = extensions[from]; one && one.at <= at; one = extensions[from]) {
      const next = extended(facts, calendar, due, one.by);
      due = next.due;
      provisional ||= next.provisional;
      from += 1;
    }
  };
  for (const pause of pauses) {
    extendUntil(pause.to);
    const { calendars, policy } = facts;
    if (pause.from > due) continue; // late already: the pause put off only the levels after red
    const left = remainingOf(calendars[calendar], { at: pause.from, due, unit: limit.unit, mode: policy.dayMode });
    const next = granted(clock, { left, due, at: pause.to }, facts);
    due = next.due;
    provisional ||= next.provisional;
  }
  extendUntil(Number.POSITIVE_INFINITY);
  return { due, provisional };
}

/**
 * The case's own clock stands behind the lead's, where there is one; before that there is none. A late one stays where it
 * is, unless it began with this lead's clock and was late with it.
 */
function recountedCase(whole: Deadline, state: CaseState, facts: Facts, moves: readonly Move[]): readonly Move[] {
  const lead = handlingClock(state);
  if (!lead || whole.clock === 'stopped') return [];
  const isLate = whole.light === 'red' || facts.at > whole.dueAt;
  const isLeads = lead.startAt === whole.startAt && lead.pauses.every(({ to }) => to <= whole.dueAt);
  if (isLate && !isLeads) return [];
  const handle = moves.find(({ id }) => id === lead.id) ?? lead;
  const { dueAt: due, provisional } = caseSpan(state, facts, handle, whole.startAt);
  const move = moveOf(whole, { due, provisional }, { ...facts, state }, null);
  return isOther(move, state) ? [move] : [];
}

function isOther(move: Move, { deadlines }: CaseState): boolean {
  const clock = deadlines.find(({ id }) => id === move.id);
  if (!clock) return false;
  return clock.dueAt !== move.dueAt || clock.provisional !== move.provisional;
}
