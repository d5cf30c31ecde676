import { deadlineOf, remainingOf, resumeDeadline, yellowAt } from '@wanmi/calendar';
import { type Instant, MINUTE_MS, type Result } from '@wanmi/kernel';
import type { CalendarName, Deadline, DeadlineChange, DeadlineStage, Limit, TimerSpec } from './deadline.ts';
import type { Facts } from './facts.ts';
import type { CaseCore, CaseState, Light } from './state.ts';

type Opening = Extract<DeadlineChange, { op: 'open' }>;

/** Departments work by the city's calendar, the centre's stages by its duty calendar. */
const CITY_STAGES: readonly DeadlineStage[] = ['sign', 'handle'];
/** What comes after handling, in order: their limits make the whole case's deadline. */
const LATER_STAGES = ['confirm-feedback', 'request-check', 'check', 'close'] as const;

/** Due instant of a limit. Throws for a limit or calendar that the settings' own check should have refused. */
export function countLimit(
  facts: Facts,
  calendar: CalendarName,
  start: Instant,
  limit: Limit,
): { due: Instant; provisional: boolean } {
  return counted(deadlineOf(facts.calendars[calendar], start, limit, facts.policy.dayMode));
}

function counted<T>(result: Result<T, { readonly message: string }>): T {
  if (!result.ok) throw new Error(`cannot set a deadline: ${result.error.message}`);
  return result.value;
}

/** Opens the next clock of a stage, from now. */
export function openClock(existing: readonly Deadline[], facts: Facts, stage: DeadlineStage, limit: Limit): Opening {
  const calendar: CalendarName = CITY_STAGES.includes(stage) ? 'city' : 'duty';
  const { due, provisional } = countLimit(facts, calendar, facts.at, limit);
  const next = countLimit(facts, calendar, due, limit);
  return {
    op: 'open',
    deadline: {
      ...blank(existing, stage, facts.at),
      calendar,
      limit,
      dueAt: due,
      yellowAt: yellowAt(facts.calendars[calendar], { start: facts.at, due, unit: limit.unit }),
      escalateAt: next.due,
      provisional,
    },
  };
}

const blank = (existing: readonly Deadline[], stage: DeadlineStage, startAt: Instant) =>
  ({
    id: `${stage}#${existing.filter((clock) => clock.stage === stage).length + 1}`,
    stage,
    startAt,
    clock: 'running',
    light: 'green',
    escalated: false,
    stoppedAt: null,
    pauses: [],
    left: null,
    doneAt: null,
    outcome: null,
  }) as const;

/** The case's own deadline: the handling deadline and then the limits of the later stages. A late one goes on as it is. */
export function openCaseClock(existing: readonly Deadline[], facts: Facts, handleDue: Instant): readonly Opening[] {
  if (existing.some(({ stage, outcome }) => stage === 'case' && outcome !== 'void')) return [];
  const span = caseSpan(facts, handleDue, facts.at);
  return [{ op: 'open', deadline: { ...blank(existing, 'case', facts.at), calendar: 'duty', ...span } }];
}

function caseSpan(facts: Facts, handleDue: Instant, startAt: Instant) {
  let due = handleDue;
  let provisional = false;
  for (const stage of LATER_STAGES) {
    const next = countLimit(facts, 'duty', due, facts.policy.stageLimits[stage]);
    due = next.due;
    provisional ||= next.provisional;
  }
  const total = due - startAt;
  const limit: Limit = { value: Math.ceil(total / MINUTE_MS), unit: 'natural_minute' };
  const quarter = yellowAt(facts.calendars.duty, { start: startAt, due, unit: limit.unit });
  return { limit, dueAt: due, yellowAt: quarter, escalateAt: (due + total) as Instant, provisional };
}

/** Ends the running clocks of these stages, judged at `at`. */
export const finish = (state: CaseCore, at: Instant, ...stages: readonly DeadlineStage[]): readonly DeadlineChange[] =>
  state.deadlines
    .filter(({ stage, clock }) => clock === 'running' && stages.includes(stage))
    .map((clock) => doneOf(clock, at));

/** Ends one clock if it runs. */
export const finishOne = (state: CaseCore, at: Instant, id: string): readonly DeadlineChange[] =>
  state.deadlines.filter((clock) => clock.id === id && clock.clock === 'running').map((clock) => doneOf(clock, at));

/** Ends every clock: the case is at an end. A stopped one is judged by the instant it stopped. */
export const finishAll = (state: CaseCore, at: Instant): readonly DeadlineChange[] =>
  state.deadlines.filter(({ clock }) => clock !== 'done').map((clock) => doneOf(clock, clock.stoppedAt ?? at));

const doneOf = ({ id, dueAt }: Deadline, at: Instant): DeadlineChange => ({
  op: 'done',
  id,
  at,
  outcome: at > dueAt ? 'late' : 'in-time',
});

/**
 * Takes clocks away unjudged: a wrongly dispatched department is not measured.
 * The case's own clock stays when it is late, for a new clock never turns a late case timely.
 */
export const voidClocks = (
  state: CaseCore,
  at: Instant,
  ...stages: readonly DeadlineStage[]
): readonly DeadlineChange[] =>
  state.deadlines
    .filter(
      ({ stage, clock, dueAt }) => clock !== 'done' && stages.includes(stage) && !(stage === 'case' && at > dueAt),
    )
    .map(({ id }) => ({ op: 'done', id, at, outcome: 'void' }));

/** The clock of the department at work. */
const handlingClock = (state: CaseState): Deadline | undefined =>
  'handling' in state ? state.deadlines.find(({ id }) => id === state.handling?.deadlineId) : undefined;

/** A result is handed in: the handling clock stops and keeps what is left. The signature is not owed any more. */
export function stopHandling(state: CaseState, facts: Facts): readonly DeadlineChange[] {
  const clock = handlingClock(state);
  if (clock?.clock !== 'running') return [];
  const left = remainingOf(facts.calendars[clock.calendar], {
    at: facts.at,
    due: clock.dueAt,
    unit: clock.limit.unit,
    mode: facts.policy.dayMode,
  });
  return [...finish(state, facts.at, 'sign'), { op: 'stop', id: clock.id, at: facts.at, left }];
}

/**
 * The work goes back to the department: its clock runs again with what was left, or starts anew where the city says
 * so; a late clock stays late. The case's own deadline follows, unless it is late already.
 */
export function resumeHandling(state: CaseState, facts: Facts): readonly DeadlineChange[] {
  const clock = handlingClock(state);
  if (clock?.clock !== 'stopped' || clock.left === null) return [];
  const resumed =
    clock.stoppedAt !== null && clock.stoppedAt > clock.dueAt ? lateAgain(clock, facts) : runAgain(clock, facts);
  const whole = state.deadlines.find(({ stage, clock: runs }) => stage === 'case' && runs === 'running');
  if (!whole || facts.at > whole.dueAt || whole.light === 'red') return [resumed];
  const span = caseSpan(facts, resumed.dueAt, whole.startAt);
  if (span.dueAt <= whole.dueAt) return [resumed];
  const { dueAt, yellowAt: quarter, escalateAt, provisional } = span;
  return [
    resumed,
    {
      op: 'resume',
      id: whole.id,
      at: facts.at,
      dueAt,
      yellowAt: quarter,
      escalateAt,
      provisional,
      light: lightAt(quarter, facts.at),
    },
  ];
}

type Resumption = Extract<DeadlineChange, { op: 'resume' }>;

const lateAgain = (
  { id, dueAt, yellowAt: quarter, escalateAt, provisional, light }: Deadline,
  { at }: Facts,
): Resumption => ({
  op: 'resume',
  id,
  at,
  dueAt,
  yellowAt: quarter,
  escalateAt,
  provisional,
  light,
});

function runAgain(clock: Deadline, facts: Facts): Resumption {
  const { at, policy } = facts;
  const calendar = facts.calendars[clock.calendar];
  const restart = policy.rework === 'restart' || clock.left === null;
  const { due, provisional } = restart
    ? countLimit(facts, clock.calendar, at, clock.limit)
    : counted(resumeDeadline(calendar, { at, left: clock.left, due: clock.dueAt, mode: policy.dayMode }));
  const start = restart ? at : clock.startAt;
  const pauses = restart || clock.stoppedAt === null ? [] : [...clock.pauses, { from: clock.stoppedAt, to: at }];
  const quarter = yellowAt(calendar, { start, due, unit: clock.limit.unit, pauses });
  const next = countLimit(facts, clock.calendar, due, clock.limit);
  const light = clock.light === 'yellow' ? 'yellow' : lightAt(quarter, at);
  return { op: 'resume', id: clock.id, at, dueAt: due, yellowAt: quarter, escalateAt: next.due, provisional, light };
}

const lightAt = (yellow: Instant, at: Instant): Light => (at >= yellow ? 'yellow' : 'green');

/** The clocks after an event's changes. */
export function applyChanges(deadlines: readonly Deadline[], changes: readonly DeadlineChange[]): readonly Deadline[] {
  const clocks = [...deadlines];
  for (const change of changes) {
    if (change.op === 'open') {
      clocks.push(change.deadline);
      continue;
    }
    const at = clocks.findIndex(({ id }) => id === change.id);
    const clock = clocks[at];
    if (clock) clocks[at] = changed(clock, change);
  }
  return clocks;
}

function changed(clock: Deadline, change: Exclude<DeadlineChange, { op: 'open' }>): Deadline {
  if (change.op === 'done') {
    const light = change.outcome === 'late' ? 'red' : clock.light;
    return { ...clock, clock: 'done', doneAt: change.at, outcome: change.outcome, light };
  }
  if (change.op === 'stop') return { ...clock, clock: 'stopped', stoppedAt: change.at, left: change.left };
  const { at, dueAt, yellowAt: quarter, escalateAt, light, provisional } = change;
  const pauses = clock.stoppedAt === null ? clock.pauses : [...clock.pauses, { from: clock.stoppedAt, to: at }];
  return {
    ...clock,
    clock: 'running',
    stoppedAt: null,
    left: null,
    pauses,
    dueAt,
    yellowAt: quarter,
    escalateAt,
    light,
    provisional,
  };
}

/** A case's light is that of its worst running clock; at an end it keeps what its clocks came to. */
export function lightOf(deadlines: readonly Deadline[]): Light {
  const lights = deadlines.filter(({ clock }) => clock === 'running').map(({ light }) => light);
  return lights.includes('red') ? 'red' : lights.includes('yellow') ? 'yellow' : 'green';
}

/** The running clock that is worst: the reddest light first, then the earliest due. */
export function worstDeadline(state: CaseCore): Deadline | undefined {
  const rank: Readonly<Record<Light, number>> = { red: 0, yellow: 1, green: 2 };
  return state.deadlines
    .filter(({ clock }) => clock === 'running')
    .reduce<Deadline | undefined>((worst, one) => {
      if (!worst) return one;
      const order = rank[one.light] - rank[worst.light] || one.dueAt - worst.dueAt;
      return order < 0 ? one : worst;
    }, undefined);
}

/** Exactly the timers a case needs now: for each running clock the levels that it has not reached. */
export function timersOf(state: CaseCore): readonly TimerSpec[] {
  return state.deadlines.filter(({ clock }) => clock === 'running').flatMap(timersOfClock);
}

function timersOfClock({ id, light, escalated, dueAt, yellowAt: quarter, escalateAt }: Deadline): readonly TimerSpec[] {
  const timer = (level: TimerSpec['level'], fireAt: number): TimerSpec => ({
    key: `${id}:${level}`,
    deadlineId: id,
    level,
    fireAt: fireAt as Instant,
  });
  return [
    ...(light === 'green' ? [timer('yellow', quarter)] : []),
    ...(light === 'red' ? [] : [timer('red', dueAt + 1)]),
    ...(escalated ? [] : [timer('escalate', escalateAt + 1)]),
  ];
}
