import { VectorTile } from '@mapbox/vector-tile';
import { mercatorX, mercatorY } from '@wanmi/tiles';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

/** The layer in the tile that holds the fixture, at a zoom where all of it is in one. */
async function layerAt(z: number) {
  const { lng, lat } = pointIn(1);
  const [x, y] = [mercatorX(lng), mercatorY(lat)].map((share) => Math.floor(share * 2 ** z));
  const url = `/api/v1/tiles/responsibility-grids/${z}/${x}/${y}.mvt`;
  const response = await api.app.inject({
    url,
    headers: { authorization: `Bearer ${await api.tokenOf('inspector')}` },
  });
  expect(response.statusCode, response.body).toBe(200);
  return {
    etag: response.headers['etag'],
    layer: new VectorTile(new PbfReader(response.rawPayload)).layers['responsibility-grids'],
  };
}

test('responsibility grids are drawn around their unit grids, without the borders between these', async () => {
  const { db } = api.desk.desk;
  const before = await layerAt(12);
  expect(before.layer).toBeUndefined();
  await sql`insert into responsibility_grid (code, name, area_code, valid_from) values
    ('110101001R001', '试验一', '110101001', '2026-01-01'), ('110101001R002', '试验二', '110101001', '2026-01-01')`.execute(
    db,
  );
  await sql`insert into responsibility_grid_cell (grid_code, responsibility_code, valid_from)
    select '11010100100100' || n, '110101001R00' || case when n <= 3 then 1 else 2 end, '2026-01-01' from generate_series(1, 4) as n`.execute(
    db,
  );
  await sql`insert into reference_version (kind, version) values ('responsibility', 1)
    on conflict (kind) do update set version = reference_version.version + 1`.execute(db);
  await api.desk.reference.refresh();
  const { etag, layer } = await layerAt(12);
  expect(etag).not.toBe(before.etag);
  const features = Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i));
  expect(features.map((one) => one?.properties)).toEqual([
    { count: 3, code: '110101001R001', name: '试验一', drawn: true },
    { count: 1, code: '110101001R002', name: '试验二', drawn: true },
  ]);
  // Three squares in a row are one oblong: its four corners, closed.
  expect(features.map((one) => one?.loadGeometry().map((ring) => ring.length))).toEqual([[5], [5]]);
});
