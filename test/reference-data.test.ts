import { join } from 'node:path';
import type { WorkDate } from '@wanmi/kernel';
import { indexRules, lintRules, PRINCIPLES, route } from '@wanmi/routing';
import { describe, expect, test } from 'vitest';
import { DEMO_DIR, readCatalogue, readDepartments, readRules } from '../scripts/reference-data.ts';

const catalogue = await readCatalogue();
const departments = await readDepartments();
const rules = await readRules(join(DEMO_DIR, 'rules.csv'), departments, catalogue);
const index = indexRules({ version: 'demo', rules, departments });

const [modern, classic] = ['gbt-47678.5-2026', 'cjt-214-2007'].map((id) => catalogue.findEdition(id));
const countOf = (edition: typeof modern, kind: string): readonly number[] => [
  edition?.majors.filter((one) => one.kind === kind).length ?? 0,
  edition?.classes.filter((one) => one.kind === kind).length ?? 0,
];

describe('the catalogues that come with the product', () => {
  test('[C2] have the majors and classes of their editions', () => {
    expect([countOf(modern, 'component'), countOf(modern, 'matter')]).toEqual([
      [5, 153],
      [10, 250],
    ]);
    expect([countOf(classic, 'component'), countOf(classic, 'matter')]).toEqual([
      [6, 85],
      [5, 54],
    ]);
    expect([modern?.transcribed, classic?.transcribed]).toEqual([true, true]);
  });

  test('[C3] every component of the 2026 edition has its anomaly, none of the classic one', () => {
    const components = catalogue.editions.flatMap(({ classes }) => classes.filter((one) => one.kind === 'component'));
    for (const one of components) {
      const expected = one.edition === modern?.id ? `${one.name}异常` : undefined;
      expect(catalogue.anomalyOf(one)?.name).toBe(expected);
    }
  });

  test('[C8] every class that can be reported has a default written down in the tables', () => {
    const made = catalogue.editions
      .flatMap(({ classes }) => classes)
      .filter((one) => catalogue.anomalyOf(one) === undefined)
      .map((one) => catalogue.defaultCondition(one))
      .filter(({ id }) => id.startsWith('default.'));
    expect(made).toEqual([]);
  });

  test('[C9] limits without a named place are examples, and the staged one has three steps', () => {
    const placeless = catalogue.conditions.filter(({ scope }) => scope === 'unnamed place');
    expect(placeless.length).toBeGreaterThan(0);
    expect(placeless.every(({ example, isDefault }) => example === true && !isDefault)).toBe(true);
    const stop = catalogue.findCondition('example-06001-1');
    const steps = stop === undefined ? [] : catalogue.stepsOf(stop);
    expect(steps.map(({ step, limits }) => [step?.name, limits.A.value, limits.A.unit])).toEqual([
      ['停工', 4, 'working_hour'],
      ['处罚', 7, 'working_day'],
      ['拆除', 20, 'working_day'],
    ]);
  });
});

describe('the demo organisation', () => {
  const streets = departments.filter(({ kind }) => kind === 'street');
  const matters = modern?.classes.filter(({ kind }) => kind === 'matter') ?? [];
  const shareDecided = (street: string): number => {
    const answers = matters.map(({ edition, kind, code }) =>
      route(index, {
        ...{ edition, kind, classCode: code, gridCode: `${street}001001`, minuteOfDay: 600 },
        date: '2026-11-20' as WorkDate,
      }),
    );
    return answers.filter(({ outcome }) => outcome === 'decided').length / matters.length;
  };

  test('has 17 streets with their areas, and no invented credit codes', () => {
    expect(streets.map(({ code, area }) => [code, area])).toEqual(
      Array.from({ length: 17 }, (_, at) => {
        const area = `1101010${String(at + 1).padStart(2, '0')}`;
        return [`street-${area}`, area];
      }),
    );
    expect(departments.every(({ creditCode }) => creditCode === undefined)).toBe(true);
  });

  test('[R5] uses all four principles, and says of every rule that it is a demo', () => {
    expect(new Set(rules.map(({ principle }) => principle))).toEqual(new Set(PRINCIPLES));
    expect(rules.every(({ source }) => source.startsWith('演示配置'))).toBe(true);
  });

  test('decides at least 85 % of the 2026 matters in every street, and leaves some to the dispatcher', () => {
    for (const { area } of streets) {
      expect(shareDecided(area ?? '')).toBeGreaterThanOrEqual(0.85);
      expect(shareDecided(area ?? '')).toBeLessThan(1);
    }
  });

  test('[R15] is free of contradictions and of rules that never decide', () => {
    const findings = lintRules({ version: 'demo', rules, departments }, catalogue, '2026-11-20' as WorkDate);
    expect(findings.filter(({ type }) => type !== 'uncovered')).toEqual([]);
  });

  test.each([
    { code: '06010', minute: 600, channel: 'inspector', department: 'sanitation' },
    { code: '08001', minute: 600, channel: 'inspector', department: 'housing' },
    { code: '08001', minute: 1380, channel: 'inspector', department: 'urban-enforcement' },
    { code: '09003', minute: 600, channel: 'inspector', department: 'civil-affairs' },
    { code: '09003', minute: 600, channel: 'police', department: 'police' },
    { code: '09005', minute: 600, channel: 'hotline', department: 'street-110101001' },
    { code: '02014', minute: 600, channel: 'inspector', department: 'traffic-police' },
    { code: '02008', minute: 600, channel: 'inspector', department: 'road-maintenance' },
  ])('[R3] sends $code by $channel at minute $minute to $department', ({ code, minute, channel, department }) => {
    const routing = route(index, {
      ...{ edition: 'gbt-47678.5-2026', kind: 'matter', classCode: code, gridCode: '110101001001001', channel },
      ...{ date: '2026-11-20' as WorkDate, minuteOfDay: minute },
    });
    expect(routing).toMatchObject({ outcome: 'decided', department });
  });
});
