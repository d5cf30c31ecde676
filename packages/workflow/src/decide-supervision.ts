import { isoOf, refuse } from '@wanmi/kernel';
import { finishOne, openClock } from './clocks.ts';
import type { Deadline } from './deadline.ts';
import { type Decide, decided, eventOf } from './decision.ts';
import type { Effect } from './event.ts';
import type { Facts } from './facts.ts';
import { coversArea, departmentOf, isAddressed } from './permit.ts';
import { refusalOf } from './refusal.ts';
import type { Addressee, CaseState, Role, SupervisionOrder } from './state.ts';

export const addNote: Decide<'add-note'> = (_state, command, facts) =>
  command.note || command.mediaIds?.length
    ? decided([eventOf({ type: 'note-added' }, facts, [], command)])
    : refuse(refusalOf('note-needed'));

export const supervise: Decide<'supervise'> = (state, command, facts) => {
  const by = facts.actor.kind === 'user' ? facts.actor.userId : null;
  const order = orderOf(responsibleFor(state), null, by, facts);
  return decided(
    [
      eventOf(
        { type: 'supervision-ordered', order, reason: command.reason },
        facts,
        [openClock(state.deadlines, facts, 'supervision', facts.policy.stageLimits.supervision)],
        command,
      ),
    ],
    { type: 'notify', to: order.to, about: 'supervision-ordered' },
  );
};

export const answerSupervision: Decide<'answer-supervision'> = (state, command, facts) => {
  const { orderId, answer } = command;
  const at = state.supervisions.findIndex((order) => order.orderId === orderId && order.answeredAt === null);
  const order = state.supervisions[at];
  const mine = order && facts.actor.kind === 'user' && answersFor(order.to, state, facts.actor);
  if (!mine) return refuse(refusalOf('no-such-order', { orderId }));
  return decided(
    [
      eventOf(
        { type: 'supervision-answered', orderId, answer },
        facts,
        finishOne(state, facts.at, `supervision#${at + 1}`),
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
  if (level === 'escalate') {
    const to: Addressee = { role: 'supervisor' };
    return decided([eventOf({ type: 'deadline-escalated', deadlineId, to }, facts)], {
      type: 'notify',
      to,
      about: 'deadline-escalated',
    });
  }
  const changed = eventOf({ type: 'light-changed', deadlineId, light: level }, facts);
  const to = addresseeOf(state, clock);
  const warning: Effect = { type: 'notify', to, about: 'light-changed' };
  if (level === 'yellow' || clock.stage === 'supervision' || clock.stage === 'case') return decided([changed], warning);

  const order = orderOf(to, deadlineId, null, facts);
  const ordered = eventOf({ type: 'supervision-ordered', order, reason: null }, facts, [
    openClock(state.deadlines, facts, 'supervision', facts.policy.stageLimits.supervision),
  ]);
  return decided([changed, ordered], { type: 'notify', to, about: 'supervision-ordered' });
};

const needs = (clock: Deadline, level: 'yellow' | 'red' | 'escalate'): boolean =>
  level === 'yellow'
    ? clock.light === 'green'
    : level === 'red'
      ? clock.light !== 'red'
      : clock.light === 'red' && !clock.escalated;

const orderOf = (
  to: Addressee,
  deadlineId: string | null,
  by: SupervisionOrder['by'],
  facts: Facts,
): SupervisionOrder => ({
  orderId: facts.newId(),
  orderedAt: facts.at,
  by,
  deadlineId,
  to,
  answeredAt: null,
});

const STAGE_ROLES: Readonly<Partial<Record<Deadline['stage'], Role>>> = {
  accept: 'acceptor',
  file: 'leader',
  dispatch: 'dispatcher',
  'confirm-feedback': 'dispatcher',
  'request-check': 'acceptor',
  close: 'leader',
  case: 'leader',
};

/** Who answers for a clock: the department, the inspector of the task, or the post whose stage it is. */
export function addresseeOf(state: CaseState, { stage, id }: Deadline): Addressee {
  if (stage === 'handle' || stage === 'sign') {
    const department = departmentOf(state);
    return department ? { department } : { role: 'dispatcher' };
  }
  if (stage === 'verify' || stage === 'check') {
    if (!('task' in state) || state.task.status === 'returned') return { role: 'acceptor' };
    return state.task.inspector ? { userId: state.task.inspector } : { role: 'inspector' };
  }
  if (stage === 'decide-return') {
    const proposed = 'returnRequest' in state && state.returnRequest?.proposedBy;
    return { role: proposed ? 'leader' : 'dispatcher' };
  }
  if (stage === 'supervision') {
    const order = state.supervisions[Number(id.slice(id.indexOf('#') + 1)) - 1];
    return order?.to ?? { role: 'supervisor' };
  }
  return { role: STAGE_ROLES[stage] ?? 'leader' };
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
