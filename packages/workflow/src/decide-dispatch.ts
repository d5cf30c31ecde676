import { type DepartmentCode, refuse } from '@wanmi/kernel';
import {
  countLimit,
  finish,
  type Opening,
  openCaseClock,
  openClock,
  openClockBy,
  openClocks,
  voidClocks,
  voidOrders,
  WORK_STAGES,
} from './clocks.ts';
import type { Assisting } from './command.ts';
import type { DeadlineChange } from './deadline.ts';
import { type Decide, decided, eventOf, followUp, personIn, tell } from './decision.ts';
import type { CaseEvent, Effect } from './event.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import type { HandlingTask, ReturnRequest } from './handling.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { CaseState } from './state.ts';

export const dispatchCase: Decide<'dispatch'> = (state, command, facts) => {
  const settled = state.arbitration?.decidedBy ? state.arbitration.department : null;
  const bySystem = facts.actor.kind === 'system';
  if (settled && !bySystem && command.department !== settled) {
    return refuse(refusalOf('arbitrated', { department: settled }));
  }
  const department = settled ?? command.department;
  const assisting = (command.assisting ?? []).filter((one) => one.department !== settled);
  const bad = badDepartments([department, ...assisting.map((one) => one.department)], facts);
  if (bad) return refuse(bad);
  const { events, effects } = sendTo(state, { department, assisting }, facts);
  const [first, ...rest] = events;
  const explanation = settled ? null : (command.explanation ?? null);
  return decided(
    [{ ...first, explanation, note: command.note ?? null, mediaIds: command.mediaIds ?? [] }, ...rest],
    ...effects,
    ...(command.told ?? []).filter(facts.isDepartment).map((code) => tell({ department: code }, 'case-dispatched')),
  );
};

function badDepartments(named: readonly DepartmentCode[], facts: Facts): Refusal | undefined {
  const unknown = named.find((code) => !facts.isDepartment(code));
  if (unknown) return refusalOf('unknown-department', { department: unknown });
  const twice = named.find((code, i) => named.indexOf(code) !== i);
  return twice ? refusalOf('same-department', { department: twice }) : undefined;
}

type Target = { readonly department: DepartmentCode; readonly assisting: readonly Assisting[] };
type Dispatched = CaseEvent & { readonly type: 'case-dispatched' };

/** Sends a filed case to its departments: the lead's clocks and those of a staged limit start, the assisting ones wait. */
function sendTo(
  state: CaseState,
  { department, assisting }: Target,
  facts: Facts,
): { readonly events: readonly [Dispatched, ...CaseEvent[]]; readonly effects: readonly Effect[] } {
  const limit = facts.steps.at(-1)?.limit ?? facts.handlingLimit ?? facts.policy.defaultHandlingLimit;
  const handle = openClockBy(state, facts, { stage: 'handle', limit });
  const steps = openClocks(
    state,
    facts,
    facts.steps.map((step) => ({ stage: 'step', limit: step.limit })),
  );
  const tasks = [...assisting.map((one, i) => assistTask(one, i)), ...stepTasks(department, steps, facts)];
  const part = { type: 'case-dispatched', department, assisting: assisting.map((one) => one.department) } as const;
  const event = eventOf({ ...part, deadlineId: handle.deadline.id, explanation: null, tasks }, facts, [
    ...finish(state, facts.at, 'dispatch', 'arbitrate'),
    handle,
    openClock(state, facts, 'sign'),
    ...steps,
    ...openCaseClock(state, facts, handle.deadline),
  ]);
  const named = [department, ...part.assisting];
  // as: the part above is that of a dispatch
  return { events: [event as Dispatched], effects: named.map((code) => tell({ department: code }, 'case-dispatched')) };
}

const newTask = { deadlineId: null, signedBy: null, assignee: null, done: null } as const;

const assistTask = ({ department, limit }: Assisting, index: number): HandlingTask => ({
  ...newTask,
  ...{ taskId: `assist-${index + 1}`, kind: 'assisting', department, name: null, limit: limit ?? null },
});

const stepTasks = (department: DepartmentCode, clocks: readonly Opening[], { steps }: Facts): readonly HandlingTask[] =>
  steps.map(({ name, limit }, i) => ({
    ...newTask,
    ...{ taskId: `step-${i + 1}`, kind: 'step', department, name, limit },
    deadlineId: clocks[i]?.deadline.id ?? null,
  }));

export const leaveUnrouted: Decide<'leave-unrouted'> = (_state, command, facts) =>
  decided(
    [eventOf({ type: 'routing-undecided', explanation: command.explanation }, facts, [], command)],
    tell({ role: 'dispatcher' }, 'routing-undecided'),
  );

export const requestReturn: Decide<'return'> = (state, command, facts) => {
  if (!('handling' in state) || state.handling === null) return refuse(refusalOf('no-return'));
  const { suggested = null } = command;
  if (suggested !== null && !facts.isDepartment(suggested)) {
    return refuse(refusalOf('unknown-department', { department: suggested }));
  }
  const { policy, at } = facts;
  const windowEnd = countLimit(facts, 'city', state.handling.dispatchedAt, policy.returnWindow).due;
  const request: ReturnRequest = {
    ...{ by: personIn(facts), at, reason: command.reason, suggested },
    late: at > windowEnd,
    proposedBy: null,
  };
  return decided(
    [eventOf({ type: 'return-requested', request }, facts, [openClock(state, facts, 'decide-return')], command)],
    tell({ role: 'dispatcher' }, 'return-requested'),
    ...(suggested === null ? [] : [tell({ department: suggested }, 'return-requested')]),
  );
};

export const proposeReturn: Decide<'propose-return'> = (_state, command, facts) =>
  decided([eventOf({ type: 'return-proposed' }, facts, [], command)], tell({ role: 'leader' }, 'return-proposed'));

/** The departments at work. */
const sentTo = (state: CaseState): readonly DepartmentCode[] =>
  'handling' in state && state.handling
    ? [...new Set([state.handling.department, ...state.handling.tasks.map(({ department }) => department)])]
    : [];

/** What ends when the work is taken from its departments. */
const takenAway = (state: CaseState, facts: Facts): readonly DeadlineChange[] => [
  ...voidClocks(state, facts.at, ...WORK_STAGES),
  ...voidOrders(state, facts.at, sentTo(state)),
];

/**
 * The case goes back to the dispatcher; the router is not asked again, since it would answer the same. After so many
 * returns a supervisor decides.
 */
export const acceptReturn: Decide<'accept-return'> = (state, command, facts) => {
  const toSupervisor = state.counts.returns + 1 >= facts.policy.arbitrationAfter;
  const accepted = eventOf(
    { type: 'return-accepted' },
    facts,
    [
      ...finish(state, facts.at, 'decide-return'),
      ...takenAway(state, facts),
      ...(toSupervisor ? [] : [openClock(state, facts, 'dispatch')]),
    ],
    command,
  );
  const told = sentTo(state).map((department) => tell({ department }, 'return-accepted'));
  if (!toSupervisor) return decided([accepted], tell({ role: 'dispatcher' }, 'return-accepted'), ...told);
  const next = evolve(state, accepted);
  const asked = followUp({ type: 'arbitration-requested', reason: null }, facts, [openClock(next, facts, 'arbitrate')]);
  return decided([accepted, asked], tell({ role: 'supervisor' }, 'arbitration-requested'), ...told);
};

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
    ...sentTo(state)
      .slice(0, 1)
      .map((department) => tell({ department }, 'return-refused')),
  );

export const requestArbitration: Decide<'request-arbitration'> = (state, command, facts) =>
  decided(
    [
      eventOf(
        { type: 'arbitration-requested', reason: command.reason },
        facts,
        [...finish(state, facts.at, 'dispatch'), openClock(state, facts, 'arbitrate')],
        command,
      ),
    ],
    tell({ role: 'supervisor' }, 'arbitration-requested'),
  );

/** A supervisor settles whose the case is. It binds above every rule, and becomes a proposed one. */
export const arbitrate: Decide<'arbitrate'> = (state, command, facts) => {
  const { department, reason } = command;
  const bad = badDepartments([department], facts);
  if (bad) return refuse(bad);
  const [lead, ...others] = sentTo(state);
  const kept = lead === department;
  const settled = finish(state, facts.at, 'decide-return', 'arbitrate');
  const taken = kept ? [] : takenAway(state, facts);
  const event = eventOf({ type: 'case-arbitrated', department, reason, kept }, facts, [...settled, ...taken], command);
  const proposal: Effect = { type: 'propose-rule', department };
  if (kept) return decided([event], proposal, tell({ department }, 'case-arbitrated'));
  const sent = sendTo(evolve(state, event), { department, assisting: [] }, facts);
  const told = [...(lead ? [lead] : []), ...others].map((code) => tell({ department: code }, 'case-arbitrated'));
  return decided([event, ...sent.events], proposal, ...told, ...sent.effects);
};

/** An assisting department is not needed after all. */
export const releaseAssisting: Decide<'release-assisting'> = (state, command, facts) => {
  const { department, reason } = command;
  const tasks = 'handling' in state && state.handling ? state.handling.tasks : [];
  const task = tasks.find((one) => one.kind === 'assisting' && one.department === department && one.done === null);
  if (!task) return refuse(refusalOf('not-assisting', { department }));
  const clocks: readonly DeadlineChange[] = [
    ...(task.deadlineId ? [{ op: 'done', id: task.deadlineId, at: facts.at, outcome: 'void' } as const] : []),
    ...voidOrders(state, facts.at, [department]),
  ];
  return decided(
    [eventOf({ type: 'assisting-released', department, reason }, facts, clocks, command)],
    tell({ department }, 'assisting-released'),
  );
};
