import { assignments } from '@wanmi/db';
import { DAY_MS, HOUR_MS, type Instant } from '@wanmi/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiAnswer, openApi, type TestApi } from '../support/api-app.ts';
import { MONDAY } from '../support/case-desk.ts';
import { pointIn } from '../support/reference-fixture.ts';

const STREET = '110101001';
const COMMUNITY = `${STREET}001`;
const grid = (number: number): string => `${COMMUNITY}00${number}`;
const CODE = `${STREET}R001`;
const SINCE = '2026-01-01T00:00:00+08:00';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  const { db } = api.desk.desk;
  const shifts = [
    { shift_code: 'day', name: '早班', starts: '08:00', ends: '20:00' },
    { shift_code: 'night', name: '夜班', starts: '20:00', ends: '08:00' },
  ];
  await db.insertInto('shift').values(shifts).execute();
  const group = { code: CODE, name: '试验街道责任网格 1', area_code: STREET, valid_from: SINCE };
  await db
    .insertInto('responsibility_grid')
    .values([group, { ...group, code: `${STREET}R002`, name: '二' }])
    .execute();
  const cells = [1, 2, 3, 4].map((number) => ({
    grid_code: grid(number),
    responsibility_code: number < 3 ? CODE : `${STREET}R002`,
    valid_from: SINCE,
  }));
  await db.insertInto('responsibility_grid_cell').values(cells).execute();
  await db.updateTable('reference_version').set({ version: 1 }).where('kind', '=', 'responsibility').execute();
  await api.desk.reference.refresh();
});
afterAll(() => api.close());

async function put(url: string, as: string, payload: object): Promise<ApiAnswer> {
  const headers = { authorization: `Bearer ${await api.tokenOf(as)}` };
  return api.inject({ method: 'PUT', url: `/api/v1${url}`, headers, payload });
}
const ROSTER = [
  { username: 'inspector', shift: 'day', from: '2026-11-01' },
  { username: 'inspector2', shift: 'night', from: '2026-11-01' },
  { username: 'inspector2', shift: 'day', from: '2026-11-18', to: '2026-11-20', standInFor: 'inspector' },
];
const located = async (at: string, as = 'acceptor') => {
  const { lng, lat } = pointIn(0);
  const query = `lng=${lng}&lat=${lat}&datum=wgs84&at=${encodeURIComponent(at)}`;
  return (await api.get(`/api/v1/grids/locate?${query}`, { as })).body.responsibilityGrid;
};

describe('responsibility grids', () => {
  test('are listed by area, page by page', async () => {
    const first = await api.get(`/api/v1/responsibility-grids?area=${STREET}&limit=1`, { as: 'handler' });
    expect(first.body.items).toEqual([
      { code: CODE, name: '试验街道责任网格 1', areaCode: STREET, gridCount: 2, validFrom: SINCE },
    ]);
    const next = await api.get(`/api/v1/responsibility-grids?cursor=${first.body.nextCursor}`, { as: 'handler' });
    expect([next.body.items.map(({ code }: { code: string }) => code), next.body.nextCursor]).toEqual([
      [`${STREET}R002`],
      null,
    ]);
    const before = await api.get('/api/v1/responsibility-grids?at=2025-01-01T00:00:00Z', { as: 'handler' });
    expect(before.body.items).toEqual([]);
  });

  test('inspectors are assigned by shift with stand-ins, by an administrator of the area', async () => {
    const url = `/responsibility-grids/${CODE}/assignments`;
    expect((await put(url, 'leader', { assignments: ROSTER })).status).toBe(403);
    const { status, body } = await put(url, 'admin', { assignments: ROSTER });
    expect(status).toBe(200);
    expect(body.assignments).toMatchObject([
      { username: 'inspector', shift: 'day', from: '2026-11-01', to: null, standInFor: null },
      { username: 'inspector2', shift: 'night' },
      { username: 'inspector2', shift: 'day', to: '2026-11-20', standInFor: 'inspector' },
    ]);
    await api.desk.reference.refresh();
  });

  test.each([
    { what: 'nobody', row: { username: 'nobody', from: '2026-11-01' }, status: 422, code: 'unknown-person' },
    { what: 'a handler', row: { username: 'water', from: '2026-11-01' }, status: 422, code: 'unknown-person' },
    {
      what: 'an unknown shift',
      row: { username: 'inspector', shift: 'x', from: '2026-11-01' },
      status: 400,
      code: 'bad-request',
    },
    {
      what: 'a day that is none',
      row: { username: 'inspector', from: '2026-02-30' },
      status: 400,
      code: 'bad-request',
    },
    {
      what: 'no day',
      row: { username: 'inspector', from: '2026-11-02', to: '2026-11-02' },
      status: 400,
      code: 'bad-request',
    },
    {
      what: 'a stand-in for nobody there',
      row: { username: 'inspector', from: '2026-11-02', standInFor: 'inspector2' },
      status: 400,
      code: 'bad-request',
    },
  ])('assigning $what is refused, and nothing changes', async ({ row, status, code }) => {
    const answer = await put(`/responsibility-grids/${CODE}/assignments`, 'admin', { assignments: [row] });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const kept = await api.get(`/api/v1/responsibility-grids/${CODE}`, { as: 'admin' });
    expect(kept.body.assignments).toHaveLength(3);
  });

  test.each([
    { at: '2026-11-16T07:59:59+08:00', people: ['inspector2'] },
    { at: '2026-11-16T08:00:00+08:00', people: ['inspector'] },
    { at: '2026-11-16T20:00:00+08:00', people: ['inspector2'] },
    { at: '2026-11-18T09:00:00+08:00', people: ['inspector2'] },
    { at: '2026-11-20T07:00:00+08:00', people: ['inspector2'] },
    { at: '2026-11-20T09:00:00+08:00', people: ['inspector'] },
    { at: '2026-11-01T07:00:00+08:00', people: [] },
    { at: '2026-10-01T09:00:00+08:00', people: [] },
  ])('a point at $at is answered for by $people', async ({ at, people }) => {
    const found = await located(at);
    expect([found.code, found.inspectors.map(({ username }: { username: string }) => username)]).toEqual([
      CODE,
      people,
    ]);
  });

  test('names are for those who see the cases of the place', async () => {
    for (const as of ['handler', 'outsider']) {
      expect(await located('2026-11-16T09:00:00+08:00', as)).toEqual({ code: CODE, name: '试验街道责任网格 1' });
      expect((await api.get(`/api/v1/responsibility-grids/${CODE}`, { as })).body.assignments).toBeUndefined();
    }
  });

  test('memory and the one query say the same at every hour of a week', async () => {
    const reference = api.desk.desk.reference();
    for (let at: number = MONDAY; at < MONDAY + 7 * DAY_MS; at += HOUR_MS / 2) {
      const inMemory = reference.responsibleAt(grid(1), at as Instant);
      const wall = new Date(at + 8 * HOUR_MS).toISOString();
      const asked = { at: at as Instant, day: wall.slice(0, 10), time: wall.slice(11, 19) };
      expect(await assignments.findResponsible(api.desk.desk.db, grid(1), asked), wall).toEqual(inMemory);
    }
  });

  test('one that is not answers 404', async () => {
    expect((await api.get('/api/v1/responsibility-grids/none', { as: 'admin' })).body.code).toBe('not-found');
  });
});

describe('changes of grids', () => {
  const merge = { reason: '两格合并', merges: [[grid(1), grid(2)]], targetM2: 15_000 };

  test('are tried, then made, by an administrator of the area alone', async () => {
    expect((await api.post('/api/v1/grids/changes', { as: 'leader', body: merge })).status).toBe(403);
    const foreign = { ...merge, merges: [['110102001001001', '110102001001002']] };
    expect((await api.post('/api/v1/grids/changes', { as: 'admin', body: foreign })).body.code).toBe('not-permitted');
    const tried = await api.post('/api/v1/grids/changes?dryRun=true', { as: 'admin', body: merge });
    expect([tried.status, tried.body.changeId, tried.body.ended]).toEqual([200, null, [grid(1), grid(2)]]);
    const { status, body } = await api.post('/api/v1/grids/changes', { as: 'admin', body: merge });
    expect([status, body.begun]).toMatchObject([201, [{ code: grid(5), follows: [grid(1), grid(2)] }]]);
    expect(body.warnings.map(({ subject }: { subject: string }) => subject)).toEqual([`responsibility grid ${CODE}`]);
    await api.desk.reference.refresh();
  });

  test('leave a new grid with the responsibility grid of the old ones', async () => {
    const now = await located('2026-11-16T09:00:00+08:00');
    expect(now).toMatchObject({ code: CODE, inspectors: [{ username: 'inspector' }] });
    const { body } = await api.get(`/api/v1/responsibility-grids/${CODE}`, { as: 'admin' });
    expect(body.grids).toEqual([grid(5)]);
  });

  test('that are not lawful are refused with every fault', async () => {
    const answer = await api.post('/api/v1/grids/changes', { as: 'admin', body: { reason: 'x', ends: [grid(3)] } });
    expect([answer.status, answer.body.code]).toEqual([422, 'grids-refused']);
    expect(answer.body.details.faults[0].text).toContain('gap');
    const strange = { reason: 'x', features: [{ type: 'Feature', properties: {}, geometry: { type: 'Point' } }] };
    const unread = await api.post('/api/v1/grids/changes', { as: 'admin', body: strange });
    expect([unread.status, unread.body.details.fields[0].field]).toEqual([400, '/features']);
  });

  test('are listed with who, when, why, and which code follows which', async () => {
    const { body } = await api.get(`/api/v1/grids/changes?area=${COMMUNITY}`, { as: 'handler' });
    expect(body.items).toMatchObject([
      {
        reason: '两格合并',
        madeBy: { displayName: 'admin' },
        settled: true,
        successions: [
          { old: grid(1), new: grid(5) },
          { old: grid(2), new: grid(5) },
        ],
      },
    ]);
    expect((await api.get('/api/v1/grids/changes?cursor=x', { as: 'handler' })).status).toBe(400);
  });
});
