import { type CaseFilter, canSee, listCases, scopeOf } from '@wanmi/cases';
import { lists } from '@wanmi/db';
import type { DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import type { Actor, Post } from '@wanmi/workflow';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseDesk,
  give,
  MONDAY,
  openCaseDesk,
  registered,
  SANITATION,
  TO_HANDLING,
} from '../support/case-desk.ts';
import { insertManyCases } from '../support/many-cases.ts';
import { pointIn } from '../support/reference-fixture.ts';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterAll(() => open.close());

const idsOf = async (filter: CaseFilter, viewer: Actor = open.as('admin')) =>
  (await listCases(open.desk, viewer, filter, { limit: 50 })).items.map(({ caseId }) => caseId);
const minutesLater = (minutes: number) => open.setTime((MONDAY + minutes * 60_000) as Instant);

describe('filters', () => {
  let [rubbish, lamp, handled]: string[] = [];
  beforeAll(async () => {
    rubbish = (await registered(open, { text: '东四北大街有暴露垃圾', address: '东四北大街 107 号' })).caseId;
    minutesLater(10);
    lamp = (
      await registered(open, {
        channel: 'video',
        classCode: '06002',
        text: '路灯ＬＥＤ不亮',
        position: { ...pointIn(2), datum: 'wgs84' },
      })
    ).caseId;
    minutesLater(20);
    handled = (await registered(open, { text: '垃圾桶倒在路边' })).caseId;
    await give(open, handled, ...TO_HANDLING);
  });

  test.each([
    { filter: {}, found: () => [handled, lamp, rubbish] },
    { filter: { states: ['reported'] }, found: () => [rubbish] },
    { filter: { states: ['reported', 'handling'] }, found: () => [handled, rubbish] },
    { filter: { area: '110101001001003' }, found: () => [lamp] },
    { filter: { area: '110102' }, found: () => [] },
    { filter: { department: SANITATION }, found: () => [handled] },
    { filter: { classCode: '06002' }, found: () => [lamp] },
    { filter: { channel: 'video' }, found: () => [lamp] },
    { filter: { light: 'red' }, found: () => [] },
    { filter: { q: '垃圾' }, found: () => [handled, rubbish] },
    { filter: { q: '北大街 垃圾' }, found: () => [rubbish] },
    { filter: { q: '垃圾桶倒' }, found: () => [handled] },
    { filter: { q: 'led' }, found: () => [lamp] },
    { filter: { q: '街东' }, found: () => [] }, // both characters are there, the pair is not
    { filter: { q: "'; drop table urban_case --" }, found: () => [] },
    { filter: { q: '100% 107' }, found: () => [] },
    { filter: { reportedFrom: (MONDAY + 10 * 60_000) as Instant }, found: () => [handled, lamp] },
    { filter: { reportedTo: (MONDAY + 10 * 60_000) as Instant }, found: () => [rubbish] },
    { filter: { q: '垃圾', states: ['handling'], area: '110101001' }, found: () => [handled] },
  ] as { filter: CaseFilter; found: () => string[] }[])('$filter', async ({ filter, found }) => {
    expect(await idsOf(filter)).toEqual(found());
  });

  test('the number for people finds its case, whole or in part', async () => {
    const { items } = await listCases(open.desk, open.as('admin'), {}, { limit: 1 });
    const { caseNo = '', caseId } = items[0] ?? {};
    expect(await idsOf({ q: caseNo })).toEqual([caseId]);
    expect(await idsOf({ q: caseNo.slice(-6) })).toEqual([caseId]);
  });

  test.each([
    { what: 'a word of one character', filter: { q: '井' }, page: {} },
    { what: 'an area that is no prefix', filter: { area: '11%' }, page: {} },
    { what: 'a cursor that no list gave', filter: {}, page: { cursor: 'eyJ4Ijox' } },
    { what: 'a cursor of another list', filter: {}, page: { cursor: Buffer.from('[null,"x"]').toString('base64url') } },
  ])('$what is refused', async ({ filter, page }) => {
    const listing = listCases(open.desk, open.as('admin'), filter, { limit: 10, ...page });
    await expect(listing).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('a summary has its address and its worst deadline', async () => {
    const { items } = await listCases(
      open.desk,
      open.as('admin'),
      { classCode: '06001', states: ['reported'] },
      { limit: 5 },
    );
    expect(items).toEqual([
      expect.objectContaining({ address: '东四北大街 107 号', deadline: expect.objectContaining({ stage: 'accept' }) }),
    ]);
  });
});

describe('visibility', () => {
  const post = (role: Post['role'], area: string, department: string | null = null): Post => ({
    ...{ role, area },
    department: department as DepartmentCode | null,
  });
  const who = (...posts: readonly Post[]): Actor => ({ kind: 'user', userId: 'u' as UserId, posts });

  test.each([
    { name: 'nobody', actor: who() },
    { name: 'the system', actor: { kind: 'system', name: 'dispatcher' } as const },
    { name: 'everywhere', actor: who(post('admin', '')) },
    { name: 'a district', actor: who(post('leader', '110101')) },
    { name: 'another district', actor: who(post('leader', '110102')) },
    { name: 'one grid', actor: who(post('inspector', '110101001001003')) },
    { name: 'a department', actor: who(post('handler', '110101', SANITATION)) },
    { name: 'a department elsewhere', actor: who(post('head', '110102', SANITATION)) },
    { name: 'another department', actor: who(post('handler', '', 'other')) },
    {
      name: 'a department and one grid',
      actor: who(post('head', '110101', SANITATION), post('acceptor', '110101001001003')),
    },
  ])('$name: the list shows what the rule lets see', async ({ actor }) => {
    const all = await open.desk.db.selectFrom('urban_case').select(['case_id', 'area_code', 'departments']).execute();
    const seen = all.filter((row) => canSee(actor, { areaCode: row.area_code, departments: row.departments }));
    expect((await idsOf({}, actor)).toSorted()).toEqual(seen.map(({ case_id }) => case_id).toSorted());
  });
});

/** The columns that name the indexes of a plan: `reported_at_case_id_idx`. */
const indexesIn = (plan: string): string[] =>
  [...plan.matchAll(/"Index Name":"(?:urban_case|case_search)_\d+_(\w+)"/g)].map(([, name = '']) => name);

describe('with twenty thousand cases', () => {
  beforeAll(() => insertManyCases(open.desk.db, 20_000));

  test('pages run through all cases once, whatever is reported meanwhile', async () => {
    const filter = { states: ['filed'], reportedTo: (MONDAY + 7 * 86_400_000) as Instant };
    const before = await sql<{ n: number }>`select count(*) as n from urban_case where state = 'filed'`.execute(
      open.desk.db,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await lists.list(open.desk.db, {
        ...filter,
        scope: undefined,
        months: { first: null, last: null },
        limit: 40,
        ...(cursor ? { after: JSON.parse(cursor) } : {}),
      });
      seen.push(...page.map(({ state }) => state.id));
      const last = page.at(-1)?.state;
      cursor =
        page.length === 40 && last ? JSON.stringify({ reportedAt: last.reportedAt, caseId: last.id }) : undefined;
      await registered(open, { channel: 'inspector' });
    } while (cursor);
    const generated = seen.filter((id) => id.includes('-g'));
    expect(new Set(seen).size).toBe(seen.length);
    expect(generated).toHaveLength(before.rows[0]?.n ?? -1);
  });

  const district = { scope: { areas: ['110101'], departments: [] } };
  const none = { first: null, last: null };
  const page = { months: none, limit: 51 };
  const after = { reportedAt: Date.parse('2026-08-01T00:00:00+08:00') as Instant, caseId: 'x' };
  test.each([
    { what: 'all of a district', question: { ...district, ...page }, index: /^reported_at_case_id/ },
    {
      what: 'a later page',
      question: { ...district, ...page, after, months: { first: null, last: 202608 } },
      index: /^reported_at_case_id/,
    },
    { what: 'one grid', question: { ...district, ...page, area: '110101002001007' }, index: /^area_code/ },
    { what: 'a state', question: { ...district, ...page, states: ['filed'] }, index: /^state_/ },
    {
      what: 'a department at work',
      question: { ...district, ...page, department: 'd7', states: ['handling'] },
      index: /^department_state/,
    },
    { what: 'a class', question: { ...district, ...page, classCode: '06007' }, index: /^class_code/ },
    { what: 'a light', question: { ...district, ...page, light: 'red' }, index: /^light/ },
    {
      what: 'a rare word',
      question: { ...district, ...page, search: { words: ['井盖'], bigrams: ['井盖'] } },
      index: /^bigrams/,
    },
    {
      what: 'the cases of a department',
      question: { scope: { areas: [], departments: [{ department: 'd7', area: '' }] }, ...page },
      index: /^(departments|reported_at_case_id)/,
    },
  ])('$what is read by an index', async ({ question, index }) => {
    const plan = JSON.stringify(await lists.listQuery(open.desk.db, question).explain('json'));
    expect(indexesIn(plan)).toContainEqual(expect.stringMatching(index));
    // A partition of a few hundred rows may well be read whole; the big ones may not.
    expect(plan).not.toMatch(/"Seq Scan"[^{}]*"Relation Name":"urban_case_20260[4-9]"/);
  });

  test('a cursor leaves later months unread', async () => {
    const question = { ...district, ...page, after, months: { first: null, last: 202608 } };
    const plan = JSON.stringify(await lists.listQuery(open.desk.db, question).explain('json'));
    expect(plan).toContain('urban_case_202608');
    expect(plan).not.toContain('urban_case_202609');
  });

  test('tasks are read by state or person, never by running through what is closed', async () => {
    const question = {
      clauses: [{ states: ['filed', 'handled'], area: '110101' }],
      ordersTo: { userId: 'u', posts: [] },
      openStates: ['filed', 'handled', 'handling', 'checking'],
      endStates: ['closed', 'rejected'],
      limit: 51,
    };
    const plan = JSON.stringify(await lists.tasksQuery(open.desk.db, question).explain('json'));
    expect(indexesIn(plan)).toContainEqual(expect.stringMatching(/^state_next_due_at/));
    expect(plan).not.toMatch(/"Seq Scan"[^{}]*"Relation Name":"urban_case_20260[4-9]"/);
  });

  test('a scope of nothing shows nothing', async () => {
    expect(scopeOf({ kind: 'user', userId: 'u' as UserId, posts: [] })).toEqual({ areas: [], departments: [] });
  });
});
