import { type Result, refuse } from '@wanmi/kernel';
import type { Command } from './command.ts';
import {
  acceptReturn,
  dispatchCase,
  leaveUnrouted,
  proposeReturn,
  refuseReturn,
  requestReturn,
} from './decide-dispatch.ts';
import {
  assignCase,
  closeCase,
  confirmFeedback,
  refuseFeedback,
  requestCheck,
  sendCheckBack,
  signCase,
  submitCheck,
  submitResult,
} from './decide-handling.ts';
import {
  acceptReport,
  fileCase,
  rejectCase,
  requestVerification,
  sendFilingBack,
  submitVerification,
} from './decide-intake.ts';
import { addNote, answerSupervision, fireTimer, supervise } from './decide-supervision.ts';
import type { Decide } from './decision.ts';
import type { Decision } from './event.ts';
import type { Facts } from './facts.ts';
import { refusalFor } from './permit.ts';
import type { Refusal } from './refusal.ts';
import type { CaseState } from './state.ts';

/** A new command does not compile until it is decided here. */
const DECIDERS: { readonly [Type in Command['type']]: Decide<Type> } = {
  accept: acceptReport,
  'request-verification': requestVerification,
  'submit-verification': submitVerification,
  file: fileCase,
  reject: rejectCase,
  'send-back': (state, command, facts) =>
    state.state === 'filed' ? sendFilingBack(state, command, facts) : sendCheckBack(state, command, facts),
  dispatch: dispatchCase,
  'leave-unrouted': leaveUnrouted,
  sign: signCase,
  assign: assignCase,
  return: requestReturn,
  'propose-return': proposeReturn,
  'accept-return': acceptReturn,
  'refuse-return': refuseReturn,
  'submit-result': submitResult,
  'confirm-feedback': confirmFeedback,
  'refuse-feedback': refuseFeedback,
  'request-check': requestCheck,
  'submit-check': submitCheck,
  close: closeCase,
  supervise,
  'answer-supervision': answerSupervision,
  'add-note': addNote,
  'fire-timer': fireTimer,
};

/**
 * Decides one command of a person, a worker or a timer: what happens to the case and what must happen outside it,
 * or why not. Pure: the same state, command and facts give the same decision.
 */
export function decide(state: CaseState, command: Command, facts: Facts): Result<Decision, Refusal> {
  const refusal = refusalFor(state, facts.actor, command.type);
  if (refusal) return refuse(refusal);
  const decider = DECIDERS[command.type] as Decide<Command['type']>;
  return decider(state, command, facts);
}
