import { DAY_MS } from '@wanmi/kernel';
import { type DayPlan, type LocalPeriod, planDays } from './day-plan.ts';
import { itemAt } from './item-at.ts';
import { epochDay } from './local-date.ts';
import type { WorkCalendar } from './work-calendar.ts';
import { extendOffsets, firstInstantFrom, offsetsFrom, spanAt, spanEnd, type ZoneOffsets } from './zone-offsets.ts';

/** Years that can be counted; the ends keep a mistyped limit from filling the memory. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 3000;
/** So many years without a session mean that none will come. */
const BARREN_YEARS = 10;

/**
 * The calendar laid out on the time line, year after year, as far as anyone has asked.
 *
 * Days are counted from 0, the first day of `startYear`. Lists whose name ends in `Before` hold one item more than there
 * are days or sessions, so that item n + 1 less item n is what n itself holds, and sums over a span are one subtraction.
 */
export type Timetable = {
  readonly plan: DayPlan;
  readonly coveredYears: ReadonlySet<number>;
  offsets: ZoneOffsets;
  startYear: number;
  /** The first year not laid out yet. */
  endYear: number;
  /** Years at the end without a session. */
  barren: number;
  /** Epoch day of day 0. */
  firstDay: number;
  /** First instant of each day, and of the day after the last. */
  dayStart: number[];
  sessionsBefore: number[];
  workingDaysBefore: number[];
  uncoveredDaysBefore: number[];
  /** Working time of each day by the clock on the wall, in ms: not shortened where the clocks are set. */
  scheduledMs: number[];
  /** Working days, as days. */
  workingDays: number[];
  opens: number[];
  closes: number[];
  /** Working time before each session, in ms. */
  workingMsBefore: number[];
};

/** A timetable with nothing laid out yet. */
export function openTimetable(calendar: WorkCalendar): Timetable {
  const { zone, covered } = calendar;
  const table = { plan: planDays(calendar), coveredYears: new Set(covered), offsets: offsetsFrom(zone, 0) };
  return { ...table, ...emptyFrom(FIRST_YEAR) };
}

function emptyFrom(startYear: number) {
  return {
    startYear,
    endYear: startYear,
    barren: 0,
    firstDay: epochDay(startYear, 1, 1),
    dayStart: [],
    sessionsBefore: [0],
    workingDaysBefore: [0],
    uncoveredDaysBefore: [0],
    scheduledMs: [],
    workingDays: [],
    opens: [],
    closes: [],
    workingMsBefore: [0],
  };
}

/** Lays the table out so that it holds the instant. False if that lies outside the years that can be counted. */
export function reach(table: Timetable, at: number): boolean {
  const { dayStart } = table;
  const last = dayStart[dayStart.length - 1];
  const first = dayStart[0];
  if (first !== undefined && last !== undefined && at >= first && at < last) return true;
  return layOutTo(table, at);
}

/** Whether an instant lies in the years that can be counted, with a year to spare at each end. */
export function isCountable(at: number): boolean {
  const year = new Date(at).getUTCFullYear();
  return year > FIRST_YEAR && year < LAST_YEAR;
}

function layOutTo(table: Timetable, at: number): boolean {
  if (!isCountable(at)) return false;
  const year = new Date(at).getUTCFullYear();
  const extent = table.endYear - table.startYear;
  if (extent === 0) restart(table, year - 1);
  // Doubled, so that going back year by year does not lay out the same years again and again.
  else if (year - 1 < table.startYear)
    restart(table, Math.max(FIRST_YEAR, Math.min(year - 1, table.startYear - extent)));
  while (itemAt(table.dayStart, table.dayStart.length - 1) <= at) addYear(table);
  return true;
}

/** Adds a year at the end if that may bring more working time. */
export function grow(table: Timetable): boolean {
  if (table.barren >= BARREN_YEARS || table.endYear > LAST_YEAR) return false;
  addYear(table);
  return true;
}

/** Lays the table out anew from an earlier year, as far as it went before. */
function restart(table: Timetable, startYear: number): void {
  const { endYear } = table;
  const until = endYear === table.startYear ? startYear + 1 : endYear;
  Object.assign(table, emptyFrom(startYear));
  table.offsets = offsetsFrom(table.offsets.zone, (table.firstDay - 2) * DAY_MS);
  while (table.endYear < until) addYear(table);
}

function addYear(table: Timetable): void {
  const { endYear: year } = table;
  const end = epochDay(year + 1, 1, 1);
  extendOffsets(table.offsets, (end + 2) * DAY_MS);
  if (table.dayStart.length === 0) table.dayStart.push(firstInstantFrom(table.offsets, table.firstDay * DAY_MS));
  const sessions = table.opens.length;
  const uncovered = table.coveredYears.has(year) ? 0 : 1;
  for (let day = epochDay(year, 1, 1); day < end; day += 1) addDay(table, day, uncovered);
  table.barren = table.opens.length > sessions ? 0 : table.barren + 1;
  table.endYear = year + 1;
}

function addDay(table: Timetable, epoch: number, uncovered: number): void {
  const day = epoch - table.firstDay;
  const periods = table.plan(epoch);
  const start = itemAt(table.dayStart, day);
  const end = firstInstantFrom(table.offsets, (epoch + 1) * DAY_MS);
  table.dayStart.push(end);
  const sessions = table.opens.length;
  if (periods.length > 0) addSessions(table, { midnight: epoch * DAY_MS, start, end }, periods);
  if (table.opens.length > sessions) table.workingDays.push(day);
  table.sessionsBefore.push(table.opens.length);
  table.workingDaysBefore.push(table.workingDays.length);
  table.uncoveredDaysBefore.push(itemAt(table.uncoveredDaysBefore, day) + uncovered);
  table.scheduledMs.push(periods.reduce((sum, [open, close]) => sum + close - open, 0));
}

/** `midnight` by the clock on the wall, `start` and `end` as instants. */
type DayBounds = { readonly midnight: number; readonly start: number; readonly end: number };

/**
 * An instant is working time if its own clock on the wall shows a time inside a period: an hour that the clocks skip
 * is not worked, one that they show twice is worked twice.
 */
function addSessions(table: Timetable, { midnight, start, end }: DayBounds, periods: readonly LocalPeriod[]): void {
  const { offsets } = table;
  for (let span = spanAt(offsets, start); span < offsets.starts.length; span += 1) {
    const from = Math.max(start, itemAt(offsets.starts, span));
    const to = Math.min(end, spanEnd(offsets, span));
    const zero = midnight - itemAt(offsets.offsets, span);
    for (const [open, close] of periods) addSession(table, Math.max(from, zero + open), Math.min(to, zero + close));
    if (to === end) return;
  }
}

function addSession(table: Timetable, open: number, close: number): void {
  if (close <= open) return;
  table.workingMsBefore.push(itemAt(table.workingMsBefore, table.opens.length) + close - open);
  table.opens.push(open);
  table.closes.push(close);
}
