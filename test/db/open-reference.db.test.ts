import { setImmediate as nextTurn } from 'node:timers/promises';
import { openReference, ReferenceMissing } from '@wanmi/cases';
import { connect, type Database, imports } from '@wanmi/db';
import { locate } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { loadReferenceFixture, pointIn } from '../support/reference-fixture.ts';

let database: TestDatabase;
let db: Kysely<Database>;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const MORNING = Date.parse('2026-11-16T09:00:00+08:00') as Instant;
const position = (grid: number) => [pointIn(grid).lng, pointIn(grid).lat] as const;

test('without calendars and policy there is nothing to open', async () => {
  await expect(openReference(db)).rejects.toThrow(ReferenceMissing);
});

test('an import is noticed, and only kinds that rose are read again', async () => {
  await loadReferenceFixture(database.url);
  const changes: number[] = [];
  const open = await openReference(db, { pollMs: 20, onChange: ({ versions }) => changes.push(versions.organisation) });
  const before = open.current();
  expect(before.departments.get('sanitation' as never)?.active).toBe(true);
  expect(await open.refresh()).toBe(false);
  await db.transaction().execute(async (trx) => {
    await sql`update department set active = false where department_code = 'sanitation'`.execute(trx);
    await imports.raiseVersion(trx, 'organisation');
  });
  await expect.poll(() => changes).toHaveLength(1);
  const after = open.current();
  expect(after.departments.get('sanitation' as never)?.active).toBe(false);
  expect(after.gridIndex).toBe(before.gridIndex);
  expect(after.catalogue).toBe(before.catalogue);
  await open.close();
});

test('a grid that ends gives way to its successor when its time comes, without an import', async () => {
  const change = '2026-11-16T12:00:00+08:00';
  await sql`update unit_grid set valid_to = ${change} where code = '110101001001001'`.execute(db);
  await sql`insert into unit_grid (code, community_code, area_m2, area_class, geometry, drawn, valid_from, managed_from)
    select '110101001001099', community_code, area_m2, area_class, geometry, drawn, ${change}, ${change}
    from unit_grid where code = '110101001001001'`.execute(db);
  let now = MORNING;
  const open = await openReference(db, { pollMs: 3_600_000, now: () => now });
  expect(locate(open.current().gridIndex, position(0))).toBe('110101001001001');
  now = (Date.parse(change) - 1) as Instant;
  expect(await open.refresh()).toBe(false);
  now = Date.parse(change) as Instant;
  expect(await open.refresh()).toBe(true);
  expect(locate(open.current().gridIndex, position(0))).toBe('110101001001099');
  expect(open.current().gridOf('110101001001001')).toMatchObject({ validTo: now });
  await open.close();
});

test('a large import is taken over while the old version answers', async () => {
  const open = await openReference(db, { pollMs: 3_600_000 });
  const before = open.current();
  await sql`insert into area (code, name, level, drawn, source, geometry)
    select '110101002' || lpad(n::text, 3, '0'), 'new', 'community', true, 'test', '{}' from generate_series(1, 26) as n`.execute(
    db,
  );
  await sql`insert into unit_grid (code, community_code, area_m2, area_class, geometry, drawn, valid_from, managed_from)
    select community || lpad((n % 999 + 1)::text, 3, '0'), community, 100, 'B',
      jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(jsonb_build_array(
        jsonb_build_array(x, y), jsonb_build_array(x + 0.001, y), jsonb_build_array(x + 0.001, y + 0.001),
        jsonb_build_array(x, y + 0.001), jsonb_build_array(x, y)))), true, '2026-01-01', '2026-01-01'
    from generate_series(0, 24999) as n, lateral (select 117 + 0.001 * (n % 200) as x, 40 + 0.001 * (n / 200) as y,
      '110101002' || lpad((n / 999 + 1)::text, 3, '0') as community) as at`.execute(db);
  await db.transaction().execute((trx) => imports.raiseVersion(trx, 'grids'));
  let [turns, done] = [0, false];
  const taken = open.refresh().finally(() => {
    done = true;
  });
  while (!done) {
    expect(open.current()).toBe(before);
    expect(locate(open.current().gridIndex, position(1))).toBe('110101001001002');
    turns += 1;
    await nextTurn();
  }
  await taken;
  // Twenty-five pages and the steps of the index: the process had its turn between any two.
  expect(turns).toBeGreaterThan(25);
  expect(open.current().gridIndex.size).toBeGreaterThan(25_000);
  expect(locate(open.current().gridIndex, [117.0005, 40.0005])).toBe('110101002001001');
  await sql`delete from unit_grid where code like '110101002%'`.execute(db);
  await open.close();
});

test('what cannot be read is told, and the last good version stays', async () => {
  const errors: unknown[] = [];
  const open = await openReference(db, { pollMs: 20, onError: (error) => errors.push(error) });
  const before = open.current();
  await sql`update work_calendar set body = '{}' where name = 'city'`.execute(db);
  await sql`update reference_version set version = version + 1 where kind = 'calendar'`.execute(db);
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  expect(String(errors[0])).toContain('calendar "city"');
  expect(open.current()).toBe(before);
  await open.close();
});
