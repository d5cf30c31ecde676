import { accept, type Result, refuse } from '@wanmi/kernel';
import type { CountName } from './counts.ts';
import type { Evaluation } from './evaluate.ts';
import type { IndicatorDefinition, SubjectKind } from './indicators.ts';

/** One part of a composite score. Weights are of 100. */
export type ScorePart =
  | {
      readonly by: 'indicator';
      readonly weight: number;
      readonly indicator: string;
      readonly take: 'value' | 'complement';
    }
  | {
      readonly by: 'band';
      readonly weight: number;
      readonly count: CountName;
      /** Scores by the count up to and including `upTo`, ascending; `upTo: null` holds for everything above. */
      readonly bands: readonly { readonly upTo: number | null; readonly score: number }[];
      /** Off: its weight is shared out among the other parts. Bands punish patrol and volume. */
      readonly enabled: boolean;
    };

/** A composite score as data: configuration with a version of its own. */
export type ScoreDefinition = { readonly id: string; readonly kind: SubjectKind; readonly parts: readonly ScorePart[] };

/** A score of 0–100, null when no part could be evaluated. `left` names the parts that could not. */
export type Score = { readonly score: number | null; readonly grade: string | null; readonly left: readonly string[] };

/** Grades by the least score they need, best first. */
export const GRADES = [
  { grade: 'A', least: 90 },
  { grade: 'B', least: 75 },
  { grade: 'C', least: 60 },
  { grade: 'D', least: 40 },
  { grade: 'E', least: 0 },
] as const;

/** Scores of a product in use; the last weight of areas is ours, since the source's sum was 70. */
export const SCORES: readonly ScoreDefinition[] = [
  {
    id: 'department',
    kind: 'department',
    parts: [
      {
        by: 'band',
        weight: 10,
        count: 'handlingDue',
        bands: [
          { upTo: 50, score: 100 },
          { upTo: 100, score: 90 },
          { upTo: 200, score: 75 },
          { upTo: 500, score: 60 },
          { upTo: 1000, score: 40 },
          { upTo: null, score: 0 },
        ],
        enabled: false,
      },
      { by: 'indicator', weight: 30, indicator: 'closure-rate', take: 'value' },
      { by: 'indicator', weight: 30, indicator: 'timely-handling-rate', take: 'value' },
      { by: 'indicator', weight: 30, indicator: 'rework-rate', take: 'complement' },
    ],
  },
  {
    id: 'area',
    kind: 'area',
    parts: [
      { by: 'indicator', weight: 10, indicator: 'public-report-rate', take: 'complement' },
      // The source's band counts cases per grid; without it the other weights keep their proportions.
      { by: 'band', weight: 20, count: 'filed', bands: [{ upTo: null, score: 0 }], enabled: false },
      { by: 'indicator', weight: 30, indicator: 'closure-rate', take: 'value' },
      { by: 'indicator', weight: 40, indicator: 'timely-closure-rate', take: 'value' },
    ],
  },
];

/** Checks a score against the indicators there are. Every problem is returned. */
export function checkScore(
  score: ScoreDefinition,
  definitions: readonly IndicatorDefinition[],
): Result<ScoreDefinition, readonly string[]> {
  const sum = score.parts.reduce((total, { weight }) => total + weight, 0);
  const problems = [
    ...(Math.abs(sum - 100) < 1e-9 ? [] : [`score ${score.id}: its weights sum to ${sum}, needs 100`]),
    ...score.parts.flatMap((part) => partProblems(part, score, definitions)),
    ...(score.parts.some(isOn) ? [] : [`score ${score.id}: no part is on, needs at least one`]),
  ];
  return problems.length > 0 ? refuse(problems) : accept(score);
}

function partProblems(part: ScorePart, { id, kind }: ScoreDefinition, definitions: readonly IndicatorDefinition[]) {
  const problems: string[] = [];
  if (!(part.weight > 0)) problems.push(`score ${id}: a weight is ${part.weight}, needs a number above 0`);
  if (part.by === 'indicator') {
    const known = definitions.find((one) => one.id === part.indicator);
    if (known === undefined) problems.push(`score ${id}: there is no indicator "${part.indicator}"`);
    else if (known.unit !== 'percent') problems.push(`score ${id}: "${part.indicator}" is no percentage, needs one`);
    else if (!known.subjects.includes(kind)) problems.push(`score ${id}: "${part.indicator}" is not of a ${kind}`);
    return problems;
  }
  const limits = part.bands.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY);
  const isAscending = limits.every((limit, i) => i === 0 || limit > (limits[i - 1] ?? Number.POSITIVE_INFINITY));
  if (!isAscending || part.bands.at(-1)?.upTo !== null) {
    problems.push(`score ${id}: the bands of ${part.count} need to ascend and to end with one for everything above`);
  }
  return problems;
}

const isOn = (part: ScorePart): boolean => part.by === 'indicator' || part.enabled;

/**
 * The composite score of one line. Weights of parts that are off or not evaluated are shared out in proportion, so that
 * a department without any rework to judge is neither praised nor punished for it.
 */
export function scoreOf(evaluation: Evaluation, { parts }: ScoreDefinition): Score {
  const judged = parts.filter(isOn).map((part) => ({ part, points: pointsOf(part, evaluation) }));
  const left = judged.filter(({ points }) => points === null).map(({ part }) => nameOf(part));
  let [weights, sum] = [0, 0];
  for (const { part, points } of judged) {
    if (points === null) continue;
    weights += part.weight;
    sum += part.weight * points;
  }
  const score = weights === 0 ? null : sum / weights;
  return { score, grade: score === null ? null : gradeOf(score), left };
}

const nameOf = (part: ScorePart): string => (part.by === 'indicator' ? part.indicator : part.count);

/** 0–100, or null when not evaluated. A rework rate above 100 counts as 100. */
function pointsOf(part: ScorePart, { indicators, counts }: Evaluation): number | null {
  if (part.by === 'band') {
    const count = counts[part.count];
    return part.bands.find(({ upTo }) => upTo === null || count <= upTo)?.score ?? null;
  }
  const value = indicators.find(({ id }) => id === part.indicator)?.value ?? null;
  if (value === null) return null;
  return Math.min(100, Math.max(0, part.take === 'value' ? value : 100 - value));
}

/** The grade of a score; a score on the border has the better one. */
export const gradeOf = (score: number): string => GRADES.find(({ least }) => score >= least)?.grade ?? 'E';
