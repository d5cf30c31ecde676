import { type Result, refuse } from '@wanmi/kernel';
import type { Command } from './command.ts';
import * as closing from './decide-closing.ts';
import * as routing from './decide-dispatch.ts';
import * as ends from './decide-ends.ts';
import * as handling from './decide-handling.ts';
import * as intake from './decide-intake.ts';
import * as requests from './decide-requests.ts';
import * as supervision from './decide-supervision.ts';
import type { Decide } from './decision.ts';
import type { Decision } from './event.ts';
import type { Facts } from './facts.ts';
import { settingGuard } from './guard.ts';
import { refusalFor } from './permit.ts';
import type { Refusal } from './refusal.ts';
import type { CaseState } from './state.ts';

/** A new command does not compile until it is decided here. */
const DECIDERS: { readonly [Type in Command['type']]: Decide<Type> } = {
  accept: intake.acceptReport,
  'request-verification': intake.requestVerification,
  'submit-verification': intake.submitVerification,
  file: intake.fileCase,
  reject: intake.rejectCase,
  'send-back': (state, command, facts) =>
    state.state === 'filed'
      ? intake.sendFilingBack(state, command, facts)
      : closing.sendCheckBack(state, command, facts),
  merge: ends.mergeCase,
  'keep-apart': ends.keepApart,
  'add-follower': ends.addFollower,
  'follow-end': ends.followEnd,
  'hand-over': ends.handOver,
  refer: ends.refer,
  'close-referral': ends.closeReferral,
  dispatch: routing.dispatchCase,
  'leave-unrouted': routing.leaveUnrouted,
  'send-up': ends.sendUp,
  'take-back': ends.takeBack,
  'submit-upper-result': ends.submitUpperResult,
  return: routing.requestReturn,
  'propose-return': routing.proposeReturn,
  'accept-return': routing.acceptReturn,
  'refuse-return': routing.refuseReturn,
  'request-arbitration': routing.requestArbitration,
  arbitrate: routing.arbitrate,
  'release-assisting': routing.releaseAssisting,
  sign: handling.signCase,
  assign: handling.assignCase,
  'submit-result': handling.submitResult,
  'confirm-feedback': handling.confirmFeedback,
  'request-extension': requests.requestExtension,
  'approve-extension': requests.approveExtension,
  'refuse-extension': requests.refuseExtension,
  'request-suspension': requests.requestSuspension,
  'approve-suspension': requests.approveSuspension,
  'refuse-suspension': requests.refuseSuspension,
  endorse: requests.endorse,
  resume: requests.resumeCase,
  'refuse-feedback': closing.refuseFeedback,
  'request-check': closing.requestCheck,
  'submit-check': closing.submitCheck,
  close: closing.closeCase,
  'submit-recheck': ends.submitRecheck,
  'propose-void': ends.proposeVoid,
  'approve-void': ends.approveVoid,
  'refuse-void': ends.refuseVoid,
  reopen: ends.reopenCase,
  reply: ends.giveReply,
  rate: ends.rateCase,
  'set-priority': ends.setPriority,
  'record-meeting': ends.recordMeeting,
  supervise: supervision.supervise,
  'answer-supervision': supervision.answerSupervision,
  'add-note': supervision.addNote,
  'fire-timer': supervision.fireTimer,
  'recount-deadlines': supervision.recountDeadlines,
};

/**
 * Decides one command of a person, a worker or a timer: what happens to the case and what must happen outside it,
 * or why not. Pure: the same state, command and facts give the same decision.
 */
export function decide(state: CaseState, command: Command, facts: Facts): Result<Decision, Refusal> {
  const refusal = refusalFor(state, facts.actor, command.type) ?? settingGuard(command.type, state, facts);
  if (refusal) return refuse(refusal);
  const decider = DECIDERS[command.type] as Decide<Command['type']>;
  return decider(state, command, facts);
}
