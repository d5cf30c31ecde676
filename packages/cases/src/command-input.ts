import type { Instant } from '@wanmi/kernel';
import type {
  CheckResult,
  CommandType,
  Follower,
  Limit,
  Outcome,
  Priority,
  StateName,
  TimerLevel,
  VerificationResult,
} from '@wanmi/workflow';

/**
 * A command as it arrives: its name, the version its giver saw, and the fields of its own, as the interface names them.
 * Texts are plain: the core moves them out of the history.
 */
export type CommandInput = {
  readonly type: CommandType;
  /** `latest` for workers, whose commands the workflow refuses when they come too late. */
  readonly expectedVersion: number | 'latest';
  readonly note?: string;
  readonly mediaIds?: readonly string[];
  readonly reason?: string;
  readonly answer?: string;
  readonly inspector?: string;
  readonly assignee?: string;
  /** A squad of the department. */
  readonly squad?: string;
  readonly departmentCode?: string;
  readonly assisting?: readonly (string | { readonly departmentCode: string; readonly limit?: Limit })[];
  /** Departments that are only told. */
  readonly told?: readonly string[];
  readonly suggestedDepartmentCode?: string;
  /** A finding, an answer, or a mark. */
  readonly result?: VerificationResult | CheckResult | 'done' | 'refused' | number;
  readonly outcome?: Outcome;
  /** Where a case goes back to, or to whom it is handed. */
  readonly to?: string;
  readonly sameTimeOfDay?: boolean;
  readonly taskId?: string;
  /** In the unit of the limit. */
  readonly amount?: number;
  readonly until?: Instant | string;
  readonly reasonCode?: string;
  /** The other case: merged into, kept apart from, or carrying on what is left. */
  readonly into?: string;
  readonly otherCaseId?: string;
  readonly followUpCaseId?: string;
  readonly consent?: boolean;
  readonly method?: 'called' | 'sent';
  readonly service?: number;
  readonly priority?: Priority;
  readonly follower?: Follower;
  readonly end?: StateName;
  readonly orderId?: string;
  readonly deadlineId?: string;
  readonly level?: TimerLevel;
  /** The router's explanation, stored as it comes. */
  readonly explanation?: unknown;
};
