import { expect, test } from 'vitest';
import { RULE_COLUMNS } from '../parse-rules.ts';
import { parseHistory } from './parse-history.ts';
import { proposeRules, rowOfProposal } from './propose-rules.ts';
import { repeat } from './testing/build-history.ts';
import { bringUnitsTogether } from './unit-names.ts';

const propose = (history: ReturnType<typeof repeat>) => proposeRules(history, bringUnitsTogether(history));

test.each([
  { there: 4, elsewhere: 0, rules: 0 },
  { there: 5, elsewhere: 0, rules: 1 },
  { there: 9, elsewhere: 1, rules: 1 },
  { there: 8, elsewhere: 1, rules: 0 },
])('[R36] $there cases there and $elsewhere elsewhere propose $rules rules', ({ there, elsewhere, rules }) => {
  const history = [
    ...repeat(0, there, { class: 'a1', unit: 'u' }),
    ...repeat(there, elsewhere, { class: 'a1', unit: 'v' }),
  ];
  expect(propose(history)).toHaveLength(rules);
});

test('[R36] a class with one unit everywhere needs no rule for a street, an exception does', () => {
  const history = [
    ...repeat(0, 60, { class: 'a1', street: 'north', unit: 'u' }),
    ...repeat(60, 10, { class: 'a1', street: 'south', unit: 'u' }),
    ...repeat(70, 6, { class: 'a1', street: 'east', unit: 'v' }),
  ];
  expect(propose(history)).toMatchObject([
    { classCode: 'a1', unit: 'u', cases: 76, support: 70, exceptions: ['h71', 'h72', 'h73', 'h74', 'h75'] },
    { classCode: 'a1', area: { code: '440310003' }, unit: 'v', support: 6, precision: 1, examples: expect.any(Array) },
  ]);
});

test('[R36] a proposal is a row of the table of rules under the weakest principle', () => {
  const [rule] = propose(repeat(0, 6, { class: 'a1', unit: 'u' }));
  if (rule === undefined) throw new Error('nothing proposed, needs one rule');
  const row = rowOfProposal(rule, 0, { source: 'learned', edition: 'e', validFrom: '2026-01-01' });
  expect(Object.keys(row)).toEqual([...RULE_COLUMNS]);
  expect(row).toMatchObject({ id: 'learned-0001', principle: 'district-leaders', classes: 'a1', department: 'u' });
  expect(row.note).toBe('a1, everywhere -> unit u: 6 of 6 (100.0 %); examples h1 h2 h3 h4 h5');
});

const row = { time: '2026-01-01 08:00', class_1: 'a', area_1: 'x', channel: 'web', department: 'u' };

test.each([
  { row, problem: undefined },
  { row: { ...row, time: '2026-01-01T08:00:00+08:00' }, problem: undefined },
  { row: { ...row, department: '-' }, problem: undefined },
  { row: { ...row, time: 'noon' }, problem: 'time' },
  { row: { ...row, class_1: '' }, problem: 'class_1' },
  { row: { ...row, area_1: '' }, problem: 'area_1' },
  { row: { ...row, department: '' }, problem: 'department' },
])('[R37] a history row $row has problem $problem', ({ row: cells, problem }) => {
  const parsed = parseHistory([cells]);
  expect(parsed.ok ? undefined : parsed.error[0]?.field).toBe(problem);
});

test('[R37] a time with an offset is the same instant everywhere', () => {
  const times = ['2026-01-01T08:00:00+08:00', '2026-01-01T00:00:00Z', '2025-12-31T19:00:00-05:00'];
  const parsed = parseHistory(times.map((time) => ({ ...row, time })));
  expect(parsed.ok && new Set(parsed.value.map(({ atMs }) => atMs)).size).toBe(1);
});
