import { coversArea } from './area.ts';
import { CLOCK_RULES } from './clock-rules.ts';
import type { Actor, CommandType } from './command.ts';
import type { Facts } from './facts.ts';
import { requestGuards } from './guard-requests.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { CaseState } from './state.ts';

/** What a command needs of the state beyond its name, whatever its fields say; undefined when it has it. */
export function guardOf(type: CommandType, state: CaseState, actor: Actor): Refusal | undefined {
  return GUARDS[type]?.(state, actor);
}

/** Looks at a case and at who acts. */
export type Guard = (state: CaseState, actor: Actor) => Refusal | undefined;

const all =
  (...guards: readonly Guard[]): Guard =>
  (state, actor) => {
    for (const guard of guards) {
      const refusal = guard(state, actor);
      if (refusal) return refusal;
    }
    return undefined;
  };

const isArbitrating = ({ arbitration }: CaseState): boolean => arbitration !== null && arbitration.decidedBy === null;
const notArbitrating: Guard = (state) => (isArbitrating(state) ? refusalOf('arbitration-pending') : undefined);
const notArbitrated: Guard = ({ arbitration }) =>
  arbitration?.decidedBy ? refusalOf('arbitrated', { department: arbitration.department ?? '' }) : undefined;

const returnOf = (state: CaseState) => ('returnRequest' in state ? state.returnRequest : null);
const needReturn: Guard = (state) => (returnOf(state) ? undefined : refusalOf('no-return'));
const noPendingReturn: Guard = (state) => (returnOf(state) ? refusalOf('return-pending') : undefined);

/** A task with an inspector stays his until he gives it back or is late: else a lost inspector would hold the case. */
const needSendableTask: Guard = (state) => {
  if (!('task' in state) || state.task.status === 'returned') return undefined;
  const isLate = state.deadlines.some(
    ({ stage, clock, light }) => CLOCK_RULES[stage].answers === 'spot' && clock === 'running' && light === 'red',
  );
  return isLate ? undefined : refusalOf('task-not-returned');
};

const needExisting: Guard = (state) =>
  state.state === 'verified' && state.verification === 'not-exists'
    ? refusalOf('not-verified', { result: state.verification })
    : undefined;

/** An answer of the router that comes after its question was settled: it would send a returned case back at once. */
const routerOnce: Guard = (state, actor) =>
  actor.kind === 'system' && state.state === 'filed' && state.unrouted ? refusalOf('already-unrouted') : undefined;

const needOpenTask: Guard = (state) =>
  !('task' in state) || state.task.status === 'open'
    ? undefined
    : refusalOf('wrong-state', { state: 'task returned', allowed: ['task open'] });

/** Only A satisfies a closing condition; what B left must be carried on by another case. */
const needConfirmable: Guard = (state) =>
  !('result' in state) || ['A', 'B'].includes(state.result.outcome)
    ? undefined
    : refusalOf('outcome-open', { outcome: state.result.outcome });

const needSolved: Guard = (state) =>
  !('result' in state) || state.result.outcome === 'A' || state.result.followUp !== undefined
    ? undefined
    : refusalOf('outcome-open', { outcome: state.result.outcome });

/** Once the dispatcher has proposed a return, only the leader refuses it. */
const dispatcherAfterProposal: Guard = (state, actor) => {
  if (!returnOf(state)?.proposedBy || actor.kind === 'system') return undefined;
  const isLeader = actor.posts.some((post) => post.role === 'leader' && coversArea(post, state.place.areaCode));
  return isLeader ? undefined : refusalOf('return-already-proposed');
};

const needProposal =
  (proposed: boolean): Guard =>
  (state) => {
    if ((returnOf(state)?.proposedBy != null) === proposed) return undefined;
    return refusalOf(proposed ? 'return-not-proposed' : 'return-already-proposed');
  };

/** Somebody asked, or a department asks to give the case back. */
const needDispute: Guard = (state) =>
  isArbitrating(state) || returnOf(state) ? undefined : refusalOf('no-arbitration');

const onSpotOnly: Guard = (state) =>
  state.state === 'verified' && !state.handledOnSpot
    ? refusalOf('wrong-state', { state: state.state, allowed: ['checked'] })
    : undefined;

/** Before the lead has signed only an assisting department whose clock runs already hands in. */
const startedOnly: Guard = (state, actor) => {
  if (state.state !== 'dispatched' || actor.kind === 'system') return undefined;
  const started = state.handling.tasks.filter(({ kind, deadlineId }) => kind === 'assisting' && deadlineId !== null);
  const isTheirs = actor.posts.some((post) => started.some(({ department }) => department === post.department));
  return isTheirs ? undefined : refusalOf('wrong-state', { state: state.state, allowed: ['handling'] });
};

const openParts = (state: CaseState) =>
  'handling' in state && state.handling
    ? state.handling.tasks.filter(({ kind, done }) => kind === 'assisting' && done === null)
    : [];

/** Once the lead has signed only an assisting department still signs, for its part. */
const needUnsigned: Guard = (state, actor) => {
  if (state.state !== 'handling' || actor.kind === 'system') return undefined;
  const mine = openParts(state).filter((part) => actor.posts.some(({ department }) => department === part.department));
  return mine.some(({ signedBy }) => signedBy === null) ? undefined : refusalOf('already-signed');
};

const needAssisting: Guard = (state) =>
  'handling' in state && state.handling && openParts(state).length === 0
    ? refusalOf('not-assisting', { department: state.handling.department })
    : undefined;

const GUARDS: Partial<Record<CommandType, Guard>> = {
  'request-verification': needSendableTask,
  'submit-verification': needOpenTask,
  file: needExisting,
  'send-back': notArbitrating,
  'send-up': notArbitrating,
  dispatch: all(routerOnce, notArbitrating),
  'leave-unrouted': all(routerOnce, notArbitrating),
  assign: noPendingReturn,
  sign: all(noPendingReturn, needUnsigned),
  'release-assisting': needAssisting,
  return: all(noPendingReturn, notArbitrating, notArbitrated),
  'propose-return': all(needReturn, needProposal(false), notArbitrating),
  'accept-return': all(needReturn, needProposal(true), notArbitrating),
  'refuse-return': all(needReturn, dispatcherAfterProposal, notArbitrating),
  'request-arbitration': all(notArbitrating, notArbitrated),
  arbitrate: all(needDispute, notArbitrated),
  'submit-result': all(startedOnly, noPendingReturn, notArbitrating),
  'confirm-feedback': needConfirmable,
  'request-check': needSendableTask,
  'submit-check': needOpenTask,
  close: all(onSpotOnly, needExisting, needSolved),
  'answer-supervision': ({ supervisions }) =>
    supervisions.some(({ answeredAt }) => answeredAt === null) ? undefined : refusalOf('no-open-order'),
  'submit-recheck': ({ recheck }) => (recheck && recheck.result === null ? undefined : refusalOf('no-recheck')),
  reopen: (state) => (state.state === 'closed' && !state.reopenable ? refusalOf('reopen-over') : undefined),
  'propose-void': ({ voidProposal }) => (voidProposal ? refusalOf('void-proposed') : undefined),
  'approve-void': ({ voidProposal }) => (voidProposal ? undefined : refusalOf('no-void-proposal')),
  'refuse-void': ({ voidProposal }) => (voidProposal ? undefined : refusalOf('no-void-proposal')),
  'close-referral': (state) =>
    state.state === 'referred' && state.answered ? refusalOf('referral-closed') : undefined,
  rate: ({ reply, ratings }) => (ratings ? refusalOf('rated-already') : reply ? undefined : refusalOf('reply-needed')),
  ...requestGuards({ noPendingReturn, notArbitrating }),
};

/** What hangs on settings and on the instant, too: asked once the state itself allows the command. */
export function settingGuard(type: CommandType, state: CaseState, { policy, at }: Facts): Refusal | undefined {
  const { extensions, suspensions } = state.counts;
  // The timer that ends the time for reopening may come late; the time itself does not.
  if (type === 'reopen' && state.deadlines.some((one) => one.stage === 'reopen' && !one.doneAt && at > one.dueAt)) {
    return refusalOf('reopen-over');
  }
  if (type === 'request-extension' && extensions >= policy.mostExtensions) {
    return refusalOf('extensions-used', { most: policy.mostExtensions });
  }
  if (type === 'request-suspension' && suspensions >= policy.mostSuspensions) {
    return refusalOf('suspensions-used', { most: policy.mostSuspensions });
  }
  return undefined;
}
