import { describeProblem, type Row } from '@wanmi/catalogue';
import { describe, expect, test } from 'vitest';
import { parseDepartments, parseRules, RULE_COLUMNS, rowOfRule } from './index.ts';
import { buildDepartments, buildRules, buildTestCatalogue, ruleRow } from './testing/build-rule.ts';

const catalogue = buildTestCatalogue();
const departments = buildDepartments();

function problemsOf(rows: readonly Row[]): readonly string[] {
  const parsed = parseRules(rows, departments, catalogue);
  return parsed.ok ? [] : parsed.error.map(describeProblem);
}

const openRing = JSON.stringify({
  type: 'Polygon',
  coordinates: [
    [
      [116, 39],
      [117, 39],
      [117, 40],
      [116, 40],
    ],
  ],
});
const fields: readonly { changes: Row; problem: string }[] = [
  { changes: { id: '' }, problem: 'id: found "", needed an id' },
  { changes: { principle: 'custom' }, problem: 'principle: found "custom", needed one of law, city-rule' },
  { changes: { edition: 'f' }, problem: 'edition: found "f", needed one of e, or nothing' },
  { changes: { edition: '' }, problem: 'edition: found "", needed the edition of the classes, one of e' },
  { changes: { kind: 'event' }, problem: 'kind: found "event", needed component, matter or nothing' },
  {
    changes: { classes: '06001;6002' },
    problem: 'classes: found "06001;6002", needed classes or majors of e, not "6002"',
  },
  { changes: { classes: '08' }, problem: 'classes: found "08", needed classes or majors of e, not "08"' },
  { changes: { classes: '*' }, problem: 'classes: found "*", needed classes or majors of e, not "*"' },
  { changes: { kind: 'component' }, problem: 'classes: found "06001", needed classes or majors of e, not "06001"' },
  { changes: { condition: 'pile' }, problem: 'condition: found "pile", needed the id of a filing condition' },
  { changes: { area: '1101' }, problem: 'area: found "1101", needed a code of 6, 9, 12 or 15 digits' },
  { changes: { polygon: openRing }, problem: `polygon: found ${JSON.stringify(openRing)}, needed a GeoJSON Polygon` },
  { changes: { polygon: '[]' }, problem: 'polygon: found "[]", needed a GeoJSON Polygon' },
  { changes: { channel: 'Hot line' }, problem: 'channel: found "Hot line", needed a channel in lower-case letters' },
  { changes: { hours: '10:00-10:00' }, problem: 'hours: found "10:00-10:00", needed as 20:00-06:00' },
  { changes: { hours: '25:00-06:00' }, problem: 'hours: found "25:00-06:00", needed as 20:00-06:00' },
  { changes: { valid_from: '2026-02-30' }, problem: 'valid_from: found "2026-02-30", needed a date' },
  { changes: { valid_from: '' }, problem: 'valid_from: found "", needed a date' },
  { changes: { valid_to: 'never' }, problem: 'valid_to: found "never", needed a date' },
  { changes: { valid_to: '2026-01-01' }, problem: 'valid_to: found "2026-01-01", needed a date after 2026-01-01' },
  { changes: { department: 'z' }, problem: 'department: found "z", needed the code of a department' },
  { changes: { department: 'gone' }, problem: 'department: found "gone", needed an active department, "gone" is not' },
  { changes: { assisting: 'b;z' }, problem: 'assisting: found "b;z", needed the code of a department' },
  { changes: { assisting: 'a' }, problem: 'assisting: found "a", needed others than the lead a' },
  { changes: { source: '' }, problem: 'source: found "", needed where the rule comes from' },
];

describe('a table of rules', () => {
  test.each(fields)('[R14] refuses $problem', ({ changes, problem }) => {
    const problems = problemsOf([ruleRow(), ruleRow({ id: 'r2', ...changes })]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`row 3, ${problem}`);
  });

  test('[R14] refuses an id twice and a column that it does not know', () => {
    expect(problemsOf([ruleRow(), ruleRow({ chanel: 'hotline' })])).toEqual([
      `table, chanel: found "chanel", needed one of the columns ${[
        ...['id', 'principle', 'valid_from', 'department', 'source', 'edition', 'kind', 'classes', 'condition'],
        ...['area', 'polygon', 'channel', 'hours', 'valid_to', 'assisting', 'note'],
      ].join(', ')}`,
      'row 3, id: found "r1", needed an id that is not already in row 2',
    ]);
  });

  test('[R14] reports the problems of all rows together', () => {
    expect(problemsOf(fields.map(({ changes }, index) => ruleRow({ id: `r${index}`, ...changes })))).toHaveLength(
      fields.length,
    );
  });

  test('[R14] a rule written is read back as the same rule', () => {
    const polygon = '{"type":"Polygon","coordinates":[[[116,39],[117,39],[117,40],[116,40],[116,39]]]}';
    const rules = buildRules([
      {},
      { classes: '06001-06003;07', condition: 'heap', area: '110101', polygon, channel: 'hotline', assisting: 'b;c' },
      { kind: '', edition: '', classes: '', hours: '20:00-24:00', valid_to: '2027-01-01', note: 'a, "b"' },
    ]);
    const rows = rules.map(rowOfRule);
    expect(parseRules(rows, departments, catalogue)).toEqual({ ok: true, value: rules });
    expect(Object.keys(rows[0] ?? {})).toEqual(RULE_COLUMNS);
  });
});

describe('a table of departments', () => {
  test.each<{ row: Row; problem: string }>([
    { row: { code: 'Street 1' }, problem: 'row 3, code: found "Street 1", needed a slug' },
    { row: { code: 'first' }, problem: 'row 3, code: found "first", needed no code that row 2 has already' },
    { row: { name: '甲' }, problem: 'row 3, name: found "甲", needed no name that row 2 has already' },
    { row: { name: '' }, problem: 'row 3, name: found "", needed a name' },
    { row: { kind: '' }, problem: 'row 3, kind: found "", needed a slug' },
    { row: { area: '110101' }, problem: 'row 3, area: found "110101", needed no area that row 2 has already' },
    { row: { area: '1' }, problem: 'row 3, area: found "1", needed an area code' },
    { row: { credit_code: '123' }, problem: 'row 3, credit_code: found "123", needed 18 characters' },
    { row: { active: 'soon' }, problem: 'row 3, active: found "soon", needed yes, no or nothing' },
  ])('[R14] refuses $problem', ({ row, problem }) => {
    const first = { code: 'first', name: '甲', kind: 'bureau', area: '110101' };
    const parsed = parseDepartments([first, { code: 'second', name: '乙', kind: 'bureau', ...row }]);
    expect(parsed.ok ? '' : parsed.error.map(describeProblem).join()).toContain(problem);
  });
});
