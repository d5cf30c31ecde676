import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCsv } from '@wanmi/catalogue';
import { type LearnCase, measureCeiling, measureForward, parseHistory, proposeRules } from '@wanmi/routing';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const data = process.env.WANMI_REAL_DATA ?? resolve(root, '../shared/data');

function readHistory(): readonly LearnCase[] {
  const rows = readCsv(readFileSync(resolve(data, 'pingshan-cases/cases.csv'), 'utf8'));
  if (!rows.ok) throw new Error(`cannot read pingshan-cases: ${JSON.stringify(rows.error)}`);
  const cases = parseHistory(rows.value);
  if (!cases.ok) throw new Error(`cannot use pingshan-cases: ${JSON.stringify(cases.error.slice(0, 3))}`);
  return cases.value;
}

const history = readHistory();
const thresholds = [0.99, 0.9];
const result = measureForward(history, { thresholds });
const resultAt = (threshold: number) => result.thresholds.find((one) => one.threshold === threshold);

describe('learning from the cases of Pingshan, forward in time', () => {
  test('[R30] brings the spellings of units together from the data', () => {
    const { units } = result;
    expect(history).toHaveLength(1416);
    expect(units.merged.map(({ code }) => code).sort()).toEqual(['1754', '1777', '9444']);
    expect(units.unitOf({ code: '9466', name: '城建办(龙田街道办事处)' })).not.toBe(
      units.unitOf({ code: '9444', name: '城建办' }),
    );
  });

  test('[R33] decides 17 % at 99 % right and 41 % at 90 % right', () => {
    expect(resultAt(0.99)?.right).toBeGreaterThanOrEqual(0.99);
    expect(resultAt(0.99)?.decided).toBeGreaterThanOrEqual(0.17);
    expect(resultAt(0.9)?.right).toBeGreaterThanOrEqual(0.9);
    expect(resultAt(0.9)?.decided).toBeGreaterThanOrEqual(0.41);
  });

  test('[R35] ranks the right unit first in 64 % and among three in 78 %', () => {
    expect(result.firstRight).toBeGreaterThanOrEqual(0.64);
    expect(result.firstThreeRight).toBeGreaterThanOrEqual(0.78);
  });

  test('[R34] is about as often right as it says', () => {
    const late = result.cases.slice(400);
    for (const [from, to] of [
      [0, 0.5],
      [0.5, 0.8],
      [0.8, 0.95],
      [0.95, 1],
    ] as const) {
      const some = late.filter(({ confidence }) => confidence >= from && confidence < to);
      const right = some.filter(({ unit, ranked }) => unit === ranked[0]?.unit).length / some.length;
      const said = some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length;
      expect(Math.abs(right - said), `confidence ${from} to ${to}`).toBeLessThan(0.1);
    }
  });

  test('[R32] foresees nothing: other answers in the second half change nothing in the first', () => {
    const half = 700;
    const ordered = [...history].sort((left, right) => left.atMs - right.atMs);
    // The units of the second half change places, so that the same units exist.
    const changed = ordered.map((one, index) =>
      index < half ? one : { ...one, unit: ordered[half + ordered.length - 1 - index]?.unit ?? one.unit },
    );
    const other = measureForward(changed, { thresholds });
    const seen = ({ ranked, confidence, decided }: (typeof result.cases)[number]) => ({ ranked, confidence, decided });
    expect(other.cases.slice(0, half).map(seen)).toEqual(result.cases.slice(0, half).map(seen));
    expect(other.cases.slice(half).map(seen)).not.toEqual(result.cases.slice(half).map(seen));
  });

  test('[R36] proposes rules with support and precision', () => {
    const rules = proposeRules(history, result.units);
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.every(({ support, precision }) => support >= 5 && precision >= 0.9)).toBe(true);
  });

  test('[R38] knows the ceiling of hindsight', () => {
    const ceiling = measureCeiling(history, result.units);
    expect(ceiling.everyTrait).toBeCloseTo(0.939, 2);
    expect(ceiling.firstOfClass).toBeCloseTo(0.15, 2);
    expect(ceiling.alone).toBeGreaterThan(0.3);
  });
});
