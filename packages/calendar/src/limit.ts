import { DAY_MS, HOUR_MS, MINUTE_MS } from '@wanmi/kernel';

/** The units of a limit, docs/calendar.md#units. */
export const LIMIT_UNITS = [
  'urgent_working_hour',
  'working_hour',
  'working_day',
  'natural_day',
  'natural_hour',
  'natural_minute',
] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** So much time of one kind. A working day is whole; other units may have fractions. */
export type Limit = { readonly value: number; readonly unit: LimitUnit };

/** How a limit in working days is counted. */
export const DAY_MODES = ['close-of-business', 'elapsed', 'same-clock-time'] as const;
export type DayMode = (typeof DAY_MODES)[number];

/** Milliseconds in one unit. A working day has none: its length belongs to the calendar. */
const UNIT_MS: Readonly<Record<Exclude<LimitUnit, 'working_day'>, number>> = {
  urgent_working_hour: HOUR_MS,
  working_hour: HOUR_MS,
  natural_day: DAY_MS,
  natural_hour: HOUR_MS,
  natural_minute: MINUTE_MS,
};

/** Whether the unit counts only inside working sessions; the others run with the clock. */
export const isWorkingUnit = (unit: LimitUnit): boolean => unit === 'working_hour' || unit === 'working_day';

/** The length of a limit that is not in working days, in whole milliseconds. */
export const limitMs = (value: number, unit: Exclude<LimitUnit, 'working_day'>): number =>
  Math.round(value * UNIT_MS[unit]);

/** What is wrong with a limit, or undefined if it can be counted. */
export function limitProblem({ value, unit }: Limit): string | undefined {
  if (!LIMIT_UNITS.includes(unit)) return `"${unit}" is not a unit, needs one of ${LIMIT_UNITS.join(', ')}`;
  if (!Number.isFinite(value) || value < 0) return `${value} is not an amount of time, needs a number of 0 or more`;
  if (unit === 'working_day' && !Number.isInteger(value)) {
    return `${value} is not a whole number of working days, give a fraction of a day as working_hour`;
  }
  return undefined;
}
