import { remainingOf, resumeDeadline } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';
import { caseSpan, counted, countLimit, extended, finish, lightAt, marks } from './clocks.ts';
import type { Deadline, DeadlineChange, Left, Limit, Moved } from './deadline.ts';
import type { Facts } from './facts.ts';
import type { CaseState } from './state.ts';

/** The clock of the lead department. */
export const handlingClock = (state: CaseState): Deadline | undefined =>
  'handling' in state ? state.deadlines.find(({ id }) => id === state.handling?.deadlineId) : undefined;

const caseClock = (state: CaseState, clock: Deadline['clock']): Deadline | undefined =>
  state.deadlines.find((one) => one.stage === 'case' && one.clock === clock);

/** A result is handed in: the handling clock stops and keeps what is left. The signature is not owed any more. */
export function stopHandling(state: CaseState, facts: Facts): readonly DeadlineChange[] {
  const clock = handlingClock(state);
  if (clock?.clock !== 'running') return [];
  return [...finish(state, facts.at, 'sign'), stopOf(clock, facts, facts.at)];
}

/** The work is put off: its clocks stop as of the asking, or as of their start where they started later. */
export function suspendClocks(state: CaseState, facts: Facts, askedAt: Instant): readonly DeadlineChange[] {
  return state.deadlines
    .filter(({ stage, clock }) => clock === 'running' && SUSPENDED.includes(stage))
    .map((clock) => stopOf(clock, facts, Math.max(askedAt, clock.startAt) as Instant));
}

const SUSPENDED: readonly Deadline['stage'][] = ['handle', 'assist', 'step', 'case'];

const stopOf = (clock: Deadline, facts: Facts, at: Instant): DeadlineChange => ({
  ...{ op: 'stop', id: clock.id, at },
  left: leftOf(clock, clock.dueAt, at, facts),
});

function leftOf({ calendar, limit }: Deadline, due: Instant, at: Instant, { calendars, policy }: Facts): Left {
  return remainingOf(calendars[calendar], { at, due, unit: limit.unit, mode: policy.dayMode });
}

/**
 * The work goes back to the department: its clock runs again with what was left, or starts anew where the city says
 * so; a late clock stays late. The case's own deadline follows, unless it is late already.
 */
export function resumeHandling(state: CaseState, facts: Facts): readonly DeadlineChange[] {
  const clock = handlingClock(state);
  if (clock?.clock !== 'stopped' || clock.left === null) return [];
  const resumed = runAgain(clock, { ...facts, state }, facts.policy.rework === 'restart');
  return [resumed, ...followCase(state, facts, resumed)];
}

/** The suspension is over: every clock that it stopped runs again with what was left. */
export function resumeSuspended(state: CaseState, facts: Facts): readonly DeadlineChange[] {
  const stopped = state.deadlines.filter(({ stage, clock }) => clock === 'stopped' && SUSPENDED.includes(stage));
  const work = stopped
    .filter(({ stage }) => stage !== 'case')
    .map((clock) => runAgain(clock, { ...facts, state }, false));
  const lead = work.find(({ id }) => id === handlingClock(state)?.id);
  const whole = caseClock(state, 'stopped');
  if (!whole || !lead) return work;
  if (whole.stoppedAt !== null && whole.stoppedAt > whole.dueAt)
    return [...work, runAgain(whole, { ...facts, state }, false)];
  return [...work, { op: 'resume', id: whole.id, at: facts.at, ...movedCase(whole, state, facts, lead) }];
}

type Resumption = Extract<DeadlineChange, { op: 'resume' }>;
type Situation = Facts & { readonly state: CaseState };

function runAgain(clock: Deadline, facts: Situation, restart: boolean): Resumption {
  const { id, stoppedAt, dueAt } = clock;
  const wasLate = stoppedAt !== null && stoppedAt > dueAt;
  const moved = wasLate
    ? lateAgain(clock, facts)
    : restart || clock.left === null
      ? anew(clock, facts)
      : goOn(clock, facts);
  return { op: 'resume', id, at: facts.at, ...moved };
}

/** Still late: only the levels still to come are put off by the time that is not charged. */
function lateAgain(clock: Deadline, facts: Facts): Moved {
  const { startAt, dueAt, yellowAt, provisional, light, reached, stoppedAt } = clock;
  const rungs = clock.rungs.map((rung) =>
    stoppedAt === null || stoppedAt >= rung.at ? rung : { ...rung, at: dueAfter(clock, rung.at, facts).due },
  );
  return { startAt, dueAt, yellowAt, rungs, reached, provisional, light };
}

/** An instant of a stopped clock that was still to come, after the same time of its kind from now. */
function dueAfter(clock: Deadline, due: Instant, facts: Facts): { due: Instant; provisional: boolean } {
  const left = leftOf(clock, due, clock.stoppedAt ?? facts.at, facts);
  return granted(clock, { left, due, at: facts.at }, facts);
}

/** Where a clock is due that runs again from `at` with what was left. */
export function granted(
  { calendar }: Pick<Deadline, 'calendar'>,
  { left, due, at }: { readonly left: Left; readonly due: Instant; readonly at: Instant },
  { calendars, policy }: Facts,
): { due: Instant; provisional: boolean } {
  return counted(resumeDeadline(calendars[calendar], { at, left, due, mode: policy.dayMode }));
}

function anew(clock: Deadline, facts: Situation): Moved {
  const { due, provisional } = countLimit(facts, clock.calendar, facts.at, clock.limit);
  const started = { ...clock, startAt: facts.at, pauses: [] };
  const at = marks(started, due, { facts, priority: facts.state.priority });
  return { startAt: facts.at, ...at, reached: 0, provisional, light: lightAt(at.yellowAt, facts.at) };
}

function goOn(clock: Deadline, facts: Situation): Moved {
  const { at, state } = facts;
  const left = clock.left ?? { unit: 'clock_ms', amount: 0 };
  const { due, provisional } = granted(clock, { left, due: clock.dueAt, at }, facts);
  const pauses = clock.stoppedAt === null ? clock.pauses : [...clock.pauses, { from: clock.stoppedAt, to: at }];
  const marked = marks({ ...clock, pauses }, due, { facts, priority: state.priority });
  // A yellow that came before the asking stays; one that came while the clock was stopped in hindsight goes.
  const wasYellow = clock.light !== 'green' && clock.stoppedAt !== null && clock.stoppedAt >= clock.yellowAt;
  const light = wasYellow ? 'yellow' : lightAt(marked.yellowAt, at);
  return { startAt: clock.startAt, ...marked, reached: 0, provisional, light };
}

/** The case's own deadline goes with the handling one, unless it is late already. */
function followCase(state: CaseState, facts: Facts, handle: Moved): readonly DeadlineChange[] {
  const whole = caseClock(state, 'running');
  if (!whole || facts.at > whole.dueAt || whole.light === 'red') return [];
  const moved = movedCase(whole, state, facts, handle);
  return moved.dueAt <= whole.dueAt ? [] : [{ op: 'resume', id: whole.id, at: facts.at, ...moved }];
}

/** Where the case's own clock stands behind a moved handling clock. */
function movedCase(
  whole: Deadline,
  state: CaseState,
  facts: Facts,
  handle: Pick<Moved, 'dueAt' | 'provisional'>,
): Moved {
  const { dueAt, yellowAt, rungs, provisional } = caseSpan(state, facts, handle, whole.startAt);
  return {
    startAt: whole.startAt,
    dueAt,
    yellowAt,
    rungs,
    reached: 0,
    provisional,
    light: lightAt(yellowAt, facts.at),
  };
}

type Grant = { readonly by: Limit; readonly askedAt: Instant };

/** Grants the lead more time, as of the asking: also to a clock that became late, or stopped, since. */
export function extendHandling(state: CaseState, facts: Facts, { by, askedAt }: Grant): readonly DeadlineChange[] {
  const clock = handlingClock(state);
  if (!clock || clock.clock === 'done') return [];
  const next = extended(facts, clock.calendar, clock.dueAt, by);
  const now = { ...facts, state };
  const moved = moveOf(clock, { due: next.due, provisional: next.provisional || clock.provisional }, now, by);
  const whole = caseClock(state, 'running');
  if (!whole || askedAt > whole.dueAt) return [moved];
  const { dueAt: due, provisional } = caseSpan(state, facts, moved, whole.startAt);
  return due <= whole.dueAt ? [moved] : [moved, moveOf(whole, { due, provisional }, now, null)];
}

type NewDue = { readonly due: Instant; readonly provisional: boolean };

/** A clock with another due instant: what it says now, whether it runs or stands. */
export function moveOf(
  clock: Deadline,
  { due, provisional }: NewDue,
  facts: Situation,
  by: Limit | null,
): Extract<DeadlineChange, { op: 'move' }> {
  const { id, startAt, stoppedAt } = clock;
  const marked = marks(clock, due, { facts, priority: facts.state.priority });
  const seenAt = stoppedAt ?? facts.at;
  const isLate = clock.light === 'red' && seenAt > due;
  const light = isLate ? 'red' : lightAt(marked.yellowAt, seenAt);
  const reached = isLate ? marked.rungs.filter(({ at }, i) => i < clock.reached && at < seenAt).length : 0;
  const left = stoppedAt === null ? null : leftOf(clock, due, stoppedAt, facts);
  return { op: 'move', id, at: facts.at, left, by, startAt, ...marked, reached, light, provisional };
}
