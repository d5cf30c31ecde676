import { backAtWork, damaged, filedAt, userOf, workOf } from './case-work.ts';
import type { CaseEvent } from './event.ts';
import type { CaseState, StatePart } from './state.ts';

/** What only the next state has, for the events from the result to the check; undefined when the state stays as it is. */
export function afterCheckEvent(state: CaseState, event: CaseEvent): StatePart | undefined {
  switch (event.type) {
    case 'result-submitted': {
      const handling = { ...workOf(state, event), suspension: null };
      return { state: 'handled', filedAt: filedAt(state, event), handling, result: event.result };
    }
    case 'feedback-refused':
      return backAtWork(state, event);
    case 'feedback-confirmed': {
      if (state.state !== 'handled') throw damaged(state, event);
      const result = event.followUp === undefined ? state.result : { ...state.result, followUp: event.followUp };
      return { state: 'confirmed', filedAt: state.filedAt, handling: state.handling, result };
    }
    case 'check-requested':
      return { state: 'checking', ...judgedOf(state, event), task: event.task };
    case 'upper-done': {
      if (state.state !== 'sent-up') throw damaged(state, event);
      const { filedAt: since, sentUp } = state;
      return { state: 'checking', filedAt: since, handling: null, sentUp, result: event.result, task: event.task };
    }
    case 'closing-sent-back':
      return event.task ? { state: 'checking', ...judgedOf(state, event), task: event.task } : back(state, event);
    case 'check-submitted':
      return afterCheck(state, event);
    default:
      return undefined;
  }
}

function afterCheck(state: CaseState, event: CaseEvent & { type: 'check-submitted' }): StatePart {
  if (event.result === 'not-pass') return back(state, event);
  if (state.state !== 'checking') throw damaged(state, event);
  const judged = judgedOf(state, event);
  const checkedBy = userOf(event);
  if (event.result === 'unable' || checkedBy === null) {
    return { state: 'checking', ...judged, task: { ...state.task, status: 'returned' } };
  }
  return { state: 'checked', ...judged, checkedBy };
}

/** Not good enough: to the departments that did it, or to the upper platform. */
function back(state: CaseState, event: CaseEvent): StatePart {
  const { sentUp } = judgedOf(state, event);
  return sentUp ? { state: 'sent-up', filedAt: filedAt(state, event), sentUp } : backAtWork(state, event);
}

function judgedOf(state: CaseState, event: CaseEvent) {
  if (!('result' in state)) throw damaged(state, event);
  const { filedAt: since, handling, result } = state;
  return { filedAt: since, handling, sentUp: 'sentUp' in state ? state.sentUp : null, result };
}
