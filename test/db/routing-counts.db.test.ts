import { countRoutes, findCandidates, proposeHabits, registerReport, runCommand } from '@wanmi/cases';
import { caseKeyOf, routes, type routingLog, ruleProposals } from '@wanmi/db';
import type { CaseId } from '@wanmi/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handleProposeRule } from '../../services/dispatcher/src/handlers/propose-rule.handler.ts';
import { handleRouteCase } from '../../services/dispatcher/src/handlers/route-case.handler.ts';
import { type CaseDesk, give, MONDAY, newKey, openCaseDesk, reportInput, type Step } from '../support/case-desk.ts';
import { countAllRoutes } from '../support/count-routes.ts';

/** Litter: the demo rules send it to sanitation. No demo rule names the other. */
const [RULED, UNRULED] = ['06010', '10002'];

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
  open.setTime(MONDAY);
});
afterAll(() => open.close());

const filed = async (classCode: string): Promise<string> => {
  const input = reportInput({ channel: 'inspector', classCode });
  const answer = await registerReport(open.desk, open.as('inspector'), input, newKey());
  if (!answer.ok) throw answer.error;
  return answer.value.body.caseId;
};
const routed = async (caseId: string): Promise<string> => {
  const { rows } = await sql<{ id: number }>`
    select effect_id as id from outbox where case_id = ${caseId} and effect ->> 'type' = 'route-case'`.execute(
    open.desk.db,
  );
  await handleRouteCase(open.desk, { effectId: rows[0]?.id ?? 0, caseId });
  return caseId;
};
const routeOf = async (caseId: string): Promise<routingLog.CaseRoute | undefined> => {
  const key = caseKeyOf(caseId);
  return key && routes.findRoute(open.desk.db, key);
};
const RETURN: readonly Step[] = [
  { as: 'handler', type: 'return', reason: '不属于我单位职责' },
  { as: 'dispatcher', type: 'propose-return' },
];
const all = { month: 202611, areas: [''] };

describe('counting how cases were routed', () => {
  let [ruled, wandering, refused]: string[] = [];
  beforeAll(async () => {
    ruled = await routed(await filed(RULED));
    wandering = await routed(await filed(RULED));
    await give(
      open,
      wandering,
      ...RETURN,
      { as: 'leader', type: 'accept-return' },
      { as: 'dispatcher', type: 'dispatch', departmentCode: 'landscaping' },
    );
    refused = await routed(await filed(RULED));
    await give(open, refused, ...RETURN, { as: 'leader', type: 'refuse-return', reason: '属于贵单位职责' });
    const byPerson = await routed(await filed(UNRULED));
    await give(open, byPerson, { as: 'dispatcher', type: 'dispatch', departmentCode: 'sanitation' });
    expect(await countAllRoutes(open.desk)).toBeGreaterThan(8);
  });

  test('names the first department, what sent the case there, and where it is', async () => {
    expect(await routeOf(ruled ?? '')).toMatchObject({
      ...{ firstDepartment: 'sanitation', firstBy: 'rule', firstRule: expect.any(String), department: 'sanitation' },
      ...{ rulesVersion: '1', dispatches: 1, returnsAsked: 0, undecided: null, classCode: RULED },
    });
    expect(await routeOf(wandering ?? '')).toMatchObject({
      ...{ firstDepartment: 'sanitation', department: 'landscaping', dispatches: 2 },
      ...{ returnsAsked: 1, returnsAccepted: 1, returnsRefused: 0 },
    });
    expect(await routeOf(refused ?? '')).toMatchObject({ department: 'sanitation', returnsRefused: 1 });
  });

  test('shows how often the first department was the right one, by rule and by person, and the cases behind', async () => {
    expect(await routes.countRoutes(open.desk.db, all)).toEqual({
      ...{ dispatched: 4, kept: 3, moved: 1, automatic: 3, automaticKept: 2, undecided: 1 },
      ...{ returnsAsked: 2, returnsAccepted: 1, returnsRefused: 1 },
    });
    const byCause = await routes.countRoutesBy(open.desk.db, all, { by: 'undecided', limit: 5 });
    expect(byCause).toMatchObject([{ key: 'no-rule', dispatched: 1, kept: 1 }]);
    const [rule] = await routes.countRoutesBy(open.desk.db, all, { by: 'rule', limit: 5 });
    expect(rule).toMatchObject({ dispatched: 3, moved: 1 });
    const behind = { ...all, rule: rule?.key ?? '', outcome: 'moved' } as const;
    expect(await routes.listRoutes(open.desk.db, behind, { after: null, limit: 10 })).toMatchObject([
      { caseId: wandering },
    ]);
    expect(await routes.countRoutes(open.desk.db, { ...all, areas: ['110102'] })).toMatchObject({ dispatched: 0 });
    expect(await routes.countRoutes(open.desk.db, { ...all, areas: [] })).toMatchObject({ dispatched: 0 });
  });

  test('counts every event once, also when the log is read again from its beginning', async () => {
    const before = await routes.countRoutes(open.desk.db, all);
    const outcomes = () =>
      sql`select class_code, area_code, department_code, kept, moved from routing_outcome order by 1, 2, 3`.execute(
        open.desk.db,
      );
    const { rows } = await outcomes();
    expect(await countAllRoutes(open.desk)).toBe(0);
    // As after a restore: another epoch, and everything is read anew.
    await sql`update live_epoch set epoch = gen_random_uuid()`.execute(open.desk.db);
    expect(await countAllRoutes(open.desk)).toBeGreaterThan(8);
    expect(await routes.countRoutes(open.desk.db, all)).toEqual(before);
    expect((await outcomes()).rows).toEqual(rows);
  });

  test('leaves counting to one process at a time', async () => {
    await filed(RULED).then(routed);
    const counts = await Promise.all([countRoutes(open.desk), countRoutes(open.desk), countRoutes(open.desk)]);
    const rest = await countAllRoutes(open.desk);
    expect(counts.reduce((sum, count) => sum + count, rest)).toBe(1);
  });
});

describe('candidates', () => {
  test('[R18] rank departments by history, with the reason in both languages, and who gave the case back comes last', async () => {
    const caseId = await routed(await filed(UNRULED));
    await countAllRoutes(open.desk);
    const candidates = await findCandidates(open.desk, open.as('dispatcher'), caseId);
    expect(candidates?.slice(0, 2).map(({ department }) => department)).toEqual(['sanitation', 'street-110101001']);
    expect(candidates?.[0]?.text).toMatchObject({
      zh: expect.stringContaining('办理 1 件'),
      en: expect.stringContaining('kept 1'),
    });
    await give(open, caseId, { as: 'dispatcher', type: 'dispatch', departmentCode: 'sanitation' }, ...RETURN, {
      as: 'leader',
      type: 'accept-return',
    });
    await countAllRoutes(open.desk);
    const again = await findCandidates(open.desk, open.as('dispatcher'), caseId);
    expect(again?.at(-1)).toMatchObject({
      department: 'sanitation',
      text: { zh: expect.stringContaining('已退回过本案') },
    });
  });

  test('are not told to who may not see the case', async () => {
    const caseId = await routed(await filed(UNRULED));
    const stranger = { ...open.as('dispatcher'), posts: [] };
    expect(await findCandidates(open.desk, stranger, caseId)).toBeUndefined();
    expect(await findCandidates(open.desk, open.as('dispatcher'), 'no case')).toBeUndefined();
  });
});

test('a component on record decides before the rules, by code or name, and its other units are told', async () => {
  const { place } = (await open.desk.db.selectFrom('urban_case').select('data').executeTakeFirstOrThrow()).data;
  const componentId = '11010101001000001';
  await open.desk.db
    .insertInto('component')
    .values({
      ...{ component_id: componentId, edition: null, class_code: '01001', name: '井盖', grid_code: place.areaCode },
      ...{ lng: place.lng, lat: place.lat, own_lng: place.lng, own_lat: place.lat, own_datum: 'wgs84' },
      ...{ state: 'intact', source: 'test', owner: 'water-supply', maintainer: '没有这个单位', competent_code: null },
      ...{ competent_name: '东城区城市管理委员会' },
    })
    .execute();
  const input = reportInput({ channel: 'inspector', classCode: RULED, componentId });
  const answer = await registerReport(open.desk, open.as('inspector'), input, newKey());
  if (!answer.ok) throw answer.error;
  const caseId = await routed(answer.value.body.caseId);
  const { rows } = await sql<{ to: string }>`select effect -> 'to' ->> 'department' as "to" from outbox
    where case_id = ${caseId} and effect ->> 'about' = 'case-dispatched' order by effect_id`.execute(open.desk.db);
  expect(rows.map(({ to }) => to)).toEqual(['water-supply', 'urban-management']);
  await countAllRoutes(open.desk);
  expect(await routeOf(caseId)).toMatchObject({
    firstDepartment: 'water-supply',
    firstBy: 'component',
    firstRule: null,
  });
});

test('what history nearly always does is proposed once where no rule decides, and not again once refused', async () => {
  for (let i = 0; i < 12; i += 1) {
    const caseId = await routed(await filed('01035'));
    const command = { type: 'dispatch', expectedVersion: 'latest', departmentCode: 'landscaping' } as const;
    await runCommand(open.desk, caseId as CaseId, command, { by: open.as('dispatcher') });
  }
  await countAllRoutes(open.desk);
  expect(await proposeHabits(open.desk)).toBe(1);
  expect(await proposeHabits(open.desk)).toBe(0);
  const page = { areas: [''], state: null, before: null, limit: 10 };
  expect(await ruleProposals.listProposals(open.desk.db, page)).toMatchObject([
    { origin: 'learning', classCode: '01035', areaCode: '110101', department: 'landscaping', evidence: { kept: 12 } },
  ]);
});

test('an arbitration binds its case above the rules, and proposes one, once', async () => {
  const caseId = await routed(await filed(RULED));
  await give(
    open,
    caseId,
    ...RETURN,
    { as: 'leader', type: 'accept-return' },
    { as: 'dispatcher', type: 'request-arbitration', reason: '各单位均称无权责' },
    { as: 'supervisor', type: 'arbitrate', departmentCode: 'landscaping', reason: '会议纪要' },
  );
  const effects = await sql<{ id: number }>`select effect_id as id from outbox
    where case_id = ${caseId} and effect ->> 'type' = 'propose-rule'`.execute(open.desk.db);
  const job = { effectId: effects.rows[0]?.id ?? 0, caseId, type: 'propose-rule' } as const;
  expect(await handleProposeRule(open.desk, job)).toBe('proposed');
  expect(await handleProposeRule(open.desk, job)).toBe('done-before');
  const page = { areas: [''], state: 'proposed', before: null, limit: 1 } as const;
  expect(await ruleProposals.listProposals(open.desk.db, page)).toMatchObject([
    { origin: 'arbitration', department: 'landscaping', classCode: RULED, evidence: { caseId } },
  ]);
  const [first] = (await findCandidates(open.desk, open.as('dispatcher'), caseId)) ?? [];
  expect(first).toMatchObject({ department: 'landscaping', reasons: [{ because: 'decided' }, {}] });
  await countAllRoutes(open.desk);
  expect(await routeOf(caseId)).toMatchObject({ firstDepartment: 'sanitation', department: 'landscaping' });
});
