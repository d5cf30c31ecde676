export { applyChanges } from './apply-changes.ts';
export { coversArea } from './area.ts';
export { CLOCK_RULES, type ClockRule } from './clock-rules.ts';
export type * from './command.ts';
export { AT_WORK, COMMAND_RULES, type CommandRule, EXTENDABLE, type Permit, VOIDABLE } from './command-rules.ts';
export * from './deadline.ts';
export { decide } from './decide.ts';
export { decideReport } from './decide-report.ts';
export { isEnd, REPORT_ROLES, stageOf } from './definition.ts';
export type * from './event.ts';
export { EVENT_STATES } from './event-states.ts';
export { evolve, replay } from './evolve.ts';
export {
  type Exploration,
  type ExploreQuestion,
  exploreAspects,
  exploreWorkflow,
  type Transition,
  WALKS,
  type WalkName,
} from './explore.ts';
export { ASPECTS, type Aspect } from './explore-moves.ts';
export type * from './facts.ts';
export type * from './handling.ts';
export { parsePolicy } from './parse-policy.ts';
export { allowedCommands, departmentOf, isAddressed, openTaskInspector, refusalFor, teamOf } from './permit.ts';
export type * from './policy.ts';
export { explainRefusal, REFUSAL_REASONS, type Refusal, type RefusalReason } from './refusal.ts';
export { SEPARATIONS, type Separation } from './separations.ts';
export * from './state.ts';
export { lightOf, timersOf, worstDeadline } from './timers.ts';
