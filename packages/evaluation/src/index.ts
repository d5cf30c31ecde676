export { type CaseFacts, factsOf, type TimedWork } from './case-facts.ts';
export { COUNT_NAMES, type CountName, type Counts, countCases, type Period, PUBLIC_CHANNELS } from './counts.ts';
export { type Evaluation, type EvaluationSettings, evaluateAreas, evaluateDepartments } from './evaluate.ts';
export { INDICATORS, type Indicator, type IndicatorDefinition, indicatorOf, type SubjectKind } from './indicators.ts';
export {
  checkScore,
  GRADES,
  gradeOf,
  SCORES,
  type Score,
  type ScoreDefinition,
  type ScorePart,
  scoreOf,
} from './score.ts';
