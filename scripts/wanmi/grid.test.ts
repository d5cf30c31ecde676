import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command as draw } from './areas-draw.ts';
import { type Command, CommandError } from './command.ts';
import { command as build } from './grid-build.ts';
import { command as check } from './grid-check.ts';

const OUTLINE = {
  name: '某区',
  code: '110101',
  ring: [
    [116.4, 39.9],
    [116.41, 39.9],
    [116.41, 39.908],
    [116.4, 39.908],
    [116.4, 39.9],
  ],
};
const STREETS =
  'street_code,name,centre_lng,centre_lat,area_km2\n110101001,甲街道,116.403,39.904,0.4\n110101002,乙街道,116.407,39.904,0.3\n';
const COMMUNITIES = 'community_code,name\n110101001001,一社区\n110101001002,二社区\n110101002001,三社区\n';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wanmi-grid-'));
  const files = { 'outline.json': JSON.stringify(OUTLINE), 'streets.csv': STREETS, 'communities.csv': COMMUNITIES };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  await writeFile(join(folder, 'stray.csv'), `${COMMUNITIES}110101009001,外社区\n`);
  await writeFile(join(folder, 'street-only.geojson'), JSON.stringify(feature({ code: 110101001000, name: '甲' })));
  await writeFile(join(folder, 'foreign.geojson'), JSON.stringify(feature({ GEOID: 110101001001, title: '甲' })));
  await writeFile(join(folder, 'overlapping.geojson'), JSON.stringify(OVERLAPPING));
  await writeFile(join(folder, 'bare.geojson'), JSON.stringify(feature({ colour: 1 })));
  await run(draw, ...DRAW, '--out', 'drawn.geojson');
  await run(build, '--areas', 'drawn.geojson', '--out', 'grids.geojson', '--areas-out', 'areas.geojson');
});
afterAll(() => rm(folder, { recursive: true }));

const feature = (properties: unknown, [west, east] = [116.4, 116.4012], height = 0.0009) => ({
  type: 'Feature',
  properties,
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 39.9],
        [east, 39.9],
        [east, 39.9 + height],
        [west, 39.9 + height],
        [west, 39.9],
      ],
    ],
  },
});
/** Two streets, the second reaching into the first. */
const OVERLAPPING = {
  type: 'FeatureCollection',
  features: [
    feature({ code: 110101002000, title: '乙街道' }, [116.403, 116.406], 0.0046),
    feature({ code: 110101001000, title: '甲街道' }, [116.4, 116.4042], 0.0046),
  ],
};
const KNOWN = ['--areas', 'overlapping.geojson', '--name-field', 'title', '--out', 'x'];
const DRAW = ['--outline', 'outline.json', '--streets', 'streets.csv', '--communities', 'communities.csv'];

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

describe('wanmi areas draw, grid build, grid check', () => {
  test('what is drawn and built is lawful', async () => {
    expect(await run(check, 'grids.geojson', '--areas', 'areas.geojson')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^lawful: 77 grids in 3 communities, .* gaps 0\.00 m², overlaps 0\.00 m²\n$/),
    });
  });
  test('files name what they hold', async () => {
    const areas = JSON.parse(await read('areas.geojson'));
    expect(areas.features).toHaveLength(6);
    expect(areas.features[0].properties).toEqual({ code: '110101', name: '某区', drawn: true });
    const grids = JSON.parse(await read('grids.geojson'));
    expect(grids.targetAreaM2).toBe(10_000);
    expect(Object.keys(grids.features[0].properties)).toEqual(['code', 'areaM2', 'communityCode', 'drawn']);
  });
  test('progress and counts go to stderr', async () => {
    const built = await run(build, '--areas', 'drawn.geojson', '--out', 'large.geojson', '--target', '40000');
    expect(built.out).toBe('');
    expect(built.err).toContain('cut 3 of 3 communities\nbuilt: 18 grids in 3 communities -> large.geojson\n');
    expect((await run(check, 'large.geojson', '--areas', 'areas.geojson')).code).toBe(0);
    expect((await run(check, 'large.geojson', '--areas', 'areas.geojson', '--target', '10000')).code).toBe(1);
  });
  test('the order of features in the file does not matter', async () => {
    const drawn = JSON.parse(await read('drawn.geojson'));
    await writeFile(
      join(folder, 'turned.geojson'),
      JSON.stringify({ ...drawn, features: drawn.features.toReversed() }),
    );
    await run(build, '--areas', 'turned.geojson', '--out', 'again.geojson');
    expect(await read('again.geojson')).toBe(await read('grids.geojson'));
  });
  test('a missing grid is not lawful, and --json says why', async () => {
    const grids = JSON.parse(await read('grids.geojson'));
    await writeFile(join(folder, 'less.geojson'), JSON.stringify({ ...grids, features: grids.features.slice(1) }));
    const text = await run(check, 'less.geojson', '--areas', 'areas.geojson');
    expect(text).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^NOT lawful: 1 fault: 76 grids .*\n {2}gap community 110101001001: no grid covers \d/,
      ),
    });
    const json = JSON.parse((await run(check, 'less.geojson', '--areas', 'areas.geojson', '--json')).out);
    expect(json).toMatchObject({ ok: false, faults: [{ kind: 'gap' }], figures: { grids: 76 } });
  });
  test('other fields are taken by name, and without codes geometry alone is judged', async () => {
    const fields = ['--level', 'community', '--code-field', 'GEOID', '--name-field', 'title'];
    expect((await run(build, '--areas', 'foreign.geojson', '--out', 'one.geojson', ...fields)).err).toContain(
      'built: 1 grids',
    );
    expect((await run(check, 'one.geojson', '--areas', 'foreign.geojson', ...fields)).code).toBe(0);
    expect((await run(check, 'bare.geojson', '--areas', 'bare.geojson', '--level', 'community')).code).toBe(0);
  });
  test('communities are drawn inside known streets, which may be parted first', async () => {
    const known = ['--areas', 'overlapping.geojson', '--name-field', 'title', '--out', 'inside.geojson'];
    await expect(run(draw, ...known, '--most-km2', '0.1')).rejects.toThrow('110101001 and 110101002 overlap');
    const drawn = await run(draw, ...known, '--most-km2', '0.1', '--mend');
    expect(drawn.err).toContain('mended: 110101002 gave up 52412');
    expect(drawn.err).toContain('drawn: 1 district, 2 streets, 3 communities');
    const areas = JSON.parse(await read('inside.geojson')).features.map(
      ({ properties }: { properties: unknown }) => properties,
    );
    expect(areas[0]).toEqual({ code: '110101', name: '110101' });
    expect(areas.at(-1)).toEqual({ code: '110101002001', name: '乙街道 1', drawn: true });
    await run(build, '--areas', 'inside.geojson', '--out', 'inside-grids.geojson', '--areas-out', 'inside.geojson');
    expect((await run(check, 'inside-grids.geojson', '--areas', 'inside.geojson')).code).toBe(0);
    await run(draw, ...known, '--communities', 'communities.csv', '--mend');
    expect(JSON.parse(await read('inside.geojson')).features).toHaveLength(6);
  });

  test.each([
    { command: draw, argv: [], error: 'no --out given' },
    { command: draw, argv: ['--areas', 'overlapping.geojson', '--out', 'x'], error: 'needs either --communities CSV' },
    { command: draw, argv: [...KNOWN, '--most-km2', 'few'], error: '--most-km2 is "few"' },
    { command: draw, argv: [...KNOWN, '--communities', 'stray.csv', '--mend'], error: 'is in none of the streets' },
    { command: draw, argv: [...DRAW, '--out', 'x', 'y'], error: '"y" is not expected' },
    {
      command: draw,
      argv: [...DRAW, '--out', 'x', '--communities', 'stray.csv'],
      error: 'line 5 of stray.csv: community 110101009001 is in none',
    },
    {
      command: draw,
      argv: [...DRAW, '--out', 'x', '--outline', 'streets.csv'],
      error: 'cannot read streets.csv: it is not JSON',
    },
    { command: draw, argv: [...DRAW, '--out', 'no/such/folder'], error: 'cannot write no/such/folder' },
    { command: build, argv: ['--areas', 'none.geojson', '--out', 'x'], error: 'cannot read none.geojson' },
    { command: build, argv: ['--areas', 'street-only.geojson', '--out', 'x'], error: 'none of 1 areas is a community' },
    {
      command: build,
      argv: ['--areas', 'bare.geojson', '--out', 'x'],
      error: 'feature 0 of bare.geojson: "code" is undefined',
    },
    { command: build, argv: ['--areas', 'drawn.geojson', '--out', 'x', '--target', 'big'], error: '--target is "big"' },
    { command: build, argv: ['--areas', 'drawn.geojson', '--out', 'x', '--level', 'town'], error: '--level is "town"' },
    { command: build, argv: ['--surface', 'x'], error: "Unknown option '--surface'" },
    { command: check, argv: ['--areas', 'areas.geojson'], error: 'no file given' },
    { command: check, argv: ['grids.geojson'], error: 'no --areas given' },
    { command: check, argv: ['grids.geojson', '--areas', 'street-only.geojson'], error: 'it has no communities' },
  ])('$command.words: $error', async ({ command, argv, error }) => {
    await expect(run(command, ...argv)).rejects.toThrow(error);
    await expect(run(command, ...argv)).rejects.toBeInstanceOf(CommandError);
  });
});
