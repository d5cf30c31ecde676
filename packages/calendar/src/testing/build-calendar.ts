import type { Instant } from '@wanmi/kernel';
import {
  type CompiledCalendar,
  compileCalendar,
  type DeadlineResult,
  formatTime,
  parseCalendar,
  parseTime,
  type WorkCalendar,
} from '../index.ts';

/** Monday to Friday 08:00–12:00 and 14:00–18:00 in Shanghai; 2026 and 2027 covered, without holidays. */
export const plainWeek: WorkCalendar = {
  zone: 'Asia/Shanghai',
  sessions: [
    {
      weekdays: [1, 2, 3, 4, 5],
      periods: [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ],
    },
  ],
  days: [],
  covered: [2026, 2027],
  uncovered: 'error',
};

/** The plain week with changes, checked and compiled. */
export function buildCalendar(changes: Partial<WorkCalendar> = {}): CompiledCalendar {
  const parsed = parseCalendar({ ...plainWeek, ...changes });
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return compileCalendar(parsed.value);
}

/** A time as the calendar's zone has it, or RFC 3339. */
export function at(calendar: CompiledCalendar, text: string): Instant {
  const parsed = parseTime(calendar, text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** Local time to the minute, as test rows write it: `2026-03-06 18:00`. */
export const local = (calendar: CompiledCalendar, instant: Instant): string =>
  formatTime(calendar, instant).slice(0, 16).replace('T', ' ');

/** The due time of a result as a row writes it, or the code of its refusal. */
export const dueText = (calendar: CompiledCalendar, result: DeadlineResult): string =>
  result.ok ? local(calendar, result.value.due) : result.error.code;
