export * as addresses from './addresses.ts';
export * as assignments from './assignments.ts';
export * as audit from './audit.ts';
export { type CaseKey, caseKeyOf } from './case-key.ts';
export * as lists from './case-list.ts';
export type {
  CaseColumns,
  CaseRecord,
  ContentKind,
  ContentRecord,
  EventRecord,
  KeptAnswer,
  WriteOutcome,
} from './case-record.ts';
export * as routes from './case-routes.ts';
export * as cases from './cases.ts';
export * as census from './census.ts';
export * as componentUnits from './component-units.ts';
export * as components from './components.ts';
export { type ConnectOptions, connect } from './connect.ts';
export { describeSchema } from './describe-schema.ts';
export * as events from './events.ts';
export * as gridChanges from './grid-changes.ts';
export * as gridLife from './grid-life.ts';
export * as housekeeping from './housekeeping.ts';
export * as idempotency from './idempotency.ts';
export * as imports from './imports.ts';
export * as live from './live.ts';
export * as mapPoints from './map-points.ts';
export * as media from './media.ts';
export { migrate } from './migrate.ts';
export * as nearCases from './near-cases.ts';
export * as channels from './notice-channels.ts';
export * as deliveries from './notice-deliveries.ts';
export * as notices from './notices.ts';
export * as outbox from './outbox.ts';
export * as places from './places.ts';
export * as recount from './recount.ts';
export * as reference from './reference.ts';
export * as responsibility from './responsibility.ts';
export * as routingLog from './routing-log.ts';
export * as ruleProposals from './rule-proposals.ts';
export * as ruleSets from './rule-sets.ts';
export type { Database } from './schema.ts';
export * as sessions from './sessions.ts';
export * as timers from './timers.ts';
export * as users from './users.ts';
