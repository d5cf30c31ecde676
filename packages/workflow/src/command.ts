import type { CaseId, DepartmentCode, DistrictCode, Instant, UserId } from '@wanmi/kernel';
import type { TimerLevel } from './deadline.ts';
import type { Channel, CheckResult, ContentRef, Outcome, Place, Role, Subject, VerificationResult } from './state.ts';

/** A new report, already located and with its texts stored aside. */
export type Report = {
  readonly caseId: CaseId;
  readonly caseNo: string;
  readonly district: DistrictCode;
  readonly channel: Channel;
  readonly subject: Subject;
  readonly place: Place;
  readonly text: ContentRef | null;
  readonly address: ContentRef | null;
  readonly reporter: ContentRef | null;
  readonly occurredAt: Instant | null;
  readonly handledOnSpot: boolean;
  readonly mediaIds: readonly string[];
  /** False while the grid is surveyed but not managed yet. */
  readonly managed: boolean;
};

/** What any command may carry besides its own fields. */
export type Attached = { readonly note?: ContentRef; readonly mediaIds?: readonly string[] };

export type Command = Attached &
  (
    | { readonly type: 'accept' }
    | { readonly type: 'request-verification'; readonly inspector?: UserId }
    | { readonly type: 'submit-verification'; readonly result: VerificationResult }
    | { readonly type: 'file' }
    | { readonly type: 'reject'; readonly reason: ContentRef }
    | { readonly type: 'send-back'; readonly reason: ContentRef; readonly to?: 'handling' | 'checking' }
    | {
        readonly type: 'dispatch';
        readonly department: DepartmentCode;
        readonly assisting?: readonly DepartmentCode[];
        /** The router's explanation, stored with the event as it came; absent when a person chose. */
        readonly explanation?: unknown;
      }
    | { readonly type: 'leave-unrouted'; readonly explanation: unknown }
    | { readonly type: 'sign' }
    | { readonly type: 'assign'; readonly assignee: UserId }
    | { readonly type: 'return'; readonly reason: ContentRef; readonly suggested?: DepartmentCode }
    | { readonly type: 'propose-return' }
    | { readonly type: 'accept-return' }
    | { readonly type: 'refuse-return'; readonly reason: ContentRef }
    | { readonly type: 'submit-result'; readonly outcome: Outcome }
    | { readonly type: 'confirm-feedback' }
    | { readonly type: 'refuse-feedback'; readonly reason: ContentRef }
    | { readonly type: 'request-check'; readonly inspector?: UserId }
    | { readonly type: 'submit-check'; readonly result: CheckResult }
    | { readonly type: 'close' }
    | { readonly type: 'supervise'; readonly reason: ContentRef }
    | { readonly type: 'answer-supervision'; readonly orderId: string; readonly answer: ContentRef }
    | { readonly type: 'add-note' }
    | { readonly type: 'fire-timer'; readonly deadlineId: string; readonly level: TimerLevel }
  );
export type CommandType = Command['type'];

/** A post: a role in an area (code prefix; empty is everywhere), for a department where the role has one. */
export type Post = { readonly role: Role; readonly area: string; readonly department: DepartmentCode | null };

/** Who gives the command. The system acts for the centre; it holds no post. */
export type Actor =
  | { readonly kind: 'user'; readonly userId: UserId; readonly posts: readonly Post[] }
  | { readonly kind: 'system'; readonly name: string };
