import { describe, expect, test } from 'vitest';
import {
  buildCatalogue,
  type Catalogue,
  type CatalogueKind,
  describeProblem,
  FALLBACK_LIMIT,
  parseConditions,
  parseEdition,
  parseLimit,
  type Row,
} from './index.ts';
import { buildEdition, classic, classRows, conditionRow } from './testing/build-rows.ts';

const modernEdition = buildEdition();

function problemsOf(rows: readonly Row[]): readonly string[] {
  const parsed = parseConditions(rows, [modernEdition]);
  return parsed.ok ? [] : parsed.error.map(describeProblem);
}

function catalogueOf(rows: readonly Row[]): Catalogue {
  const parsed = parseConditions(rows, [modernEdition]);
  if (!parsed.ok) throw new Error(parsed.error.map(describeProblem).join('\n'));
  return buildCatalogue([modernEdition], parsed.value);
}

function classIn(catalogue: Catalogue, kind: CatalogueKind, code: string) {
  const found = catalogue.findClass('modern', kind, code);
  if (found === undefined) throw new Error(`no class ${code}`);
  return found;
}

describe('finding classes', () => {
  const catalogue = catalogueOf([]);

  test.each([
    { kind: 'component', code: '01001', name: 'class 01001', filedAs: 'matter' },
    { kind: 'matter', code: '01001', name: 'class 01001', filedAs: 'matter' },
    { kind: 'matter', code: '06001', name: 'class 06001', filedAs: 'matter' },
  ] as const)('[C1] [C3] a report of $kind $code is filed as $filedAs', ({ kind, code, name, filedAs }) => {
    expect(catalogue.findClass('modern', kind, code)).toMatchObject({ kind, code, name });
    expect(catalogue.reportedClass('modern', kind, code)).toMatchObject({ kind: filedAs, code });
  });

  test('[C3] an edition without anomalies takes the component itself', () => {
    const parsed = parseEdition(classRows('component', 2, 4), classic);
    if (!parsed.ok) throw new Error('the classic edition does not load');
    const old = buildCatalogue([parsed.value], []);
    expect(old.reportedClass('classic', 'component', '0101')).toMatchObject({ kind: 'component', code: '0101' });
    expect(old.reportedClass('classic', 'matter', '0101')).toBeUndefined();
  });

  test('[C1] another edition, kind or code finds nothing', () => {
    expect(catalogue.findClass('classic', 'matter', '06001')).toBeUndefined();
    expect(catalogue.findClass('modern', 'component', '06001')).toBeUndefined();
    expect(catalogue.findClass('modern', 'matter', '06003')).toBeUndefined();
  });
});

describe('conditions', () => {
  test.each([
    { kind: 'matter', classes: '06001', ids: ['c1'], on: ['matter 06001'] },
    { kind: 'matter', classes: '06001-06999', ids: ['c1.06001', 'c1.06002'], on: ['matter 06001', 'matter 06002'] },
    { kind: 'matter', classes: '06', ids: ['c1.06001', 'c1.06002'], on: ['matter 06001', 'matter 06002'] },
    {
      kind: 'matter',
      classes: '*',
      ids: ['c1.01001', 'c1.06001', 'c1.06002'],
      on: ['matter 01001', 'matter 06001', 'matter 06002'],
    },
    { kind: 'component', classes: '01001', ids: ['c1'], on: ['matter 01001'] },
  ])('[C3] [C7] $kind $classes gives $on a condition', ({ kind, classes, ids, on }) => {
    const parsed = parseConditions([conditionRow({ kind, classes })], [modernEdition]);
    const found = parsed.ok ? parsed.value : [];
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(found.map((one) => `${one.kind} ${one.classCode}`)).toEqual(on);
  });

  test.each([
    {
      changes: { classes: '09' },
      problem: 'classes: found "09", needed a class, range, major or * of matter in modern',
    },
    {
      changes: { classes: '06-07' },
      problem: 'classes: found "06-07", needed a class, range, major or * of matter in modern',
    },
    { changes: { edition: 'old' }, problem: 'edition: found "old", needed one of modern' },
    { changes: { closing_condition: '' }, problem: 'closing_condition: found "", needed a text' },
    { changes: { is_default: 'ja' }, problem: 'is_default: found "ja", needed yes, no or nothing' },
    {
      changes: { step: '停工', step_order: '0', ladder: 'a' },
      problem: 'step_order: found "0", needed a number from 1',
    },
  ])('[C6] [C7] $problem', ({ changes, problem }) => {
    expect(problemsOf([conditionRow(changes)])).toEqual([`row 2, ${problem}`]);
  });

  test('[C9] a row without a place is an example, one with a place is not', () => {
    const catalogue = catalogueOf([conditionRow({ place: '' }), conditionRow({ id: 'c2' })]);
    expect(catalogue.findCondition('c1')).toMatchObject({ example: true, scope: 'unnamed place', isDefault: false });
    expect(catalogue.findCondition('c2')).not.toHaveProperty('example');
    expect(catalogue.defaultCondition(classIn(catalogue, 'matter', '06001')).isDefault).toBe(true);
  });

  test('[C11] the steps of a ladder come in their order, another condition stands alone', () => {
    const step = (order: string, name: string): Row =>
      conditionRow({ id: `s${order}`, ladder: 'building', step_order: order, step: name });
    const catalogue = catalogueOf([step('2', '处罚'), conditionRow(), step('1', '停工'), step('3', '拆除')]);
    const idsFrom = (id: string) => {
      const condition = catalogue.findCondition(id);
      return condition && catalogue.stepsOf(condition).map((one) => one.id);
    };
    expect(idsFrom('s2')).toEqual(['s1', 's2', 's3']);
    expect(idsFrom('c1')).toEqual(['c1']);
  });
});

describe('defaults', () => {
  const defaultRow = (id: string, classes: string): Row => conditionRow({ id, classes, is_default: 'yes', place: '' });

  test('[C8] a class without any gets five working days, marked', () => {
    const catalogue = catalogueOf([]);
    for (const one of modernEdition.classes) {
      const condition = catalogue.defaultCondition(one);
      expect(condition).toMatchObject({ isDefault: true, limits: { A: FALLBACK_LIMIT, C: FALLBACK_LIMIT } });
      expect(catalogue.findCondition(condition.id)).toBe(condition);
    }
  });

  test.each([
    { rows: ['*', '06', '06001-06001', '06001'], holds: '06001' },
    { rows: ['06001-06001', '*', '06'], holds: '06001-06001' },
    { rows: ['06', '*'], holds: '06' },
  ])('[C8] of $rows the narrowest, $holds, holds for 06001', ({ rows, holds }) => {
    const catalogue = catalogueOf(rows.map((classes) => defaultRow(`d ${classes}`, classes)));
    const condition = catalogue.defaultCondition(classIn(catalogue, 'matter', '06001'));
    expect(condition.id.split('.')[0]).toBe(`d ${holds}`);
    expect(catalogue.conditionsOf(classIn(catalogue, 'matter', '06001'))).toEqual([condition]);
  });

  test('[C8] two defaults of one width are a problem', () => {
    expect(problemsOf([defaultRow('a', '06'), defaultRow('b', '06')])).toEqual([
      'row 3, classes: found "06001", needed one default for a class, row 2 is as narrow',
      'row 3, classes: found "06002", needed one default for a class, row 2 is as narrow',
    ]);
  });

  test('[C6] parts that were not parsed together are refused when joined', () => {
    const parsed = parseConditions([conditionRow()], [modernEdition]);
    const conditions = parsed.ok ? parsed.value : [];
    expect(() => buildCatalogue([modernEdition], [...conditions, ...conditions])).toThrow(
      'condition "c1" occurs twice',
    );
    expect(() => buildCatalogue([], conditions)).toThrow('condition "c1" names class "modern matter 06001"');
  });
});

describe('limits', () => {
  test.each([
    { text: '4 working_hour', limit: { value: 4, unit: 'working_hour' } },
    { text: '0.5 working_hour', limit: { value: 0.5, unit: 'working_hour' } },
    { text: '0.001 working_hour', limit: undefined }, // not a whole minute
    { text: '2  urgent_working_hour', limit: { value: 2, unit: 'urgent_working_hour' } },
    { text: '30 natural_minute', limit: { value: 30, unit: 'natural_minute' } },
    { text: '1.5 natural_day', limit: undefined },
    { text: '0.5 working_day', limit: undefined },
    { text: '0 working_day', limit: undefined },
    { text: '-1 working_day', limit: undefined },
    { text: '5', limit: undefined },
    { text: '5 days', limit: undefined },
  ])('[C10] "$text" is $limit', ({ text, limit }) => {
    expect(parseLimit(text)).toEqual(limit);
  });

  test.each([
    { given: {}, limits: ['4', '4', '4'] },
    { given: { limit_b: '6 working_hour' }, limits: ['4', '6', '6'] },
    { given: { limit_c: '8 working_hour' }, limits: ['4', '4', '8'] },
  ])('[C10] limits left out are those of the class before: $limits', ({ given, limits }) => {
    const catalogue = catalogueOf([conditionRow(given)]);
    const condition = catalogue.findCondition('c1');
    if (condition === undefined) throw new Error('no condition c1');
    const values = (['A', 'B', 'C'] as const).map((areaClass) => String(catalogue.limitOf(condition, areaClass).value));
    expect(values).toEqual(limits);
  });
});
