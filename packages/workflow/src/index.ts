export { applyChanges } from './apply-changes.ts';
export { coversArea } from './area.ts';
export type * from './command.ts';
export * from './deadline.ts';
export { decide } from './decide.ts';
export { decideReport } from './decide-report.ts';
export {
  CLOCK_RULES,
  type ClockRule,
  COMMAND_RULES,
  type CommandRule,
  EVENT_STATES,
  type Permit,
  REPORT_ROLES,
  SEPARATIONS,
  type Separation,
  stageOf,
} from './definition.ts';
export type * from './event.ts';
export { evolve, replay } from './evolve.ts';
export { type Exploration, type ExploreQuestion, exploreWorkflow, type Transition } from './explore.ts';
export type * from './facts.ts';
export { parsePolicy } from './parse-policy.ts';
export { allowedCommands, departmentOf, isAddressed, openTaskInspector, refusalFor } from './permit.ts';
export type * from './policy.ts';
export { explainRefusal, REFUSAL_REASONS, type Refusal, type RefusalReason } from './refusal.ts';
export * from './state.ts';
export { lightOf, timersOf, worstDeadline } from './timers.ts';
