export {
  addCounts,
  compareRules,
  type DryRunCounts,
  type MovedCase,
  NO_COUNTS,
  type PastCase,
} from './compare-rules.ts';
export { type Decider, deciderOf, explainBriefly } from './decider.ts';
export {
  type Department,
  type DepartmentIndex,
  indexDepartments,
  type TerritorialDepartment,
  type UnitReference,
} from './department.ts';
export { explain, type Language } from './explain.ts';
export type {
  AppliedRule,
  Candidate,
  Conclusion,
  Explanation,
  ExplanationStep,
  UndecidedReason,
  UnitStanding,
} from './explanation.ts';
export { indexRules, type RoutingIndex, type RuleSet } from './index-rules.ts';
export { type Ceiling, measureCeiling } from './learn/ceiling.ts';
export type { LearnCase, LearnQuestion, Named } from './learn/history.ts';
export {
  buildRanking,
  type ForwardCase,
  type ForwardOptions,
  type ForwardResult,
  measureForward,
  type ThresholdResult,
  WARM_UP_CASES,
} from './learn/measure-forward.ts';
export { parseHistory } from './learn/parse-history.ts';
export type { Ranked } from './learn/predictor.ts';
export {
  type ProposalOptions,
  type ProposalOrigin,
  type ProposedRule,
  proposeRules,
  rowOfProposal,
} from './learn/propose-rules.ts';
export { type HistoryShare, type OutcomeCount, shareOfOutcomes } from './learn/share-of-outcomes.ts';
export { bringUnitsTogether, plainUnitName, type UnitNames } from './learn/unit-names.ts';
export { describeFinding, isLintError, type LintFinding, lintRules } from './lint-rules.ts';
export { CLASS_LEVELS, type ClassLevel, RANK_KEYS, type RankKey } from './match-rule.ts';
export { parseDepartments } from './parse-departments.ts';
export { parseRules, RULE_COLUMNS } from './parse-rules.ts';
export {
  type Arbitration,
  COMPONENT_ROLES,
  type ComponentRecord,
  type ComponentRole,
  type Question,
} from './question.ts';
export { type CandidateReason, type RankedCandidate, rankCandidates } from './rank-candidates.ts';
export { type Routing, route } from './route.ts';
export { type DayWindow, PRINCIPLES, type Principle, type Rule } from './rule.ts';
export { csvOfRules, rowOfRule } from './write-rule.ts';
