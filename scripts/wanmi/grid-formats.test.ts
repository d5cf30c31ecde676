import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Command, CommandError } from './command.ts';
import { command as build } from './grid-build.ts';
import { command as check } from './grid-check.ts';

const boxOf = (west: number, south: number, east: number, north: number) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];
const feature = (properties: object, coordinates: unknown, type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const collection = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features });

/** Ten communities in a row, so that threads are worth their start. */
const AREAS = collection(
  feature({ code: '110101001', name: '甲街道', targetM2: 12_000 }, boxOf(116.4, 39.9, 116.45, 39.905)),
  ...Array.from({ length: 10 }, (_, i) =>
    feature(
      {
        code: `1101010010${String(i + 1).padStart(2, '0')}`,
        name: `第${i + 1}社区`,
        ...(i === 3 ? { targetM2: 20_000 } : {}),
      },
      boxOf(116.4 + i * 0.005, 39.9, 116.405 + i * 0.005, 39.905),
    ),
  ),
);
const UNITS = collection(
  feature({}, boxOf(116.39, 39.89, 116.4231, 39.91)),
  feature({}, boxOf(116.4231, 39.89, 116.46, 39.91)),
);
const ROAD = collection(
  feature(
    {},
    [
      [116.39, 39.9026],
      [116.42, 39.9024],
      [116.46, 39.9027],
    ],
    'LineString',
  ),
);
const HOUSES = collection(feature({}, boxOf(116.4021, 39.9011, 116.4025, 39.9014)));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wanmi-formats-'));
  const files = { areas: AREAS, units: UNITS, road: ROAD, houses: HOUSES };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.geojson`), text);
  await writeFile(
    join(folder, 'broken.csv'),
    'code,name,wkt\n110101001001,甲,"POLYGON((0 0,1 0,1 1,0 0))"\n2,乙,"POLYGON((0 0"\n',
  );
  await writeFile(join(folder, 'cut.shp'), Buffer.alloc(40));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(command: Command, ...argv: readonly string[]) {
  let [out, err] = ['', ''];
  const context = {
    callerDir: folder,
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  return { code: await command.run(argv, context), out, err };
}
const read = (file: string) => readFile(join(folder, file), 'utf8');

describe('wanmi grid build and check', () => {
  test('[G17] any number of threads gives the same bytes', async () => {
    const line = [
      '--areas',
      'areas.geojson',
      '--lines',
      'road.geojson',
      '--keep',
      'houses.geojson',
      '--within',
      'units.geojson',
    ];
    for (const threads of ['1', '2', '3'])
      await run(build, ...line, '--out', `${threads}.geojson`, '--threads', threads);
    expect(await read('2.geojson')).toBe(await read('1.geojson'));
    expect(await read('3.geojson')).toBe(await read('1.geojson'));
  });

  test.each([
    { ending: 'geojson', options: [] },
    { ending: 'csv', options: [] },
    { ending: 'shp', options: [] },
    { ending: 'shp', options: ['--encoding', 'gbk'] },
  ])('grids and areas come and go as $ending $options', async ({ ending, options }) => {
    const [grids, areas] = [`out.${ending}`, `areas-out.${ending}`];
    const built = await run(build, '--areas', 'areas.geojson', '--out', grids, '--areas-out', areas, ...options);
    expect(built.err).toContain('grids in 10 communities');
    const report = await run(check, grids, '--areas', areas);
    expect(report.out).toMatch(/^lawful: \d+ grids in 10 communities/);
    expect(report.code).toBe(0);
    const again = `again-${ending}.geojson`;
    await run(build, '--areas', areas, '--out', again);
    expect((await run(check, again, '--areas', 'areas.geojson')).code).toBe(0);
  });

  test('units, roads and buildings are heeded, and the check sees when they are not', async () => {
    const heeded = ['--within', 'units.geojson', '--keep', 'houses.geojson'];
    const files = ['--areas', 'areas.geojson', '--areas-out', 'heeding-areas.geojson'];
    const built = await run(build, ...files, ...heeded, '--out', 'heeding.geojson', '--json');
    expect(JSON.parse(built.out)).toMatchObject({ communities: 10, excused: [] });
    expect((await run(check, 'heeding.geojson', '--areas', 'heeding-areas.geojson', ...heeded)).code).toBe(0);
    await run(build, '--areas', 'areas.geojson', '--out', 'plain.geojson', '--areas-out', 'plain-areas.geojson');
    const plain = await run(check, 'plain.geojson', '--areas', 'plain-areas.geojson', ...heeded);
    expect(plain.code).toBe(1);
    expect(plain.out).toMatch(/crosses-unit 110101001005\d{3}: lies in a planning unit with \d+ m² and beside it with/);
  });

  test('nothing is left half written when areas are refused', async () => {
    const before = await readdir(folder);
    await expect(
      run(build, '--areas', 'areas.geojson', '--out', 'no.geojson', '--areas-out', 'no/where.csv'),
    ).rejects.toThrow('cannot write no/where.csv');
    expect(await readdir(folder)).toEqual(before);
  });

  test.each([
    { argv: ['--areas', 'broken.csv'], error: 'cannot read feature 1 of broken.csv: its geometry is "POLYGON((0 0"' },
    { argv: ['--areas', 'cut.shp'], error: 'cannot read cut.shp: there is no .dbf file beside it' },
    { argv: ['--areas', 'none.shp'], error: 'cannot read none.shp' },
    { argv: ['--areas', 'areas.geojson', '--lines', 'none.csv'], error: 'cannot read none.csv' },
    {
      argv: ['--areas', 'areas.geojson', '--within', 'road.geojson'],
      error: 'its geometry is a "LineString", needs a Polygon',
    },
    { argv: ['--areas', 'areas.geojson', '--threads', '0'], error: '--threads is "0", needs a whole number' },
    { argv: ['--areas', 'areas.geojson', '--encoding', 'latin1'], error: '--encoding is "latin1", needs utf-8 or gbk' },
  ])('$error', async ({ argv, error }) => {
    await expect(run(build, ...argv, '--out', 'x.geojson')).rejects.toThrow(error);
    await expect(run(build, ...argv, '--out', 'x.geojson')).rejects.toBeInstanceOf(CommandError);
  });
});
