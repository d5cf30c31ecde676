import type { Channel } from '@wanmi/workflow';
import type { CaseFacts } from './case-facts.ts';
import { type Counts, countCases, type Period, PUBLIC_CHANNELS } from './counts.ts';
import { INDICATORS, type Indicator, type IndicatorDefinition, indicatorOf, type SubjectKind } from './indicators.ts';

/** How an evaluation counts: its period, and the city's own lists. */
export type EvaluationSettings = {
  readonly period: Period;
  readonly definitions?: readonly IndicatorDefinition[];
  readonly publicChannels?: readonly Channel[];
};

/** One line of a sheet: an area or department with its counts and indicators. */
export type Evaluation = {
  readonly kind: SubjectKind;
  /** Area code or department code. */
  readonly code: string;
  readonly counts: Counts;
  readonly indicators: readonly Indicator[];
};

/** One line for each of the areas: a case counts for every area whose code is a prefix of its own. */
export const evaluateAreas = (
  cases: readonly CaseFacts[],
  areaCodes: readonly string[],
  settings: EvaluationSettings,
): readonly Evaluation[] =>
  areaCodes.map((code) =>
    evaluate(
      'area',
      code,
      cases.filter(({ areaCode }) => areaCode.startsWith(code)),
      settings,
    ),
  );

/** One line for each of the departments: a case counts for the one at work last. */
export function evaluateDepartments(
  cases: readonly CaseFacts[],
  departmentCodes: readonly string[],
  settings: EvaluationSettings,
): readonly Evaluation[] {
  const byDepartment = Map.groupBy(cases, ({ department }): string => department ?? '');
  return departmentCodes.map((code) => evaluate('department', code, byDepartment.get(code) ?? [], settings));
}

function evaluate(
  kind: SubjectKind,
  code: string,
  cases: readonly CaseFacts[],
  { period, definitions = INDICATORS, publicChannels = PUBLIC_CHANNELS }: EvaluationSettings,
): Evaluation {
  const counts = countCases(cases, period, publicChannels);
  const own = definitions.filter(({ subjects }) => subjects.includes(kind));
  return { kind, code, counts, indicators: own.map((definition) => indicatorOf(definition, counts)) };
}
