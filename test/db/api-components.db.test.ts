import { components } from '@wanmi/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importComponents } from '../../scripts/import/components/import-components.ts';
import type { RawRecord } from '../../scripts/import/records/raw-record.ts';
import { openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
const A = '/api/v1';
const LAMP = (number: number) => `1101010103700000${number}`;

async function* lamps(count: number): AsyncGenerator<RawRecord> {
  for (let i = 0; i < count; i += 1) {
    const { lng, lat } = pointIn(i % 4);
    const properties = { componentId: LAMP(i + 1), classCode: '01037', owner: '市政' };
    yield { place: `row ${i}`, properties, position: [lng + i * 0.00002, lat] };
  }
}
async function* bins(): AsyncGenerator<RawRecord> {
  const { lng, lat } = pointIn(0);
  const properties = { componentId: '11010103005000001', classCode: '03005', state: '移除' };
  yield { place: 'row 0', properties, position: [lng, lat] };
}

beforeAll(async () => {
  api = await openApi();
  const { db } = api.desk.desk;
  await importComponents(db, { records: lamps(8), source: 'lamps', onRejected: () => undefined });
  await importComponents(db, { records: bins(), source: 'bins', onRejected: () => undefined });
});
afterAll(() => api?.close());

const idsOf = (items: { componentId: string }[]): string[] => items.map(({ componentId }) => componentId);

describe('GET /components', () => {
  test('lists an area, a class, a state, page by page', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`${A}/components?class=01037&area=110101001&limit=3${cursor}`, {
        as: 'inspector',
      });
      seen.push(...idsOf(body.items));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([1, 5, 2, 6, 3, 7, 4, 8].map(LAMP));
    const removed = await api.get(`${A}/components?state=removed`, { as: 'inspector' });
    expect(removed.body.items).toMatchObject([{ componentId: '11010103005000001', state: 'removed' }]);
    const none = await api.get(`${A}/components?area=110102`, { as: 'inspector' });
    expect(none.body).toEqual({ items: [], nextCursor: null });
  });
});

describe('GET /components/nearest', () => {
  test('finds the nearest of a class, removed ones left out, any class else', async () => {
    const { lng, lat } = pointIn(1);
    const at = `lng=${lng}&lat=${lat}&datum=wgs84`;
    const { body } = await api.get(`${A}/components/nearest?${at}&class=01037&limit=3`, { as: 'inspector' });
    expect(idsOf(body.items).slice(0, 2)).toEqual([2, 6].map(LAMP));
    expect(body.items[0].distanceM).toBeCloseTo(1.7, 1);
    expect(body.items.map(({ distanceM }: { distanceM: number }) => distanceM)).toEqual(
      body.items.map(({ distanceM }: { distanceM: number }) => distanceM).toSorted((a: number, b: number) => a - b),
    );
    const any = await api.get(`${A}/components/nearest?${at}&limit=50`, { as: 'inspector' });
    expect(any.body.items).toHaveLength(8);
    const far = await api.get(`${A}/components/nearest?lng=121.47&lat=31.23&datum=wgs84`, { as: 'inspector' });
    expect(far.body.items).toEqual([]);
  });
});

describe('a component', () => {
  const url = `${A}/components/${LAMP(1)}`;

  test('has a history of what changed, when, by whom and from where', async () => {
    const changed = await api.post(`${url}/changes`, { as: 'admin', body: { state: 'lost', remark: '灯杆不见' } });
    expect(changed).toMatchObject({ status: 200, body: { state: 'lost', changedOn: '2026-11-16' } });
    const { body } = await api.get(url, { as: 'inspector' });
    expect(body.history).toMatchObject([
      {
        kind: 'changed',
        by: api.desk.as('admin').userId,
        source: 'by hand',
        changes: { state: ['intact', 'lost'], remark: [null, '灯杆不见'], changed_on: [null, '2026-11-16'] },
      },
      { kind: 'added', by: null, source: 'lamps', changes: null },
    ]);
  });

  test('is changed by administrators only, and only where it is', async () => {
    const body = { state: 'intact' };
    expect(await api.post(`${url}/changes`, { as: 'inspector', body })).toMatchObject({ status: 403 });
    const none = await api.post(`${A}/components/11010101037999999/changes`, { as: 'admin', body });
    expect(none).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('gets the grid that lies there when its own ends, and the history says why', async () => {
    const { db } = api.desk.desk;
    const grid = '110101001001004';
    const moved = await db.transaction().execute(async (trx) => {
      await components.nameChanger(trx, null, 'grid 110101001001004 ended');
      return components.reassignComponentGrids(trx, [grid], (lng) =>
        lng < pointIn(3).lng + 0.0001 ? '110101001001003' : undefined,
      );
    });
    expect(moved).toEqual({ moved: 1, left: [LAMP(8)] });
    const { body } = await api.get(`${A}/components/${LAMP(4)}`, { as: 'inspector' });
    expect(body).toMatchObject({
      gridCode: '110101001001003',
      history: [{ source: 'grid 110101001001004 ended', changes: { grid_code: [grid, '110101001001003'] } }, {}],
    });
  });
});

describe('a census round by the interface', () => {
  const plan = { roundId: 'r-1', name: '试验', area: '110101001', plannedFrom: '2026-11-01', plannedTo: '2026-11-30' };

  test('is planned once, by an administrator of its area, and refused out of order', async () => {
    expect(await api.post(`${A}/census`, { as: 'leader', body: plan })).toMatchObject({ status: 403 });
    const elsewhere = { ...plan, area: '110102' };
    expect(await api.post(`${A}/census`, { as: 'admin', body: elsewhere })).toMatchObject({ status: 403 });
    const made = await api.post(`${A}/census`, { as: 'admin', body: plan });
    expect(made).toMatchObject({
      status: 201,
      body: { round: { state: 'planned', needed: 96 }, sample: { drawn: 0 } },
    });
    const refused = { status: 422, body: { code: 'census-refused' } };
    expect(await api.post(`${A}/census`, { as: 'admin', body: plan })).toMatchObject(refused);
    const sample = await api.post(`${A}/census/r-1/sample`, { as: 'admin', body: { perStratum: 2, seed: 's' } });
    expect(sample).toMatchObject(refused);
    const settle = await api.post(`${A}/census/r-1/settlement`, { as: 'admin', body: { decision: 'accept' } });
    expect(settle).toMatchObject(refused);
    const { body } = await api.get(`${A}/census`, { as: 'inspector' });
    expect(body).toMatchObject({ items: [{ roundId: 'r-1' }], nextCursor: null });
    const end = await api.post(`${A}/census/r-1/settlement`, {
      as: 'admin',
      body: { decision: 'refuse', remark: '不做' },
    });
    expect(end).toMatchObject({ status: 200, body: { round: { state: 'refused', remark: '不做' } } });
  });
});
