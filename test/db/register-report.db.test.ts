import { registerReport } from '@wanmi/cases';
import { connect, idempotency } from '@wanmi/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseDesk, MONDAY, newKey, openCaseDesk, registered, reportInput } from '../support/case-desk.ts';
import { DISTRICT, pointIn } from '../support/reference-fixture.ts';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterAll(() => open.close());

const register = (change: Parameters<typeof reportInput>[0] = {}, key = newKey()) =>
  registerReport(open.desk, open.as('acceptor'), reportInput(change), key);
const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(open.desk.db);
  return rows[0]?.n ?? -1;
};
const TABLES = ['urban_case', 'case_event', 'case_content', 'case_search', 'case_timer', 'outbox', 'idempotency'];
const countAll = () => Promise.all(TABLES.map(count));

describe('a report', () => {
  test('becomes a case in its grid, with a number for people', async () => {
    const view = await registered(open);
    expect(view.caseId).toMatch(/^110101-202611-t\d+$/);
    expect(view.caseNo).toMatch(/^11010120261116\d{6,}$/);
    expect(view).toMatchObject({ state: 'reported', version: 1, gridCode: '110101001001001', light: 'green' });
    expect(view.position).toEqual({ ...pointIn(0), datum: 'wgs84' });
    expect(view.address).toContain('试验街道试验社区');
    expect(view.deadline).toMatchObject({ stage: 'accept', clock: 'running' });
  });

  test('of a trusted channel is filed at once and asks for its route', async () => {
    const view = await registered(open, { channel: 'inspector' });
    expect(view).toMatchObject({ state: 'filed', version: 3 });
    const effects = await open.desk.db
      .selectFrom('outbox')
      .select(['effect', 'seq'])
      .where('case_id', '=', view.caseId)
      .execute();
    expect(effects).toEqual([{ effect: { type: 'route-case' }, seq: 3 }]);
  });

  test('in GCJ-02 lies in the same grid as its WGS 84 position', async () => {
    const view = await registered(open, { position: { lng: 116.4168454, lat: 39.921854, datum: 'gcj02' } });
    expect(view.gridCode).toBe('110101001001001');
  });

  test('in a grid not managed yet waits for the acceptor with that reason', async () => {
    const { db } = open.desk;
    await sql`update unit_grid set managed_from = '2030-01-01' where code = '110101001001004'`.execute(db);
    await sql`update reference_version set version = version + 1 where kind = 'grids'`.execute(db);
    expect(await open.reference.refresh()).toBe(true);
    const view = await registered(open, { channel: 'inspector', position: { ...pointIn(3), datum: 'wgs84' } });
    const row = await db.selectFrom('urban_case').select('data').where('case_id', '=', view.caseId).executeTakeFirst();
    expect(row?.data).toMatchObject({ state: 'reported', heldBecause: 'grid-not-managed' });
  });

  // The first grid begins at 116.41; one ten-thousandth of a degree is 8.54 m there.
  test.each([
    { where: 'inside', lng: 116.4101, accuracyM: 100, grid: '110101001001001', outsideGridM: undefined },
    { where: 'on the border', lng: 116.41, accuracyM: 0, grid: '110101001001001', outsideGridM: undefined },
    { where: '9 m outside, right to 10 m', lng: 116.4099, accuracyM: 10, grid: '110101001001001', outsideGridM: 9 },
    { where: '9 m outside, right to 8 m', lng: 116.4099, accuracyM: 8, grid: null, outsideGridM: undefined },
    { where: '9 m outside, nobody knows how right', lng: 116.4099, accuracyM: undefined, grid: null },
    { where: '1.7 km outside, right to 100 km', lng: 116.39, accuracyM: 100_000, grid: null },
    { where: '9.4 km outside', lng: 116.3, accuracyM: 5, grid: null },
  ])('$where belongs to $grid and is never lost', async ({ lng, accuracyM, grid, outsideGridM }) => {
    const position = { lng, lat: pointIn(0).lat, datum: 'wgs84' } as const;
    const view = await registered(open, {
      channel: 'inspector',
      position,
      ...(accuracyM === undefined ? {} : { accuracyM }),
    });
    expect(view).toMatchObject({ gridCode: grid, accuracyM: accuracyM ?? null });
    expect(view.outsideGridM).toBe(outsideGridM);
    const row = await open.desk.db
      .selectFrom('urban_case')
      .select(['area_code', 'data'])
      .where('case_id', '=', view.caseId)
      .executeTakeFirst();
    // Outside all grids it waits for an acceptor of the community nearby, whatever its channel.
    expect(row?.area_code).toBe(grid ?? '110101001001');
    expect(row?.data.state).toBe(grid === null ? 'reported' : 'filed');
  });

  test('of a component class is filed under its anomaly', async () => {
    const { classCode, linkedComponentClass } = anomaly();
    const view = await registered(open, { kind: 'component', classCode: linkedComponentClass });
    expect(view).toMatchObject({ kind: 'matter', classCode });
  });

  test('of an edition without anomalies keeps its component', async () => {
    const view = await registered(open, { kind: 'component', classCode: '0101', edition: 'cjt-214-2007' });
    expect(view).toMatchObject({ kind: 'component', classCode: '0101', edition: 'cjt-214-2007' });
  });
});

const anomaly = () => {
  const { catalogue } = open.desk.reference();
  const found = catalogue
    .findEdition('gbt-47678.5-2026')
    ?.classes.find(({ linkedComponentClass }) => linkedComponentClass !== undefined);
  if (found?.linkedComponentClass === undefined) throw new Error('the 2026 edition has no anomaly');
  return { classCode: found.code, linkedComponentClass: found.linkedComponentClass };
};

test.each([
  { fault: 'an unknown class', change: { classCode: '99999' }, code: 'unknown-class' },
  { fault: 'an unknown edition', change: { edition: 'none' }, code: 'unknown-class' },
  {
    fault: 'a condition of another class',
    change: { conditionId: 'default-2026-matter-06002' },
    code: 'unknown-condition',
  },
  { fault: 'a component that is none', change: { componentId: 'x' }, code: 'unknown-component' },
  {
    fault: 'a position 11 km outside',
    change: { position: { lng: 116.28, lat: 39.92, datum: 'wgs84' } },
    code: 'position-outside',
  },
  { fault: 'a position outside', change: { position: { lng: 0, lat: 0, datum: 'wgs84' } }, code: 'position-outside' },
  { fault: 'a position out of range', change: { position: { lng: 181, lat: 0, datum: 'wgs84' } }, code: 'bad-request' },
  {
    fault: 'a position that is no number',
    change: { position: { lng: Number.NaN, lat: 0, datum: 'wgs84' } },
    code: 'bad-request',
  },
  { fault: 'an unknown photo', change: { mediaIds: ['none'] }, code: 'unknown-media' },
  { fault: 'a channel of another post', change: { channel: 'inspector' }, code: 'not-permitted' },
  { fault: 'handled on the spot by the public', change: { handledOnSpot: true }, code: 'case-refused' },
] as const)('$fault is refused as $code and writes no case', async ({ change, code }) => {
  const before = (await countAll()).slice(0, -1);
  const result = await register(change);
  expect(result).toMatchObject({ ok: false, error: { code } });
  expect((await countAll()).slice(0, -1)).toEqual(before);
});

describe('the same key', () => {
  test.each([
    { what: 'a success', change: {} },
    { what: 'a refusal', change: { classCode: '99999' } },
  ])('answers the same after $what', async ({ change }) => {
    const key = newKey();
    const first = await register(change, key);
    const again = await register(change, key);
    if (first.ok) {
      expect(again).toMatchObject({ ok: true, value: { status: 201, body: first.value.body, replayed: true } });
    } else {
      expect(again.ok ? undefined : { ...again.error, message: again.error.message }).toEqual({
        ...first.error,
        message: first.error.message,
      });
    }
  });

  test('keeps its answer when the request has become wrong meanwhile', async () => {
    const key = newKey();
    const first = await register({}, key);
    const again = await register({ position: { lng: 0, lat: 0, datum: 'wgs84' } }, key);
    expect(again).toMatchObject({ ok: true, value: { body: first.ok && first.value.body, replayed: true } });
  });

  test('with another body is refused', async () => {
    const key = newKey('one');
    await register({}, key);
    const other = await register({}, { ...key, requestHash: new TextEncoder().encode('two') });
    expect(other).toMatchObject({ ok: false, error: { code: 'idempotency-key-reused' } });
  });

  test('still running elsewhere is refused as in progress', async () => {
    const key = newKey();
    const { userId } = open.as('acceptor');
    const elsewhere = connect(open.database.url);
    await elsewhere.transaction().execute(async (trx) => {
      expect(await idempotency.tryLock(trx, userId, key.key)).toBe(true);
      expect(await register({}, key)).toMatchObject({ ok: false, error: { code: 'request-in-progress' } });
    });
    await elsewhere.destroy();
    expect(await register({}, key)).toMatchObject({ ok: true });
  });

  test('sent many times at once makes one case', async () => {
    const key = newKey();
    const before = await count('urban_case');
    const results = await Promise.all(Array.from({ length: 16 }, () => register({}, key)));
    expect(await count('urban_case')).toBe(before + 1);
    const ids = results.flatMap((result) => (result.ok ? [result.value.body.caseId] : []));
    expect(new Set(ids).size).toBe(1);
    const codes = results.flatMap((result) => (result.ok ? [] : [result.error.code]));
    expect(codes.every((code) => code === 'request-in-progress')).toBe(true);
  });
});

test('many reports at once get numbers of their own', async () => {
  const views = await Promise.all(Array.from({ length: 32 }, () => registered(open)));
  expect(new Set(views.map(({ caseNo }) => caseNo)).size).toBe(32);
  expect(new Set(views.map(({ caseId }) => caseId)).size).toBe(32);
});

test('history, answers and rows hold no personal data, only references to it', async () => {
  const key = newKey();
  const change = {
    text: '找王小明处理',
    address: '和平里七区三号楼',
    reporter: { name: '赵六', phone: '13987654321' },
  };
  const result = await register(change, key);
  const { rows } = await sql<{ text: string }>`
    select body::text as text from case_event union all select data::text from urban_case
    union all select body::text from idempotency union all select effect::text from outbox`.execute(open.desk.db);
  const all = rows.map(({ text }) => text).join('\n');
  for (const secret of ['王小明', '和平里', '赵六', '13987654321']) expect(all).not.toContain(secret);
  const contents = await open.desk.db
    .selectFrom('case_content')
    .select(['kind', 'body'])
    .where('case_id', '=', result.ok ? result.value.body.caseId : '')
    .orderBy('kind')
    .execute();
  expect(contents.map(({ kind }) => kind)).toEqual(['address', 'reporter', 'text']);
});

test('a month is that of the city, not of UTC', async () => {
  open.setTime(Date.parse('2026-12-01T00:30:00+08:00') as typeof MONDAY);
  const view = await registered(open);
  open.setTime(MONDAY);
  expect(view.caseId).toContain(`${DISTRICT}-202612-`);
  expect(view.caseNo).toContain('20261201');
});

test('photos go to one case only, and only their owner may give them', async () => {
  const { userId } = open.as('acceptor');
  const photo = { uploaded_by: userId, sha256: Buffer.alloc(32), bytes: 1, width: 1, height: 1, mime: 'image/jpeg' };
  await open.desk.db
    .insertInto('media')
    .values([
      { ...photo, media_id: 'p1' },
      { ...photo, media_id: 'p2', uploaded_by: 'other' },
    ])
    .execute();
  expect(await register({ mediaIds: ['p1', 'p2'] })).toMatchObject({ ok: false, error: { code: 'unknown-media' } });
  const both = await Promise.all([register({ mediaIds: ['p1'] }), register({ mediaIds: ['p1'] })]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const taken = await open.desk.db
    .selectFrom('media')
    .select('case_id')
    .where('media_id', '=', 'p1')
    .executeTakeFirst();
  const winner = both.find(({ ok }) => ok);
  expect(taken?.case_id).toBe(winner?.ok && winner.value.body.caseId);
});
