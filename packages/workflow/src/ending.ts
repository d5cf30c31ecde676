import { finishAll, openClock, openClocks } from './clocks.ts';
import type { DeadlineChange } from './deadline.ts';
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
