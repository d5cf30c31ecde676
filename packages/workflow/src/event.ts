import type { DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import type { Report } from './command.ts';
import type { DeadlineChange } from './deadline.ts';
import type {
  Addressee,
  CheckResult,
  ContentRef,
  HandlingResult,
  Light,
  ReturnRequest,
  SpotTask,
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
    }
  | { readonly type: 'routing-undecided'; readonly explanation: unknown }
  | { readonly type: 'case-signed' }
  | { readonly type: 'case-assigned'; readonly assignee: UserId }
  | { readonly type: 'return-requested'; readonly request: ReturnRequest }
  | { readonly type: 'return-proposed' }
  | { readonly type: 'return-accepted' }
  | { readonly type: 'return-refused'; readonly reason: ContentRef }
  | { readonly type: 'result-submitted'; readonly result: HandlingResult }
  | { readonly type: 'feedback-confirmed' }
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
  | { readonly type: 'notify'; readonly to: Addressee; readonly about: EventType };

export type Decision = { readonly events: readonly CaseEvent[]; readonly effects: readonly Effect[] };
