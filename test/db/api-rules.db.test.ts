import { proposeArbitrated } from '@wanmi/cases';
import { caseKeyOf, cases } from '@wanmi/db';
import type { DepartmentCode } from '@wanmi/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';
import { countAllRoutes } from '../support/count-routes.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());
beforeEach(() => api.desk.reference.refresh());

const position = { ...pointIn(0), datum: 'wgs84' };
/** Somebody else. */
const OTHER: Readonly<Record<string, string>> = { landscaping: 'sanitation' };
const rulesNow = async () => (await api.get('/api/v1/rules', { as: 'admin' })).body;
/** Litter of the street cleaners, for the landscapers. */
const changed = (items: { id: string; classes: string[] }[]) =>
  items.map((rule) => (rule.classes.includes('06010') ? { ...rule, department: 'landscaping', assisting: [] } : rule));
const caseOf = async (classCode: string): Promise<string> => {
  const body = { channel: 'inspector', kind: 'matter', classCode, position };
  return (await api.post('/api/v1/reports', { as: 'inspector', body })).body.caseId;
};

describe('rules over the interface', () => {
  test('leave as a table and come back as the same rules, which changes nothing', async () => {
    const table = await api.get('/api/v1/rules?format=csv', { as: 'handler' });
    expect(table.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(table.text.split('\n')[0]).toContain('id,principle,edition');
    const { version, items } = await rulesNow();
    for (const rules of [{ csv: table.text }, { rules: items }]) {
      const body = { expectedVersion: Number(version), source: 'the same', ...rules };
      const { status, body: answer } = await api.post('/api/v1/rules/import', { as: 'admin', body, key: null });
      expect({ status, answer }).toMatchObject({
        status: 200,
        answer: { version: 1, added: 0, changed: 0, removed: 0 },
      });
    }
    const tag = String(table.headers.etag);
    expect(
      (await api.get('/api/v1/rules?format=csv', { as: 'handler', headers: { 'if-none-match': tag } })).status,
    ).toBe(304);
  });

  test('are replaced as a version of their own, and the one before stays readable', async () => {
    const { items } = await rulesNow();
    const body = { expectedVersion: 1, source: '区权责清单', rules: changed(items) };
    const done = await api.post('/api/v1/rules/import', { as: 'admin', body, key: null });
    expect(done.body).toMatchObject({ version: 2, added: 0, removed: 0 });
    expect(done.body.changed).toBeGreaterThan(0);
    const stale = await api.post('/api/v1/rules/import', { as: 'admin', body, key: null });
    expect(stale).toMatchObject({ status: 409, body: { code: 'version-conflict', details: { currentVersion: 2 } } });
    await api.desk.reference.refresh();
    expect((await api.get('/api/v1/rules?version=1', { as: 'admin' })).body.items).toEqual(items);
    expect((await api.get('/api/v1/rules/versions?limit=1', { as: 'admin' })).body).toMatchObject({
      items: [{ version: 2, source: '区权责清单', importedBy: expect.any(String) }],
      nextCursor: '2',
    });
    const older = await api.get('/api/v1/rules/versions?cursor=2', { as: 'admin' });
    expect(older.body).toMatchObject({
      items: [{ version: 1, source: 'demo/dongcheng/rules.csv', importedBy: null }],
      nextCursor: null,
    });
    expect((await api.get('/api/v1/rules?version=9', { as: 'admin' })).body.code).toBe('not-found');
  });

  test('are refused whole with every problem: a broken one, and two that contradict each other', async () => {
    const { version, items } = await rulesNow();
    const send = (rules: object[]) =>
      api.post('/api/v1/rules/import', {
        as: 'admin',
        body: { expectedVersion: Number(version), source: 'x', rules },
        key: null,
      });
    const broken = await send([
      ...items,
      { ...items[0], id: 'b1', department: 'nobody' },
      { ...items[0], validFrom: '2026-02-30' },
    ]);
    expect(broken).toMatchObject({ status: 422, body: { code: 'rules-refused', details: { count: 3 } } });
    const torn = await send([
      { ...items[0], id: 'one' },
      { ...items[0], id: 'other', department: OTHER[items[0].department] ?? 'landscaping', assisting: [] },
    ]);
    expect(torn.body.details.findings).toEqual([{ type: 'contradiction', rules: ['one', 'other'], certain: true }]);
    expect((await rulesNow()).version).toBe(version);
  });

  test('are looked through for what is doubtful', async () => {
    const { body } = await api.get('/api/v1/rules/lint', { as: 'supervisor' });
    expect(body).toMatchObject({ counts: { contradiction: 0 }, findings: expect.any(Array) });
    expect(body.counts.uncovered).toBeGreaterThan(0);
  });
});

describe('proposed rules', () => {
  const proposed = async (classCode: string, effectId: number): Promise<number> => {
    const caseId = await caseOf(classCode);
    const key = caseKeyOf(caseId);
    const state = key && (await cases.find(api.desk.desk.db, key));
    if (!state) throw new Error('no case');
    await sql`insert into outbox (effect_id, district, case_month, case_id, seq, effect) overriding system value
      values (${effectId}, '110101', 202611, ${caseId}, 1, '{"type":"propose-rule"}')`.execute(api.desk.desk.db);
    const asked = { effectId, state, department: 'water-supply' as DepartmentCode };
    expect(await proposeArbitrated(api.desk.desk, asked)).toBe('proposed');
    expect(await proposeArbitrated(api.desk.desk, asked)).toBe('done-before');
    const { body } = await api.get('/api/v1/rules/proposals?state=proposed', { as: 'supervisor' });
    return body.items[0].proposalId;
  };

  test('come from an arbitration, once, and approving one puts it into force as a new version', async () => {
    const before = Number((await rulesNow()).version);
    const id = await proposed('10002', 9_000_001);
    const { body } = await api.post(`/api/v1/rules/proposals/${id}/approve`, {
      as: 'supervisor',
      body: { reason: '纪要' },
    });
    expect(body).toMatchObject({
      ...{ state: 'approved', origin: 'arbitration', principle: 'district-leaders', rulesVersion: before + 1 },
      ...{ areaCode: '110101001001', departmentCode: 'water-supply', classCode: '10002', reason: '纪要' },
    });
    const again = await api.post(`/api/v1/rules/proposals/${id}/refuse`, { as: 'supervisor', body: {} });
    expect(again).toMatchObject({ status: 422, body: { code: 'proposal-decided' } });
    await api.desk.reference.refresh();
    const question = { kind: 'matter', classCode: '10002', position };
    expect((await api.post('/api/v1/route', { as: 'dispatcher', body: question })).body).toMatchObject({
      departmentCode: 'water-supply',
      explanation: { rulesVersion: String(before + 1) },
    });
  });

  test('are refused with a reason, and decided by nobody of another area', async () => {
    const id = await proposed('10002', 9_000_002);
    expect((await api.get('/api/v1/rules/proposals', { as: 'acceptor' })).status).toBe(403);
    const { body } = await api.post(`/api/v1/rules/proposals/${id}/refuse`, { as: 'admin', body: { reason: '个案' } });
    expect(body).toMatchObject({ state: 'refused', reason: '个案', rulesVersion: null });
    const none = await api.post('/api/v1/rules/proposals/99999/approve', { as: 'admin', body: {} });
    expect(none).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('that contradict a rule in force are not approved', async () => {
    const id = await proposed('10002', 9_000_003);
    await sql`update rule_proposal set department_code = 'landscaping' where proposal_id = ${id}`.execute(
      api.desk.desk.db,
    );
    const refused = await api.post(`/api/v1/rules/proposals/${id}/approve`, { as: 'admin', body: {} });
    expect(refused).toMatchObject({ status: 422, body: { code: 'rules-refused' } });
  });
});

describe('asking', () => {
  test('a question that no rule decides answers with candidates and their reasons', async () => {
    const question = { kind: 'matter', classCode: '01022', position, componentId: '11010101001999999' };
    const { body } = await api.post('/api/v1/route', { as: 'dispatcher', body: question });
    expect(body).toMatchObject({
      departmentCode: null,
      candidates: [
        { departmentCode: 'street-110101001', reasons: [{ because: 'territorial' }], text: { zh: expect.any(String) } },
      ],
    });
    expect(body.explanation.steps[0]).toEqual({ step: 'component', componentId: '11010101001999999', units: [] });
  });

  test('a case lists its candidates to those who see it', async () => {
    const caseId = await caseOf('06010');
    const { body } = await api.get(`/api/v1/cases/${caseId}/candidates`, { as: 'dispatcher' });
    expect(body.items[0]).toMatchObject({ departmentCode: 'landscaping', reasons: [{ because: 'decided' }] });
    expect((await api.get(`/api/v1/cases/${caseId}/candidates`, { as: 'outsider' })).status).toBe(404);
  });
});

describe('history', () => {
  beforeAll(async () => {
    for (const classCode of ['06010', '06010', '06011']) {
      const caseId = await caseOf(classCode);
      const { version } = (await api.get(`/api/v1/cases/${caseId}`, { as: 'dispatcher' })).body;
      const body = { expectedVersion: version, departmentCode: 'sanitation' };
      const sent = await api.post(`/api/v1/cases/${caseId}/commands/dispatch`, { as: 'dispatcher', body });
      expect(sent.status).toBe(200);
    }
    await sql`insert into case_history_import (source, source_id, area_code, reported_at, class_path, class_name, unit_name, raw)
      values ('elsewhere', '1', '110101001001', '2026-11-03T10:00:00+08:00', '{}', '暴露垃圾', '东城区环境卫生服务中心', '{}'),
             ('elsewhere', '2', '110101001001', '2026-11-03T10:00:00+08:00', '{}', '别的系统的类', null, '{}'),
             ('elsewhere', '3', '110101001001', '2025-11-03T10:00:00+08:00', '{}', '暴露垃圾', null, '{}')`.execute(
      api.desk.desk.db,
    );
    await countAllRoutes(api.desk.desk);
  });

  test('is asked again by a dry run, which lists what would move and stores nothing', async () => {
    const original = (await api.get('/api/v1/rules?version=1', { as: 'admin' })).body.items;
    const body = { from: '2026-11', rules: original };
    const { status, body: run } = await api.post('/api/v1/rules/dry-run', { as: 'supervisor', body, key: null });
    expect(status).toBe(200);
    expect(run).toMatchObject({
      ...{ cases: 4, withoutFacts: 1, moved: 4, nextCursor: null, judged: 4 },
      ...{ agreed: { before: expect.any(Number), after: expect.any(Number) } },
    });
    expect(run.agreed.after - run.agreed.before).toBe(4);
    expect(run.items[0]).toMatchObject({
      from: { departmentCode: 'landscaping', because: { zh: expect.stringContaining('胜出') } },
      to: { departmentCode: 'sanitation', because: { en: expect.stringContaining('wins') } },
      finalDepartmentCode: 'sanitation',
    });
    expect(run.items.at(-1).caseId).toBe('elsewhere 1');
    expect((await rulesNow()).items).not.toEqual(original);
  });

  test('is asked page by page, with the same sums', async () => {
    const original = (await api.get('/api/v1/rules?version=1', { as: 'admin' })).body.items;
    const sums = { cases: 0, moved: 0, withoutFacts: 0 };
    let cursor: string | null = null;
    let pages = 0;
    do {
      const body = { from: '2026-11', rules: original, limit: 2, sample: 0, ...(cursor === null ? {} : { cursor }) };
      const { body: run } = await api.post('/api/v1/rules/dry-run', { as: 'admin', body, key: null });
      for (const name of ['cases', 'moved', 'withoutFacts'] as const) sums[name] += run[name];
      cursor = run.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect({ ...sums, pages }).toMatchObject({ cases: 4, moved: 4, withoutFacts: 1 });
    expect(pages).toBeGreaterThan(2);
  });

  test('shows how often the first department was right, and leads to the cases', async () => {
    const { body } = await api.get('/api/v1/routing/accuracy?period=2026-11&group=class', { as: 'leader' });
    expect(body).toMatchObject({
      ...{
        period: '2026-11',
        dispatched: 3,
        kept: 3,
        firstRight: 1,
        automatic: 0,
        automaticRight: null,
        byPersonRight: 1,
      },
      groups: [
        { key: '06010', dispatched: 2 },
        { key: '06011', dispatched: 1 },
      ],
    });
    const behind = await api.get('/api/v1/routing/cases?period=2026-11&class=06010&limit=1', { as: 'leader' });
    expect(behind.body).toMatchObject({
      items: [{ classCode: '06010', firstBy: 'person', departmentCode: 'sanitation' }],
    });
    const url = `/api/v1/routing/cases?period=2026-11&class=06010&cursor=${behind.body.nextCursor}`;
    expect((await api.get(url, { as: 'leader' })).body.items).toHaveLength(1);
    const elsewhere = await api.get('/api/v1/routing/accuracy?period=2026-11&area=110102', { as: 'leader' });
    expect(elsewhere.body).toMatchObject({ dispatched: 0, firstRight: null });
    expect((await api.get('/api/v1/routing/accuracy?period=2026-11', { as: 'handler' })).status).toBe(403);
  });
});
