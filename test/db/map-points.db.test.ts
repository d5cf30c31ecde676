import { type Database, mapPoints } from '@wanmi/db';
import { degreesOf, latticeOf, mercatorX, mercatorY } from '@wanmi/tiles';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseDesk, openCaseDesk } from '../support/case-desk.ts';
import { insertManyCases } from '../support/many-cases.ts';

let open: CaseDesk;
let db: Kysely<Database>;
beforeAll(async () => {
  open = await openCaseDesk();
  db = open.desk.db;
  await insertManyCases(db, 20_000);
  await sql`update urban_case set lng = 116.3 + 0.0000137 * (right(case_no, 9)::integer * 37 % 9973),
    lat = 39.8 + 0.0000171 * (right(case_no, 9)::integer * 53 % 7919)`.execute(db);
  await sql`insert into component (component_id, class_code, name, grid_code, lng, lat, own_lng, own_lat, own_datum, state, source)
    select '11010101' || minor || lpad(n::text, 6, '0'), '01' || minor, 'x', '11010100100100' || (n % 4 + 1), lng, lat, lng, lat, 'wgs84', 'intact', 'test'
    from generate_series(1, 20000) as n, lateral (select 116.3 + 0.0000137 * (n % 9973) as lng, 39.8 + 0.0000171 * (n % 7919) as lat, lpad((n % 40 + 1)::text, 3, '0') as minor) as place`.execute(
    db,
  );
  await sql`vacuum analyze urban_case, component`.execute(db);
});
afterAll(() => open.close());

const tileAt = (z: number) => ({
  z,
  x: Math.floor(mercatorX(116.37) * 2 ** z),
  y: Math.floor(mercatorY(39.87) * 2 ** z),
});
const cellsAt = (z: number): mapPoints.MapCells => ({ ...latticeOf(tileAt(z)), box: degreesOf(tileAt(z), 1) });
const OPEN = { scope: undefined, endStates: ['closed', 'rejected', 'voided'] };

async function planOf(query: CompiledQuery): Promise<string> {
  const explained = { ...query, sql: `explain (format json) ${query.sql}` };
  return JSON.stringify((await db.executeQuery(explained)).rows);
}

describe('the points of a tile', () => {
  test.each([10, 12, 13])('of cases at zoom %i are those in it, each once', async (z) => {
    const points = await mapPoints.listCasePoints(db, cellsAt(z), OPEN);
    const [west, south, east, north] = degreesOf(tileAt(z));
    const { rows } = await sql<{ n: number; red: number }>`
      select count(*)::integer as n, count(*) filter (where light = 'red')::integer as red from urban_case
      where state <> 'closed' and lng >= ${west} and lng < ${east} and lat > ${south} and lat <= ${north}`.execute(db);
    expect(rows[0]?.n).toBeGreaterThan(0);
    expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(rows[0]?.n);
    expect(points.reduce((sum, { red }) => sum + red, 0)).toBe(rows[0]?.red);
    expect(points.length).toBeLessThanOrEqual(256);
    for (const { lng, lat } of points) {
      expect(lng >= west && lng < east && lat > south && lat <= north).toBe(true);
    }
  });
  test.each([14, 16])('of components at zoom %i are those in it, each once', async (z) => {
    const points = await mapPoints.listComponentPoints(db, cellsAt(z), ['110101']);
    const [west, south, east, north] = degreesOf(tileAt(z));
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from component
      where lng >= ${west} and lng < ${east} and lat > ${south} and lat <= ${north}`.execute(db);
    expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(rows[0]?.n);
    expect(await mapPoints.listComponentPoints(db, cellsAt(z), ['110102'])).toEqual([]);
  });
});

describe('a tile is one query by an index', () => {
  test.each([12, 14, 16])('over the box of open cases at zoom %i', async (z) => {
    const plan = await planOf(mapPoints.casePointsQuery(db, cellsAt(z), OPEN));
    expect(plan).toMatch(/"Index Name":"urban_case_20260[4-9]_lng_lat_idx/);
    expect(plan).not.toMatch(/"Seq Scan"[^{}]*"Relation Name":"urban_case_20260[4-9]"/);
  });
  test('over the cells of components', async () => {
    const plan = await planOf(mapPoints.componentPointsQuery(db, cellsAt(16), ['110101']));
    expect(plan).toContain('"Index Name":"component_cell"');
  });
});
