import type { CommandType } from './command.ts';
import { COMMAND_RULES } from './command-rules.ts';
import type { CaseEvent, EventType } from './event.ts';
import type { Act, CaseCore, CaseState, Counts } from './state.ts';

type Following = Exclude<CaseEvent, { type: 'case-reported' }>;

/** The fields of the core that an event changes, besides number, version and clocks. */
export function coreAfter(state: CaseState, event: Following): Partial<CaseCore> {
  return {
    acts: withAct(state.acts, event),
    ...(event.mediaIds.length === 0 ? {} : { mediaIds: [...state.mediaIds, ...event.mediaIds] }),
    ...countsAfter(state, event),
    ...ordersAfter(state, event),
    ...fieldsAfter(state, event),
  };
}

/** The command behind an event, as far as it is an act that separates powers. */
const ACT_OF: Readonly<Partial<Record<EventType, CommandType>>> = {
  'case-accepted': 'accept',
  'verification-requested': 'request-verification',
  'verification-submitted': 'submit-verification',
  'case-filed': 'file',
  'case-rejected': 'reject',
  'filing-sent-back': 'send-back',
  'case-merged': 'merge',
  'case-handed-over': 'hand-over',
  'case-referred': 'refer',
  'referral-closed': 'close-referral',
  'case-dispatched': 'dispatch',
  'case-sent-up': 'send-up',
  'case-taken-back': 'take-back',
  'upper-refused': 'submit-upper-result',
  'upper-done': 'submit-upper-result',
  'case-signed': 'sign',
  'case-assigned': 'assign',
  'assisting-released': 'release-assisting',
  'return-requested': 'return',
  'return-proposed': 'propose-return',
  'return-accepted': 'accept-return',
  'return-refused': 'refuse-return',
  'arbitration-requested': 'request-arbitration',
  'case-arbitrated': 'arbitrate',
  'extension-requested': 'request-extension',
  'extension-granted': 'approve-extension',
  'extension-refused': 'refuse-extension',
  'suspension-requested': 'request-suspension',
  'case-suspended': 'approve-suspension',
  'suspension-refused': 'refuse-suspension',
  'case-resumed': 'resume',
  'task-done': 'submit-result',
  'result-submitted': 'submit-result',
  'feedback-confirmed': 'confirm-feedback',
  'feedback-refused': 'refuse-feedback',
  'check-requested': 'request-check',
  'check-submitted': 'submit-check',
  'closing-sent-back': 'send-back',
  'case-closed': 'close',
  'recheck-submitted': 'submit-recheck',
  'void-proposed': 'propose-void',
  'case-voided': 'approve-void',
  'void-refused': 'refuse-void',
  'case-reopened': 'reopen',
  'reply-given': 'reply',
  'supervision-ordered': 'supervise',
  'supervision-answered': 'answer-supervision',
};

function commandBehind(event: Following): CommandType | undefined {
  if (event.type === 'extension-supported') return event.power === 'head' ? 'endorse' : 'approve-extension';
  if (event.type === 'suspension-supported') return event.power === 'head' ? 'endorse' : 'approve-suspension';
  return ACT_OF[event.type];
}

function withAct(acts: readonly Act[], event: Following): readonly Act[] {
  const command = commandBehind(event);
  const { by } = event;
  if (by.kind !== 'user' || !command || !COMMAND_RULES[command].act) return acts;
  const { userId } = by;
  return acts.some((act) => act.userId === userId && act.command === command) ? acts : [...acts, { userId, command }];
}

function countsAfter({ counts, state }: CaseState, event: Following): { readonly counts?: Counts } {
  // Settled before it was sent again: what came back is counted already.
  const counted = event.type === 'case-arbitrated' && state === 'filed' ? undefined : countOf(event);
  return counted === undefined ? {} : { counts: { ...counts, [counted]: counts[counted] + 1 } };
}

function countOf(event: Following): keyof Counts | undefined {
  switch (event.type) {
    case 'verification-submitted':
      return event.result === 'unable' ? 'unableVerifications' : undefined;
    case 'check-submitted':
      return event.result === 'unable' ? 'unableChecks' : event.result === 'not-pass' ? 'reworks' : undefined;
    case 'closing-sent-back':
      return event.to === 'handling' ? 'reworks' : undefined;
    case 'return-accepted':
      return 'returns';
    case 'case-arbitrated':
      return event.kept ? undefined : 'returns';
    case 'return-refused':
      return 'refusedReturns';
    case 'extension-granted':
      return 'extensions';
    case 'case-suspended':
      return 'suspensions';
    case 'case-reopened':
      return 'reopens';
    case 'recheck-submitted':
      return event.result === 'not-pass' ? 'failedRechecks' : undefined;
    default:
      return undefined;
  }
}

/** Events that withdraw the orders whose clocks they take away. */
const WITHDRAWS: readonly EventType[] = [
  'return-accepted',
  'case-arbitrated',
  'assisting-released',
  'extension-granted',
  'case-suspended',
  'deadlines-recounted',
  'case-reopened',
  'recheck-submitted',
];

function ordersAfter(
  { supervisions }: CaseState,
  event: Following,
): { readonly supervisions?: CaseCore['supervisions'] } {
  if (event.type === 'supervision-ordered') return { supervisions: [...supervisions, event.order] };
  if (event.type === 'supervision-answered') {
    const { orderId, at } = event;
    return { supervisions: supervisions.map((one) => (one.orderId === orderId ? { ...one, answeredAt: at } : one)) };
  }
  if (!WITHDRAWS.includes(event.type)) return {};
  const gone = event.deadlines.flatMap((one) => (one.op === 'done' && one.outcome === 'void' ? [one.id] : []));
  return { supervisions: supervisions.filter(({ clockId }) => !gone.includes(clockId)) };
}

function fieldsAfter(state: CaseState, event: Following): Partial<CaseCore> {
  switch (event.type) {
    case 'case-accepted':
      return { verification: 'not-needed' };
    case 'verification-requested':
      return { verification: null };
    case 'verification-submitted':
      return { verification: event.toLeader ? event.result : null };
    case 'case-dispatched':
      return { departments: [...new Set([...state.departments, event.department, ...event.assisting])] };
    case 'arbitration-requested': {
      const askedBy = event.by.kind === 'user' ? event.by.userId : null;
      return { arbitration: { askedAt: event.at, askedBy, decidedBy: null, department: null } };
    }
    case 'case-arbitrated': {
      const decidedBy = event.by.kind === 'user' ? event.by.userId : null;
      const asked = state.arbitration ?? { askedAt: event.at, askedBy: null };
      return { arbitration: { ...asked, decidedBy, department: event.department } };
    }
    case 'void-proposed':
      return { voidProposal: event.proposal };
    case 'void-refused':
    case 'case-voided':
    case 'feedback-confirmed':
    case 'filing-sent-back':
    case 'upper-done':
      return { voidProposal: null };
    default:
      return lifeAfter(state, event);
  }
}

/** What concerns the case as a whole: its end and what comes after, its followers, its urgency. */
function lifeAfter(state: CaseState, event: Following): Partial<CaseCore> {
  switch (event.type) {
    case 'case-reopened': {
      // What was fixed at once and did not hold is no longer closed in one act; one never accepted may still be.
      const handledOnSpot = state.handledOnSpot && state.state !== 'closed';
      return { reply: null, ratings: null, recheck: null, verification: null, handledOnSpot };
    }
    case 'recheck-requested':
      return { recheck: { task: event.task, result: null } };
    case 'recheck-submitted':
      return {
        recheck: state.recheck && { ...state.recheck, result: event.result },
        ...(event.result === 'not-pass' ? { handledOnSpot: false, reply: null, ratings: null } : {}),
      };
    case 'kept-apart':
      return { apart: [...state.apart, event.other] };
    case 'follower-added':
      return { followers: [...state.followers, event.follower] };
    case 'reply-given':
      return { reply: event.reply };
    case 'case-rated':
      return { ratings: event.ratings };
    case 'priority-set':
      return { priority: event.priority };
    case 'meeting-recorded':
      return { metAt: event.at };
    default:
      return {};
  }
}
