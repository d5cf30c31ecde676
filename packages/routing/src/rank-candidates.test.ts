import type { Row } from '@wanmi/catalogue';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  indexDepartments,
  indexRules,
  type OutcomeCount,
  type Question,
  rankCandidates,
  route,
  shareOfOutcomes,
} from './index.ts';
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
const [DISTRICT, STREET, COMMUNITY] = ['110101', '110101001', '110101001001'];
const seen = (area: string, department: string, kept: number, moved = 0, classCode = '06001'): OutcomeCount => ({
  ...{ classCode, area, department: department as DepartmentCode, kept, moved },
});

function rank(rows: readonly Row[], counts: readonly OutcomeCount[], returnedBy: readonly string[] = []) {
  const routing = route(indexRules({ version: 'v1', rules: buildRules(rows), departments }), plain);
  return rankCandidates(routing, {
    departments: indexDepartments(departments),
    history: shareOfOutcomes(counts),
    returnedBy: returnedBy as DepartmentCode[],
  });
}

describe('candidates for a dispatcher', () => {
  const tie = [{ department: 'a' }, { department: 'b' }];
  test.each<{ title: string; rows: readonly Row[]; counts: OutcomeCount[]; returnedBy?: string[]; order: string }>([
    { title: 'the territorial unit alone', rows: [], counts: [], order: 'committee' },
    { title: 'what the rules decide', rows: [{}], counts: [seen(DISTRICT, 'b', 9)], order: 'a b' },
    { title: 'a tie as it stands', rows: tie, counts: [], order: 'a b committee' },
    { title: 'a tie by history', rows: tie, counts: [seen(DISTRICT, 'b', 1)], order: 'b a committee' },
    {
      title: 'a tie before the rules below it, whatever history says',
      rows: [...tie, { department: 'c', classes: '06' }, { department: 'd', classes: '' }],
      counts: [seen(DISTRICT, 'd', 9)],
      order: 'a b c d committee',
    },
    { title: 'likely before territory', rows: [], counts: [seen(DISTRICT, 'b', 5)], order: 'b committee' },
    {
      title: 'unlikely behind territory',
      rows: [],
      counts: [seen(DISTRICT, 'a', 2), seen(DISTRICT, 'b', 2), seen(DISTRICT, 'c', 1)],
      order: 'committee a b c',
    },
    { title: 'who gave it back last', rows: tie, counts: [], returnedBy: ['a', 'committee'], order: 'b a committee' },
    { title: 'nobody who is gone', rows: [], counts: [seen(DISTRICT, 'gone', 9)], order: 'committee' },
  ])('[R18] $title: $order', ({ rows, counts, returnedBy, order }) => {
    expect(
      rank(rows, counts, returnedBy)
        .map(({ department }) => department)
        .join(' '),
    ).toBe(order);
  });

  test('[R18] each says why, in both languages', () => {
    const [first] = rank([], [seen(STREET, 'b', 8, 2)], ['b']).toReversed();
    expect(first).toMatchObject({
      ...{ name: '部门（b）', reasons: [{ because: 'history', kept: 8, moved: 2 }, { because: 'returned' }] },
      text: { zh: expect.stringContaining('已退回过本案'), en: expect.stringContaining('of 8 cases of class 06001') },
    });
  });
});

describe('what history says', () => {
  test.each([
    { title: 'the narrower area first', counts: [seen(DISTRICT, 'a', 90), seen(COMMUNITY, 'b', 9)], order: 'b a' },
    {
      title: 'the wider one where the narrower saw little',
      counts: [seen(DISTRICT, 'a', 90), seen(COMMUNITY, 'b', 1)],
      order: 'a b',
    },
    {
      title: 'who keeps before who gives back',
      counts: [seen(DISTRICT, 'a', 9, 9), seen(DISTRICT, 'b', 8)],
      order: 'b a',
    },
    { title: 'equals by code', counts: [seen(DISTRICT, 'b', 1), seen(DISTRICT, 'a', 1)], order: 'a b' },
    {
      title: 'the class before every class',
      counts: [seen(COMMUNITY, 'a', 90, 0, ''), seen(DISTRICT, 'b', 9)],
      order: 'b a',
    },
    {
      title: 'every class for one never met',
      counts: [seen(COMMUNITY, 'a', 9, 0, ''), seen(DISTRICT, 'b', 1, 0, '06')],
      order: 'a b',
    },
    { title: 'nothing', counts: [], order: '' },
  ])('[R19] $title: $order', ({ counts, order }) => {
    expect(
      shareOfOutcomes(counts)
        .map(({ department }) => department)
        .join(' '),
    ).toBe(order);
  });

  test('[R19] shares of departments that keep everything add up to one', () => {
    const shares = shareOfOutcomes([seen(DISTRICT, 'a', 3), seen(DISTRICT, 'b', 1), seen(COMMUNITY, 'a', 1)]);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});
