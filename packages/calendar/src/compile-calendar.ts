import { openTimetable, type Timetable } from './timetable.ts';
import type { WorkCalendar } from './work-calendar.ts';

/**
 * A calendar ready for counting. Years are laid out when first asked for and kept inside this object, which is all the
 * state there is: the same calendar gives the same answers. Keep one for each version of a calendar.
 */
export type CompiledCalendar = { readonly calendar: WorkCalendar; readonly table: Timetable };

/** Prepares a calendar for counting. Cheap: the years are laid out later. */
export const compileCalendar = (calendar: WorkCalendar): CompiledCalendar => ({
  calendar,
  table: openTimetable(calendar),
});
