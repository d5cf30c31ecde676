import { deadlineOf, remainingOf, resumeDeadline, yellowAt } from '@wanmi/calendar';
import { type Instant, MINUTE_MS, type Result } from '@wanmi/kernel';
import type { CalendarName, Deadline, DeadlineChange, DeadlineStage, Limit } from './deadline.ts';
import { CLOCK_RULES, STAGES_AFTER_HANDLING } from './definition.ts';
import type { Facts } from './facts.ts';
import { departmentOf } from './permit.ts';
import type { Addressee, CaseCore, CaseState, Light } from './state.ts';

type Opening = Extract<DeadlineChange, { op: 'open' }>;

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
  return openClockBy(CLOCK_RULES[stage].calendar, existing, facts, { stage, limit });
}

/** Opens the clock of an order: a department answers in the city's working time, the centre in its own. */
export function openOrderClock(existing: readonly Deadline[], facts: Facts, to: Addressee): Opening {
  const calendar = 'department' in to ? 'city' : CLOCK_RULES.supervision.calendar;
  return openClockBy(calendar, existing, facts, {
    stage: 'supervision',
    limit: facts.policy.stageLimits.supervision,
  });
}

function openClockBy(
  calendar: CalendarName,
  existing: readonly Deadline[],
  facts: Facts,
  { stage, limit }: { readonly stage: DeadlineStage; readonly limit: Limit },
): Opening {
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
export function openCaseClock(existing: readonly Deadline[], facts: Facts, handle: Due): readonly Opening[] {
  if (existing.some(({ stage, outcome }) => stage === 'case' && outcome !== 'void')) return [];
  const span = caseSpan(facts, handle, facts.at);
  return [{ op: 'open', deadline: { ...blank(existing, 'case', facts.at), calendar: 'duty', ...span } }];
}

/** When the handling is due, and whether that hangs on a year not published yet. */
type Due = Pick<Deadline, 'dueAt' | 'provisional'>;

function caseSpan(facts: Facts, handle: Due, startAt: Instant) {
  let { dueAt: due, provisional } = handle;
  for (const stage of STAGES_AFTER_HANDLING) {
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

/**
 * Ends every clock: the case is at an end. A stopped one is judged by the instant it stopped; the clock of an order
 * that nobody answered was not kept in time, so it is late or not judged.
 */
export const finishAll = (state: CaseCore, at: Instant): readonly DeadlineChange[] =>
  state.deadlines
    .filter(({ clock }) => clock !== 'done')
    .map((clock) =>
      clock.stage === 'supervision' && at <= clock.dueAt
        ? { op: 'done', id: clock.id, at, outcome: 'void' }
        : doneOf(clock, clock.stoppedAt ?? at),
    );

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

/** Takes away the clocks of the orders to the department at work: it has nothing to answer for any more. */
export function voidOrders(state: CaseState, at: Instant): readonly DeadlineChange[] {
  const department = departmentOf(state);
  return state.supervisions
    .filter(({ to, answeredAt }) => answeredAt === null && 'department' in to && to.department === department)
    .map(({ clockId }) => ({ op: 'done', id: clockId, at, outcome: 'void' }));
}

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
  const span = caseSpan(facts, resumed, whole.startAt);
  if (span.dueAt <= whole.dueAt) return [resumed];
  const { dueAt, yellowAt: quarter, escalateAt, provisional } = span;
  return [
    resumed,
    {
      op: 'resume',
      id: whole.id,
      at: facts.at,
      startAt: whole.startAt,
      dueAt,
      yellowAt: quarter,
      escalateAt,
      provisional,
      light: lightAt(quarter, facts.at),
    },
  ];
}

type Resumption = Extract<DeadlineChange, { op: 'resume' }>;

/** Still late: only the next level is put off by the time that is not charged. */
function lateAgain(clock: Deadline, facts: Facts): Resumption {
  const { id, startAt, dueAt, yellowAt: quarter, provisional, light } = clock;
  const escalateAt = putOff(clock, clock.escalateAt, facts);
  return { op: 'resume', id, at: facts.at, startAt, dueAt, yellowAt: quarter, escalateAt, provisional, light };
}

/** An instant of a stopped clock that was still to come, after the same time of its kind from now. */
function putOff({ calendar, limit, stoppedAt }: Deadline, due: Instant, { at, calendars, policy }: Facts): Instant {
  if (stoppedAt === null || stoppedAt >= due) return due;
  const mode = policy.dayMode;
  const left = remainingOf(calendars[calendar], { at: stoppedAt, due, unit: limit.unit, mode });
  return counted(resumeDeadline(calendars[calendar], { at, left, due, mode })).due;
}

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
  const light = !restart && clock.light === 'yellow' ? 'yellow' : lightAt(quarter, at);
  return {
    op: 'resume',
    ...{ id: clock.id, at, startAt: start, dueAt: due, yellowAt: quarter, escalateAt: next.due, provisional, light },
  };
}

const lightAt = (yellow: Instant, at: Instant): Light => (at >= yellow ? 'yellow' : 'green');
