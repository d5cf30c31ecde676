import { coversArea } from './area.ts';
import type { Actor, CommandType } from './command.ts';
import { CLOCK_RULES } from './definition.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { CaseState } from './state.ts';

/** What a command needs of the state beyond its name, whatever its fields say; undefined when it has it. */
export function guardOf(type: CommandType, state: CaseState, actor: Actor): Refusal | undefined {
  return GUARDS[type]?.(state, actor);
}

type Guard = (state: CaseState, actor: Actor) => Refusal | undefined;

const GUARDS: Partial<Record<CommandType, Guard>> = {
  'request-verification': needSendableTask,
  'submit-verification': needOpenTask,
  file: needExisting,
  dispatch: routerOnce,
  'leave-unrouted': routerOnce,
  assign: noPendingReturn,
  sign: noPendingReturn,
  return: noPendingReturn,
  'propose-return': (state) =>
    needReturn(state) ?? (returnOf(state)?.proposedBy ? refusalOf('return-already-proposed') : undefined),
  'accept-return': (state) =>
    needReturn(state) ?? (returnOf(state)?.proposedBy ? undefined : refusalOf('return-not-proposed')),
  'refuse-return': (state, actor) => needReturn(state) ?? dispatcherAfterProposal(state, actor),
  'submit-result': noPendingReturn,
  'confirm-feedback': (state) => needSolved(state),
  'request-check': needSendableTask,
  'submit-check': needOpenTask,
  'answer-supervision': ({ supervisions }) =>
    supervisions.some(({ answeredAt }) => answeredAt === null) ? undefined : refusalOf('no-open-order'),
  close: (state) =>
    state.state === 'verified' && !state.handledOnSpot
      ? refusalOf('wrong-state', { state: state.state, allowed: ['checked'] })
      : (needExisting(state) ?? needSolved(state)),
};

const returnOf = (state: CaseState) => ('returnRequest' in state ? state.returnRequest : null);

const needReturn = (state: CaseState): Refusal | undefined => (returnOf(state) ? undefined : refusalOf('no-return'));

function noPendingReturn(state: CaseState): Refusal | undefined {
  return returnOf(state) ? refusalOf('return-pending') : undefined;
}

/** A task with an inspector stays his until he gives it back or is late: else a lost inspector would hold the case. */
function needSendableTask(state: CaseState): Refusal | undefined {
  if (!('task' in state) || state.task.status === 'returned') return undefined;
  const isLate = state.deadlines.some(
    ({ stage, clock, light }) => CLOCK_RULES[stage].answers === 'spot' && clock === 'running' && light === 'red',
  );
  return isLate ? undefined : refusalOf('task-not-returned');
}

function needExisting(state: CaseState): Refusal | undefined {
  return state.state === 'verified' && state.verification === 'not-exists'
    ? refusalOf('not-verified', { result: state.verification })
    : undefined;
}

/** An answer of the router that comes after its question was settled: it would send a returned case back at once. */
function routerOnce(state: CaseState, actor: Actor): Refusal | undefined {
  return actor.kind === 'system' && state.state === 'filed' && state.unrouted
    ? refusalOf('already-unrouted')
    : undefined;
}

function needOpenTask(state: CaseState): Refusal | undefined {
  if (!('task' in state) || state.task.status === 'open') return undefined;
  return refusalOf('wrong-state', { state: 'task returned', allowed: ['task open'] });
}

function needSolved(state: CaseState): Refusal | undefined {
  if (!('result' in state) || state.result.outcome === 'A') return undefined;
  return refusalOf('outcome-open', { outcome: state.result.outcome });
}

/** Once the dispatcher has proposed a return, only the leader refuses it. */
function dispatcherAfterProposal(state: CaseState, actor: Actor): Refusal | undefined {
  if (!returnOf(state)?.proposedBy || actor.kind === 'system') return undefined;
  const isLeader = actor.posts.some((post) => post.role === 'leader' && coversArea(post, state.place.areaCode));
  return isLeader ? undefined : refusalOf('return-already-proposed');
}
