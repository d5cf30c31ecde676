import type { Row } from '@wanmi/catalogue';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import { indexRules, type Question, type Routing, route } from './index.ts';
import { buildDepartments, buildRules } from './testing/build-rule.ts';

const departments = buildDepartments();
const plain: Question = {
  edition: 'e',
  kind: 'matter',
  classCode: '06001',
  gridCode: '110101001001001',
  date: '2026-11-20' as WorkDate,
  minuteOfDay: 600,
};
/** Round the question's position. */
const square = JSON.stringify({
  type: 'Polygon',
  coordinates: [
    [
      [116, 39],
      [117, 39],
      [117, 40],
      [116, 40],
      [116, 39],
    ],
  ],
});
const here = { position: [116.4, 39.9] } as const;

function ask(rows: readonly Row[], changes: Partial<Question> = {}): Routing {
  return route(indexRules({ version: 'v1', rules: buildRules(rows), departments }), { ...plain, ...changes });
}

/** `a`, `a+b` with an assisting b, `a!c` with c told, or `? reason: candidates`. */
function outcomeOf(routing: Routing): string {
  if (routing.outcome === 'undecided') {
    return `? ${routing.reason}: ${routing.candidates.map(({ department }) => department).join(' ')}`;
  }
  const { department, assisting, told } = routing;
  return [department, ...assisting.map((one) => `+${one}`), ...told.map((one) => `!${one}`)].join('');
}

describe('which rule applies', () => {
  test.each<{ row: Row; question?: Partial<Question>; applies: boolean }>([
    { row: {}, applies: true },
    { row: { classes: '06' }, applies: true },
    { row: { classes: '' }, applies: true },
    { row: { classes: '06001-06003' }, applies: true },
    { row: { classes: '07001;06001' }, applies: true },
    { row: { classes: '06002' }, applies: false },
    { row: { classes: '07' }, applies: false },
    { row: { kind: '' }, applies: true },
    { row: { kind: '' }, question: { kind: 'component' }, applies: true },
    { row: {}, question: { kind: 'component' }, applies: false },
    { row: {}, question: { edition: 'other' }, applies: false },
    { row: { edition: '', classes: '' }, question: { edition: 'other' }, applies: true },
    { row: { condition: 'heap' }, question: { conditionId: 'heap' }, applies: true },
    { row: { condition: 'heap' }, applies: false },
    { row: { area: '110101' }, applies: true },
    { row: { area: '110101001001001' }, applies: true },
    { row: { area: '110101001001002' }, applies: false },
    { row: { area: '110101001' }, question: { gridCode: '110101' }, applies: false },
    { row: { polygon: square }, question: here, applies: true },
    { row: { polygon: square }, question: { position: [116, 39.5] }, applies: true }, // the border belongs to it
    { row: { polygon: square }, question: { position: [115.999, 39.5] }, applies: false },
    { row: { polygon: square, area: '110102' }, question: here, applies: false },
    { row: { channel: 'hotline' }, question: { channel: 'hotline' }, applies: true },
    { row: { channel: 'hotline' }, question: { channel: 'web' }, applies: false },
    { row: { channel: 'hotline' }, applies: false },
  ])('[R3] $row for $question applies: $applies', ({ row, question, applies }) => {
    expect(ask([row], question).outcome).toBe(applies ? 'decided' : 'undecided');
  });

  test.each([
    { hours: '10:00-11:00', minute: 599, applies: false },
    { hours: '10:00-11:00', minute: 600, applies: true },
    { hours: '10:00-11:00', minute: 659, applies: true },
    { hours: '10:00-11:00', minute: 660, applies: false },
    { hours: '20:00-06:00', minute: 1199, applies: false },
    { hours: '20:00-06:00', minute: 1200, applies: true },
    { hours: '20:00-06:00', minute: 359, applies: true },
    { hours: '20:00-06:00', minute: 360, applies: false },
    { hours: '20:00-24:00', minute: 1439, applies: true },
    { hours: '20:00-24:00', minute: 0, applies: false },
  ])('[R4] hours $hours hold at minute $minute: $applies', ({ hours, minute, applies }) => {
    expect(ask([{ hours }], { minuteOfDay: minute }).outcome).toBe(applies ? 'decided' : 'undecided');
  });

  test.each([
    { date: '2026-02-28', applies: false },
    { date: '2026-03-01', applies: true },
    { date: '2026-03-31', applies: true },
    { date: '2026-04-01', applies: false },
  ])('[R4] a rule of March holds on $date: $applies', ({ date, applies }) => {
    const routing = ask([{ valid_from: '2026-03-01', valid_to: '2026-04-01' }], { date: date as WorkDate });
    expect(routing.outcome).toBe(applies ? 'decided' : 'undecided');
  });
});

describe('which rule wins', () => {
  const everything: Partial<Question> = { ...here, channel: 'hotline', conditionId: 'heap' };
  test.each<{ id: string; by: string; winner: Row; loser: Row }>([
    {
      id: 'R5',
      by: 'principle',
      winner: { principle: 'law', classes: '' },
      loser: { condition: 'heap', area: '110101001001001' },
    },
    { id: 'R5', by: 'principle', winner: { principle: 'city-rule' }, loser: { principle: 'nearest-function' } },
    { id: 'R5', by: 'principle', winner: { principle: 'nearest-function' }, loser: { principle: 'district-leaders' } },
    { id: 'R6', by: 'class', winner: { condition: 'heap' }, loser: { area: '110101001001001' } },
    { id: 'R6', by: 'class', winner: {}, loser: { classes: '06', area: '110101001001001' } },
    { id: 'R6', by: 'class', winner: { classes: '06' }, loser: { classes: '', area: '110101' } },
    { id: 'R6', by: 'class', winner: { classes: '' }, loser: { classes: '', kind: '' } },
    { id: 'R7', by: 'area', winner: { area: '110101001' }, loser: { area: '110101', channel: 'hotline' } },
    { id: 'R7', by: 'area', winner: { area: '110101' }, loser: {} },
    { id: 'R7', by: 'area', winner: { polygon: square }, loser: { area: '110101001001' } },
    { id: 'R7', by: 'area', winner: { area: '110101001001001' }, loser: { polygon: square } },
    { id: 'R8', by: 'channel', winner: { channel: 'hotline' }, loser: { hours: '09:00-12:00' } },
    { id: 'R8', by: 'hours', winner: { hours: '09:00-12:00' }, loser: {} },
  ])('[$id] $winner beats $loser by $by, in either order', ({ by, winner, loser }) => {
    for (const rows of [
      [winner, { ...loser, department: 'b' }],
      [{ ...loser, department: 'b' }, winner],
    ]) {
      const routing = ask(rows, everything);
      expect(outcomeOf(routing)).toBe('a');
      expect(routing.explanation.steps).toContainEqual(expect.objectContaining({ step: 'won', by }));
    }
  });

  test.each<{ rows: Row[]; outcome: string }>([
    { rows: [{}, {}], outcome: 'a' },
    { rows: [{ assisting: 'b' }, { assisting: 'c;b' }], outcome: 'a+b+c' },
    { rows: [{}, { department: 'b' }], outcome: '? tie: a b committee' },
    { rows: [{}, { department: 'b' }, { classes: '06', department: 'c' }], outcome: '? tie: a b c committee' },
    { rows: [{ classes: '06' }, { classes: '06', department: 'b' }, { department: 'c' }], outcome: 'c' },
  ])('[R9] $rows give $outcome', ({ rows, outcome }) => {
    expect(outcomeOf(ask(rows))).toBe(outcome);
  });

  test.each<{ rows: Row[]; outcome: string }>([
    { rows: [{ department: 'gone' }], outcome: '? inactive-department: committee' },
    {
      rows: [{ department: 'gone' }, { classes: '06', department: 'b' }],
      outcome: '? inactive-department: b committee',
    },
    { rows: [{ department: 'b' }, { classes: '06', department: 'gone' }], outcome: 'b' },
    { rows: [{ assisting: 'gone;b' }], outcome: 'a+b' },
  ])('[R10] $rows give $outcome', ({ rows, outcome }) => {
    expect(outcomeOf(ask(rows))).toBe(outcome);
  });
});

describe('before the rules', () => {
  const arbitration = (department: string) => ({ department: department as DepartmentCode, reference: 'minutes 7' });

  test.each<{ id: string; title: string; question: Partial<Question>; outcome: string }>([
    {
      id: 'R1',
      title: 'an arbitration stands above record and rules',
      question: { arbitration: arbitration('b'), component: { id: 'x', owner: { code: 'c' } } },
      outcome: 'b',
    },
    {
      id: 'R1',
      title: 'an arbitration for a department that is gone goes to a person',
      question: { arbitration: arbitration('gone') },
      outcome: '? inactive-arbitrated-department: committee',
    },
    {
      id: 'R2',
      title: 'the maintainer leads, the others are told',
      question: { component: { id: 'x', competent: { code: 'd' }, owner: { code: 'c' }, maintainer: { code: 'b' } } },
      outcome: 'b!c!d',
    },
    {
      id: 'R2',
      title: 'the owner leads where the maintainer is gone',
      question: { component: { id: 'x', maintainer: { code: 'gone' }, owner: { code: 'c' } } },
      outcome: 'c',
    },
    {
      id: 'R2',
      title: 'the competent department leads where others are unknown',
      question: { component: { id: 'x', owner: { name: '某公司' }, competent: { code: 'd' } } },
      outcome: 'd',
    },
    {
      id: 'R2',
      title: 'a unit is known by its name in other brackets',
      question: { component: { id: 'x', owner: { name: '部门 (b)' } } },
      outcome: 'b',
    },
    {
      id: 'R2',
      title: 'a unit is known by its credit code',
      question: { component: { id: 'x', owner: { code: '91110000101100000A', name: '旧名' } } },
      outcome: 'credited',
    },
    {
      id: 'R2',
      title: 'one unit in two roles is not told of itself',
      question: { component: { id: 'x', maintainer: { code: 'b' }, competent: { code: 'b' } } },
      outcome: 'b',
    },
    {
      id: 'R2',
      title: 'a record without a unit of ours leaves it to the rules',
      question: { component: { id: 'x', owner: { name: '某公司' } } },
      outcome: 'a',
    },
  ])('[$id] $title', ({ question, outcome }) => {
    expect(outcomeOf(ask([{}], question))).toBe(outcome);
  });
});

describe('undecided', () => {
  test.each([
    { gridCode: '110101001001001', outcome: '? no-rule: committee' },
    { gridCode: '110101001002001', outcome: '? no-rule: street' },
    { gridCode: '110101001', outcome: '? no-rule: street' },
    { gridCode: '110101002001001', outcome: '? no-rule: ' },
  ])('[R11] without a rule $gridCode proposes the unit of its smallest area', ({ gridCode, outcome }) => {
    expect(outcomeOf(ask([], { gridCode }))).toBe(outcome);
  });

  test('[R12] a polygon cannot be judged without a position, and the explanation names the rule', () => {
    const routing = ask([{ polygon: square }]);
    expect(outcomeOf(routing)).toBe('? no-rule: committee');
    expect(routing.explanation.steps[0]).toEqual({ step: 'rules', applied: [], more: 0, unjudged: ['r1'] });
  });
});

test('[R16] a question reads the rules of its class and place among ten thousand', () => {
  const rules = buildRules([
    ...Array.from({ length: 10_000 }, (_, index) => ({
      id: `far-${index}`,
      area: `1101020${String((index % 89) + 10)}${String(Math.floor(index / 89) + 100)}`,
    })),
    { id: 'near', area: '110101001', department: 'b' },
  ]);
  const index = indexRules({ version: 'v1', rules, departments });
  expect(index.rulesFor('06001', plain.gridCode).map(({ id }) => id)).toEqual(['near']);
  expect(outcomeOf(route(index, plain))).toBe('b');
});
