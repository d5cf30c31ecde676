import { describe, expect, test } from 'vitest';
import { measureCeiling } from './ceiling.ts';
import type { LearnCase } from './history.ts';
import { buildRanking, measureForward, WARM_UP_CASES } from './measure-forward.ts';
import { buildCase, HOUR_MS, repeat } from './testing/build-history.ts';
import { buildTrackRecord } from './track-record.ts';
import { bringUnitsTogether } from './unit-names.ts';

const thresholds = [0.99, 0.9];

/** Three classes with one unit each, in turn; every seventh case of the third goes elsewhere. */
const mixed = (count: number): readonly LearnCase[] =>
  Array.from({ length: count }, (_, index) => {
    const kind = ['a1', 'b1', 'c1'][index % 3] ?? '';
    return buildCase(index, { class: kind, unit: index % 21 === 20 ? 'other' : kind, channel: `ch${index % 2}` });
  });

describe('[R32] learning goes forward', () => {
  test('what is done later changes nothing before it', () => {
    const history = mixed(160);
    const changed = history.map((one, index) =>
      index < 100 ? one : { ...one, unit: { code: 'a1', name: 'unit a1' } },
    );
    const head = (cases: readonly LearnCase[]) => measureForward(cases, { thresholds }).cases.slice(0, 101);
    const plain = head(history);
    const other = head(changed);
    expect(other.map(({ ranked, confidence, decided }) => ({ ranked, confidence, decided }))).toEqual(
      plain.map(({ ranked, confidence, decided }) => ({ ranked, confidence, decided })),
    );
  });

  test('cases of one instant do not see each other', () => {
    const at = repeat(0, 3, { class: 'a1', unit: 'u' }).map((one) => ({ ...one, atMs: 0 }));
    const { cases } = measureForward([...at, buildCase(1, { class: 'a1', unit: 'u' })], { thresholds });
    expect(cases.map(({ ranked }) => ranked.length)).toEqual([0, 0, 0, 1]);
  });

  test.each([
    { delayHours: 0, known: 1 },
    { delayHours: 0.9, known: 1 },
    { delayHours: 1, known: 0 },
  ])('a case one hour ago counts $known with answers $delayHours hours late', ({ delayHours, known }) => {
    const { cases } = measureForward(repeat(0, 2, { class: 'a1', unit: 'u' }), {
      thresholds,
      delayMs: delayHours * HOUR_MS,
    });
    expect(cases[1]?.ranked.length).toBe(known);
  });
});

describe('[R33] thresholds', () => {
  test('decide nothing during the warm-up and nearly all of a constant history after it', () => {
    const { cases, thresholds: results } = measureForward(repeat(0, 300, { class: 'a1', unit: 'u' }), { thresholds });
    expect(cases.slice(0, WARM_UP_CASES).some(({ decided }) => decided.includes(true))).toBe(false);
    expect(results[0]?.decided).toBeGreaterThan(0.7);
    expect(results[0]?.right).toBe(1);
  });

  test('decide nothing where the same case goes to either of two units', () => {
    const coin = Array.from({ length: 200 }, (_, index) =>
      buildCase(index, { class: 'a1', unit: (index * index + (index >> 3)) % 2 === 0 ? 'u' : 'v' }),
    );
    expect(measureForward(coin, { thresholds: [0.99] }).thresholds[0]).toMatchObject({ decided: 0, right: 1 });
  });

  test.each([
    { proofs: 19, mistakes: 0, threshold: 0.9, cut: Number.POSITIVE_INFINITY },
    { proofs: 20, mistakes: 0, threshold: 0.9, cut: 0.95 },
    { proofs: 20, mistakes: 2, threshold: 0.9, cut: 0.95 },
    { proofs: 20, mistakes: 3, threshold: 0.9, cut: Number.POSITIVE_INFINITY },
    { proofs: 99, mistakes: 1, threshold: 0.99, cut: Number.POSITIVE_INFINITY },
    { proofs: 100, mistakes: 1, threshold: 0.99, cut: 0.96 }, // not below four times the allowed risk
  ])(
    '$mistakes mistakes in $proofs at 0.95: the cut for $threshold is $cut',
    ({ proofs, mistakes, threshold, cut }) => {
      const record = buildTrackRecord();
      for (let index = 0; index < proofs; index++) record.add(0.95, index >= mistakes);
      const found = record.cut(threshold);
      expect(Number.isFinite(found) ? Number(found.toFixed(9)) : found).toBe(cut);
    },
  );
});

test('[R34] confidence follows how the nearest predictions turned out', () => {
  const record = buildTrackRecord();
  expect(record.calibrated(0.8)).toBeCloseTo(0.8, 9);
  for (let index = 0; index < 50; index++) record.add(0.8, index % 2 === 0);
  for (let index = 0; index < 50; index++) record.add(0.3, false);
  expect(record.calibrated(0.8)).toBeGreaterThan(0.4);
  expect(record.calibrated(0.8)).toBeLessThan(0.6);
  expect(record.calibrated(0.3)).toBeLessThan(0.1);
});

describe('[R35] candidates', () => {
  const asked = buildCase(500, { class: 'a1', unit: '?' });

  test('are ranked and leave room for a unit never seen', () => {
    const ranked = buildRanking(mixed(90))(asked);
    expect(ranked[0]?.unit).toBe('a1');
    const sum = ranked.reduce((total, { probability }) => total + probability, 0);
    expect(sum).toBeGreaterThan(0.5);
    expect(sum).toBeLessThan(1);
  });

  test('put the sister unit of the own street first for a class that is new there', () => {
    const team = (street: string, unitName: string) => ({ street, unit: unitName, unitName });
    const history = [
      ...repeat(0, 20, { class: 'a1', ...team('south', '南河街道执法队') }),
      ...repeat(20, 20, { class: 'a1', ...team('east', '东岭街道执法队') }),
      ...repeat(40, 10, { class: 'b2', ...team('north', '北山街道执法队') }),
      ...repeat(50, 10, { class: 'b3', street: 'north', unit: 'school' }),
    ];
    expect(buildRanking(history)(asked)[0]?.unit).toBe('北山街道执法队');
  });

  test('give the latest answer more weight when a class moves to another unit', () => {
    const moved = [...repeat(0, 10, { class: 'a1', unit: 'old' }), ...repeat(490, 9, { class: 'a1', unit: 'new' })];
    expect(buildRanking(moved)(asked)[0]?.unit).toBe('new');
  });
});

test('[R37] a case without a unit is not learned and counts as wrong', () => {
  const history = [
    ...repeat(0, 4, { class: 'a1', unit: 'u' }),
    buildCase(4, { class: 'a1', unit: '-', unitName: '-' }),
  ];
  const { cases, firstRight } = measureForward(history, { thresholds });
  expect(cases.at(-1)).toMatchObject({ unit: undefined });
  expect(firstRight).toBeCloseTo(3 / 5, 9);
});

test('[R38] the ceiling counts what no learner can know', () => {
  const history = [...repeat(0, 3, { class: 'a1', unit: 'u' }), ...repeat(3, 2, { class: 'a1', unit: 'v' })];
  const ceiling = measureCeiling(history, bringUnitsTogether(history));
  expect(ceiling).toMatchObject({ classAndCommunity: 3 / 5, firstOfClass: 1 / 5, firstOfUnit: 2 / 5, alone: 0 });
  expect(ceiling.classAndCommunityOthers).toBeCloseTo(3 / 5, 9);
  expect(ceiling.contradicted).toBeCloseTo(1 / 5, 9);
});
