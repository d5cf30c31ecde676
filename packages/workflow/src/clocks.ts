import { deadlineOf, extendDeadline, type TimeRefusal, yellowAt } from '@wanmi/calendar';
import { type Instant, MINUTE_MS, type Result } from '@wanmi/kernel';
import { CLOCK_RULES, STAGES_AFTER_HANDLING } from './clock-rules.ts';
import type { CalendarName, Deadline, DeadlineChange, DeadlineStage, Limit, Rung } from './deadline.ts';
import type { Facts } from './facts.ts';
import type { LimitedStage } from './policy.ts';
import type { Addressee, CaseCore, CaseState, Light, Priority } from './state.ts';

export type Opening = Extract<DeadlineChange, { op: 'open' }>;
/** The clocks a case has already, and how urgent it is. */
type Clocked = { readonly deadlines: readonly Deadline[]; readonly priority: Priority };

/** Due instant of a limit. Throws for a limit or calendar that the settings' own check should have refused. */
export function countLimit(
  facts: Facts,
  calendar: CalendarName,
  start: Instant,
  limit: Limit,
): { due: Instant; provisional: boolean } {
  return counted(deadlineOf(facts.calendars[calendar], start, limit, facts.policy.dayMode));
}

/** The value of a count. Throws for what the settings' own check should have refused. */
export function counted<T>(result: Result<T, TimeRefusal>): T {
  if (!result.ok) throw new Error(`cannot set a deadline: ${result.error.message}`);
  return result.value;
}

/** Opens the next clock of a stage, from now. */
export const openClock = (state: Clocked, facts: Facts, stage: LimitedStage): Opening =>
  openClockBy(state, facts, { stage, limit: facts.policy.stageLimits[stage] });

/** Opens the clock of an order: a department answers in the city's working time, the centre in its own. */
export const openOrderClock = (state: Clocked, facts: Facts, to: Addressee): Opening =>
  openClockBy(state, facts, {
    stage: 'supervision',
    limit: facts.policy.stageLimits.supervision,
    ...('department' in to ? { calendar: 'city' } : {}),
  });

type ClockWish = {
  readonly stage: DeadlineStage;
  readonly limit: Limit;
  /** That of the stage when left out. */
  readonly calendar?: CalendarName;
  /** Now when left out. */
  readonly startAt?: Instant;
};

/** Opens a clock with a limit of its own. */
export function openClockBy(state: Clocked, facts: Facts, wish: ClockWish): Opening {
  const { stage, limit, calendar = CLOCK_RULES[stage].calendar, startAt = facts.at } = wish;
  const { due, provisional } = countLimit(facts, calendar, startAt, limit);
  const clock = { ...blank(state.deadlines, stage, startAt), calendar, limit, provisional };
  return { op: 'open', deadline: { ...clock, ...marks(clock, due, { facts, priority: state.priority }) } };
}

/** Opens a clock that ends at an instant given from outside. */
export function openUntil(state: Clocked, facts: Facts, stage: DeadlineStage, dueAt: Instant): Opening {
  const limit = spanLimit(facts.at, dueAt);
  const { calendar } = CLOCK_RULES[stage];
  const clock = { ...blank(state.deadlines, stage, facts.at), calendar, limit, provisional: false };
  return { op: 'open', deadline: { ...clock, ...marks(clock, dueAt, { facts, priority: state.priority }) } };
}

const blank = (existing: readonly Deadline[], stage: DeadlineStage, startAt: Instant) =>
  ({
    id: nextId(existing, stage),
    stage,
    startAt,
    clock: 'running',
    light: 'green',
    reached: 0,
    stoppedAt: null,
    pauses: [],
    left: null,
    extensions: [],
    doneAt: null,
    outcome: null,
  }) as const;

const nextId = (existing: readonly Deadline[], stage: DeadlineStage): string =>
  `${stage}#${existing.filter((clock) => clock.stage === stage).length + 1}`;

/** Opens several clocks of one stage: each sees those before it. */
export function openClocks(state: Clocked, facts: Facts, wishes: readonly ClockWish[]): readonly Opening[] {
  const openings: Opening[] = [];
  for (const wish of wishes) {
    const deadlines = [...state.deadlines, ...openings.map(({ deadline }) => deadline)];
    openings.push(openClockBy({ deadlines, priority: state.priority }, facts, wish));
  }
  return openings;
}

type Counted = Pick<Deadline, 'stage' | 'calendar' | 'limit' | 'startAt' | 'pauses'>;
type Setting = { readonly facts: Facts; readonly priority: Priority };

/** Yellow, due and the ladder of a clock that is due at `due`. */
export function marks(
  { stage, calendar, limit, startAt, pauses }: Counted,
  due: Instant,
  { facts, priority }: Setting,
): Pick<Deadline, 'dueAt' | 'yellowAt' | 'rungs'> {
  if (CLOCK_RULES[stage].waits) return { dueAt: due, yellowAt: due, rungs: [] };
  if (stage === 'case') return caseMarks(startAt, due, { facts, priority });
  const start = Math.min(startAt, due) as Instant;
  const quarter = yellowAt(facts.calendars[calendar], { start, due, unit: limit.unit, pauses });
  return { dueAt: due, yellowAt: quarter, rungs: rungsOf({ calendar, limit, due }, facts, priority) };
}

/** The case's own clock counts from its start to wherever its due instant was moved, in clock time, pauses included. */
function caseMarks(startAt: Instant, due: Instant, { facts, priority }: Setting) {
  const start = Math.min(startAt, due) as Instant;
  const limit = spanLimit(start, due);
  const quarter = yellowAt(facts.calendars.duty, { start, due, unit: limit.unit });
  return { dueAt: due, yellowAt: quarter, rungs: rungsOf({ calendar: 'duty', limit, due }, facts, priority) };
}

const spanLimit = (from: Instant, to: Instant): Limit => ({
  ...{ value: Math.max(1, Math.ceil((to - from) / MINUTE_MS)), unit: 'natural_minute' },
});

type Late = { readonly calendar: CalendarName; readonly limit: Limit; readonly due: Instant };

function rungsOf({ calendar, limit, due }: Late, facts: Facts, priority: Priority): readonly Rung[] {
  return facts.policy.ladder[priority].map(({ after: { value, unit }, to }) => {
    if (unit !== 'limit') return { at: countLimit(facts, calendar, due, { value, unit }).due, to };
    let at = due;
    for (let time = 0; time < value; time++) at = countLimit(facts, calendar, at, limit).due;
    return { at, to };
  });
}

/** The case's own deadline: the handling deadline and then the limits of the later stages. One that runs goes on. */
export function openCaseClock(state: CaseCore, facts: Facts, handle: Due): readonly Opening[] {
  if (state.deadlines.some(({ stage, clock }) => stage === 'case' && clock !== 'done')) return [];
  const clock = { ...blank(state.deadlines, 'case', facts.at), calendar: 'duty' as const };
  return [{ op: 'open', deadline: { ...clock, ...caseSpan(state, facts, handle, facts.at) } }];
}

/** When the handling is due, and whether that hangs on a year not published yet. */
export type Due = Pick<Deadline, 'dueAt' | 'provisional'>;

/** The span of the case's own clock behind a handling deadline. */
export function caseSpan({ priority }: Clocked, facts: Facts, handle: Due, startAt: Instant) {
  let { dueAt: due, provisional } = handle;
  for (const stage of STAGES_AFTER_HANDLING) {
    const next = countLimit(facts, 'duty', due, facts.policy.stageLimits[stage]);
    due = next.due;
    provisional ||= next.provisional;
  }
  const limit = spanLimit(startAt, due);
  const clock = { stage: 'case', calendar: 'duty', limit, startAt, pauses: [] } as const;
  return { limit, provisional, ...marks(clock, due, { facts, priority }) };
}

/** Ends the running clocks of these stages, judged at `at`. */
export const finish = (state: CaseCore, at: Instant, ...stages: readonly DeadlineStage[]): readonly DeadlineChange[] =>
  state.deadlines
    .filter(({ stage, clock }) => clock === 'running' && stages.includes(stage))
    .map((clock) => doneOf(clock, at));

/** Ends one clock if it runs. */
export const finishOne = (state: CaseCore, at: Instant, id: string | null): readonly DeadlineChange[] =>
  state.deadlines.filter((clock) => clock.id === id && clock.clock === 'running').map((clock) => doneOf(clock, at));

/** What goes on after the end: the answer owed to the one who reported. */
const OUTLIVES: readonly DeadlineStage[] = ['reply'];

/**
 * Ends every clock but that of the reply: the case is at an end. A stopped one is judged by the instant it stopped; the
 * clock of an order that nobody answered was not kept in time, so it is late or not judged; what nobody decided and
 * what only waited is not judged.
 */
export const finishAll = (state: CaseCore, at: Instant): readonly DeadlineChange[] =>
  state.deadlines
    .filter(({ clock, stage }) => clock !== 'done' && !OUTLIVES.includes(stage))
    .map((clock) =>
      isUnjudged(clock, at) ? { op: 'done', id: clock.id, at, outcome: 'void' } : doneOf(clock, clock.stoppedAt ?? at),
    );

const isUnjudged = ({ stage, dueAt }: Deadline, at: Instant): boolean =>
  CLOCK_RULES[stage].waits || ((stage === 'supervision' || stage.startsWith('decide-')) && at <= dueAt);

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

/** The clocks that end when the work is taken from its departments. */
export const WORK_STAGES = [
  'handle',
  'sign',
  'assist',
  'step',
  'case',
  'decide-extension',
  'decide-suspension',
] as const;

/** An order that nobody answered before the case ended has no running clock any more. */
const runs = ({ deadlines }: CaseState, clockId: string): boolean =>
  deadlines.some(({ id, clock }) => id === clockId && clock === 'running');

/** Takes away the clocks of the orders to departments that have nothing to answer for any more. */
export function voidOrders(state: CaseState, at: Instant, departments: readonly string[]): readonly DeadlineChange[] {
  return state.supervisions
    .filter(({ to, clockId }) => 'department' in to && departments.includes(to.department) && runs(state, clockId))
    .map(({ clockId }) => ({ op: 'done', id: clockId, at, outcome: 'void' }));
}

/** Takes away the system's orders for clocks that are not late after all. */
export function voidOrdersFor(
  state: CaseState,
  at: Instant,
  deadlineIds: readonly string[],
): readonly DeadlineChange[] {
  return state.supervisions
    .filter(
      ({ deadlineId, clockId, by }) => by === null && deadlineIds.includes(deadlineId ?? '') && runs(state, clockId),
    )
    .map(({ clockId }) => ({ op: 'done', id: clockId, at, outcome: 'void' }));
}

/** A due instant made later by a limit. */
export const extended = (facts: Facts, calendar: CalendarName, due: Instant, by: Limit) =>
  counted(extendDeadline(facts.calendars[calendar], due, by, facts.policy.dayMode));

/** The light of a clock by the clock alone: red comes only with its timer. */
export const lightAt = (yellow: Instant, at: Instant): Light => (at >= yellow ? 'yellow' : 'green');

/** A proposal to void lapses where the case can no longer be voided. */
export const lapseVoid = (state: CaseCore, at: Instant): readonly DeadlineChange[] =>
  voidClocks(state, at, 'decide-void');
