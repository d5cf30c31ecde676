export { type CompiledCalendar, compileCalendar } from './compile-calendar.ts';
export { type Deadline, type DeadlineResult, deadlineOf, extendDeadline } from './deadline.ts';
export {
  elapsedOf,
  type Run,
  type Span,
  uncoveredYearBetween,
  workingMsBetween,
  type YellowQuestion,
  yellowAt,
} from './elapsed.ts';
export {
  DAY_MODES,
  type DayMode,
  isWorkingUnit,
  LIMIT_UNITS,
  type Limit,
  type LimitUnit,
  limitProblem,
} from './limit.ts';
export { formatTime, isWorkingDate, localDateOf, parseTime, startOfDate } from './local-time.ts';
export { parseCalendar } from './parse-calendar.ts';
export { type RunningDeadline, remainingOf, resumeDeadline, type StoppedDeadline, type TimeLeft } from './pause.ts';
export { howToLoad, type TimeRefusal } from './refusal.ts';
export type { ClockTime, Period, SessionRule, SpecialDay, WorkCalendar } from './work-calendar.ts';
