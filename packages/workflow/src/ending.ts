import { CLOCK_RULES } from './clock-rules.ts';
import { finishAll, openClock, openClocks, voidOrdersFor } from './clocks.ts';
import type { Deadline, DeadlineChange, DeadlineStage } from './deadline.ts';
import { tell } from './decision.ts';
import type { Effect, EventType } from './event.ts';
import type { Facts } from './facts.ts';
import type { LimitedStage } from './policy.ts';
import type { CaseState, StateName } from './state.ts';

/** Whether somebody outside waits for an answer: a person, or the system that the report came from. */
const isAnswerOwed = ({ reporter, external }: CaseState): boolean => reporter !== null || external !== null;

/** The clocks at an end: all end but that of the reply, which begins now where it is owed and does not run yet. */
export function endClocks(state: CaseState, facts: Facts, ...more: readonly LimitedStage[]): readonly DeadlineChange[] {
  const stages = [...more, ...(isReplyOpen(state) || !isAnswerOwed(state) ? [] : (['reply'] as const))];
  const wishes = stages.map((stage) => ({ stage, limit: facts.policy.stageLimits[stage] }));
  return [...finishAll(state, facts.at), ...openClocks(state, facts, wishes)];
}

/** The clock of the reply, for an end that owes it later than it ends. */
export const replyClock = (state: CaseState, facts: Facts): readonly DeadlineChange[] =>
  isReplyOpen(state) || !isAnswerOwed(state) ? [] : [openClock(state, facts, 'reply')];

/** What only an end starts. */
const AFTER_END: readonly DeadlineStage[] = ['reply', 'reopen', 'recheck'];

/**
 * The clocks when an end is undone: what followed from it goes unjudged, with its orders, unless it is late already. The
 * answer that is due where the report came from stays due.
 */
export function undoneEnd(state: CaseState, { at }: Facts): readonly DeadlineChange[] {
  const gone = state.deadlines.filter(
    ({ clock, stage, dueAt }) =>
      clock === 'running' && AFTER_END.includes(stage) && !(stage === 'reply' && dueAt === state.external?.replyBy),
  );
  const isLate = ({ stage, dueAt }: Deadline): boolean => at > dueAt && !CLOCK_RULES[stage].waits;
  const timely = gone.filter((clock) => !isLate(clock)).map(({ id }) => id);
  return [
    ...gone.map(({ id }) => ({ op: 'done', id, at, outcome: timely.includes(id) ? 'void' : 'late' }) as const),
    ...voidOrdersFor(state, at, timely),
  ];
}

const isReplyOpen = ({ deadlines }: CaseState): boolean =>
  deadlines.some(({ stage, clock }) => stage === 'reply' && clock === 'running');

/** Tells the one who reported, if that was a signed-in person, and the cases that were merged into this one. */
export function tellEnd(state: CaseState, about: EventType, end: StateName): readonly Effect[] {
  const { registeredBy, followers } = state;
  return [
    ...(registeredBy ? [tell({ userId: registeredBy }, about)] : []),
    ...followers.map(({ caseId }): Effect => ({ type: 'tell-follower', follower: caseId, end })),
  ];
}
