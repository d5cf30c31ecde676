import type { IndexedGrid } from '@wanmi/grid';
import pg from 'pg';
import { makeDatabase } from './open-world.ts';

const BATCH = 5000;

/** Points a second that PostGIS locates, one prepared query a point on one connection; or why it was not asked. */
export async function postgisRate(grids: Iterable<IndexedGrid>, points: Float64Array): Promise<number | string> {
  const server = process.env.TEST_POSTGRES_URL;
  if (server === undefined) return 'not asked: TEST_POSTGRES_URL names no server';
  const database = await makeDatabase(server);
  const client = new pg.Client(database.url);
  try {
    await client.connect();
    const found = await client.query(`select from pg_available_extensions where name = 'postgis'`);
    if (found.rowCount === 0) return 'not asked: it is not installed on the server of TEST_POSTGRES_URL';
    await client.query('create extension postgis');
    await load(client, grids);
    return await ask(client, points);
  } finally {
    await client.end();
    await database.drop();
  }
}

async function load(client: pg.Client, grids: Iterable<IndexedGrid>): Promise<void> {
  await client.query('create table cell (code text primary key, shape geometry(MultiPolygon, 4326))');
  let batch: IndexedGrid[] = [];
  const write = async (): Promise<void> => {
    const shapes = batch.map(({ polygons }) => JSON.stringify({ type: 'MultiPolygon', coordinates: polygons }));
    const values = [batch.map(({ code }) => code), shapes];
    batch = [];
    await client.query(
      'insert into cell select code, st_geomfromgeojson(shape) from unnest($1::text[], $2::text[]) as given (code, shape)',
      values,
    );
  };
  for (const grid of grids) if (batch.push(grid) === BATCH) await write();
  await write();
  await client.query('create index on cell using gist (shape)');
  await client.query('vacuum analyze cell');
}

async function ask(client: pg.Client, points: Float64Array): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < points.length; i += 2) {
    await client.query({
      name: 'locate',
      text: 'select code from cell where st_intersects(shape, st_setsrid(st_makepoint($1, $2), 4326)) order by code limit 1',
      values: [points[i], points[i + 1]],
    });
  }
  return points.length / 2 / ((performance.now() - began) / 1000);
}
