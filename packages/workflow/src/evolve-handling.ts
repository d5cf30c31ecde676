import { assertNever, type Instant } from '@wanmi/kernel';
import type { CaseEvent } from './event.ts';
import type { CaseState, Handling, HandlingResult, StatePart } from './state.ts';

/** The error of a history whose event does not fit its state. */
export const damaged = (state: CaseState, event: CaseEvent): Error =>
  new Error(
    `case ${state.id} at event ${state.seq} is "${state.state}" and cannot take "${event.type}": its history is damaged`,
  );

type HandlingEvent = Extract<
  CaseEvent,
  {
    type:
      | 'case-dispatched'
      | 'case-signed'
      | 'case-assigned'
      | 'return-requested'
      | 'return-proposed'
      | 'return-refused'
      | 'result-submitted'
      | 'feedback-confirmed'
      | 'feedback-refused'
      | 'check-requested'
      | 'check-submitted'
      | 'closing-sent-back';
  }
>;

/** What only the next state has, for the events of dispatch, handling and check. */
export function handlingAfter(state: CaseState, event: HandlingEvent): StatePart {
  if (event.type === 'case-dispatched') return dispatchedBy(state, event);
  const { handling } = workOf(state, event);
  const since = filedAt(state, event);
  switch (event.type) {
    case 'case-signed':
      return {
        state: 'handling',
        filedAt: since,
        handling: { ...handling, signedBy: userOf(event) },
        returnRequest: null,
      };
    case 'case-assigned':
      return atWork(state, event, { handling: { ...handling, assignee: event.assignee } });
    case 'return-requested':
      return atWork(state, event, { returnRequest: event.request });
    case 'return-proposed': {
      const request = 'returnRequest' in state ? state.returnRequest : null;
      if (request === null) throw damaged(state, event);
      return atWork(state, event, { returnRequest: { ...request, proposedBy: userOf(event) } });
    }
    case 'return-refused':
      return atWork(state, event, { returnRequest: null });
    case 'result-submitted':
      return { state: 'handled', filedAt: since, handling, result: event.result };
    case 'feedback-refused':
      return { state: 'handling', filedAt: since, handling, returnRequest: null };
    case 'feedback-confirmed':
    case 'check-requested':
    case 'check-submitted':
    case 'closing-sent-back':
      return afterCheckEvent(state, event, { filedAt: since, handling });
    default:
      return assertNever(event);
  }
}

type Work = { readonly filedAt: Instant; readonly handling: Handling };

function afterCheckEvent(
  state: CaseState,
  event: Extract<
    HandlingEvent,
    { type: 'feedback-confirmed' | 'check-requested' | 'check-submitted' | 'closing-sent-back' }
  >,
  work: Work,
): StatePart {
  const result = resultOf(state, event);
  const back: StatePart = { state: 'handling', ...work, returnRequest: null };
  switch (event.type) {
    case 'feedback-confirmed':
      return { state: 'confirmed', ...work, result };
    case 'check-requested':
      return { state: 'checking', ...work, result, task: event.task };
    case 'closing-sent-back':
      return event.task ? { state: 'checking', ...work, result, task: event.task } : back;
    case 'check-submitted': {
      if (event.result === 'not-pass') return back;
      if (state.state !== 'checking') throw damaged(state, event);
      const checkedBy = userOf(event);
      if (event.result === 'unable' || checkedBy === null)
        return { state: 'checking', ...work, result, task: { ...state.task, status: 'returned' } };
      return { state: 'checked', ...work, result, checkedBy };
    }
    default:
      return assertNever(event);
  }
}

function dispatchedBy(state: CaseState, event: CaseEvent & { type: 'case-dispatched' }): StatePart {
  const { department, assisting, deadlineId, at } = event;
  const handling = { department, assisting, dispatchedAt: at, deadlineId, signedBy: null, assignee: null };
  return { state: 'dispatched', filedAt: filedAt(state, event), handling, returnRequest: null };
}

const userOf = ({ by }: CaseEvent) => (by.kind === 'user' ? by.userId : null);

/** When the case was filed. Throws when it never was. */
export function filedAt(state: CaseState, event: CaseEvent): Instant {
  if ('filedAt' in state) return state.filedAt;
  throw damaged(state, event);
}

function workOf(state: CaseState, event: CaseEvent): { readonly handling: Handling } {
  if ('handling' in state && state.handling) return { handling: state.handling };
  throw damaged(state, event);
}

function resultOf(state: CaseState, event: CaseEvent): HandlingResult {
  if ('result' in state) return state.result;
  throw damaged(state, event);
}

function atWork(
  state: CaseState,
  event: CaseEvent,
  change: Partial<Extract<StatePart, { state: 'handling' }>>,
): StatePart {
  if (state.state !== 'dispatched' && state.state !== 'handling') throw damaged(state, event);
  const { filedAt: since, handling, returnRequest } = state;
  return { filedAt: since, handling, returnRequest, ...change, state: state.state };
}
