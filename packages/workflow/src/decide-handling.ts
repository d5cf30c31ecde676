import { refuse } from '@wanmi/kernel';
import { finish, finishOne, lapseVoid, openClock, openClocks, voidClocks } from './clocks.ts';
import type { Command } from './command.ts';
import { type Decide, decided, eventOf, followUp, personIn, tell } from './decision.ts';
import { isEnd } from './definition.ts';
import type { CaseEvent, Effect } from './event.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import type { HandlingTask } from './handling.ts';
import { handlingClock, stopHandling } from './handling-clocks.ts';
import { departmentOf, isMember, teamOf } from './permit.ts';
import { refusalOf } from './refusal.ts';
import { inspectorOf, taskOf } from './spot-task.ts';
import type { CaseState } from './state.ts';

/** Tells the lead department. */
export const tellDepartment = (state: CaseState, about: CaseEvent['type']): readonly Effect[] => {
  const department = departmentOf(state);
  return department ? [tell({ department }, about)] : [];
};

/** Tells every department at work. */
export const tellTeam = (state: CaseState, about: CaseEvent['type']): readonly Effect[] =>
  [...new Set(teamOf(state))].map((department) => tell({ department }, about));

const tasksOf = (state: CaseState): readonly HandlingTask[] =>
  'handling' in state && state.handling ? state.handling.tasks : [];

/** The part of an assisting department that a command of one of its members means. */
function ownPart(state: CaseState, taskId: string | undefined, { actor }: Facts): HandlingTask | undefined {
  const department = departmentOf(state);
  const parts = tasksOf(state).filter((task) => task.kind === 'assisting' && isMember(actor, task.department, state));
  if (taskId !== undefined) return parts.find((task) => task.taskId === taskId);
  return department !== null && isMember(actor, department, state) ? undefined : parts[0];
}

/** Signs for the work, or for an assisting department's part. The lead's signature starts the assisting clocks. */
export const signCase: Decide<'sign'> = (state, command, facts) => {
  const isLead = state.state === 'dispatched' && isMember(facts.actor, departmentOf(state), state);
  const part = ownPart(state, command.taskId, facts) ?? (isLead ? undefined : unsignedPart(state, facts));
  if (part) {
    if (part.signedBy !== null) return refuse(refusalOf('already-signed'));
    return decided([eventOf({ type: 'case-signed', taskId: part.taskId }, facts, [], command)]);
  }
  if (command.taskId !== undefined) return refuse(refusalOf('no-such-task', { taskId: command.taskId }));
  if (!isLead) return refuse(refusalOf('already-signed'));
  const signed = eventOf({ type: 'case-signed' }, facts, finish(state, facts.at, 'sign'), command);
  return decided([signed, ...startAssisting(evolve(state, signed), facts)]);
};

const unsignedPart = (state: CaseState, { actor }: Facts): HandlingTask | undefined =>
  tasksOf(state).find(
    (task) => task.kind === 'assisting' && task.signedBy === null && isMember(actor, task.department, state),
  );

/** The clocks of the assisting departments start: the lead has signed, or its limit to sign has passed. */
export function startAssisting(state: CaseState, facts: Facts): readonly CaseEvent[] {
  const waiting = tasksOf(state).filter((task) => task.kind === 'assisting' && task.deadlineId === null && !task.done);
  if (waiting.length === 0) return [];
  const limit = handlingClock(state)?.limit ?? facts.policy.defaultHandlingLimit;
  const clocks = openClocks(
    state,
    facts,
    waiting.map((task) => ({ stage: 'assist', limit: task.limit ?? limit })),
  );
  const started = waiting.map(({ taskId }, i) => ({ taskId, deadlineId: clocks[i]?.deadline.id ?? '' }));
  return [followUp({ type: 'assisting-started', started }, facts, clocks)];
}

/** The head names the member or the squad that does the department's part. */
export const assignCase: Decide<'assign'> = (state, command, facts) => {
  const { assignee = null, squad, taskId } = command;
  if (assignee === null && squad === undefined) return refuse(refusalOf('assignee-needed'));
  const part = ownPart(state, taskId, facts);
  if (taskId !== undefined && !part) return refuse(refusalOf('no-such-task', { taskId }));
  const of = { ...(squad === undefined ? {} : { squad }), ...(part ? { taskId: part.taskId } : {}) };
  const department = part?.department ?? departmentOf(state);
  return decided(
    [eventOf({ type: 'case-assigned', assignee, ...of }, facts, [], command)],
    ...(assignee ? [tell({ userId: assignee }, 'case-assigned')] : []),
    ...(assignee === null && department ? [tell({ department }, 'case-assigned')] : []),
  );
};

/** Hands in a step, an assisting department's part, or the whole work once every part of it is done. */
export const submitResult: Decide<'submit-result'> = (state, command, facts) => {
  const result = { outcome: command.outcome, at: facts.at, by: personIn(facts) };
  const isLead = isMember(facts.actor, departmentOf(state), state);
  const part = ownPart(state, command.taskId, facts) ?? ownStep(state, command, isLead);
  if (state.state === 'dispatched' && !isStarted(part)) {
    return refuse(refusalOf('wrong-state', { state: state.state, allowed: ['handling'] }));
  }
  if (part) {
    if (part.done) return refuse(refusalOf('task-done', { taskId: part.taskId }));
    const clocks = finishOne(state, facts.at, part.deadlineId);
    return decided(
      [eventOf({ type: 'task-done', taskId: part.taskId, result }, facts, clocks, command)],
      ...tellDepartment(state, 'task-done'),
    );
  }
  if (command.taskId !== undefined || !isLead) {
    return refuse(refusalOf('no-such-task', { taskId: command.taskId ?? '' }));
  }
  // Only what has a clock is owed: a history may name assisting departments without a part.
  const open = tasksOf(state).filter(({ done, deadlineId }) => done === null && deadlineId !== null);
  if (open.length > 0) return refuse(refusalOf('tasks-open', { tasks: open.map(({ taskId }) => taskId) }));
  return decided(
    [
      eventOf(
        { type: 'result-submitted', result },
        facts,
        [
          ...stopHandling(state, facts),
          ...voidClocks(state, facts.at, 'decide-suspension'),
          openClock(state, facts, 'confirm-feedback'),
        ],
        command,
      ),
    ],
    tell({ role: 'dispatcher' }, 'result-submitted'),
  );
};

/** An assisting part whose clock runs, whether the lead has signed or not. */
const isStarted = (part: HandlingTask | undefined): boolean => part?.kind === 'assisting' && part.deadlineId !== null;

const ownStep = (
  state: CaseState,
  { taskId }: Extract<Command, { type: 'submit-result' }>,
  isLead: boolean,
): HandlingTask | undefined =>
  isLead && taskId !== undefined
    ? tasksOf(state).find((task) => task.kind === 'step' && task.taskId === taskId)
    : undefined;

/**
 * Confirms the department's result; where the city says so the check task goes out in the same act. What outcome B left
 * is carried on by another case.
 */
export const confirmFeedback: Decide<'confirm-feedback'> = (state, command, facts) => {
  const { other } = facts;
  const isPartly = 'result' in state && state.result.outcome === 'B';
  if (isPartly && (other === null || other.caseId === state.id || isEnd(other.state)))
    return refuse(refusalOf('follow-up-needed'));
  const confirmed = eventOf(
    { type: 'feedback-confirmed', ...(isPartly && other ? { followUp: other.caseId } : {}) },
    facts,
    [
      ...finish(state, facts.at, 'confirm-feedback'),
      ...lapseVoid(state, facts.at),
      openClock(state, facts, 'request-check'),
    ],
    command,
  );
  if (!facts.policy.autoRequestCheck) return decided([confirmed], tell({ role: 'acceptor' }, 'feedback-confirmed'));
  const next = evolve(state, confirmed);
  const task = taskOf(null, facts);
  const requested = followUp({ type: 'check-requested', task }, facts, [
    ...finish(next, facts.at, 'request-check'),
    openClock(next, facts, 'check'),
  ]);
  return decided([confirmed, requested], tell(inspectorOf(task), 'check-requested'));
};
