import type { Instant } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import { countCases } from './counts.ts';
import type { Evaluation } from './evaluate.ts';
import { INDICATORS } from './indicators.ts';
import { checkScore, gradeOf, SCORES, type ScoreDefinition, type ScorePart, scoreOf } from './score.ts';

const none = countCases([], { from: 0 as Instant, to: 1 as Instant });
const lineOf = (values: Readonly<Record<string, number | null>>): Evaluation => ({
  kind: 'department',
  code: 'cleaning',
  counts: { ...none, handlingDue: 150 },
  indicators: Object.entries(values).map(([id, value]) => ({ id, numerator: 0, denominator: 0, value })),
});
const department = SCORES.find(({ id }) => id === 'department') ?? { id: '', kind: 'department', parts: [] };
const withBands: ScoreDefinition = {
  ...department,
  parts: department.parts.map((part): ScorePart => (part.by === 'band' ? { ...part, enabled: true } : part)),
};
const problemsOf = (parts: readonly ScorePart[]): readonly string[] => {
  const result = checkScore({ id: 's', kind: 'department', parts }, INDICATORS);
  return result.ok ? [] : result.error;
};

describe('a composite score', () => {
  test.each(SCORES)('[E30] the default for a $id is lawful', (score) => {
    expect(checkScore(score, INDICATORS).ok).toBe(true);
  });

  test.each([
    {
      parts: [{ by: 'indicator', weight: 70, indicator: 'closure-rate', take: 'value' }],
      problem: 'its weights sum to 70, needs 100',
    },
    {
      parts: [{ by: 'indicator', weight: 100, indicator: 'luck', take: 'value' }],
      problem: 'there is no indicator "luck"',
    },
    {
      parts: [{ by: 'indicator', weight: 100, indicator: 'average-handling-time', take: 'value' }],
      problem: '"average-handling-time" is no percentage, needs one',
    },
    {
      parts: [{ by: 'indicator', weight: 100, indicator: 'public-report-rate', take: 'value' }],
      problem: '"public-report-rate" is not of a department',
    },
    {
      parts: [{ by: 'band', weight: 100, count: 'filed', bands: [{ upTo: 5, score: 1 }], enabled: true }],
      problem: 'the bands of filed need to ascend and to end with one for everything above',
    },
    {
      parts: [{ by: 'band', weight: 100, count: 'filed', bands: [{ upTo: null, score: 1 }], enabled: false }],
      problem: 'no part is on, needs at least one',
    },
  ] as const)('[E30] $problem is refused', ({ parts, problem }) => {
    expect(problemsOf(parts)).toEqual([`score s: ${problem}`]);
  });

  test.each([
    { closure: 100, timely: 100, rework: 0, score: 100, left: [] },
    { closure: 90, timely: 60, rework: 0, score: 250 / 3, left: [] },
    { closure: 90, timely: 60, rework: 150, score: 50, left: [] }, // [E32] never below 0
    { closure: 90, timely: null, rework: null, score: 90, left: ['timely-handling-rate', 'rework-rate'] },
    {
      closure: null,
      timely: null,
      rework: null,
      score: null,
      left: ['closure-rate', 'timely-handling-rate', 'rework-rate'],
    },
  ])(
    '[E31] [E32] closure $closure, timely $timely, rework $rework give $score',
    ({ closure, timely, rework, score, left }) => {
      const line = lineOf({ 'closure-rate': closure, 'timely-handling-rate': timely, 'rework-rate': rework });
      const result = scoreOf(line, department);
      expect(result.left).toEqual(left);
      if (score === null) expect(result).toMatchObject({ score: null, grade: null });
      else expect(result.score).toBeCloseTo(score, 9);
    },
  );

  test('[E33] a count band plays no part until it is switched on', () => {
    const line = lineOf({ 'closure-rate': 100, 'timely-handling-rate': 100, 'rework-rate': 0 });
    expect(scoreOf(line, department).score).toBe(100);
    expect(scoreOf(line, withBands).score).toBeCloseTo(97.5, 9); // 150 cases: 75 points of weight 10
  });

  test.each([
    { score: 100, grade: 'A' },
    { score: 90, grade: 'A' },
    { score: 89.999, grade: 'B' },
    { score: 75, grade: 'B' },
    { score: 60, grade: 'C' },
    { score: 40, grade: 'D' },
    { score: 39.999, grade: 'E' },
    { score: 0, grade: 'E' },
  ])('[E34] $score is grade $grade', ({ score, grade }) => {
    expect(gradeOf(score)).toBe(grade);
  });
});
