import {
  buildCatalogue,
  type Catalogue,
  type EditionMeta,
  parseConditions,
  parseEdition,
  type Row,
} from '@wanmi/catalogue';
import type { Department } from '../department.ts';
import { parseDepartments } from '../parse-departments.ts';
import { parseRules } from '../parse-rules.ts';
import type { Rule } from '../rule.ts';

const edition: EditionMeta = {
  id: 'e',
  name: 'made for tests',
  inForceFrom: '2026',
  classCodeLengths: { major: 2, minor: 3 },
  localExtension: { by: 'major', standardMajors: { component: 99, matter: 99 } },
  source: 'made for tests',
  transcribed: false,
};

const codes = ['06001', '06002', '06003', '07001', '07002'];

/** Five matters in two majors, with a condition `heap` on 06001. */
export function buildTestCatalogue(): Catalogue {
  const rows = codes.map((code) => ({
    kind: 'matter',
    class_code: code,
    major_code: code.slice(0, 2),
    major_name: code.slice(0, 2),
    minor_code: code.slice(2),
    minor_name: code,
  }));
  const parsed = parseEdition(rows, edition);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const texts = { filing_condition: 'x', closing_condition: 'y', limit_a: '1 working_day', source: 'z', place: 'p' };
  const heap = { id: 'heap', edition: 'e', kind: 'matter', classes: '06001', ...texts };
  const conditions = parseConditions([heap], [parsed.value]);
  if (!conditions.ok) throw new Error(JSON.stringify(conditions.error));
  return buildCatalogue([parsed.value], conditions.value);
}

/** Departments `a`–`d`, the inactive `gone`, and street offices for 110101001 and its community 110101001001. */
export function buildDepartments(): readonly Department[] {
  const parsed = parseDepartments([
    ...['a', 'b', 'c', 'd'].map((code) => ({ code, name: `部门（${code}）`, kind: 'bureau' })),
    { code: 'gone', name: '已撤部门', kind: 'bureau', active: 'no' },
    { code: 'credited', name: '供水公司', kind: 'enterprise', credit_code: '91110000101100000A' },
    { code: 'street', name: '街道', kind: 'street', area: '110101001' },
    { code: 'committee', name: '居委会', kind: 'street', area: '110101001001' },
  ]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** A row of a table of rules: class 06001 goes to `a` by city rule. */
export const ruleRow = (changes: Row = {}): Row => ({
  id: 'r1',
  principle: 'city-rule',
  edition: 'e',
  kind: 'matter',
  classes: '06001',
  valid_from: '2026-01-01',
  department: 'a',
  source: 'made for tests',
  ...changes,
});

/** Rules `r1`, `r2` … from rows that differ from the plain one. Departments that are gone are let through. */
export function buildRules(rows: readonly Row[]): readonly Rule[] {
  const asActive = buildDepartments().map((one) => ({ ...one, active: true }));
  const numbered = rows.map((row, index) => ruleRow({ id: `r${index + 1}`, ...row }));
  const parsed = parseRules(numbered, asActive, buildTestCatalogue());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}
