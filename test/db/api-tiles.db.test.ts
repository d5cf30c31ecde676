import { VectorTile, type VectorTileLayer } from '@mapbox/vector-tile';
import { degreesOf, mercatorX, mercatorY } from '@wanmi/tiles';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const middle = pointIn(1);
/** The path of the tile that holds the middle of the fixture's second grid. */
const at = (layer: string, z: number): string => {
  const [x, y] = [mercatorX(middle.lng), mercatorY(middle.lat)].map((share) => Math.floor(share * 2 ** z));
  return `/api/v1/tiles/${layer}/${z}/${x}/${y}.mvt`;
};

/** Asks for a tile and reads it; undefined when nothing is in it. */
async function tile(url: string, as = 'acceptor'): Promise<VectorTileLayer | undefined> {
  const response = await api.app.inject({ url, headers: { authorization: `Bearer ${await api.tokenOf(as)}` } });
  expect(response.statusCode, response.body).toBe(200);
  expect(response.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
  const { layers } = new VectorTile(new PbfReader(response.rawPayload));
  return layers[/tiles\/([a-z-]+)\//.exec(url)?.[1] ?? ''];
}
const properties = (layer: VectorTileLayer | undefined) =>
  Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i).properties ?? {});

/** The properties of all features of the 5 × 5 tiles around the fixture, as far as the map goes. */
async function around(layer: string, z: number, as?: string) {
  const [x = 0, y = 0] = [mercatorX(middle.lng), mercatorY(middle.lat)].map((share) => Math.floor(share * 2 ** z));
  const near = (middleTile: number) =>
    [-2, -1, 0, 1, 2].map((shift) => middleTile + shift).filter((one) => one >= 0 && one < 2 ** z);
  const urls = near(x).flatMap((column) => near(y).map((row) => `/api/v1/tiles/${layer}/${z}/${column}/${row}.mvt`));
  return (await Promise.all(urls.map(async (url) => properties(await tile(url, as))))).flat();
}
const total = (found: readonly Readonly<Record<string, unknown>>[]): number =>
  found.reduce((sum, { count }) => sum + Number(count), 0);

describe('shapes', () => {
  test.each([0, 5, 10, 14, 17])('grids at zoom %i', async (z) => {
    const found = properties(await tile(at('grids', z)));
    expect(found.map(({ code }) => code)).toContain('110101001001002');
    expect(found[0]).toMatchObject({ level: 'grid', areaClass: 'B', drawn: true });
    expect(found[0]?.['areaM2']).toBeGreaterThan(9000);
  });
  test('a grid lies where it does on the ground', async () => {
    const z = 17;
    const layer = await tile(at('grids', z));
    const [x, y] = at('grids', z)
      .split('/')
      .slice(-2)
      .map((word) => Number.parseInt(word, 10));
    const index = properties(layer).findIndex(({ code }) => code === '110101001001002');
    const { geometry } = layer?.feature(index).toGeoJSON(x ?? 0, y ?? 0, z) ?? {};
    const ring = geometry?.type === 'Polygon' ? (geometry.coordinates[0] ?? []) : [];
    const unit = 360 / 2 ** z / 4096;
    const [west, south, east, north] = degreesOf({ z, x: x ?? 0, y: y ?? 0 }, 64);
    for (const [lng = 0, lat = 0] of ring) {
      const onCorner = [116.4112, 116.4124].some((corner) => Math.abs(lng - corner) <= unit);
      const onCut = [west, east].some((edge) => Math.abs(lng - edge) <= unit);
      expect(onCorner || onCut).toBe(true);
      expect([39.92, 39.9209, south, north].some((edge) => Math.abs(lat - edge) <= unit)).toBe(true);
    }
  });
  test('areas come with their levels, as far as the viewer has to do with them', async () => {
    const levels = properties(await tile(at('areas', 12))).map(({ level, name }) => [level, name]);
    expect(levels).toEqual([
      ['district', '试验区'],
      ['street', '试验街道'],
      ['community', '试验社区'],
    ]);
    expect(properties(await tile(at('areas', 12), 'outsider'))).toEqual([]);
  });
  test('a tile elsewhere is empty', async () => {
    expect(await tile('/api/v1/tiles/grids/14/0/0.mvt')).toBeUndefined();
  });
  test('where a tile would hold more than 5,000 grids, communities are drawn, at that zoom everywhere', async () => {
    const { db } = api.desk.desk;
    await sql`insert into area (code, name, level, drawn, source, geometry)
      select '110101001' || lpad(n::text, 3, '0'), 'C' || n, 'community', true, 'test', jsonb_build_object('type', 'Polygon',
        'coordinates', jsonb_build_array(jsonb_build_array(jsonb_build_array(x, 39.93), jsonb_build_array(x + 0.001, 39.93),
        jsonb_build_array(x + 0.001, 39.94), jsonb_build_array(x, 39.94), jsonb_build_array(x, 39.93))))
      from generate_series(2, 8) as n, lateral (select 116.4 + 0.001 * n as x) as place`.execute(db);
    await sql`insert into unit_grid (code, community_code, area_m2, area_class, geometry, drawn, valid_from, managed_from)
      select community || lpad((n % 900 + 1)::text, 3, '0'), community, 100, 'B', jsonb_build_object('type', 'Polygon',
        'coordinates', jsonb_build_array(jsonb_build_array(jsonb_build_array(x, y), jsonb_build_array(x + 0.0001, y),
        jsonb_build_array(x + 0.0001, y + 0.0001), jsonb_build_array(x, y + 0.0001), jsonb_build_array(x, y)))),
        true, '2026-01-01', '2026-01-01'
      from generate_series(0, 5399) as n, lateral (select '110101001' || lpad((n / 900 + 2)::text, 3, '0') as community,
        116.402 + 0.0001 * (n / 100) as x, 39.93 + 0.0001 * (n % 100) as y) as place`.execute(db);
    const before = await api.get(at('grids', 10), { as: 'acceptor' });
    await sql`update reference_version set version = version + 1 where kind in ('grids', 'areas')`.execute(db);
    await api.desk.reference.refresh();
    const after = await api.get(at('grids', 10), { as: 'acceptor' });
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    const far = properties(await tile(at('grids', 10)));
    expect(new Set(far.map(({ level }) => level))).toEqual(new Set(['community']));
    expect(far).toHaveLength(8);
    const near = properties(await tile(at('grids', 16)));
    expect(new Set(near.map(({ level }) => level))).toEqual(new Set(['grid']));
  });
});

describe('keeping tiles', () => {
  test.each(['grids', 'areas', 'cases', 'components', 'responsibility-grids'])(
    '%s has a tag and answers 304 to it',
    async (layer) => {
      const first = await api.get(at(layer, 14), { as: 'acceptor' });
      expect(first.status).toBe(200);
      expect(String(first.headers['cache-control'])).toMatch(/^private, (no-cache|max-age=\d+)$/);
      expect(first.headers['vary']).toContain('authorization');
      const again = await api.get(at(layer, 14), {
        as: 'acceptor',
        headers: { 'if-none-match': String(first.headers['etag']) },
      });
      expect(again.status).toBe(304);
      expect(again.text).toBe('');
    },
  );
  test('what another person sees is another version', async () => {
    const mine = await api.get(at('areas', 12), { as: 'acceptor' });
    const theirs = await api.get(at('areas', 12), {
      as: 'outsider',
      headers: { 'if-none-match': String(mine.headers['etag']) },
    });
    expect(theirs.status).toBe(200);
  });
});

describe('cases', () => {
  const report = (grid: number, channel = 'hotline') =>
    api.post('/api/v1/reports', {
      as: 'acceptor',
      body: {
        ...{ channel, kind: 'matter', classCode: '06010', text: '暴露垃圾' },
        position: { ...pointIn(grid), datum: 'wgs84' },
      },
    });

  test('near each other are counted, apart they stand for themselves, and adjoining tiles share none', async () => {
    const first = await report(0);
    await report(1);
    await report(1);
    const [far] = await around('cases', 3);
    expect(far).toMatchObject({ count: 3, light: 'green', red: 0, yellow: 0 });
    expect(Object.keys(far ?? {})).not.toContain('caseId');
    for (const z of [0, 6, 11, 14, 16]) expect(total(await around('cases', z))).toBe(3);
    const near = await around('cases', 17);
    expect(near.map(({ count }) => count).sort()).toEqual([1, 2]);
    const single = near.find(({ count }) => count === 1);
    expect(single).toMatchObject({
      caseId: first.body.caseId,
      state: 'reported',
      code: '110101001001001',
      light: 'green',
    });
  });
  test('are those that lists show: none of another district, none that are not the department’s, none that ended', async () => {
    const counted = async (as: string) => total(await around('cases', 10, as));
    expect(await counted('inspector')).toBe(3);
    expect(await counted('outsider')).toBe(0);
    expect(await counted('handler')).toBe(0);
    const { items } = (await api.get('/api/v1/cases', { as: 'acceptor' })).body;
    const rejected = await api.post(`/api/v1/cases/${items[0].caseId}/commands/reject`, {
      as: 'acceptor',
      body: { expectedVersion: items[0].version, reason: '不属于受理范围' },
    });
    expect(rejected.status, rejected.text).toBe(200);
    expect(await counted('inspector')).toBe(2);
  });
});

describe('components', () => {
  beforeAll(async () => {
    await sql`insert into component (component_id, class_code, name, grid_code, lng, lat, own_lng, own_lat, own_datum, state, source)
      select '11010101001' || lpad(n::text, 6, '0'), '01001', '井盖', '11010100100100' || (n % 2 + 1), lng, lat, lng, lat, 'wgs84',
        case when n = 9 then 'removed' else 'intact' end, 'test'
      from generate_series(0, 9) as n, lateral (select 116.4105 + 0.0012 * (n % 2) + 0.00001 * n as lng, 39.9204 as lat) as place`.execute(
      api.desk.desk.db,
    );
  });
  test.each([0, 10, 13, 14, 16])('are counted at zoom %i, the removed one left out', async (z) => {
    expect(total(await around('components', z))).toBe(9);
  });
  test('stand for themselves when near, with what they are', async () => {
    const found = await around('components', 18);
    expect(found[0]).toMatchObject({ count: 1, classCode: '01001', name: '井盖', state: 'intact' });
    expect(String(found[0]?.['code'])).toHaveLength(17);
  });
  test('are for staff of their area', async () => {
    expect(await tile(at('components', 14), 'outsider')).toBeUndefined();
    expect(await tile(at('components', 10), 'outsider')).toBeUndefined();
  });
});

describe('an address that is none', () => {
  test.each([
    { path: 'grids/23/0/0.mvt', field: '/z' },
    { path: 'grids/3/8/0.mvt', field: '/x' },
    { path: 'grids/3/0/8.mvt', field: '/y' },
    { path: 'grids/3/-1/0.mvt', field: '/x' },
    { path: 'grids/3/1.5/0.mvt', field: '/x' },
    { path: 'grids/x/0/0.mvt', field: '/z' },
    { path: 'grids/3/0/y.mvt', field: '/y' },
    { path: 'roads/3/0/0.mvt', field: '/layer' },
  ])('$path is refused by $field', async ({ path, field }) => {
    const { status, body } = await api.get(`/api/v1/tiles/${path}`, { as: 'acceptor' });
    expect(status).toBe(400);
    expect(body.code).toBe('bad-request');
    expect(body.details.fields.map((one: { field: string }) => one.field)).toContain(field);
  });
  test.each(['grids/3/0/0', 'grids/3/0/0.png', 'grids/3/0/0.mvt?access_token=x'])(
    '%s is not found or not taken',
    async (path) => {
      const { status } = await api.get(`/api/v1/tiles/${path}`, { as: 'acceptor' });
      expect([400, 404]).toContain(status);
    },
  );
  test('a token in the URL opens nothing', async () => {
    const token = await api.tokenOf('acceptor');
    const { status } = await api.get(`/api/v1/tiles/grids/3/0/0.mvt?access_token=${token}`);
    expect(status).toBe(401);
  });
});
