import type { Row } from '@wanmi/catalogue';
import type { WorkDate } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import { describeFinding, isLintError, lintRules } from './index.ts';
import { buildDepartments, buildRules, buildTestCatalogue } from './testing/build-rule.ts';

const catalogue = buildTestCatalogue();
const departments = buildDepartments();

/** Findings about rules, one line each; coverage is asked for apart. */
function findingsOf(rows: readonly Row[]): readonly string[] {
  return lintRules(
    { version: 'v1', rules: buildRules(rows), departments },
    catalogue,
    '2026-06-01' as WorkDate,
  ).flatMap((finding) => {
    if (finding.type === 'contradiction') return [`${finding.rules.join(' against ')}`];
    if (finding.type === 'shadowed') return [`${finding.rule} under ${finding.by}`];
    return finding.type === 'dead' ? [`${finding.rule} ${finding.reason}`] : [];
  });
}

const box = (west: number): string =>
  JSON.stringify({
    type: 'Polygon',
    coordinates: [
      [
        [west, 39],
        [west + 1, 39],
        [west + 1, 40],
        [west, 40],
        [west, 39],
      ],
    ],
  });

describe('contradictions', () => {
  test.each<{ rows: [Row, Row]; contradict: boolean }>([
    { rows: [{}, {}], contradict: true },
    { rows: [{ classes: '06001;07001' }, { classes: '06002;07001' }], contradict: true },
    { rows: [{ classes: '06' }, {}], contradict: false },
    { rows: [{ principle: 'law' }, { classes: '06002' }], contradict: false },
    { rows: [{ area: '110101' }, { area: '110101' }], contradict: true },
    { rows: [{ area: '110101' }, { area: '110102' }], contradict: false },
    { rows: [{ channel: 'web' }, { channel: 'web' }], contradict: true },
    { rows: [{ channel: 'web' }, { channel: 'app' }], contradict: false },
    { rows: [{ hours: '20:00-06:00' }, { hours: '05:59-07:00' }], contradict: true },
    { rows: [{ hours: '20:00-06:00' }, { hours: '06:00-20:00' }], contradict: false },
    { rows: [{ valid_to: '2026-08-01' }, { valid_from: '2026-07-31' }], contradict: true },
    { rows: [{ valid_to: '2026-08-01' }, { valid_from: '2026-08-01' }], contradict: false },
    { rows: [{ polygon: box(116) }, { polygon: box(116.5) }], contradict: true },
    { rows: [{ polygon: box(116) }, { polygon: box(118) }], contradict: false },
    { rows: [{ condition: 'heap' }, { condition: 'heap' }], contradict: true },
    { rows: [{ classes: '' }, { classes: '', kind: '' }], contradict: false },
  ])('[R15] $rows contradict each other: $contradict', ({ rows: [left, right], contradict }) => {
    expect(findingsOf([left, { ...right, department: 'b' }])).toEqual(contradict ? ['r1 against r2'] : []);
    expect(findingsOf([left, right])).toEqual([]);
  });
});

describe('shadowed and dead rules', () => {
  test.each<{ outer: Row; inner: Row; shadowed: boolean }>([
    { outer: {}, inner: { area: '110101' }, shadowed: true },
    { outer: { classes: '06' }, inner: {}, shadowed: true },
    { outer: { classes: '', kind: '', edition: '' }, inner: { channel: 'web', hours: '10:00-11:00' }, shadowed: true },
    { outer: { area: '110101' }, inner: { area: '110101001' }, shadowed: true },
    { outer: { area: '110101' }, inner: {}, shadowed: false },
    { outer: {}, inner: { classes: '06001;06002' }, shadowed: false },
    { outer: { channel: 'web' }, inner: {}, shadowed: false },
    { outer: { hours: '10:00-11:00' }, inner: {}, shadowed: false },
    { outer: { condition: 'heap' }, inner: {}, shadowed: false },
    { outer: { polygon: box(116) }, inner: {}, shadowed: false },
    { outer: { valid_from: '2026-05-01' }, inner: {}, shadowed: false },
    { outer: { valid_to: '2027-01-01' }, inner: {}, shadowed: false },
    { outer: { valid_to: '2027-01-01' }, inner: { valid_to: '2026-12-31' }, shadowed: true },
  ])('[R15] a law on $outer shadows a city rule on $inner: $shadowed', ({ outer, inner, shadowed }) => {
    const found = findingsOf([
      { ...outer, principle: 'law' },
      { ...inner, department: 'b' },
    ]);
    expect(found).toEqual(shadowed ? ['r2 under r1'] : []);
  });

  test('[R15] rules that have ended or whose department is gone are dead', () => {
    expect(findingsOf([{ valid_to: '2026-06-01' }, { classes: '07', department: 'gone' }])).toEqual([
      'r1 expired',
      'r2 inactive-department',
    ]);
    expect(findingsOf([{ valid_to: '2026-06-02' }])).toEqual([]);
  });
});

describe('coverage', () => {
  test.each<{ rows: Row[]; uncovered: Record<string, string[]> }>([
    { rows: [{ classes: '' }], uncovered: {} },
    { rows: [{ classes: '06;07001' }], uncovered: { '07002': [] } },
    { rows: [{ classes: '06;07001' }, { classes: '07002', area: '110101001' }], uncovered: {} },
    {
      rows: [{ classes: '06;07001' }, { classes: '07002', area: '110101001001' }],
      uncovered: { '07002': ['110101001'] },
    },
    { rows: [{ classes: '06;07001' }, { classes: '07002', channel: 'web' }], uncovered: { '07002': [] } },
    { rows: [{ classes: '06;07001' }, { classes: '07002', valid_to: '2026-06-01' }], uncovered: { '07002': [] } },
  ])('[R15] $rows leave $uncovered uncovered', ({ rows, uncovered }) => {
    const ruleSet = { version: 'v1', rules: buildRules(rows), departments };
    const found = lintRules(ruleSet, catalogue, '2026-06-01' as WorkDate).flatMap((one) =>
      one.type === 'uncovered' ? [[one.classCode, one.areas]] : [],
    );
    expect(Object.fromEntries(found)).toEqual(uncovered);
  });
});

describe('what an import refuses', () => {
  test.each<{ rows: readonly Row[]; errors: readonly string[]; title: string }>([
    { title: 'two that certainly contradict', rows: [{}, { department: 'b' }], errors: ['contradiction'] },
    {
      title: 'not two drawn areas that may only nearly touch',
      rows: [{ polygon: box(116) }, { polygon: box(116.5), department: 'b' }],
      errors: [],
    },
    {
      title: 'but one drawn area twice',
      rows: [{ polygon: box(116) }, { polygon: box(116), department: 'b' }],
      errors: ['contradiction'],
    },
    { title: 'a department that is gone', rows: [{ department: 'gone' }], errors: ['dead'] },
    { title: 'not a rule that has had its time', rows: [{ valid_to: '2026-05-01' }], errors: [] },
    { title: 'not a shadowed one', rows: [{ principle: 'law' }, { department: 'b' }], errors: [] },
  ])('[R20] is $title', ({ rows, errors }) => {
    const ruleSet = { version: 'v1', rules: buildRules(rows), departments };
    const found = lintRules(ruleSet, catalogue, '2026-06-01' as WorkDate);
    expect(found.filter(isLintError).map(({ type }) => type)).toEqual(errors);
    expect(found.every((one) => describeFinding(one).startsWith(`${one.type}: `))).toBe(true);
  });
});
