import { caseDuplicates, findDuplicates, type ReportInput } from '@wanmi/cases';
import { nearCases } from '@wanmi/db';
import { localScale } from '@wanmi/grid';
import { type CaseId, HOUR_MS, type Instant, type UserId } from '@wanmi/kernel';
import type { Actor, Post } from '@wanmi/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseDesk, give, MONDAY, openCaseDesk, registered, TO_HANDLING } from '../support/case-desk.ts';
import { insertManyCases } from '../support/many-cases.ts';
import { pointIn } from '../support/reference-fixture.ts';

// Same class within 50 m and 24 h, as the fixture's policy says.

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterAll(() => open.close());

const AT = pointIn(1);
const { lngM, latM } = localScale(AT.lat);
/** A WGS 84 position so many metres east and north of the middle of grid 1. */
const off = (eastM: number, northM = 0): ReportInput['position'] => ({
  ...{ lng: AT.lng + eastM / lngM, lat: AT.lat + northM / latM, datum: 'wgs84' },
});
const report = async (position: ReportInput['position'], hours = 0, change: Partial<ReportInput> = {}) => {
  open.setTime((MONDAY + hours * HOUR_MS) as Instant);
  const { caseId } = await registered(open, { position, classCode: '06010', ...change });
  open.setTime(MONDAY);
  return caseId;
};
const like = async (caseId: string, viewer: Actor = open.as('acceptor')) =>
  (await caseDuplicates(open.desk, viewer, caseId))?.map((one) => one.caseId);

describe('a case of the same class', () => {
  test.each([
    { what: '49.9 m east', position: off(49.9), hours: 0, shown: true },
    { what: '50.1 m east', position: off(50.1), hours: 0, shown: false },
    { what: '49.9 m aslant', position: off(35.28, 35.28), hours: 0, shown: true },
    { what: 'in the corner of the box, 56 m away', position: off(40, 40), hours: 0, shown: false },
    { what: '24 hours later', position: off(1), hours: 24, shown: true },
    { what: 'a millisecond more than 24 hours later', position: off(1), hours: 24 + 1 / HOUR_MS, shown: false },
    { what: '24 hours earlier', position: off(1), hours: -24, shown: true },
    { what: 'of another class', position: off(1), hours: 0, change: { classCode: '06001' }, shown: false },
  ])('$what is shown: $shown', async ({ position, hours, change, shown }) => {
    const id = await report(position, hours, change);
    const mine = await report(off(0));
    expect((await like(mine))?.includes(id)).toBe(shown);
    expect((await like(id))?.includes(mine)).toBe(shown);
  });
});

test('the nearest come first, with number, state, metres and time, and never the case itself', async () => {
  const position = pointIn(2);
  const here: ReportInput['position'] = { ...position, datum: 'wgs84' };
  const far = await report({ ...here, lng: position.lng + 30 / lngM });
  const near = await report({ ...here, lat: position.lat + 12.34 / latM });
  const mine = await report(here);
  const found = await caseDuplicates(open.desk, open.as('leader'), mine);
  expect(found).toMatchObject([
    { caseId: near, state: 'reported', distanceM: 12.3, reportedAt: '2026-11-16T09:00:00+08:00' },
    { caseId: far, state: 'reported', distanceM: 30 },
  ]);
});

test('cases kept apart are shown on neither side, and merged ones on no side', async () => {
  const here: ReportInput['position'] = { ...pointIn(3), datum: 'wgs84' };
  const [first, second, third] = [await report(here), await report(here), await report(here)];
  await give(open, first, { as: 'acceptor', type: 'keep-apart', otherCaseId: second });
  expect(await like(first)).toEqual([third]);
  expect(await like(second)).toEqual([third]);
  await give(open, third, { as: 'acceptor', type: 'merge', into: first });
  expect(await like(first)).toEqual([]);
  expect(await like(second)).toEqual([]);
  expect((await like(third))?.toSorted()).toEqual([first, second].toSorted());
});

describe('who sees what', () => {
  const who = (...posts: readonly Post[]): Actor => ({ kind: 'user', userId: 'u' as UserId, posts });

  test('a department is told of the cases sent to it only, others of none', async () => {
    const here: ReportInput['position'] = { ...pointIn(0), datum: 'wgs84' };
    const [open1, sent, mine] = [await report(here), await report(here), await report(here)];
    await give(open, sent, ...TO_HANDLING);
    await give(open, mine, ...TO_HANDLING);
    expect((await like(mine))?.toSorted()).toEqual([open1, sent].toSorted());
    expect(await like(mine, open.as('handler'))).toEqual([sent]);
    const outsider = who({ role: 'acceptor', area: '110102', department: null });
    expect(await like(mine, outsider)).toBeUndefined();
    const suspicion = { kind: 'matter', classCode: '06010', position: [here.lng, here.lat], at: MONDAY } as const;
    expect(await findDuplicates(open.desk, outsider, suspicion)).toEqual([]);
    expect(await findDuplicates(open.desk, open.as('acceptor'), suspicion)).toHaveLength(3);
    expect(await findDuplicates(open.desk, open.as('acceptor'), { ...suspicion, kind: 'component' })).toEqual([]);
  });
});

test('among twenty thousand cases only those of class and hours are looked at, by their index', async () => {
  await insertManyCases(open.desk.db, 20_000);
  const at = Date.parse('2026-08-01T00:00:00+08:00');
  const plan = await nearCases
    .nearQuery(open.desk.db, {
      ...{ scope: { areas: ['110101'], departments: [] }, kind: 'matter', classCode: '06007' },
      around: { lng: 116.4, lat: 39.9, ...localScale(39.9) },
      ...{ withinM: 50, from: (at - 24 * HOUR_MS) as Instant, to: (at + 24 * HOUR_MS) as Instant },
      months: { first: 202607, last: 202608 },
      of: { caseId: '110101-202608-g1' as CaseId, apart: [] },
      limit: 20,
    })
    .explain('json');
  const text = JSON.stringify(plan);
  expect(text).not.toContain('Seq Scan');
  expect(text).not.toMatch(/urban_case_2026(04|05|06|09|10|11)/);
  // The default partition is empty and may be read by any index.
  const conditions = [...text.matchAll(/"Relation Name":"urban_case_\d+".*?"Index Cond":"(.*?[^\\])"/g)];
  expect(conditions.length).toBeGreaterThan(0);
  for (const [, condition] of conditions) expect(condition).toMatch(/class_code.*reported_at.*lng.*lat/);
});
