import { accept, type Instant, isoOf, refuse } from '@wanmi/kernel';
import { coversArea } from './area.ts';
import { CLOCK_RULES } from './clock-rules.ts';
import { finish, finishOne, openOrderClock, voidOrdersFor } from './clocks.ts';
import type { Deadline, TimerLevel } from './deadline.ts';
import { startAssisting } from './decide-handling.ts';
import { resumed } from './decide-requests.ts';
import { type Decide, decided, eventOf, followUp, tell } from './decision.ts';
import type { Decision } from './event.ts';
import type { Facts } from './facts.ts';
import { departmentOf, isAddressed } from './permit.ts';
import { recountedClocks } from './recount.ts';
import { notPermitted, refusalOf } from './refusal.ts';
import type { Addressee, CaseState, SupervisionOrder } from './state.ts';

export const addNote: Decide<'add-note'> = (_state, command, facts) =>
  command.note || command.mediaIds?.length
    ? decided([eventOf({ type: 'note-added' }, facts, [], command)])
    : refuse(refusalOf('note-needed'));

export const supervise: Decide<'supervise'> = (state, command, facts) => {
  const by = facts.actor.kind === 'user' ? facts.actor.userId : null;
  const { order, clock } = orderTo(state, responsibleFor(state), { by, deadlineId: null }, facts);
  return decided([eventOf({ type: 'supervision-ordered', order, reason: command.reason }, facts, [clock], command)], {
    type: 'notify',
    to: order.to,
    about: 'supervision-ordered',
  });
};

export const answerSupervision: Decide<'answer-supervision'> = (state, command, facts) => {
  const { orderId, answer } = command;
  const order = state.supervisions.find((one) => one.orderId === orderId && one.answeredAt === null);
  if (!order) return refuse(refusalOf('no-such-order', { orderId }));
  if (facts.actor.kind !== 'user' || !answersFor(order.to, state, facts.actor)) {
    return refuse(notPermitted('other-addressee'));
  }
  return decided(
    [
      eventOf(
        { type: 'supervision-answered', orderId, answer },
        facts,
        finishOne(state, facts.at, order.clockId),
        command,
      ),
    ],
    { type: 'notify', to: order.by ? { userId: order.by } : { role: 'supervisor' }, about: 'supervision-answered' },
  );
};

const answersFor = (to: Addressee, state: CaseState, actor: Facts['actor'] & { kind: 'user' }): boolean =>
  isAddressed(
    to,
    actor.userId,
    actor.posts.filter((post) => coversArea(post, state.place.areaCode)),
  );

/**
 * A clock has reached a level: the light changes, red brings a supervision order, each further level tells the one whom
 * the ladder names. What only waited comes to its date.
 */
export const fireTimer: Decide<'fire-timer'> = (state, command, facts) => {
  const { deadlineId, level } = command;
  const clock = state.deadlines.find(({ id }) => id === deadlineId);
  if (clock?.clock !== 'running' || !needs(clock, level)) {
    return refuse(refusalOf('timer-stale', { deadlineId, level }));
  }
  const fireAt = instantOfLevel(clock, level);
  const isReached = level === 'yellow' || level === 'due' ? facts.at >= fireAt : facts.at > fireAt;
  if (!isReached) return refuse(refusalOf('timer-early', { deadlineId, level, fireAt: isoOf(fireAt) }));
  if (level === 'due') return dateCome(state, clock, facts);
  if (level === 'yellow' || level === 'red') return accept(turned(state, clock, level, facts));
  // The timers of one outage come in any order: a level of a clock that is not red yet makes it red first.
  const before = clock.light === 'red' ? { events: [], effects: [] } : turned(state, clock, 'red', facts);
  const told = clock.rungs.slice(clock.reached, rungOf(level)).map(({ to }): Addressee => ({ role: to }));
  return decided(
    [...before.events, ...told.map((to) => eventOf({ type: 'deadline-escalated', deadlineId, to }, facts))],
    ...before.effects,
    ...told.map((to) => tell(to, 'deadline-escalated')),
  );
};

/** The number of a level of the ladder, from 1. */
const rungOf = (level: TimerLevel): number => Number(level.split('-')[1]);

function instantOfLevel({ yellowAt, dueAt, rungs }: Deadline, level: TimerLevel): Instant {
  if (level === 'yellow') return yellowAt;
  if (level === 'red' || level === 'due') return dueAt;
  return rungs[rungOf(level) - 1]?.at ?? dueAt;
}

function needs({ stage, light, rungs, reached }: Deadline, level: TimerLevel): boolean {
  const { waits } = CLOCK_RULES[stage];
  if (level === 'due' || waits) return level === 'due' && waits;
  if (level === 'yellow') return light === 'green';
  if (level === 'red') return light !== 'red';
  return rungOf(level) > reached && rungOf(level) <= rungs.length;
}

/** The end of a clock that only waits: a suspension is over, or the time in which a case may be opened again. */
function dateCome(state: CaseState, { stage }: Deadline, facts: Facts): ReturnType<typeof decided> {
  if (stage === 'suspension') {
    const { event, effects } = resumed(state, facts, true);
    return decided([event], ...effects);
  }
  return decided([followUp({ type: 'reopening-ended' }, facts, finish(state, facts.at, stage))]);
}

/** The light of a clock changes: whoever answers for it is told, and red orders supervision. */
function turned(state: CaseState, clock: Deadline, light: 'yellow' | 'red', facts: Facts): Decision {
  const to = addresseeOf(state, clock);
  const changed = eventOf({ type: 'light-changed', deadlineId: clock.id, light }, facts);
  if (light === 'yellow' || !CLOCK_RULES[clock.stage].orders) {
    return { events: [changed], effects: [tell(to, 'light-changed')] };
  }
  const given = orderTo(state, to, { by: null, deadlineId: clock.id }, facts);
  const ordered = eventOf({ type: 'supervision-ordered', order: given.order, reason: null }, facts, [given.clock]);
  const effects = [tell(to, 'supervision-ordered')];
  // A late task on the spot can be sent to somebody else from now on.
  if ('task' in state && state.task.status === 'open' && CLOCK_RULES[clock.stage].answers === 'spot') {
    effects.push(tell({ role: 'acceptor' }, 'light-changed'));
  }
  // The assisting departments wait for the lead's signature no longer than its limit.
  const started = clock.stage === 'sign' ? startAssisting(state, facts) : [];
  return { events: [changed, ordered, ...started], effects };
}

function orderTo(
  state: CaseState,
  to: Addressee,
  origin: Pick<SupervisionOrder, 'by' | 'deadlineId'>,
  facts: Facts,
): { readonly order: SupervisionOrder; readonly clock: ReturnType<typeof openOrderClock> } {
  const clock = openOrderClock(state, facts, to);
  const order = { orderId: facts.newId(), clockId: clock.deadline.id, orderedAt: facts.at, ...origin };
  return { order: { ...order, to, answeredAt: null }, clock };
}

/** Who answers for a clock: the department, the inspector of the task, or the post whose stage it is. */
function addresseeOf(state: CaseState, { stage, id }: Deadline): Addressee {
  const { answers } = CLOCK_RULES[stage];
  switch (answers) {
    case 'department': {
      const department = departmentOf(state);
      return department ? { department } : { role: 'dispatcher' };
    }
    case 'task': {
      const tasks = 'handling' in state && state.handling ? state.handling.tasks : [];
      const task = tasks.find(({ deadlineId }) => deadlineId === id);
      return task ? { department: task.department } : { role: 'dispatcher' };
    }
    case 'request':
      return decidesRequest(state);
    case 'spot':
      if (!('task' in state) || state.task.status === 'returned') return { role: 'acceptor' };
      return state.task.inspector ? { userId: state.task.inspector } : { role: 'inspector' };
    case 'return': {
      const proposed = 'returnRequest' in state && state.returnRequest?.proposedBy;
      return { role: proposed ? 'leader' : 'dispatcher' };
    }
    case 'order':
      return state.supervisions.find(({ clockId }) => clockId === id)?.to ?? { role: 'supervisor' };
    default:
      return { role: answers };
  }
}

/** Whose turn it is on a request for more time or a suspension. */
function decidesRequest(state: CaseState): Addressee {
  const work = 'handling' in state ? state.handling : null;
  const request = work?.extension ?? work?.suspension;
  if (work && request?.endorsedBy === null) return { department: work.department };
  if (work?.extension?.approvedBy || work?.suspension?.approvedAs === 'dispatcher') return { role: 'leader' };
  return { role: 'dispatcher' };
}

/** Who is answerable for a case as it stands: the addressee of its first running clock. */
function responsibleFor(state: CaseState): Addressee {
  const running = state.deadlines.filter(
    ({ clock, stage }) => clock === 'running' && stage !== 'case' && stage !== 'supervision' && stage !== 'reply',
  );
  const first = running.reduce<Deadline | undefined>(
    (best, one) => (best && best.dueAt <= one.dueAt ? best : one),
    undefined,
  );
  return first ? addresseeOf(state, first) : { role: 'leader' };
}

/** The calendars have changed: every open deadline is counted anew, and orders that were not due are withdrawn. */
export const recountDeadlines: Decide<'recount-deadlines'> = (state, _command, facts) => {
  const moves = recountedClocks(state, facts);
  if (moves.length === 0) return refuse(refusalOf('nothing-to-recount'));
  const timely = moves.filter(({ light }) => light !== 'red').map(({ id }) => id);
  return decided([
    eventOf({ type: 'deadlines-recounted' }, facts, [...moves, ...voidOrdersFor(state, facts.at, timely)]),
  ]);
};
