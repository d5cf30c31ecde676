import type { Instant } from '@wanmi/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importAddresses } from '../../scripts/import/addresses/import-addresses.ts';
import type { RawRecord } from '../../scripts/import/records/raw-record.ts';
import { importRoads } from '../../scripts/import/roads/import-roads.ts';
import { openApi, type TestApi } from '../support/api-app.ts';
import { MONDAY } from '../support/case-desk.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
const A = '/api/v1';

const NAMES: readonly (readonly [kind: string, name: string, grid: number, aliases?: string])[] = [
  ['road', '安和路', 0],
  ['road', '安和北路', 3],
  ['address', '安和路12号', 0],
  ['address', '安和路112号', 1],
  ['address', '安和路14号', 1],
  ['poi', '重庆小面馆', 1],
  ['poi', '工人体育场', 2, '工体'],
  ['place', '泰和里', 2],
  ['gate', '泰和里东门', 3],
];

async function* records(): AsyncGenerator<RawRecord> {
  for (const [i, [kind, name, grid, aliases = '']] of NAMES.entries()) {
    const { lng, lat } = pointIn(grid);
    const position = [lng + i * 0.00001, lat] as const;
    yield { place: `row ${i}`, properties: { id: String(i), kind, name, aliases, drawn: grid === 0 }, position };
  }
}

beforeAll(async () => {
  api = await openApi();
  const at = new Date('2026-01-01T00:00:00+08:00');
  const { db } = api.desk.desk;
  await importAddresses(db, { records: records(), source: 'test', at, onRejected: () => undefined });
  const { lng, lat } = pointIn(0);
  const coordinates = [
    [lng - 0.0004, lat + 0.0001],
    [lng + 0.0004, lat + 0.0001],
  ];
  const properties = { code: 'r1', roadName: '安和路', name: '安和路一段', roadClass: '示范', drawn: true };
  const feature = { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } };
  const text = JSON.stringify({ type: 'FeatureCollection', features: [feature] });
  await importRoads(db, { file: { name: 'roads', text }, source: 'roads', at });
  await api.desk.reference.refresh();
});
afterAll(() => api?.close());

const geocode = async (q: string, more = '') => {
  const { status, body } = await api.get(`${A}/geocode?q=${encodeURIComponent(q)}${more}`, { as: 'acceptor' });
  expect(status).toBe(200);
  return body.items as { name: string; confidence: number; drawn: boolean; gridCode: string; id: string }[];
};

describe('GET /geocode', () => {
  test.each([
    { q: '安和路12号', first: '安和路12号', least: 1 },
    { q: '试验区试验街道安和路12号', first: '安和路12号', least: 1 },
    { q: '安和路 12', first: '安和路12号', least: 0.85 },
    { q: '安和', first: '安和路', least: 0.8 },
    { q: '体育', first: '工人体育场', least: 0.5 },
    { q: '工体', first: '工人体育场', least: 1 },
    { q: 'anhelu', first: '安和路', least: 0.95 },
    { q: 'AHL', first: '安和路', least: 0.85 },
    { q: 'chongqingxiao', first: '重庆小面馆', least: 0.6 },
    { q: 'tiyuchang', first: '工人体育场', least: 0.5 },
    { q: '工人体玉场', first: '工人体育场', least: 0.7 },
    { q: '重庆小面官', first: '重庆小面馆', least: 0.7 },
    { q: 'chongqnigxiaomianguan', first: '重庆小面馆', least: 0.6 },
    { q: '岸河路12号', first: '安和路12号', least: 0.3 },
    { q: 'ahl12', first: '安和路12号', least: 0.3 },
    { q: '安和路999号', first: '安和路', least: 0.6 },
    { q: '泰', first: '泰和里', least: 0.5 },
  ])('$q finds $first first', async ({ q, first, least }) => {
    const [found] = await geocode(q);
    expect(found?.name).toBe(first);
    expect(found?.confidence).toBeGreaterThanOrEqual(least);
  });

  test('says what is drawn, keeps to an area, to a limit, and finds nothing for what is nothing', async () => {
    const found = await geocode('安和');
    expect(found.map(({ name }) => name).slice(0, 2)).toEqual(['安和路', '安和北路']);
    expect(found[0]).toMatchObject({ drawn: true, gridCode: '110101001001001' });
    expect(await geocode('安和路', '&area=110101001001002')).toMatchObject([
      { name: '安和路14号' },
      { name: '安和路112号' },
    ]);
    expect(await geocode('安和', '&limit=1')).toHaveLength(1);
    expect(await geocode('没有这里')).toEqual([]);
    expect(await geocode('——')).toEqual([]);
  });
});

describe('GET /reverse-geocode', () => {
  const reverse = async (grid: number, more = '') => {
    const { lng, lat } = pointIn(grid);
    const url = `${A}/reverse-geocode?lng=${lng}&lat=${lat}&datum=wgs84${more}`;
    return (await api.get(url, { as: 'acceptor' })).body;
  };

  test('tells the nearest of both groups with distance and confidence, the road, and words', async () => {
    const body = await reverse(0);
    expect(body).toMatchObject({
      text: '安和路（示意）',
      roadSection: { code: 'r1', roadClass: 'model', drawn: true },
    });
    expect(body.roadSection.distanceM).toBeCloseTo(11.1, 0);
    expect(body.items[0]).toMatchObject({ name: '安和路', distanceM: 0, confidence: 1 });
    const far = body.items.at(-1);
    expect(far.distanceM).toBeGreaterThan(100);
    expect(far.confidence).toBeLessThan(0.3);
  });

  test('keeps to a distance, and says null where no grid is', async () => {
    expect((await reverse(0, '&within=5&limit=1')).items).toHaveLength(2);
    const url = `${A}/reverse-geocode?lng=121.47&lat=31.23&datum=wgs84`;
    const { body } = await api.get(url, { as: 'acceptor' });
    expect(body).toMatchObject({ text: null, items: [], roadSection: null });
  });
});

describe('a report', () => {
  const report = async (position: { lng: number; lat: number }, more = {}) => {
    const body = {
      channel: 'hotline',
      kind: 'matter',
      classCode: '06010',
      position: { ...position, datum: 'wgs84' },
      ...more,
    };
    const made = await api.post(`${A}/reports`, { as: 'acceptor', body });
    expect(made.status).toBe(201);
    return (await api.get(`${A}/cases/${made.body.caseId}`, { as: 'acceptor' })).body;
  };

  test('without an address gets that of the place, and its road section', async () => {
    const { lng, lat } = pointIn(1);
    expect(await report({ lng: lng + 0.0004, lat })).toMatchObject({ address: '重庆小面馆附近', roadSection: null });
    expect(await report(pointIn(0))).toMatchObject({ roadSection: { code: 'r1', roadName: '安和路', drawn: true } });
  });

  test('with an address keeps it', async () => {
    expect(await report(pointIn(0), { address: '我家门口' })).toMatchObject({ address: '我家门口' });
  });
});

describe('keeping addresses', () => {
  const position = { ...pointIn(3), datum: 'wgs84' };
  const admin = 'admin';

  test('makes one that is found at once, alters it with its history, and ends it', async () => {
    const made = await api.post(`${A}/addresses`, { as: admin, body: { kind: 'poi', name: '新华书屋', position } });
    expect(made).toMatchObject({
      status: 201,
      body: { name: '新华书屋', drawn: false, validTo: null, source: 'by hand' },
    });
    expect(await geocode('xinhuashuwu')).toMatchObject([{ name: '新华书屋', confidence: 0.95 }]);
    const url = `${A}/addresses/${made.body.id}`;
    api.desk.setTime((MONDAY + 60_000) as Instant);
    const altered = await api.post(`${url}/alter`, { as: admin, body: { name: '新华书店', aliases: ['书屋'] } });
    expect(altered).toMatchObject({ status: 200, body: { name: '新华书店', aliases: ['书屋'] } });
    expect(await geocode('新华书店')).toMatchObject([{ name: '新华书店', confidence: 1 }]);
    const ended = await api.post(`${url}/end`, { as: admin });
    expect(ended.status).toBe(200);
    expect(ended.body.validTo).not.toBeNull();
    expect(await geocode('新华书店')).toEqual([]);
    const { body } = await api.get(url, { as: 'acceptor' });
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['新华书店', '新华书屋']);
    expect(await api.post(`${url}/end`, { as: admin })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('is for administrators of the area', async () => {
    const body = { kind: 'poi', name: '别处', position };
    expect(await api.post(`${A}/addresses`, { as: 'acceptor', body })).toMatchObject({ status: 403 });
    const outside = { ...body, position: { lng: 121.47, lat: 31.23, datum: 'wgs84' } };
    expect(await api.post(`${A}/addresses`, { as: admin, body: outside })).toMatchObject({ status: 403 });
  });

  test('lists them by area and kind, page by page', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`${A}/addresses?area=110101001&limit=4${cursor}`, { as: 'acceptor' });
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(names.toSorted()).toEqual(NAMES.map(([, name]) => name).toSorted());
    const { body } = await api.get(`${A}/addresses?kind=place`, { as: 'acceptor' });
    expect(body.items).toMatchObject([{ name: '泰和里' }]);
  });
});

test('GET /roads is GeoJSON of the sections valid now, with an ETag', async () => {
  const { body, headers } = await api.get(`${A}/roads`, { as: 'acceptor' });
  expect(body.features).toMatchObject([{ properties: { code: 'r1', roadClass: 'model', drawn: true } }]);
  const again = await api.get(`${A}/roads`, { as: 'acceptor', headers: { 'if-none-match': String(headers.etag) } });
  expect(again.status).toBe(304);
});
