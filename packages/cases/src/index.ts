export type { Answer } from './answer.ts';
export * from './case-error.ts';
export { caseExplanation, caseHistory, type EventView, type ExplanationView } from './case-history.ts';
export { caseDeadlines, summarizeCase, type ViewExtras, viewCase } from './case-view.ts';
export type { CommandInput } from './command-input.ts';
export type { Desk } from './desk.ts';
export { findCase, findDeadlines } from './find-case.ts';
export { caseDuplicates, findDuplicates } from './find-duplicates.ts';
export * from './grids/index.ts';
export type { AuditFinding } from './judge-case.ts';
export { type CaseFilter, listCases } from './list-cases.ts';
export { listTasks, type Task } from './list-tasks.ts';
export { type Listed, type Page, readCursor, writeCursor } from './page-cursor.ts';
export {
  drawCensusSample,
  judgeCensus,
  NEEDED_PERCENT,
  planCensus,
  reportCensus,
  type Settled,
  type Settlement,
  settleCensus,
  viewRound,
} from './places/census.ts';
export { describeAddress } from './places/describe-address.ts';
export { type Geocoded, geocode } from './places/geocode.ts';
export { locationText } from './places/location-text.ts';
export {
  type AddressInput,
  alterAddress,
  createAddress,
  endAddress,
  type MayKeep,
} from './places/maintain-address.ts';
export { type NearComponent, nearestComponents } from './places/nearest-components.ts';
export { type NearAddress, reverseGeocode } from './places/reverse-geocode.ts';
export { roadSectionAt, roadSectionNear } from './places/road-section.ts';
export { viewSection } from './places/view-section.ts';
export { type OpenReference, openReference, type ReferenceOptions } from './reference/open-reference.ts';
export { ReferenceMissing, readCalendars } from './reference/read-parts.ts';
export type { GridInfo, Reference } from './reference/reference.ts';
export type { OnDuty, Responsible } from './reference/responsibility.ts';
export { registerReport } from './register-report.ts';
export type { Idempotency, ReporterContact, ReportInput } from './report-input.ts';
export { countRoutes } from './routing/count-routes.ts';
export { findCandidates, rankFor } from './routing/find-candidates.ts';
export {
  approveProposal,
  type ProposalVerdict,
  proposeArbitrated,
  proposeHabits,
  refuseProposal,
} from './routing/propose-rule.ts';
export { findComponentRecord, localTimeOf, questionOfCase } from './routing/question-of-case.ts';
export {
  checkRules,
  cityDate,
  describeRefusal,
  putInForce,
  type RulesChange,
  type RulesImported,
  type RulesRefusal,
  replaceRules,
  rulesRefused,
} from './routing/replace-rules.ts';
export {
  type ClassThere,
  monthOf,
  type TrialPage,
  type TrialPosition,
  type TrialScope,
  tryRules,
} from './routing/try-rules.ts';
export { type CommandGiven, runCommand } from './run-command.ts';
export { runSystemCommands, type SystemOutcome, type SystemWork } from './run-system-commands.ts';
export { deriveKey, type KeyPurpose, readSecret } from './secret.ts';
export { MOST_ACCURACY_M, settlePlace } from './settle-place.ts';
export { editionInForce, settleSubject } from './settle-subject.ts';
export { findUncovered, type UncoveredYear } from './uncovered-years.ts';
export { type AuditReport, NOT_SEEN, verifyAudit } from './verify-audit.ts';
export { canSee, canSeeContact, type Scope, type Seen, scopeOf, seenOf } from './visibility.ts';
export { writeTime } from './write-time.ts';
