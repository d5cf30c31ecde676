import { DAY_MS } from '@wanmi/kernel';
import { itemAt } from './item-at.ts';
import { yearOfDay } from './local-date.ts';
import { grow, type Timetable } from './timetable.ts';
import { instantOfWall, offsetAt } from './zone-offsets.ts';

/** The day that holds an instant, which the table must reach. The guess is off by as much as the clocks were set. */
export function dayAt({ dayStart }: Timetable, at: number): number {
  let day = Math.floor((at - itemAt(dayStart, 0)) / DAY_MS);
  if (day > dayStart.length - 2) day = dayStart.length - 2;
  while (itemAt(dayStart, day) > at) day -= 1;
  while (itemAt(dayStart, day + 1) <= at) day += 1;
  return day;
}

/** Working time from the start of the table to an instant, in ms. */
export function workingMsUntil(table: Timetable, at: number): number {
  const day = dayAt(table, at);
  const next = itemAt(table.sessionsBefore, day + 1);
  let session = itemAt(table.sessionsBefore, day);
  while (session < next && itemAt(table.closes, session) <= at) session += 1;
  const before = itemAt(table.workingMsBefore, session);
  return session < next ? before + Math.max(0, at - itemAt(table.opens, session)) : before;
}

/**
 * The earliest instant at which the working time since the start of the table reaches `goal` ms: the close of a session
 * rather than the next opening. Undefined if it never does. `goal` is greater than 0.
 */
export function instantOfWorkingMs(table: Timetable, goal: number): number | undefined {
  while (itemAt(table.workingMsBefore, table.opens.length) < goal) if (!grow(table)) return undefined;
  const { workingMsBefore } = table;
  let low = 0;
  let high = table.opens.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (itemAt(workingMsBefore, middle + 1) >= goal) high = middle;
    else low = middle + 1;
  }
  return itemAt(table.opens, low) + goal - itemAt(workingMsBefore, low);
}

/** The nth working day after a day; n = 0 the first one on it or after it. Undefined if there is none. */
export function workingDayAfter(table: Timetable, day: number, n: number): number | undefined {
  const index = n === 0 ? itemAt(table.workingDaysBefore, day) : itemAt(table.workingDaysBefore, day + 1) + n - 1;
  while (table.workingDays.length <= index) if (!grow(table)) return undefined;
  return itemAt(table.workingDays, index);
}

/** How many working days lie after `day` and up to `last`, which counts itself; 0 if it is earlier. */
export const workingDaysAfter = (table: Timetable, day: number, last: number): number =>
  last <= day ? 0 : itemAt(table.workingDaysBefore, last + 1) - itemAt(table.workingDaysBefore, day + 1);

/** The first opening of a working day. */
export const openingOf = (table: Timetable, day: number): number =>
  itemAt(table.opens, itemAt(table.sessionsBefore, day));

/** The last close of a working day. */
export const closeOf = (table: Timetable, day: number): number =>
  itemAt(table.closes, itemAt(table.sessionsBefore, day + 1) - 1);

/** Whether the day has working time. */
export const isWorking = (table: Timetable, day: number): boolean =>
  itemAt(table.workingDaysBefore, day + 1) > itemAt(table.workingDaysBefore, day);

/** What the clock on the wall shows, in ms since midnight. */
export const timeOfDay = (table: Timetable, at: number): number => {
  const wall = at + offsetAt(table.offsets, at);
  return wall - Math.floor(wall / DAY_MS) * DAY_MS;
};

/** The instant at which clocks show a time of day on a day. */
export const instantOnDay = (table: Timetable, day: number, clock: number): number =>
  instantOfWall(table.offsets, (table.firstDay + day) * DAY_MS + clock);

/** The first year from `day` to `last`, both included, whose holidays are not published. */
export function uncoveredYear(table: Timetable, day: number, last: number): number | undefined {
  const { uncoveredDaysBefore, firstDay } = table;
  if (itemAt(uncoveredDaysBefore, last + 1) === itemAt(uncoveredDaysBefore, day)) return undefined;
  let year = yearOfDay(firstDay + day);
  while (table.coveredYears.has(year)) year += 1;
  return year;
}
