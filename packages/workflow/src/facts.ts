import type { CompiledCalendar } from '@wanmi/calendar';
import type { DepartmentCode, Instant } from '@wanmi/kernel';
import type { Actor } from './command.ts';
import type { CalendarName, Limit } from './deadline.ts';
import type { WorkflowPolicy } from './policy.ts';

/** What a decision needs from outside the case. The shell looks it up; the core never does. */
export type Facts = {
  readonly at: Instant;
  readonly actor: Actor;
  readonly calendars: Readonly<Record<CalendarName, CompiledCalendar>>;
  readonly policy: WorkflowPolicy;
  /** The limit of the case's filing condition in its area class; null when the class has none. */
  readonly handlingLimit: Limit | null;
  readonly isDepartment: (code: DepartmentCode) => boolean;
  /** Ids for tasks and orders, new at each call. */
  readonly newId: () => string;
};
