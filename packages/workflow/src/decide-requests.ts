import type { Instant, UserId } from '@wanmi/kernel';
import { refuse } from '@wanmi/kernel';
import { countLimit, finish, openClock, openUntil, voidOrdersFor } from './clocks.ts';
import type { Deadline, DeadlineChange } from './deadline.ts';
import { type Decide, decided, eventOf, followUp, personIn, tell } from './decision.ts';
import type { Facts } from './facts.ts';
import type { ExtensionRequest, Handling, SuspensionRequest } from './handling.ts';
import { extendHandling, handlingClock, resumeSuspended, suspendClocks } from './handling-clocks.ts';
import { departmentOf, hasRole } from './permit.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { CaseState } from './state.ts';

/** A head who asks needs no other head's word. */
const endorserOf = (state: CaseState, facts: Facts): UserId | null => {
  const department = departmentOf(state);
  return hasRole(facts.actor, 'head', state, department) ? personIn(facts) : null;
};

const workOf = (state: CaseState): Handling | null => ('handling' in state ? state.handling : null);

function tellNext(endorsed: boolean, state: CaseState, about: 'extension-requested' | 'suspension-requested') {
  const department = departmentOf(state);
  return endorsed || department === null ? tell({ role: 'dispatcher' }, about) : tell({ department }, about);
}

/** Asks for more time. Not once the clock is overdue; what is asked in time is judged as of the asking. */
export const requestExtension: Decide<'request-extension'> = (state, command, facts) => {
  const clock = handlingClock(state);
  if (!clock) return refuse(refusalOf('no-handling-clock'));
  if (isOverdue(clock, facts.at)) return refuse(refusalOf('overdue', { deadlineId: clock.id }));
  const { value, unit } = clock.limit;
  const amount = command.amount ?? value;
  if (!(amount > 0 && amount <= value) || (unit === 'working_day' && !Number.isInteger(amount))) {
    return refuse(refusalOf('amount-range', { amount, most: value, unit }));
  }
  const request: ExtensionRequest = {
    ...{ by: personIn(facts), at: facts.at, amount: { value: amount, unit }, reason: command.reason },
    endorsedBy: endorserOf(state, facts),
    approvedBy: null,
  };
  return decided(
    [eventOf({ type: 'extension-requested', request }, facts, [openClock(state, facts, 'decide-extension')], command)],
    tellNext(request.endorsedBy !== null, state, 'extension-requested'),
  );
};

const isOverdue = (clock: Deadline, at: Instant): boolean => clock.light === 'red' || at > clock.dueAt;

/** The head supports what a member of the department asks. */
export const endorse: Decide<'endorse'> = (state, command, facts) => {
  const work = workOf(state);
  const type = work?.extension?.endorsedBy === null ? 'extension-supported' : 'suspension-supported';
  return decided([eventOf({ type, power: 'head' }, facts, [], command)], tell({ role: 'dispatcher' }, type));
};

/** The dispatcher grants more time; from a number that the policy names on the shift leader must agree too. */
export const approveExtension: Decide<'approve-extension'> = (state, command, facts) => {
  const request = workOf(state)?.extension;
  if (!request) return refuse(refusalOf('no-request'));
  const needsLeader = state.counts.extensions + 1 >= facts.policy.leaderFromExtension;
  const wrong = wrongTurn(state, request, facts, needsLeader);
  if (wrong) return refuse(wrong);
  if (needsLeader && request.approvedBy === null) {
    return decided(
      [eventOf({ type: 'extension-supported', power: 'dispatcher' }, facts, [], command)],
      tell({ role: 'leader' }, 'extension-supported'),
    );
  }
  const moves = extendHandling(state, facts, { by: request.amount, askedAt: request.at });
  return decided(
    [
      eventOf(
        { type: 'extension-granted' },
        facts,
        [...finish(state, facts.at, 'decide-extension'), ...moves, ...ordersNoLongerDue(state, moves, facts)],
        command,
      ),
    ],
    ...tellDepartment(state, 'extension-granted'),
  );
};

/** The dispatcher speaks first, then the shift leader where he must; never the same person twice. */
function wrongTurn(
  state: CaseState,
  request: ExtensionRequest,
  facts: Facts,
  needsLeader: boolean,
): Refusal | undefined {
  const { approvedBy } = request;
  if (approvedBy !== null && approvedBy === personIn(facts)) return refusalOf('agreed-already');
  const turn = needsLeader && approvedBy !== null ? 'leader' : 'dispatcher';
  return hasRole(facts.actor, turn, state) ? undefined : refusalOf('other-turn', { role: turn });
}

/** Orders for clocks that more time has made timely again. */
function ordersNoLongerDue(
  state: CaseState,
  moves: readonly DeadlineChange[],
  { at }: Facts,
): readonly DeadlineChange[] {
  const ids = moves.flatMap((move) => (move.op === 'move' && move.light !== 'red' ? [move.id] : []));
  return voidOrdersFor(state, at, ids);
}

export const refuseExtension: Decide<'refuse-extension'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'extension-refused', reason: command.reason },
        facts,
        finish(state, facts.at, 'decide-extension'),
        command,
      ),
    ],
    ...tellDepartment(state, 'extension-refused'),
  );

function tellDepartment(
  state: CaseState,
  about: 'extension-granted' | 'extension-refused' | 'case-suspended' | 'suspension-refused' | 'case-resumed',
) {
  const department = departmentOf(state);
  return department ? [tell({ department }, about)] : [];
}

/** Asks to put the work off until a date. Not once the clock is overdue. */
export const requestSuspension: Decide<'request-suspension'> = (state, command, facts) => {
  const clock = handlingClock(state);
  if (!clock) return refuse(refusalOf('no-handling-clock'));
  if (isOverdue(clock, facts.at)) return refuse(refusalOf('overdue', { deadlineId: clock.id }));
  const { until, reason } = command;
  const { longestSuspension } = facts.policy;
  if (until <= facts.at || until > countLimit(facts, 'city', facts.at, longestSuspension).due) {
    return refuse(untilRange(facts));
  }
  const request: SuspensionRequest = {
    ...{ by: personIn(facts), at: facts.at, until, reason },
    endorsedBy: endorserOf(state, facts),
    approvedBy: null,
    approvedAs: null,
  };
  return decided(
    [
      eventOf(
        { type: 'suspension-requested', request },
        facts,
        [openClock(state, facts, 'decide-suspension')],
        command,
      ),
    ],
    tellNext(request.endorsedBy !== null, state, 'suspension-requested'),
  );
};

const untilRange = ({ policy: { longestSuspension } }: Facts): Refusal =>
  refusalOf('until-range', { most: longestSuspension.value, unit: longestSuspension.unit });

/** Dispatcher and shift leader both agree, in any order; then the clocks stand still as of the asking. */
export const approveSuspension: Decide<'approve-suspension'> = (state, command, facts) => {
  const request = workOf(state)?.suspension;
  if (!request) return refuse(refusalOf('no-request'));
  const { approvedBy, approvedAs, until, at: askedAt } = request;
  const power = approvedAs === 'dispatcher' || !hasRole(facts.actor, 'dispatcher', state) ? 'leader' : 'dispatcher';
  if (approvedBy === null) {
    return decided(
      [eventOf({ type: 'suspension-supported', power }, facts, [], command)],
      tell({ role: power === 'dispatcher' ? 'leader' : 'dispatcher' }, 'suspension-supported'),
    );
  }
  if (approvedBy === personIn(facts)) return refuse(refusalOf('agreed-already'));
  if (power === approvedAs || !hasRole(facts.actor, power, state)) {
    return refuse(refusalOf('other-turn', { role: approvedAs === 'dispatcher' ? 'leader' : 'dispatcher' }));
  }
  if (until <= facts.at) return refuse(untilRange(facts));
  return decided(
    [eventOf({ type: 'case-suspended', until }, facts, clocksAtSuspension(state, facts, { askedAt, until }), command)],
    ...tellDepartment(state, 'case-suspended'),
  );
};

function clocksAtSuspension(
  state: CaseState,
  facts: Facts,
  { askedAt, until }: { readonly askedAt: Instant; readonly until: Instant },
): readonly DeadlineChange[] {
  const stops = suspendClocks(state, facts, askedAt);
  const timely = stops.flatMap((stop) => (stop.op === 'stop' && !wasLate(state, stop) ? [stop.id] : []));
  return [
    ...finish(state, facts.at, 'decide-suspension'),
    ...stops,
    ...voidOrdersFor(state, facts.at, timely),
    openUntil(state, facts, 'suspension', until),
  ];
}

/** Late already when it was asked for: its order stays. */
const wasLate = ({ deadlines }: CaseState, { id, at }: { readonly id: string; readonly at: Instant }): boolean =>
  deadlines.some((clock) => clock.id === id && at > clock.dueAt);

export const refuseSuspension: Decide<'refuse-suspension'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'suspension-refused', reason: command.reason },
        facts,
        finish(state, facts.at, 'decide-suspension'),
        command,
      ),
    ],
    ...tellDepartment(state, 'suspension-refused'),
  );

/** The work goes on: by the dispatcher, or by itself on its date. */
export function resumed(state: CaseState, facts: Facts, bySystem = false) {
  const clocks = [...finish(state, facts.at, 'suspension'), ...resumeSuspended(state, facts)];
  const build = bySystem ? followUp : eventOf;
  return { event: build({ type: 'case-resumed' }, facts, clocks), effects: tellDepartment(state, 'case-resumed') };
}

export const resumeCase: Decide<'resume'> = (state, command, facts) => {
  const { event, effects } = resumed(state, facts);
  return decided([{ ...event, note: command.note ?? null, mediaIds: command.mediaIds ?? [] }], ...effects);
};
