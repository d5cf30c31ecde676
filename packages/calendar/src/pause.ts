import { assertNever, type Instant } from '@wanmi/kernel';
import type { CompiledCalendar } from './compile-calendar.ts';
import { afterDays, byDays, type DeadlineResult, dueClock, dueDay, extendDeadline, judged } from './deadline.ts';
import { measuredSpan } from './elapsed.ts';
import { type DayMode, isWorkingUnit, type Limit, type LimitUnit } from './limit.ts';
import { dayAt, workingDaysAfter } from './look-up.ts';
import { noWorkingTime, outOfRange } from './refusal.ts';
import { reach, type Timetable } from './timetable.ts';

/** What is left of a limit, in the kind of time that it counts. Plain data: keep it while a clock is stopped. */
export type TimeLeft = { readonly unit: 'working_ms' | 'clock_ms' | 'working_day'; readonly amount: number };

/** A running deadline seen at one instant. */
export type RunningDeadline = {
  readonly at: Instant;
  readonly due: Instant;
  readonly unit: LimitUnit;
  /** Default `close-of-business`. */
  readonly mode?: DayMode;
};

/**
 * What is left at `at`: working time for hours and elapsed days, clock time for natural units, and for other day
 * limits the working days after `at`'s date up to the due date. Never negative: nothing is left once overdue.
 */
export function remainingOf(calendar: CompiledCalendar, deadline: RunningDeadline): TimeLeft {
  const { at, due, unit, mode = 'close-of-business' } = deadline;
  if (!isWorkingUnit(unit)) return { unit: 'clock_ms', amount: Math.max(0, due - at) };
  const { table } = calendar;
  if (!byDays({ value: 0, unit }, mode)) return { unit: 'working_ms', amount: measuredSpan(table, at, due) };
  if (!reach(table, at) || !reach(table, due))
    throw new RangeError(`cannot measure from ${at} to ${due}: out of range`);
  return { unit: 'working_day', amount: workingDaysAfter(table, dayAt(table, at), dueDay(table, due, mode)) };
}

/** A stopped clock that runs again: `due` is the deadline it had, whose time of day `same-clock-time` keeps. */
export type StoppedDeadline = {
  readonly at: Instant;
  readonly left: TimeLeft;
  readonly due: Instant;
  /** Default `close-of-business`. */
  readonly mode?: DayMode;
};

/**
 * Grants what was left from the instant of resumption. Days end on the nth working day after its date; none left, on
 * the first working day whose end is not past, the day of resumption itself included.
 */
export function resumeDeadline(calendar: CompiledCalendar, stopped: StoppedDeadline): DeadlineResult {
  const { at, left, due: before, mode = 'close-of-business' } = stopped;
  const { table } = calendar;
  switch (left.unit) {
    case 'clock_ms':
      return extendDeadline(calendar, at, { value: left.amount / 60_000, unit: 'natural_minute' });
    case 'working_ms': {
      const limit: Limit = { value: left.amount / 3_600_000, unit: 'working_hour' };
      return extendDeadline(calendar, at, limit);
    }
    case 'working_day': {
      const limit: Limit = { value: left.amount, unit: 'working_day' };
      if (!reach(table, before) || !reach(table, at)) return outOfRange(limit, at);
      const due = dayEnd(table, { at, days: left.amount, clock: dueClock(table, before, mode) });
      return due === undefined ? noWorkingTime(limit) : judged(calendar, { since: at, due, mode, limit });
    }
    default:
      return assertNever(left.unit);
  }
}

type DaysLeft = { readonly at: Instant; readonly days: number; readonly clock: number | undefined };

function dayEnd(table: Timetable, { at, days, clock }: DaysLeft): Instant | undefined {
  const day = dayAt(table, at);
  const due = afterDays(table, { day, days, clock });
  return due === undefined || due >= at ? due : afterDays(table, { day, days: days + 1, clock });
}
