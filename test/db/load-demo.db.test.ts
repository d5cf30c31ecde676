import { assignments, connect, type Database, imports, reference, responsibility } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDemo } from '../../scripts/demo/load-demo.ts';
import { isPasswordOf } from '../../scripts/import/hash-password.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let own: TestDatabase;
let db: Kysely<Database>;
let accounts: readonly string[];
beforeAll(async () => {
  own = await createTestDatabase();
  db = connect(own.url);
  ({ accounts } = await loadDemo(own.url, { password: 'first-password' }));
});
afterAll(async () => {
  await db?.destroy();
  await own?.drop();
});

const hashesOf = async (): Promise<readonly string[]> =>
  (await imports.listPeople(db)).map(({ password_hash }) => password_hash);

describe('the demo district', () => {
  test('has its areas, grids, catalogue, organisation, rules, calendars and policy', async () => {
    const areas = await reference.areas(db);
    const levels = Map.groupBy(areas, ({ level }) => level);
    expect([...levels].map(([level, { length }]) => [level, length])).toEqual([
      ['district', 1],
      ['street', 17],
      ['community', 169],
    ]);
    expect(areas.every(({ drawn }) => drawn)).toBe(true);
    const grids = await reference.grids(db);
    expect(grids.length).toBeGreaterThan(4000);
    expect(grids.every(({ drawn }) => drawn)).toBe(true);
    expect((await reference.rules(db)).length).toBeGreaterThan(50);
    expect([...(await reference.calendars(db)).keys()].toSorted()).toEqual(['city', 'duty']);
    expect(await reference.policy(db)).toMatchObject({ autoFileChannels: ['inspector'], autoRequestCheck: true });
  });

  test('has responsibility grids of 10 to 16 grids, each with an inspector for each shift', async () => {
    const groups = await responsibility.listGroups(db, { at: Date.now() as Instant });
    const sizes = groups.map(({ cells }) => cells.length);
    expect(sizes.length).toBeGreaterThan(250);
    expect(sizes.filter((size) => size >= 10 && size <= 16).length / sizes.length).toBeGreaterThanOrEqual(0.995);
    const rows = await assignments.listAssignments(db);
    expect(rows).toHaveLength(2 * groups.length);
    expect(new Set(rows.map(({ username, shift }) => `${username} ${shift}`))).toEqual(
      new Set(['inspector morning', 'inspector2 evening']),
    );
  });

  test('has roads of every class and addresses of every kind, all drawn and in a grid', async () => {
    const sections = await reference.roads(db);
    expect(new Set(sections.map(({ roadClass }) => roadClass))).toEqual(new Set(['model', 'standard', 'ordinary']));
    expect(sections.every(({ drawn }) => drawn)).toBe(true);
    const places = await db.selectFrom('address').select(['kind', 'drawn', 'grid_code']).execute();
    expect(places.length).toBeGreaterThan(5000);
    expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(['address', 'place', 'road', 'gate', 'poi']));
    expect(places.every(({ drawn, grid_code }) => drawn && grid_code !== null)).toBe(true);
  });

  test('has the accounts of the interface, a head and a handler for every department, each with its post', async () => {
    const centre = ['inspector', 'inspector2', 'acceptor', 'leader', 'dispatcher', 'supervisor', 'admin'];
    const members = (await reference.departments(db)).flatMap(({ code }) => [`handler.${code}`, `head.${code}`]);
    expect(accounts.toSorted()).toEqual([...centre, ...members].toSorted());
    const posts = await db
      .selectFrom('post')
      .innerJoin('app_user', 'app_user.user_id', 'post.user_id')
      .select(['username', 'role', 'area', 'department_code'])
      .execute();
    expect(posts).toHaveLength(accounts.length);
    expect(posts.every(({ area }) => area === '110101')).toBe(true);
    expect(posts).toContainEqual({
      username: 'handler.sanitation',
      role: 'handler',
      area: '110101',
      department_code: 'sanitation',
    });
  });

  test('gives each account a hash of its own, loads once, and changes passwords only when told another', async () => {
    const first = await hashesOf();
    expect(new Set(first).size).toBe(accounts.length);
    const versions = await reference.versions(db);
    const steps: string[] = [];
    await loadDemo(own.url, { password: 'first-password', onStep: (text) => steps.push(text) });
    expect(steps.filter((text) => !text.startsWith('nothing changed'))).toEqual([]);
    expect(await reference.versions(db)).toEqual(versions);
    expect(await hashesOf()).toEqual(first);
    await loadDemo(own.url, { password: 'second-password' });
    const [renewed] = await imports.listPeople(db, ['acceptor']);
    expect(await isPasswordOf(renewed?.password_hash ?? '', 'second-password')).toBe(true);
    expect(await reference.versions(db)).toEqual(versions);
  });
});
