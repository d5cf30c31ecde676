import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type Database, gridChanges, responsibility } from '@wanmi/db';
import { buildGrids } from '@wanmi/grid';
import { type Instant, instantOf } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areasText, gridsText } from '../../scripts/areas/write-areas.ts';
import { importAreas } from '../../scripts/import/import-areas.ts';
import { importGrids } from '../../scripts/import/import-grids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type CommandResult, runWanmi } from '../support/run-wanmi.ts';

// A street of two communities, 36 and 24 hectares, in grids of the builder: some 60 cells.
const rectangle = (west: number, south: number, east: number, north: number) =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as [number, number][];
const area = (code: string, name: string, ring: [number, number][]) => ({
  code,
  name,
  drawn: true,
  polygons: [[ring]],
});
const WEST = rectangle(116.4, 39.9, 116.407, 39.9054);
const EAST = rectangle(116.407, 39.9, 116.4117, 39.9054);
const WHOLE = rectangle(116.4, 39.9, 116.4117, 39.9054);
const AREAS = [
  area('110101', '某区', WHOLE),
  area('110101001', '甲街道', WHOLE),
  area('110101001001', '一社区', WEST),
  area('110101001002', '二社区', EAST),
];
const AT = instantOf('2026-01-01T00:00:00+08:00');
const NOW = (): Instant => Date.now() as Instant;

let [own, folder]: [TestDatabase | undefined, string] = [undefined, ''];
let db: Kysely<Database>;
beforeAll(async () => {
  own = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'wanmi-groups-'));
  process.env.DATABASE_URL = own.url;
  db = connect(own.url, { max: 2 });
  const built = buildGrids(AREAS, { targetM2: 10_000 });
  await writeFile(path.join(folder, 'grids.geojson'), gridsText(built.grids, 10_000));
  await writeFile(path.join(folder, 'areas.geojson'), areasText(built.areas));
  const file = async (name: string) => ({ name, text: await readFile(path.join(folder, name), 'utf8') });
  await importAreas(db, { files: [await file('areas.geojson')], source: 'test' });
  await importGrids(db, { files: [await file('grids.geojson')], at: AT });
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await db?.destroy();
  await own?.drop();
  await rm(folder, { recursive: true, force: true });
});

const wanmi = (...line: string[]): Promise<CommandResult> => runWanmi(folder, line);
const groups = () => responsibility.listGroups(db, { at: NOW() });
const features = async (name: string) => JSON.parse(await readFile(path.join(folder, name), 'utf8')).features;

describe('wanmi grid responsibility', () => {
  test('groups a file, the same every time, with names, sizes of areas and a report', async () => {
    const line = ['grid', 'responsibility', '--grids', 'grids.geojson', '--areas', 'areas.geojson', '--json'];
    const first = await wanmi(...line, '--out', 'a.geojson');
    expect(first.code).toBe(0);
    const report = JSON.parse(first.out);
    expect(report).toMatchObject({ shareInRange: 1, excuses: [], faults: [], moved: [] });
    await wanmi(...line, '--out', 'b.geojson');
    const [a, b] = [await features('a.geojson'), await features('b.geojson')];
    expect(a).toEqual(b);
    expect(a[0].properties).toMatchObject({ code: '110101001R001', name: '甲街道责任网格 1', areaCode: '110101001' });
    const larger = await wanmi(...line, '--out', 'c.geojson', '--size', '10-16,110101001=20-30');
    expect(JSON.parse(larger.out)).toMatchObject({
      shareInRange: 1,
      cellsPerGroup: { min: expect.toSatisfy((n: number) => n >= 20) },
    });
    const apart = await wanmi(...line, '--out', 'd.geojson', '--within', 'community', '--size', '5-9');
    expect(apart.code).toBe(0);
    for (const { properties } of await features('d.geojson')) {
      expect(new Set(properties.grids.map((code: string) => code.slice(0, 12))).size).toBe(1);
    }
  });

  test('takes weights from a table', async () => {
    const codes: string[] = (await features('a.geojson')).flatMap(
      ({ properties }: never) => (properties as { grids: string[] }).grids,
    );
    const rows = codes.map((code, i) => `${code},${i % 5 === 0 ? 8 : 1}`);
    await writeFile(path.join(folder, 'weights.csv'), `grid_code,weight\n${rows.join('\n')}\n`);
    const line = ['--grids', 'grids.geojson', '--out', 'w.geojson', '--weights', 'weights.csv', '--json'];
    const { weightVariation } = JSON.parse((await wanmi('grid', 'responsibility', ...line)).out);
    expect(weightVariation.most).toBeLessThan(0.2);
  });

  test('stores groups of the database with their sizes, and goes on from them without a move', async () => {
    const stored = await wanmi('grid', 'responsibility', '--area', '110101', '--apply', '--size', '110101001=9-14');
    expect([stored.code, stored.err]).toEqual([
      0,
      expect.stringMatching(/stored: \d added, 0 ended, \d\d unit grids moved/),
    ]);
    expect(await responsibility.listSettings(db)).toEqual([{ area: '110101001', min: 9, max: 14 }]);
    const before = await groups();
    expect(before.flatMap(({ cells }) => cells)).toHaveLength((await features('grids.geojson')).length);
    const again = await wanmi('grid', 'responsibility', '--from', 'database', '--apply', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ moved: [], ended: [] });
    expect(again.err).toContain('stored: 0 added, 0 ended, 0 unit grids moved');
    expect(await groups()).toEqual(before);
  });

  test.each([
    { what: 'no grids and a strange area', line: ['--area', '11'], text: 'needs a district, street or community' },
    { what: 'a size that is none', line: ['--size', '16-10'], text: 'needs 10-16' },
    { what: 'an unknown weight', line: ['--weight', 'love'], text: 'needs equal, components or cases' },
    { what: 'to store what a file has', line: ['--grids', 'grids.geojson', '--apply'], text: 'needs no --grids' },
    { what: 'no file to write', line: ['--grids', 'grids.geojson'], text: 'no --out given' },
  ])('refuses $what', async ({ line, text }) => {
    const { code, err } = await wanmi('grid', 'responsibility', ...line);
    expect([code, err]).toEqual([2, expect.stringContaining(text)]);
  });
});

test('wanmi grid management groups a file into management and evaluation grids', async () => {
  const line = [
    'grid',
    'management',
    '--grids',
    'grids.geojson',
    '--out',
    'm.geojson',
    '--evaluation-out',
    'e.geojson',
  ];
  expect((await wanmi(...line)).code).toBe(0);
  const [management, evaluation] = [await features('m.geojson'), await features('e.geojson')];
  for (const { properties } of management) {
    expect(properties.grids.length).toBeLessThanOrEqual(5);
    expect(properties.grids.every((code: string) => code.startsWith(properties.communityCode))).toBe(true);
  }
  expect(evaluation.map(({ properties }: { properties: object }) => properties)).toMatchObject([
    { code: '110101001E001', areaClass: 'B' },
  ]);
  expect(evaluation[0].properties.managementGrids).toHaveLength(management.length);
});

describe('wanmi import responsibility-grids', () => {
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);

  test('takes back what was written, and changes nothing', async () => {
    await wanmi('grid', 'responsibility', '--from', 'database', '--out', 'stored.geojson');
    const { code, out } = await wanmi('import', 'responsibility-grids', 'stored.geojson');
    expect([code, out]).toEqual([0, expect.stringContaining('nothing changed')]);
  });

  test('refuses unit grids that are none or in two, and writes nothing', async () => {
    const before = await groups();
    await write('bad.csv', 'responsibility_code,grid_code\nA,110101001001001\nB,110101001001001\nB,110101009001001\n');
    const { code, err } = await wanmi('import', 'responsibility-grids', 'bad.csv');
    expect([code, err]).toEqual([2, expect.stringContaining('no unit grid in force')]);
    expect(await groups()).toEqual(before);
  });

  test('takes one for the whole street, and warns', async () => {
    const before = await groups();
    const rows = before.flatMap(({ cells }) => cells.map((cell) => `Z-1,${cell},全街`));
    await write('whole.csv', `responsibility_code,grid_code,name\n${rows.join('\n')}\n`);
    const { code, err } = await wanmi('import', 'responsibility-grids', 'whole.csv');
    expect([code, err]).toEqual([0, expect.stringMatching(/warning: whole.csv, row 2: size Z-1: has \d\d unit grids/)]);
    expect((await groups()).map(({ code: own, name }) => [own, name])).toEqual([['Z-1', '全街']]);
    const old = await wanmi('import', 'responsibility-grids', 'stored.geojson');
    expect([old.code, old.err]).toEqual([2, expect.stringContaining('ended before')]);
  });
});

describe('wanmi grid change', () => {
  const set = (value: object) => writeFile(path.join(folder, 'set.json'), JSON.stringify({ reason: '试', ...value }));

  test('tries, then merges two grids of the builder into one; their responsibility grid goes on', async () => {
    const [first = '', second = ''] = await neighbours();
    await set({ merges: [[first, second]], targetM2: 15_000 });
    const tried = await wanmi('grid', 'change', 'set.json', '--dry-run');
    expect([tried.code, tried.out]).toEqual([0, expect.stringContaining('would change: 2 grids end, 1 begin')]);
    const { code, out } = await wanmi('grid', 'change', 'set.json', '--json');
    const done = JSON.parse(out);
    expect([code, done.begun]).toMatchObject([0, [{ follows: [first, second].toSorted() }]]);
    expect((await groups())[0]?.cells).toContain(done.begun[0].code);
    expect((await groups())[0]?.cells).not.toContain(first);
  });

  test.each([
    { what: 'a gap', value: { ends: ['110101001002001'] }, text: 'gap' },
    { what: 'a misspelt member', value: { end: ['110101001002001'] }, text: '/end is not known' },
    { what: 'a code of 14 digits', value: { ends: ['11010100100200'] }, text: '/ends/0 needs 15 digits' },
    { what: 'nothing', value: {}, text: 'changes nothing' },
  ])('refuses $what', async ({ value, text }) => {
    await set(value);
    const { code, err } = await wanmi('grid', 'change', 'set.json');
    expect([code, err]).toEqual([2, expect.stringContaining(text)]);
  });

  test('an import that re-draws a community is logged, and its responsibility grid follows', async () => {
    const redrawn = buildGrids(AREAS.slice(3), { targetM2: 12_000 }).grids.map((grid, i) => ({
      ...grid,
      code: `110101001002${String(500 + i)}`,
    }));
    const file = { name: 'redrawn.geojson', text: gridsText(redrawn, 12_000) };
    const outcome = await importGrids(db, { files: [file], at: NOW() });
    expect(outcome.rejected).toEqual([]);
    const [change] = await gridChanges.listChanges(db, { within: '110101001002', before: null, limit: 1 });
    expect(change).toMatchObject({ source: 'redrawn.geojson', reason: 'import of grids', settled: true });
    expect(new Set(change?.successions.map((pair) => pair.new)).size).toBe(redrawn.length);
    const cells = (await responsibility.listGroups(db, { at: NOW() })).flatMap((group) => group.cells);
    expect(redrawn.every(({ code }) => cells.includes(code))).toBe(true);
  });

  test('a community may lose all its grids, and is told of', async () => {
    const rows = await db.selectFrom('unit_grid').select('code').where('valid_to', 'is', null).execute();
    await set({ ends: rows.map(({ code }) => code).filter((code) => code.startsWith('110101001002')) });
    const { code, err } = await wanmi('grid', 'change', 'set.json', '--dry-run');
    expect([code, err]).toEqual([0, expect.stringContaining('community 110101001002: has no grids any more')]);
  });
});

/** Two grids of the west whose common border is long: the first two of the first row. */
async function neighbours(): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('unit_grid')
    .select('code')
    .where('code', 'like', '110101001001%')
    .orderBy('code')
    .execute();
  return rows.slice(0, 2).map(({ code }) => code);
}
