import type { CaseId, DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import type { Limit } from './deadline.ts';
import type { ContentRef, Outcome } from './state.ts';

/** A department's asking to give a case back; `proposed` once the dispatcher supports it. */
export type ReturnRequest = {
  readonly by: UserId;
  readonly at: Instant;
  readonly reason: ContentRef;
  readonly suggested: DepartmentCode | null;
  /** True when asked after the return window: a request, not a plain return. */
  readonly late: boolean;
  readonly proposedBy: UserId | null;
};

/** A department's asking for more time. Judged as of `at`; the clock runs meanwhile. */
export type ExtensionRequest = {
  readonly by: UserId;
  readonly at: Instant;
  /** In the unit of the clock's limit, at most that limit. */
  readonly amount: Limit;
  readonly reason: ContentRef;
  readonly endorsedBy: UserId | null;
  /** The dispatcher, when the shift leader must agree too. */
  readonly approvedBy: UserId | null;
};

/** A department's asking to put the work off until a date, for engineering or seasonal reasons. */
export type SuspensionRequest = {
  readonly by: UserId;
  readonly at: Instant;
  readonly until: Instant;
  readonly reason: ContentRef;
  readonly endorsedBy: UserId | null;
  /** Whoever agreed first. */
  readonly approvedBy: UserId | null;
  readonly approvedAs: 'dispatcher' | 'leader' | null;
};

/** What an assisting department does, or one step of a staged limit: each with its own signature, clock and result. */
export type HandlingTask = {
  /** Unique in the dispatch: `assist-1`, `step-2`. */
  readonly taskId: string;
  readonly kind: 'assisting' | 'step';
  readonly department: DepartmentCode;
  /** What a step is called; null for an assisting department. */
  readonly name: string | null;
  /** Null: the limit of the whole work. */
  readonly limit: Limit | null;
  /** Null until its clock starts. */
  readonly deadlineId: string | null;
  readonly signedBy: UserId | null;
  readonly assignee: UserId | null;
  /** The squad of the department, where it was assigned to one. */
  readonly squad?: string;
  readonly done: HandlingResult | null;
};

/** The departments at work. The lead's clock is the running or stopped deadline `deadlineId`. */
export type Handling = {
  /** The lead department. */
  readonly department: DepartmentCode;
  readonly dispatchedAt: Instant;
  readonly deadlineId: string;
  readonly signedBy: UserId | null;
  readonly assignee: UserId | null;
  /** The squad of the department, where it was assigned to one. */
  readonly squad?: string;
  readonly tasks: readonly HandlingTask[];
  readonly extension: ExtensionRequest | null;
  readonly suspension: SuspensionRequest | null;
};

export type HandlingResult = {
  readonly outcome: Outcome;
  readonly at: Instant;
  /** Null when the upper platform sent it. */
  readonly by: UserId | null;
  /** The case that carries on what outcome B left. */
  readonly followUp?: CaseId;
};

/** Sent to the upper platform, which answers with a result or a refusal. */
export type SentUp = { readonly to: string; readonly at: Instant; readonly reason: ContentRef };

/** Who owns the case, settled above every rule. `decidedBy` null: asked for and open. */
export type Arbitration = {
  readonly askedAt: Instant;
  /** Null when it came by itself, after so many returns. */
  readonly askedBy: UserId | null;
  readonly decidedBy: UserId | null;
  readonly department: DepartmentCode | null;
};

/** A proposal to void the case, decided by a supervisor. */
export type VoidProposal = {
  readonly by: UserId;
  readonly at: Instant;
  /** One of the policy's list. */
  readonly code: string;
  readonly reason: ContentRef | null;
};
