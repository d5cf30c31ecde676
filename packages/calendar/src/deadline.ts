import { accept, type Instant, type Result } from '@wanmi/kernel';
import type { CompiledCalendar } from './compile-calendar.ts';
import { itemAt } from './item-at.ts';
import { type DayMode, isWorkingUnit, type Limit, limitMs } from './limit.ts';
import { clockMs } from './local-date.ts';
import {
  closeOf,
  dayAt,
  instantOfWorkingMs,
  instantOnDay,
  isWorking,
  openingOf,
  timeOfDay,
  uncoveredYear,
  workingDayAfter,
  workingMsUntil,
} from './look-up.ts';
import { badLimit, notCovered, noWorkingTime, outOfRange, type TimeRefusal } from './refusal.ts';
import { isCountable, reach, type Timetable } from './timetable.ts';

/** When a limit ends. `provisional`: counted through a year whose holidays are not published, as a plain week. */
export type Deadline = { readonly due: Instant; readonly provisional: boolean };
export type DeadlineResult = Result<Deadline, TimeRefusal>;

/**
 * The instant at which a limit that begins at `start` ends: the earliest at which so much time has passed.
 *
 * - `mode` matters for `working_day` alone; hours, minutes and natural days have one way to be counted.
 * - A cut-off and `dayOffStart` move the start of working units, never that of clock time.
 * - A limit of 0 ends at `start` itself, also at night.
 * - Refuses a limit that is no amount of time, and a year not covered if the calendar says `error`.
 */
export function deadlineOf(
  calendar: CompiledCalendar,
  start: Instant,
  limit: Limit,
  mode: DayMode = 'close-of-business',
): DeadlineResult {
  const bad = badLimit(limit);
  if (bad) return bad;
  if (limit.value === 0) return accept({ due: start, provisional: false });
  if (!isWorkingUnit(limit.unit)) return clockDeadline(start, limit);
  if (!reach(calendar.table, start)) return outOfRange(limit, start);
  const from = countedStart(calendar, start);
  if (from === undefined) return noWorkingTime(limit);
  return countFrom(calendar, { since: start, from, day: dayAt(calendar.table, from) }, limit, mode);
}

/**
 * A deadline made longer by `limit`: days by that many working days after the due date, hours and clock time by
 * counting on from the due instant. Cut-off and `dayOffStart` play no part.
 */
export function extendDeadline(
  calendar: CompiledCalendar,
  due: Instant,
  limit: Limit,
  mode: DayMode = 'close-of-business',
): DeadlineResult {
  const bad = badLimit(limit);
  if (bad) return bad;
  if (limit.value === 0) return accept({ due, provisional: false });
  if (!isWorkingUnit(limit.unit)) return clockDeadline(due, limit);
  if (!reach(calendar.table, due)) return outOfRange(limit, due);
  return countFrom(calendar, { since: due, from: due, day: dueDay(calendar.table, due, mode) }, limit, mode);
}

/** The day a deadline falls on. A close at 24:00 still belongs to the day that it ends. */
export const dueDay = (table: Timetable, due: Instant, mode: DayMode): number =>
  dayAt(table, mode === 'same-clock-time' ? due : due - 1);

/** Where working time begins to be counted: after `dayOffStart`, then the cut-off. Undefined if no working day follows. */
export function countedStart({ calendar, table }: CompiledCalendar, start: Instant): Instant | undefined {
  const { cutoff, dayOffStart } = calendar;
  let at: number = start;
  let day = dayAt(table, start);
  if (dayOffStart && !isWorking(table, day)) {
    const next = workingDayAfter(table, day, 1);
    if (next === undefined) return undefined;
    at = dayOffStart === 'opening' ? openingOf(table, next) : instantOnDay(table, next, timeOfDay(table, start));
    day = next;
  }
  if (cutoff && timeOfDay(table, at) >= (clockMs(cutoff.at) ?? Number.NaN)) {
    const next = workingDayAfter(table, day, 1);
    if (next === undefined) return undefined;
    at = instantOnDay(table, next, clockMs(cutoff.moveTo) ?? Number.NaN);
  }
  return at as Instant;
}

function clockDeadline(start: Instant, { value, unit }: Limit): DeadlineResult {
  const due = unit === 'working_day' ? Number.NaN : start + limitMs(value, unit);
  if (!isCountable(start) || !isCountable(due)) return outOfRange({ value, unit }, start);
  return accept({ due: due as Instant, provisional: false });
}

/** `since` is what was asked, `from` where counting begins, `day` the day whose successors are counted. */
type Beginning = { readonly since: Instant; readonly from: Instant; readonly day: number };

function countFrom(calendar: CompiledCalendar, beginning: Beginning, limit: Limit, mode: DayMode): DeadlineResult {
  const { table } = calendar;
  const { from, day } = beginning;
  const due = byDays(limit, mode)
    ? afterDays(table, { day, days: limit.value, clock: dueClock(table, from, mode) })
    : afterHours(table, from, limit);
  if (due === undefined) return noWorkingTime(limit);
  return judged(calendar, { since: beginning.since, due, mode, limit });
}

/** Whether working days themselves are counted, not their hours. */
export const byDays = ({ unit }: Limit, mode: DayMode): boolean => unit === 'working_day' && mode !== 'elapsed';

/** The time of day at which days end in a mode; undefined means their close. */
export const dueClock = (table: Timetable, at: Instant, mode: DayMode): number | undefined =>
  mode === 'same-clock-time' ? timeOfDay(table, at) : undefined;

type Days = { readonly day: number; readonly days: number; readonly clock: number | undefined };

/** The end of the nth working day after a day: its close, or a time of day. */
export function afterDays(table: Timetable, { day, days, clock }: Days): Instant | undefined {
  const last = workingDayAfter(table, day, days);
  if (last === undefined) return undefined;
  return (clock === undefined ? closeOf(table, last) : instantOnDay(table, last, clock)) as Instant;
}

function afterHours(table: Timetable, from: Instant, { value, unit }: Limit): Instant | undefined {
  const ms = unit === 'working_day' ? dayLength(table, from, value) : limitMs(value, 'working_hour');
  return ms === undefined ? undefined : afterWorkingMs(table, from, ms);
}

/** The instant at which `ms` of working time have passed since `from`. */
function afterWorkingMs(table: Timetable, from: Instant, ms: number): Instant | undefined {
  if (ms === 0) return from;
  return instantOfWorkingMs(table, workingMsUntil(table, from) + ms) as Instant | undefined;
}

/** `days` times the scheduled hours of the day on which counting begins. */
function dayLength(table: Timetable, from: Instant, days: number): number | undefined {
  const today = dayAt(table, from);
  const day = isWorking(table, today) && from < closeOf(table, today) ? today : workingDayAfter(table, today, 1);
  return day === undefined ? undefined : days * itemAt(table.scheduledMs, day);
}

type Counted = { readonly since: Instant; readonly due: Instant; readonly mode: DayMode; readonly limit: Limit };

/** Looks whether the years from the beginning to the due instant are covered. */
export function judged({ calendar, table }: CompiledCalendar, { since, due, mode, limit }: Counted): DeadlineResult {
  if (!reach(table, due)) return outOfRange(limit, due);
  const first = dayAt(table, since);
  const year = uncoveredYear(table, first, Math.max(first, dueDay(table, due, mode)));
  if (year !== undefined && calendar.uncovered === 'error') return notCovered(limit, year);
  return accept({ due, provisional: year !== undefined });
}
