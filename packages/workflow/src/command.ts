import type { CaseId, DepartmentCode, DistrictCode, Instant, UserId } from '@wanmi/kernel';
import type { Limit, TimerLevel } from './deadline.ts';
import type {
  Channel,
  CheckResult,
  ContentRef,
  ExternalRef,
  Follower,
  Outcome,
  Place,
  Priority,
  Role,
  StateName,
  Subject,
  VerificationResult,
} from './state.ts';

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
  /** Absent: ordinary. */
  readonly priority?: Priority;
  readonly emergency?: boolean;
  readonly external?: ExternalRef;
};

/** An assisting department, with a limit of its own where the dispatcher sets one. */
export type Assisting = { readonly department: DepartmentCode; readonly limit?: Limit };

/** What any command may carry besides its own fields. */
export type Attached = { readonly note?: ContentRef; readonly mediaIds?: readonly string[] };

export type Command = Attached &
  (
    | { readonly type: 'accept' }
    | { readonly type: 'request-verification'; readonly inspector?: UserId; readonly sameTime?: boolean }
    | { readonly type: 'submit-verification'; readonly result: VerificationResult }
    | { readonly type: 'file' }
    | { readonly type: 'reject'; readonly reason: ContentRef }
    | { readonly type: 'send-back'; readonly reason: ContentRef; readonly to?: 'handling' | 'checking' }
    | {
        readonly type: 'dispatch';
        readonly department: DepartmentCode;
        readonly assisting?: readonly Assisting[];
        /** Departments that have to do with the component and are only told. */
        readonly told?: readonly DepartmentCode[];
        /** The router's explanation, stored with the event as it came; absent when a person chose. */
        readonly explanation?: unknown;
      }
    | { readonly type: 'leave-unrouted'; readonly explanation: unknown }
    | { readonly type: 'release-assisting'; readonly department: DepartmentCode; readonly reason: ContentRef }
    | { readonly type: 'sign'; readonly taskId?: string }
    /** To a member, a squad, or a member of it. */
    | { readonly type: 'assign'; readonly assignee?: UserId; readonly squad?: string; readonly taskId?: string }
    | { readonly type: 'return'; readonly reason: ContentRef; readonly suggested?: DepartmentCode }
    | { readonly type: 'propose-return' }
    | { readonly type: 'accept-return' }
    | { readonly type: 'refuse-return'; readonly reason: ContentRef }
    | { readonly type: 'request-arbitration'; readonly reason: ContentRef }
    | { readonly type: 'arbitrate'; readonly department: DepartmentCode; readonly reason: ContentRef }
    /** `amount` in the unit of the clock's limit; all of it when left out. */
    | { readonly type: 'request-extension'; readonly reason: ContentRef; readonly amount?: number }
    | { readonly type: 'approve-extension' }
    | { readonly type: 'refuse-extension'; readonly reason: ContentRef }
    | { readonly type: 'request-suspension'; readonly reason: ContentRef; readonly until: Instant }
    | { readonly type: 'approve-suspension' }
    | { readonly type: 'refuse-suspension'; readonly reason: ContentRef }
    | { readonly type: 'endorse' }
    | { readonly type: 'resume' }
    /** `taskId`: a step or an assisting department's part; the whole work when left out. */
    | { readonly type: 'submit-result'; readonly outcome: Outcome; readonly taskId?: string }
    /** With outcome B the case named carries on what is left. */
    | { readonly type: 'confirm-feedback' }
    | { readonly type: 'refuse-feedback'; readonly reason: ContentRef }
    | { readonly type: 'request-check'; readonly inspector?: UserId; readonly sameTime?: boolean }
    | { readonly type: 'submit-check'; readonly result: CheckResult }
    | { readonly type: 'close' }
    | { readonly type: 'submit-recheck'; readonly result: CheckResult }
    | { readonly type: 'send-up'; readonly to: string; readonly reason: ContentRef }
    | { readonly type: 'take-back'; readonly reason: ContentRef }
    | { readonly type: 'submit-upper-result'; readonly result: 'done' | 'refused'; readonly answer: ContentRef }
    | { readonly type: 'propose-void'; readonly code: string; readonly reason?: ContentRef }
    | { readonly type: 'approve-void' }
    | { readonly type: 'refuse-void'; readonly reason: ContentRef }
    | { readonly type: 'reopen'; readonly reason: ContentRef }
    /** Into the other case of the facts. */
    | { readonly type: 'merge' }
    | { readonly type: 'keep-apart' }
    | { readonly type: 'hand-over'; readonly to: string; readonly reason: ContentRef }
    | { readonly type: 'refer'; readonly to: string; readonly consent: boolean; readonly reason: ContentRef }
    | { readonly type: 'close-referral'; readonly answer: ContentRef }
    | { readonly type: 'reply'; readonly method: 'called' | 'sent'; readonly answer: ContentRef }
    | { readonly type: 'rate'; readonly service: number; readonly result: number }
    | { readonly type: 'set-priority'; readonly priority: Priority }
    | { readonly type: 'record-meeting' }
    | { readonly type: 'add-follower'; readonly follower: Follower }
    | { readonly type: 'follow-end'; readonly end: StateName }
    | { readonly type: 'recount-deadlines' }
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
