import { type DepartmentCode, refuse } from '@wanmi/kernel';
import { countLimit, finish, openCaseClock, openClock, voidClocks, voidOrders } from './clocks.ts';
import { type Decide, decided, eventOf } from './decision.ts';
import { refusalOf } from './refusal.ts';
import type { CaseState, ReturnRequest } from './state.ts';

export const dispatchCase: Decide<'dispatch'> = (state, command, facts) => {
  const { department, assisting = [] } = command;
  const named = [department, ...assisting];
  const unknown = named.find((code) => !facts.isDepartment(code));
  if (unknown) return refuse(refusalOf('unknown-department', { department: unknown }));
  const twice = named.find((code, i) => named.indexOf(code) !== i);
  if (twice) return refuse(refusalOf('same-department', { department: twice }));

  const { policy } = facts;
  const handle = openClock(state.deadlines, facts, 'handle', facts.handlingLimit ?? policy.defaultHandlingLimit);
  return decided(
    [
      eventOf(
        {
          type: 'case-dispatched',
          department,
          assisting,
          deadlineId: handle.deadline.id,
          explanation: command.explanation ?? null,
        },
        facts,
        [
          ...finish(state, facts.at, 'dispatch'),
          handle,
          openClock(state.deadlines, facts, 'sign', policy.stageLimits.sign),
          ...openCaseClock(state.deadlines, facts, handle.deadline),
        ],
        command,
      ),
    ],
    ...named.map((code) => ({ type: 'notify', to: { department: code }, about: 'case-dispatched' }) as const),
  );
};

export const leaveUnrouted: Decide<'leave-unrouted'> = (_state, command, facts) =>
  decided([eventOf({ type: 'routing-undecided', explanation: command.explanation }, facts, [], command)], {
    type: 'notify',
    to: { role: 'dispatcher' },
    about: 'routing-undecided',
  });

export const requestReturn: Decide<'return'> = (state, command, facts) => {
  if (!('handling' in state) || state.handling === null || facts.actor.kind !== 'user') {
    return refuse(refusalOf('wrong-state', { state: state.state, allowed: ['dispatched', 'handling'] }));
  }
  const { suggested = null } = command;
  if (suggested !== null && !facts.isDepartment(suggested)) {
    return refuse(refusalOf('unknown-department', { department: suggested }));
  }
  const { policy, at } = facts;
  const windowEnd = countLimit(facts, 'city', state.handling.dispatchedAt, policy.returnWindow).due;
  const request: ReturnRequest = {
    by: facts.actor.userId,
    at,
    reason: command.reason,
    suggested,
    late: at > windowEnd,
    proposedBy: null,
  };
  return decided(
    [
      eventOf(
        { type: 'return-requested', request },
        facts,
        [openClock(state.deadlines, facts, 'decide-return', policy.stageLimits['decide-return'])],
        command,
      ),
    ],
    { type: 'notify', to: { role: 'dispatcher' }, about: 'return-requested' },
    ...(suggested === null
      ? []
      : [{ type: 'notify', to: { department: suggested }, about: 'return-requested' } as const]),
  );
};

export const proposeReturn: Decide<'propose-return'> = (_state, command, facts) =>
  decided([eventOf({ type: 'return-proposed' }, facts, [], command)], {
    type: 'notify',
    to: { role: 'leader' },
    about: 'return-proposed',
  });

/** The department at work and those that help it. */
const sentTo = (state: CaseState): readonly DepartmentCode[] =>
  'handling' in state && state.handling ? [state.handling.department, ...state.handling.assisting] : [];

/** The case goes back to the dispatcher; the router is not asked again, since it would answer the same. */
export const acceptReturn: Decide<'accept-return'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'return-accepted' },
        facts,
        [
          ...finish(state, facts.at, 'decide-return'),
          ...voidClocks(state, facts.at, 'handle', 'sign', 'case'),
          ...voidOrders(state, facts.at),
          openClock(state.deadlines, facts, 'dispatch', facts.policy.stageLimits.dispatch),
        ],
        command,
      ),
    ],
    { type: 'notify', to: { role: 'dispatcher' }, about: 'return-accepted' },
    ...sentTo(state).map((department) => ({ type: 'notify', to: { department }, about: 'return-accepted' }) as const),
  );

export const refuseReturn: Decide<'refuse-return'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'return-refused', reason: command.reason },
        facts,
        finish(state, facts.at, 'decide-return'),
        command,
      ),
    ],
    ...('handling' in state && state.handling
      ? [{ type: 'notify', to: { department: state.handling.department }, about: 'return-refused' } as const]
      : []),
  );
