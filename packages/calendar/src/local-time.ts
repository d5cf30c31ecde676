import { accept, DAY_MS, type Instant, MINUTE_MS, type Result, refuse, type WorkDate } from '@wanmi/kernel';
import type { CompiledCalendar } from './compile-calendar.ts';
import { dateOfDay, dayOfDate } from './local-date.ts';
import { isWorking } from './look-up.ts';
import { reach, type Timetable } from './timetable.ts';
import { firstInstantFrom, instantOfWall, offsetAt } from './zone-offsets.ts';

const SHAPE = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * Reads RFC 3339, or a date-time without an offset as the calendar's own zone has it. A local time that the clocks show
 * twice is the first; one that they skip is as much later as they were set. The error says what was found.
 */
export function parseTime({ table }: CompiledCalendar, text: string): Result<Instant, string> {
  const shaped = SHAPE.exec(text.trim());
  const wall = shaped ? wallOf(shaped) : undefined;
  if (!shaped || wall === undefined) return refuse(`"${text}" is not a date-time, needs 2026-03-02T09:00 or RFC 3339`);
  const zone = shaped[6];
  if (zone) return accept((wall - offsetOf(zone)) as Instant);
  if (!reach(table, wall)) return refuse(`"${text}" lies outside the years that can be counted`);
  return accept(instantOfWall(table.offsets, wall) as Instant);
}

/** Local milliseconds since 1970-01-01T00:00; undefined for a date or time that does not exist. */
function wallOf([, date = '', hour = '', minute = '', second = '0', fraction = '0']: readonly string[]):
  | number
  | undefined {
  const day = dayOfDate(date);
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return day * DAY_MS + seconds * 1000 + Math.floor(Number(fraction) * 1000);
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}

/** Writes an instant in the calendar's zone with its offset, in whole seconds (cut, not rounded). */
export function formatTime(calendar: CompiledCalendar, at: Instant): string {
  const offset = zoneOffset(calendar, at);
  const minutes = Math.abs(Math.round(offset / MINUTE_MS));
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  const rest = String(minutes % 60).padStart(2, '0');
  return `${new Date(at + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${hours}:${rest}`;
}

/** The date on the calendar's wall at an instant. */
export const localDateOf = (calendar: CompiledCalendar, at: Instant): WorkDate =>
  dateOfDay(Math.floor((at + zoneOffset(calendar, at)) / DAY_MS));

function zoneOffset({ table }: CompiledCalendar, at: Instant): number {
  if (!reach(table, at)) throw new RangeError(`cannot write ${at}: outside the years that are counted`);
  return offsetAt(table.offsets, at);
}

/** The first instant of a date. Throws RangeError for a text that is no date. */
export function startOfDate({ table }: CompiledCalendar, date: WorkDate): Instant {
  const day = countedDay(table, date);
  return firstInstantFrom(table.offsets, day * DAY_MS) as Instant;
}

/** Whether a date has working time. Throws RangeError for a text that is no date. */
export function isWorkingDate({ table }: CompiledCalendar, date: WorkDate): boolean {
  const day = countedDay(table, date);
  return isWorking(table, day - table.firstDay);
}

/** The epoch day of a date, which the table reaches from then on. */
function countedDay(table: Timetable, date: WorkDate): number {
  const day = dayOfDate(date);
  if (day === undefined || !reach(table, day * DAY_MS)) throw new RangeError(`"${date}" is not a date that is counted`);
  return day;
}
