import type { CompiledCalendar } from '@wanmi/calendar';
import type { CaseId, DepartmentCode, Instant } from '@wanmi/kernel';
import type { Actor } from './command.ts';
import type { CalendarName, Limit } from './deadline.ts';
import type { WorkflowPolicy } from './policy.ts';
import type { StateName } from './state.ts';

/** What a decision needs from outside the case. The shell looks it up; the core never does. */
export type Facts = {
  readonly at: Instant;
  readonly actor: Actor;
  readonly calendars: Readonly<Record<CalendarName, CompiledCalendar>>;
  readonly policy: WorkflowPolicy;
  /** The limit of the case's filing condition in its area class; null when the class has none. */
  readonly handlingLimit: Limit | null;
  /** The steps of the condition's staged limit, first to last; empty where it has none. */
  readonly steps: readonly { readonly name: string; readonly limit: Limit }[];
  /** The other case that the command names; null when it names none or there is none. */
  readonly other: { readonly caseId: CaseId; readonly state: StateName } | null;
  /** A number from 0 up to 1, new for each decision: draws the sample of what is judged again. */
  readonly draw: number;
  readonly isDepartment: (code: DepartmentCode) => boolean;
  /** Ids for tasks and orders, new at each call. */
  readonly newId: () => string;
};
