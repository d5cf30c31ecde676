import type { Row } from '@wanmi/catalogue';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import { expect, test } from 'vitest';
import { explain, indexRules, type Question, route } from './index.ts';
import { buildDepartments, buildRules } from './testing/build-rule.ts';

const plain: Question = {
  edition: 'e',
  kind: 'matter',
  classCode: '06001',
  gridCode: '110101001001001',
  date: '2026-11-20' as WorkDate,
  minuteOfDay: 545,
};

function explanationOf(rows: readonly Row[], changes: Partial<Question> = {}) {
  const index = indexRules({ version: 'v1', rules: buildRules(rows), departments: buildDepartments() });
  return route(index, { ...plain, ...changes }).explanation;
}

test('[R13] a decision by rule reads in both languages', () => {
  const rows = [
    { assisting: 'b', area: '110101', channel: 'web', hours: '09:00-12:00' },
    { classes: '06', department: 'c' },
  ];
  const explanation = explanationOf(rows, { channel: 'web' });
  expect(explain(explanation, 'zh').split('\n')).toEqual([
    '问题：事项 06001，网格 110101001001001，2026-11-20 09:05，渠道 web；规则版本 v1。',
    '适用规则 2 条：',
    '- r1（市有关规定，小类，区域 110101，渠道 web，时段 09:00–12:00）→ 部门（a），协办 部门（b）；依据：made for tests',
    '- r2（市有关规定，大类）→ 部门（c）；依据：made for tests',
    '规则 r1 优先于 r2：类别更具体。',
    '结论：派遣至部门（a）；协办：部门（b）。',
  ]);
  expect(explain(explanation, 'en').split('\n')).toEqual([
    'Question: matter 06001 in grid 110101001001001, 2026-11-20 09:05, channel web; rules version v1.',
    'Rules that apply: 2.',
    '- r1 (city rule, class, area 110101, channel web, 09:00–12:00) → 部门（a）, assisting 部门（b）; source: made for tests',
    '- r2 (city rule, major class) → 部门（c）; source: made for tests',
    'Rule r1 wins over r2: it names the class more narrowly.',
    'Conclusion: dispatched to 部门（a）; assisting: 部门（b）.',
  ]);
});

const polygon = '{"type":"Polygon","coordinates":[[[116,39],[117,39],[117,40],[116,40],[116,39]]]}';
test.each<{ title: string; rows: Row[]; question?: Partial<Question>; zh: string[]; en: string[] }>([
  {
    title: 'a tie',
    rows: [{}, { department: 'b' }],
    zh: [
      '规则 r1、r2 同等，无法取舍。',
      '属地建议：居委会（110101001001）。',
      '结论：转派遣员处理，同等规则指向不同部门；候选：部门（a）、部门（b）、居委会。',
    ],
    en: [
      'Rules r1, r2 have equal rank.',
      'Territorial unit proposed: 居委会 (110101001001).',
      'Conclusion: left to the dispatcher, rules of equal rank name different departments; candidates: 部门（a）, 部门（b）, 居委会.',
    ],
  },
  {
    title: 'a component without a unit of ours',
    rows: [{}],
    question: { component: { id: 'x1', maintainer: { code: 'gone' }, owner: { name: '某公司' } } },
    zh: [
      '部件 x1 的登记优先：',
      '- 养护单位“gone”：已停用，跳过。',
      '- 权属单位“某公司”：不在本区组织机构内，跳过。',
      '规则 r1 胜出：唯一适用。',
    ],
    en: [
      'The record of component x1 comes first:',
      '- maintainer "gone" is no longer active, passed over.',
      '- owner "某公司" is not a unit of this organisation, passed over.',
      'Rule r1 wins: no other applies.',
    ],
  },
  {
    title: 'a component with units to tell',
    rows: [],
    question: { component: { id: 'x1', maintainer: { code: 'a' }, owner: { code: 'b' } } },
    zh: ['- 养护单位“a”：由其主办。', '- 权属单位“b”：告知。', '结论：派遣至部门（a）；告知：部门（b）。'],
    en: [
      '- maintainer "a" takes the lead.',
      '- owner "b" is told.',
      'Conclusion: dispatched to 部门（a）; told: 部门（b）.',
    ],
  },
  {
    title: 'an arbitration',
    rows: [],
    question: {
      arbitration: { department: 'a' as DepartmentCode, assisting: ['gone' as DepartmentCode], reference: 'minutes 7' },
    },
    zh: ['裁定：minutes 7，指定部门（a），高于一切规则。', '协办部门已停用，略去：已撤部门。'],
    en: [
      'Arbitration minutes 7 names 部门（a）; it stands above every rule.',
      'Assisting departments no longer active, left out: 已撤部门.',
    ],
  },
  {
    title: 'a winner that is gone, and rules that could not be judged',
    rows: [{ department: 'gone' }, { polygon, department: 'b' }],
    zh: ['因无坐标未能判断的规则：r2。', '规则 r1 指定的已撤部门已停用，不改用较低的规则。'],
    en: [
      'Not judged for want of a position: r2.',
      'Rule r1 names 已撤部门, no longer active; no lower rule takes its place.',
    ],
  },
])('[R13] $title reads in both languages', ({ rows, question, zh, en }) => {
  const explanation = explanationOf(rows, question);
  expect(explain(explanation, 'zh').split('\n')).toEqual(expect.arrayContaining(zh));
  expect(explain(explanation, 'en').split('\n')).toEqual(expect.arrayContaining(en));
});

test('[R13] an explanation survives storage as JSON and lists twenty rules at most', () => {
  const explanation = explanationOf(Array.from({ length: 23 }, () => ({})));
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  expect(explain(explanation, 'zh')).toContain('- 另有 3 条。');
  expect(explain(explanation, 'en')).toContain('- and 3 more.');
  expect(explain(explanation, 'en')).toContain('Rule r1 wins: all name the same department.');
});
