import type { CountName, Counts } from './counts.ts';

/** What an indicator is about. Squads, people and road sections come with what records them. */
export type SubjectKind = 'area' | 'department';

/** One indicator as data: its value is numerator by denominator. */
export type IndicatorDefinition = {
  readonly id: string;
  readonly names: { readonly zh: string; readonly en: string };
  readonly subjects: readonly SubjectKind[];
  readonly numerator: CountName;
  readonly denominator: CountName;
  /** `percent`: 0–100 (a rework rate may pass 100). `ms`: a mean, in milliseconds. */
  readonly unit: 'percent' | 'ms';
  /** Anchor of docs/sources.md. */
  readonly source: string;
};

/** The value of one indicator; null is "not evaluated": nothing fell due, which is neither 0 nor 100. */
export type Indicator = {
  readonly id: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
};

const EVALUATION = 'evaluation-indicators';

/** The indicators of areas and departments. A city may use its own list. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  {
    id: 'handling-rate',
    names: { zh: '处置率', en: 'handling rate' },
    subjects: ['department'],
    numerator: 'handledOfDue',
    denominator: 'handlingDue',
    unit: 'percent',
    source: EVALUATION,
  },
  {
    id: 'timely-handling-rate',
    names: { zh: '按期处置率', en: 'timely handling rate' },
    subjects: ['department'],
    numerator: 'handledInTime',
    denominator: 'handlingDue',
    unit: 'percent',
    source: EVALUATION,
  },
  {
    id: 'rework-rate',
    names: { zh: '返工率', en: 'rework rate' },
    subjects: ['department'],
    numerator: 'reworks',
    denominator: 'handled',
    unit: 'percent',
    source: EVALUATION,
  },
  {
    id: 'closure-rate',
    names: { zh: '结案率', en: 'closure rate' },
    subjects: ['area', 'department'],
    numerator: 'closedOfDue',
    denominator: 'closingDue',
    unit: 'percent',
    source: EVALUATION,
  },
  {
    id: 'timely-closure-rate',
    names: { zh: '按期结案率', en: 'timely closure rate' },
    subjects: ['area', 'department'],
    numerator: 'closedInTime',
    denominator: 'closingDue',
    unit: 'percent',
    source: EVALUATION,
  },
  {
    id: 'public-report-rate',
    names: { zh: '监督举报率', en: 'public report rate' },
    subjects: ['area'],
    numerator: 'publicFiled',
    denominator: 'filed',
    unit: 'percent',
    source: EVALUATION,
  },
  {
    id: 'average-handling-time',
    names: { zh: '平均处置时长', en: 'average handling time' },
    subjects: ['area', 'department'],
    numerator: 'handlingMs',
    denominator: 'handled',
    unit: 'ms',
    source: EVALUATION,
  },
];

/** Works out one indicator from counts. */
export function indicatorOf({ id, numerator, denominator, unit }: IndicatorDefinition, counts: Counts): Indicator {
  const [above, below] = [counts[numerator], counts[denominator]];
  const scale = unit === 'percent' ? 100 : 1;
  return { id, numerator: above, denominator: below, value: below === 0 ? null : (scale * above) / below };
}
