import type { CaseId, DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import type { Report } from './command.ts';
import type { DeadlineChange } from './deadline.ts';
import type {
  ExtensionRequest,
  HandlingResult,
  HandlingTask,
  ReturnRequest,
  SentUp,
  SuspensionRequest,
  VoidProposal,
} from './handling.ts';
import type {
  Addressee,
  CheckResult,
  ContentRef,
  Follower,
  Light,
  Priority,
  Ratings,
  Reply,
  SpotTask,
  StateName,
  SupervisionOrder,
  VerificationResult,
} from './state.ts';

export type ActorRef =
  | { readonly kind: 'user'; readonly userId: UserId }
  | { readonly kind: 'system'; readonly name: string };

/** What every event carries. No personal data: texts are references with a salted digest. */
export type EventCore = {
  readonly at: Instant;
  readonly by: ActorRef;
  readonly note: ContentRef | null;
  readonly mediaIds: readonly string[];
  readonly deadlines: readonly DeadlineChange[];
};

export type EventPart =
  | { readonly type: 'case-reported'; readonly report: Report }
  | { readonly type: 'case-accepted' }
  | { readonly type: 'verification-requested'; readonly task: SpotTask }
  | { readonly type: 'verification-submitted'; readonly result: VerificationResult; readonly toLeader: boolean }
  | { readonly type: 'case-filed' }
  | { readonly type: 'case-rejected'; readonly reason: ContentRef }
  | { readonly type: 'filing-sent-back'; readonly reason: ContentRef }
  | {
      readonly type: 'case-dispatched';
      readonly department: DepartmentCode;
      readonly assisting: readonly DepartmentCode[];
      readonly deadlineId: string;
      readonly explanation: unknown;
      /** What assisting departments do and the steps of a staged limit. */
      readonly tasks?: readonly HandlingTask[];
    }
  | { readonly type: 'routing-undecided'; readonly explanation: unknown }
  /** `taskId`: an assisting department's part. */
  | { readonly type: 'case-signed'; readonly taskId?: string }
  | {
      readonly type: 'case-assigned';
      /** Null: the whole squad. */
      readonly assignee: UserId | null;
      readonly squad?: string;
      readonly taskId?: string;
    }
  | { readonly type: 'assisting-started'; readonly started: readonly { taskId: string; deadlineId: string }[] }
  | { readonly type: 'assisting-released'; readonly department: DepartmentCode; readonly reason: ContentRef }
  | { readonly type: 'task-done'; readonly taskId: string; readonly result: HandlingResult }
  | { readonly type: 'return-requested'; readonly request: ReturnRequest }
  | { readonly type: 'return-proposed' }
  | { readonly type: 'return-accepted' }
  | { readonly type: 'return-refused'; readonly reason: ContentRef }
  /** Reason null: it came by itself, after so many returns. */
  | { readonly type: 'arbitration-requested'; readonly reason: ContentRef | null }
  | {
      readonly type: 'case-arbitrated';
      readonly department: DepartmentCode;
      readonly reason: ContentRef;
      /** True when the department at work keeps the case. */
      readonly kept: boolean;
    }
  | { readonly type: 'extension-requested'; readonly request: ExtensionRequest }
  | { readonly type: 'extension-supported'; readonly power: 'head' | 'dispatcher' }
  | { readonly type: 'extension-granted' }
  | { readonly type: 'extension-refused'; readonly reason: ContentRef }
  | { readonly type: 'suspension-requested'; readonly request: SuspensionRequest }
  | { readonly type: 'suspension-supported'; readonly power: 'head' | 'dispatcher' | 'leader' }
  | { readonly type: 'case-suspended'; readonly until: Instant }
  | { readonly type: 'suspension-refused'; readonly reason: ContentRef }
  | { readonly type: 'case-resumed' }
  | { readonly type: 'result-submitted'; readonly result: HandlingResult }
  | { readonly type: 'feedback-confirmed'; readonly followUp?: CaseId }
  | { readonly type: 'feedback-refused'; readonly reason: ContentRef }
  | { readonly type: 'check-requested'; readonly task: SpotTask }
  | { readonly type: 'check-submitted'; readonly result: CheckResult }
  | {
      readonly type: 'closing-sent-back';
      readonly reason: ContentRef;
      readonly to: 'handling' | 'checking';
      readonly task: SpotTask | null;
    }
  | { readonly type: 'case-closed'; readonly inTime: boolean }
  | { readonly type: 'recheck-requested'; readonly task: SpotTask }
  | { readonly type: 'recheck-submitted'; readonly result: CheckResult }
  | { readonly type: 'case-sent-up'; readonly sentUp: SentUp }
  | { readonly type: 'case-taken-back'; readonly reason: ContentRef }
  | { readonly type: 'upper-refused'; readonly answer: ContentRef }
  | {
      readonly type: 'upper-done';
      readonly answer: ContentRef;
      readonly result: HandlingResult;
      readonly task: SpotTask;
    }
  | { readonly type: 'void-proposed'; readonly proposal: VoidProposal }
  | { readonly type: 'void-refused'; readonly reason: ContentRef }
  | { readonly type: 'case-voided'; readonly code: string }
  | { readonly type: 'case-reopened'; readonly reason: ContentRef; readonly task: SpotTask }
  | { readonly type: 'reopening-ended' }
  | { readonly type: 'case-merged'; readonly into: CaseId }
  | { readonly type: 'kept-apart'; readonly other: CaseId }
  | { readonly type: 'follower-added'; readonly follower: Follower }
  | { readonly type: 'lead-ended'; readonly end: StateName }
  | { readonly type: 'case-handed-over'; readonly to: string; readonly record: ContentRef }
  | { readonly type: 'case-referred'; readonly to: string; readonly reason: ContentRef }
  | { readonly type: 'referral-closed'; readonly answer: ContentRef }
  | { readonly type: 'reply-given'; readonly reply: Reply; readonly answer: ContentRef }
  | { readonly type: 'case-rated'; readonly ratings: Ratings }
  | { readonly type: 'priority-set'; readonly priority: Priority }
  | { readonly type: 'meeting-recorded' }
  | { readonly type: 'deadlines-recounted' }
  | { readonly type: 'light-changed'; readonly deadlineId: string; readonly light: Light }
  | { readonly type: 'deadline-escalated'; readonly deadlineId: string; readonly to: Addressee }
  | { readonly type: 'supervision-ordered'; readonly order: SupervisionOrder; readonly reason: ContentRef | null }
  | { readonly type: 'supervision-answered'; readonly orderId: string; readonly answer: ContentRef }
  | { readonly type: 'note-added' };
export type CaseEvent = EventCore & EventPart;
export type EventType = CaseEvent['type'];

/** What must happen outside the case. Stored as outbox rows in the transaction of the events. */
export type Effect =
  | { readonly type: 'route-case' }
  /** `urgent` rings at once. */
  | { readonly type: 'notify'; readonly to: Addressee; readonly about: EventType; readonly urgent?: true }
  /** An arbitration becomes a proposed rule of the lowest principle. */
  | { readonly type: 'propose-rule'; readonly department: DepartmentCode }
  /** This case was merged: the other one learns of its follower. */
  | { readonly type: 'adopt'; readonly into: CaseId; readonly follower: Follower }
  /** This case has ended: the one that was merged into it learns of it. */
  | { readonly type: 'tell-follower'; readonly follower: CaseId; readonly end: StateName };

export type Decision = { readonly events: readonly CaseEvent[]; readonly effects: readonly Effect[] };
