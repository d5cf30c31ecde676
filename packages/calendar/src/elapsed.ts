import type { Instant } from '@wanmi/kernel';
import type { CompiledCalendar } from './compile-calendar.ts';
import { countedStart } from './deadline.ts';
import { isWorkingUnit, type LimitUnit } from './limit.ts';
import { dayAt, instantOfWorkingMs, uncoveredYear, workingMsUntil } from './look-up.ts';
import { reach, type Timetable } from './timetable.ts';

/** Half-open: `from` belongs to it, `to` does not. */
export type Span = { readonly from: Instant; readonly to: Instant };

/**
 * Working time between two instants, in ms; 0 if `to` is not later.
 * Counts a plain week in years not covered, also where the calendar says `error`: ask `uncoveredYearBetween` first.
 * Throws RangeError outside the years that are counted.
 */
export const workingMsBetween = ({ table }: CompiledCalendar, from: Instant, to: Instant): number =>
  measuredSpan(table, from, to);

/** The first year between two instants, the dates of both included, whose holidays are not published. */
export function uncoveredYearBetween({ table }: CompiledCalendar, from: Instant, to: Instant): number | undefined {
  must(table, from, to);
  return to < from ? undefined : uncoveredYear(table, dayAt(table, from), dayAt(table, to));
}

/** Working time between two instants on a timetable. */
export function measuredSpan(table: Timetable, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  must(table, from, to);
  return workingMsUntil(table, to) - workingMsUntil(table, from);
}

function must(table: Timetable, from: Instant, to: Instant): void {
  if (!reach(table, from) || !reach(table, to)) {
    throw new RangeError(`cannot measure from ${from} to ${to}: outside the years that are counted`);
  }
}

/** A clock that ran from `start`, except in its pauses (in order, apart from each other). */
export type Run = {
  readonly start: Instant;
  readonly unit: LimitUnit;
  /** Stops that are not charged: a suspension, the time between a result and its refusal. */
  readonly pauses?: readonly Span[];
};

/** The time charged by `at`, in ms of the unit's kind: working time for working units, else clock time. */
export function elapsedOf(
  calendar: CompiledCalendar,
  { start, unit, pauses, at }: Run & { readonly at: Instant },
): number {
  const spans = runningSpans({ from: chargedFrom(calendar, start, unit), to: at }, pauses);
  return spans.reduce((sum, span) => sum + lengthOf(calendar, span, unit), 0);
}

/** The deadline of a run, and the share of its time below which the light is yellow. */
export type YellowQuestion = Run & {
  readonly due: Instant;
  /** Default a quarter. */
  readonly share?: number;
};

/**
 * The earliest instant when at most a share (a quarter) of the charged time between start and due is left. Where that
 * falls on a close of business it is the close, not the next opening; where nothing is charged it is the start.
 */
export function yellowAt(calendar: CompiledCalendar, question: YellowQuestion): Instant {
  const { start, due, unit, share = 0.25, pauses } = question;
  const spans = runningSpans({ from: chargedFrom(calendar, start, unit), to: due }, pauses);
  const total = spans.reduce((sum, span) => sum + lengthOf(calendar, span, unit), 0);
  let goal = Math.ceil(total * (1 - share));
  if (goal <= 0) return start;
  for (const span of spans) {
    const length = lengthOf(calendar, span, unit);
    if (goal <= length) return instantInside(calendar, span, { goal, unit });
    goal -= length;
  }
  return due;
}

function instantInside(
  { table }: CompiledCalendar,
  { from, to }: Span,
  { goal, unit }: { goal: number; unit: LimitUnit },
): Instant {
  if (!isWorkingUnit(unit)) return (from + goal) as Instant;
  return (instantOfWorkingMs(table, workingMsUntil(table, from) + goal) ?? to) as Instant;
}

/** Working units are charged from where a cut-off or `dayOffStart` moved the start. */
function chargedFrom(calendar: CompiledCalendar, start: Instant, unit: LimitUnit): Instant {
  if (!isWorkingUnit(unit)) return start;
  must(calendar.table, start, start);
  return countedStart(calendar, start) ?? start;
}

const lengthOf = ({ table }: CompiledCalendar, { from, to }: Span, unit: LimitUnit): number =>
  isWorkingUnit(unit) ? measuredSpan(table, from, to) : to - from;

/** What is left of a span when the pauses are taken out. */
function runningSpans({ from, to }: Span, pauses: readonly Span[] = []): readonly Span[] {
  const running: Span[] = [];
  let start = from;
  for (const pause of pauses) {
    const stop = Math.min(pause.from, to) as Instant;
    if (stop > start) running.push({ from: start, to: stop });
    if (pause.to > start) start = pause.to;
  }
  if (to > start) running.push({ from: start, to });
  return running;
}
