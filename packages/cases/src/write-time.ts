import { type CompiledCalendar, formatTime } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';

/** Writes an instant in the calendar's zone with its offset, with milliseconds where there are any. */
export function writeTime(calendar: CompiledCalendar, at: Instant): string {
  const text = formatTime(calendar, at);
  const ms = ((at % 1000) + 1000) % 1000;
  return ms === 0 ? text : `${text.slice(0, 19)}.${String(ms).padStart(3, '0')}${text.slice(19)}`;
}
