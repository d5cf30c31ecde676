import { damaged, filedAt } from './case-work.ts';
import type { CaseEvent } from './event.ts';
import { handlingAfter } from './evolve-handling.ts';
import type { CaseState, StatePart } from './state.ts';

/** What only the next state has; undefined when the event leaves the state as it is. */
export function partAfter(
  state: CaseState,
  event: Exclude<CaseEvent, { type: 'case-reported' }>,
): StatePart | undefined {
  switch (event.type) {
    case 'case-accepted':
      return { state: 'verified', sentBack: null };
    case 'verification-requested':
    case 'case-reopened':
      return { state: 'verifying', task: event.task };
    case 'verification-submitted':
      return afterVerification(state, event);
    case 'case-filed':
      return { state: 'filed', filedAt: event.at, unrouted: false };
    case 'filing-sent-back':
      return { state: 'verified', sentBack: event.reason };
    case 'routing-undecided':
    case 'return-accepted':
    case 'case-taken-back':
    case 'upper-refused':
      return { state: 'filed', filedAt: filedAt(state, event), unrouted: true };
    case 'case-sent-up':
      return { state: 'sent-up', filedAt: filedAt(state, event), sentUp: event.sentUp };
    case 'recheck-submitted':
      return event.result === 'not-pass' ? { state: 'verified', sentBack: null } : undefined;
    case 'reopening-ended':
      return state.state === 'closed' ? { ...closedPart(state), reopenable: false } : undefined;
    default:
      return endAfter(state, event);
  }
}

const closedPart = ({ closedAt, closedInTime, handling }: Extract<CaseState, { state: 'closed' }>) =>
  ({ state: 'closed', closedAt, closedInTime, handling }) as const;

const handlingOf = (state: CaseState) => ('handling' in state ? state.handling : null);

/** The ends, and what happens in them. */
function endAfter(state: CaseState, event: Exclude<CaseEvent, { type: 'case-reported' }>): StatePart | undefined {
  switch (event.type) {
    case 'case-closed': {
      const closed = { closedAt: event.at, closedInTime: event.inTime, handling: handlingOf(state) };
      // Histories from before there was reopening started no clock that would end it.
      const reopenable = event.deadlines.some((one) => one.op === 'open' && one.deadline.stage === 'reopen');
      return { state: 'closed', ...closed, reopenable };
    }
    case 'case-rejected': {
      const rejectedFrom = state.state === 'reported' ? 'reported' : 'verified';
      return { state: 'rejected', rejectedAt: event.at, rejectedFrom, reason: event.reason };
    }
    case 'case-voided':
      return { state: 'voided', voidedAt: event.at, code: event.code, handling: handlingOf(state) };
    case 'case-merged':
      return { state: 'merged', mergedAt: event.at, into: event.into, leadEnded: false };
    case 'lead-ended':
      return state.state === 'merged'
        ? { state: 'merged', mergedAt: state.mergedAt, into: state.into, leadEnded: true }
        : undefined;
    case 'case-handed-over':
      return { state: 'handed-over', handedOverAt: event.at, to: event.to, record: event.record };
    case 'case-referred':
      return { state: 'referred', referredAt: event.at, to: event.to, answered: false };
    case 'referral-closed':
      return state.state === 'referred'
        ? { state: 'referred', referredAt: state.referredAt, to: state.to, answered: true }
        : undefined;
    default:
      return handlingAfter(state, event);
  }
}

function afterVerification(state: CaseState, event: CaseEvent & { type: 'verification-submitted' }): StatePart {
  if (event.toLeader) return { state: 'verified', sentBack: null };
  if (state.state !== 'verifying') throw damaged(state, event);
  return { state: 'verifying', task: { ...state.task, status: 'returned' } };
}
