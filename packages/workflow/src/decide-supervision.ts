import { accept, isoOf, refuse } from '@wanmi/kernel';
import { coversArea } from './area.ts';
import { finishOne, openOrderClock } from './clocks.ts';
import type { Deadline } from './deadline.ts';
import { type Decide, decided, eventOf } from './decision.ts';
import { CLOCK_RULES, ESCALATION_ROLE } from './definition.ts';
import type { Decision, Effect, EventType } from './event.ts';
import type { Facts } from './facts.ts';
import { departmentOf, isAddressed } from './permit.ts';
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

/** A clock has reached a level: the light changes, red brings a supervision order, the next level goes to the supervisor. */
export const fireTimer: Decide<'fire-timer'> = (state, command, facts) => {
  const { deadlineId, level } = command;
  const clock = state.deadlines.find(({ id }) => id === deadlineId);
  if (clock?.clock !== 'running' || !needs(clock, level)) {
    return refuse(refusalOf('timer-stale', { deadlineId, level }));
  }
  const reached = {
    yellow: facts.at >= clock.yellowAt,
    red: facts.at > clock.dueAt,
    escalate: facts.at > clock.escalateAt,
  };
  if (!reached[level]) {
    const fireAt = { yellow: clock.yellowAt, red: clock.dueAt, escalate: clock.escalateAt }[level];
    return refuse(refusalOf('timer-early', { deadlineId, level, fireAt: isoOf(fireAt) }));
  }
  if (level !== 'escalate') return accept(turned(state, clock, level, facts));
  // The timers of one outage come in any order: the next level of a clock that is not red yet makes it red first.
  const before = clock.light === 'red' ? { events: [], effects: [] } : turned(state, clock, 'red', facts);
  const to: Addressee = { role: ESCALATION_ROLE };
  return decided(
    [...before.events, eventOf({ type: 'deadline-escalated', deadlineId, to }, facts)],
    ...before.effects,
    { type: 'notify', to, about: 'deadline-escalated' },
  );
};

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
  return { events: [changed, ordered], effects };
}

const tell = (to: Addressee, about: EventType): Effect => ({ type: 'notify', to, about });

const needs = (clock: Deadline, level: 'yellow' | 'red' | 'escalate'): boolean =>
  level === 'yellow' ? clock.light === 'green' : level === 'red' ? clock.light !== 'red' : !clock.escalated;

function orderTo(
  state: CaseState,
  to: Addressee,
  origin: Pick<SupervisionOrder, 'by' | 'deadlineId'>,
  facts: Facts,
): { readonly order: SupervisionOrder; readonly clock: ReturnType<typeof openOrderClock> } {
  const clock = openOrderClock(state.deadlines, facts, to);
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
    case 'spot':
      if (!('task' in state) || state.task.status === 'returned') return { role: 'acceptor' };
      return state.task.inspector ? { userId: state.task.inspector } : { role: 'inspector' };
    case 'return': {
      const proposed = 'returnRequest' in state && state.returnRequest?.proposedBy;
      return { role: proposed ? 'leader' : 'dispatcher' };
    }
    case 'order':
      return state.supervisions.find(({ clockId }) => clockId === id)?.to ?? { role: ESCALATION_ROLE };
    default:
      return { role: answers };
  }
}

/** Who is answerable for a case as it stands: the addressee of its first running clock. */
function responsibleFor(state: CaseState): Addressee {
  const running = state.deadlines.filter(
    ({ clock, stage }) => clock === 'running' && stage !== 'case' && stage !== 'supervision',
  );
  const first = running.reduce<Deadline | undefined>(
    (best, one) => (best && best.dueAt <= one.dueAt ? best : one),
    undefined,
  );
  return first ? addresseeOf(state, first) : { role: 'leader' };
}
