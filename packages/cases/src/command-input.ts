import type { CheckResult, CommandType, Outcome, TimerLevel, VerificationResult } from '@wanmi/workflow';

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
  readonly departmentCode?: string;
  readonly assisting?: readonly (string | { readonly departmentCode: string })[];
  readonly suggestedDepartmentCode?: string;
  readonly result?: VerificationResult | CheckResult;
  readonly outcome?: Outcome;
  readonly to?: 'handling' | 'checking';
  readonly orderId?: string;
  readonly deadlineId?: string;
  readonly level?: TimerLevel;
  /** The router's explanation, stored as it comes. */
  readonly explanation?: unknown;
};
