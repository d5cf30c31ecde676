import type { DepartmentCode, Instant } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import type { CaseFacts, TimedWork } from './case-facts.ts';
import { countCases, type Period } from './counts.ts';
import { evaluateAreas, evaluateDepartments } from './evaluate.ts';
import { INDICATORS, indicatorOf } from './indicators.ts';

const instant = (ms: number): Instant => ms as Instant;
const period: Period = { from: instant(1000), to: instant(2000) };
const cleaning = 'cleaning' as DepartmentCode;

const work = (dueAt: number, doneAt: number | null = null): TimedWork => ({
  startAt: instant(900),
  dueAt: instant(dueAt),
  doneAt: doneAt === null ? null : instant(doneAt),
  takenMs: doneAt === null ? null : doneAt - 900,
});

const facts = (change: Partial<CaseFacts> = {}): CaseFacts => ({
  caseId: 'c',
  areaCode: '110101001001001',
  channel: 'hotline',
  department: cleaning,
  reportedAt: instant(900),
  filedAt: instant(950),
  handling: null,
  closing: null,
  reworks: 0,
  returns: 0,
  ...change,
});

describe('counting', () => {
  test.each([
    { ms: 999, counted: 0 },
    { ms: 1000, counted: 1 },
    { ms: 1999, counted: 1 },
    { ms: 2000, counted: 0 },
  ])('[E1] [E5] filed at $ms counts $counted in the period 1000 to 2000', ({ ms, counted }) => {
    expect(countCases([facts({ filedAt: instant(ms) })], period)).toMatchObject({
      filed: counted,
      publicFiled: counted,
    });
  });

  test.each([
    { title: 'due before', handling: work(999, 950), expected: [0, 0, 0] },
    { title: 'due at the end', handling: work(2000, 1500), expected: [0, 0, 0] },
    { title: 'open', handling: work(1500), expected: [1, 0, 0] },
    { title: 'done at its deadline', handling: work(1500, 1500), expected: [1, 1, 1] },
    { title: 'done just after it', handling: work(1500, 1501), expected: [1, 1, 0] },
    { title: 'done before the period', handling: work(1500, 950), expected: [1, 1, 1] },
    { title: 'done after the period', handling: work(1500, 2000), expected: [1, 0, 0] },
  ])('[E2] [E3] work $title counts due, done, in time: $expected', ({ handling, expected }) => {
    const counts = countCases([facts({ handling, closing: handling })], period);
    expect([counts.handlingDue, counts.handledOfDue, counts.handledInTime]).toEqual(expected);
    expect([counts.closingDue, counts.closedOfDue, counts.closedInTime]).toEqual(expected);
  });

  test('[E6] [E9] reworks and handling time count where the case was handled at last', () => {
    const cases = [
      facts({ handling: work(1500, 1400), reworks: 2 }),
      facts({ handling: work(1500, 2400), reworks: 3 }),
      facts({ handling: work(5000, 1100) }),
    ];
    expect(countCases(cases, period)).toMatchObject({ handled: 2, reworks: 2, handlingMs: 500 + 200 });
  });

  test("[E5] an inspector's own report is filed and not public; the channels are a setting", () => {
    const cases = [
      facts({ filedAt: instant(1000), channel: 'inspector' }),
      facts({ filedAt: instant(1000), channel: 'police' }),
    ];
    expect(countCases(cases, period)).toMatchObject({ filed: 2, publicFiled: 0 });
    expect(countCases(cases, period, ['police'])).toMatchObject({ filed: 2, publicFiled: 1 });
  });
});

describe('indicators', () => {
  test('[E20] every definition has its own id, names in both languages and a source', () => {
    expect(new Set(INDICATORS.map(({ id }) => id)).size).toBe(INDICATORS.length);
    for (const { names, source } of INDICATORS) expect([names.zh, names.en, source]).not.toContain('');
  });

  test.each(INDICATORS)('[E21] $id over nothing is not evaluated', (definition) => {
    expect(indicatorOf(definition, countCases([], period))).toMatchObject({ denominator: 0, value: null });
  });

  test('[E22] a case counts for each area around it and for the department at work last', () => {
    const cases = [
      facts({ closing: work(1500, 1400) }),
      facts({ closing: work(1500), areaCode: '110101001002001' }),
      facts({ closing: work(1500), areaCode: '110101002001001', department: null }),
    ];
    const rateOf = (code: string) =>
      evaluateAreas(cases, [code], { period })[0]?.indicators.find(({ id }) => id === 'closure-rate')?.value;
    expect(['110101', '110101001', '110101001001', '110101003'].map(rateOf)).toEqual([100 / 3, 50, 100, null]);
    const [own, none] = evaluateDepartments(cases, [cleaning, 'water'], { period });
    expect(own?.indicators.find(({ id }) => id === 'closure-rate')?.value).toBe(50);
    expect(none?.indicators.every(({ value }) => value === null)).toBe(true);
  });
});
