import type { Row } from '@wanmi/catalogue';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  addCounts,
  compareRules,
  csvOfRules,
  deciderOf,
  explain,
  explainBriefly,
  indexRules,
  NO_COUNTS,
  type Question,
  route,
} from './index.ts';
import { buildDepartments, buildRules } from './testing/build-rule.ts';

const departments = buildDepartments();
const index = (...rows: Row[]) => indexRules({ version: 'v1', rules: buildRules(rows), departments });
const plain: Question = {
  edition: 'e',
  kind: 'matter',
  classCode: '06001',
  gridCode: '110101001001001',
  date: '2026-11-20' as WorkDate,
  minuteOfDay: 600,
};
const past = (final: string | null, change: Partial<Question> = {}) => ({
  ...{ id: 'c1', question: { ...plain, ...change }, final: final as DepartmentCode | null },
});

describe('a dry run', () => {
  test.each([
    { title: 'the same rules', to: [{}], moved: 0, agreed: 1, wrong: 0 },
    { title: 'another lead', to: [{ department: 'b' }], moved: 1, agreed: 0, wrong: 1 },
    { title: 'another helper', to: [{ assisting: 'c' }], moved: 1, agreed: 1, wrong: 0 },
    { title: 'no rule any more', to: [{ classes: '07001' }], moved: 1, agreed: 0, wrong: 0 },
    { title: 'a rule that ends that day', to: [{ valid_to: '2026-11-20' }], moved: 1, agreed: 0, wrong: 0 },
  ])('[R17] $title: moved $moved, agreed $agreed, wrong $wrong', ({ to, moved, agreed, wrong }) => {
    const { counts } = compareRules(index({}), index(...to), [past('a')], 1);
    expect(counts).toMatchObject({
      cases: 1,
      judged: 1,
      moved,
      agreed: { before: 1, after: agreed },
      wrong: { after: wrong },
    });
  });

  test('[R17] a component decides on both sides, so that no rule moves its case', () => {
    const component = { id: 'x', owner: { code: 'c' } };
    expect(compareRules(index({}), index({ department: 'b' }), [past('c', { component })], 1).counts).toMatchObject({
      ...{ moved: 0, decided: { before: 1, after: 1 }, agreed: { before: 1, after: 1 } },
    });
  });

  test('[R17] lists a sample with both reasons and counts all', () => {
    const { counts, moved } = compareRules(index({}), index(), [past('a'), past(null)], 1);
    expect(counts).toMatchObject({ cases: 2, moved: 2, judged: 1, decided: { before: 2, after: 0 } });
    expect(moved).toMatchObject([
      {
        from: { department: 'a', because: { zh: '规则 r1 胜出：唯一适用。结论：派遣至部门（a）。' } },
        to: { department: null, because: { en: expect.stringContaining('no rule applies') } },
      },
    ]);
    expect(addCounts(counts, counts)).toMatchObject({ cases: 4, decided: { before: 4, after: 0 } });
    expect(addCounts(NO_COUNTS, counts)).toEqual(counts);
  });
});

describe('what settled a case', () => {
  const arbitration = { department: 'b' as DepartmentCode, reference: 'note 1' };
  test.each([
    { title: 'a rule', change: {}, by: { by: 'rule', rule: 'r1' } },
    { title: 'a component', change: { component: { id: 'x', owner: { code: 'c' } } }, by: { by: 'component' } },
    { title: 'an arbitration', change: { arbitration }, by: { by: 'arbitration' } },
    { title: 'nobody', change: { classCode: '07001' }, by: undefined },
  ])('[R22] is $title', ({ change, by }) => {
    expect(deciderOf(route(index({}), { ...plain, ...change }).explanation)).toEqual(by);
  });

  test('[R21] a component without units leaves it to the rules, and says so', () => {
    const { explanation } = route(index({}), { ...plain, component: { id: '11010101001000001' } });
    expect(explanation.conclusion).toMatchObject({ outcome: 'decided', department: 'a' });
    expect(explain(explanation, 'zh')).toContain('部件 11010101001000001 未登记');
    expect(explainBriefly(explanation, 'en')).toContain('is not on record');
  });
});

test('[R14] a table written is one line a rule, quoted where it must be', () => {
  const rules = buildRules([{ note: 'a "b", c', classes: '06001;06002' }]);
  expect(csvOfRules(rules)).toBe(
    'id,principle,edition,kind,classes,condition,area,polygon,channel,hours,valid_from,valid_to,department,assisting,source,note\n' +
      'r1,city-rule,e,matter,06001;06002,,,,,,2026-01-01,,a,,made for tests,"a ""b"", c"\n',
  );
});
