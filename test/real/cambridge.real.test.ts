import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

// A city of Massachusetts of the size of a Chinese district: boundary > neighbourhoods > response districts, none with a
// code of ours, and two registers of components. The tests build upon each other, as the commands do.
const root = resolve(import.meta.dirname, '../..');
const data = resolve(process.env.WANMI_REAL_DATA ?? resolve(root, '../shared/data'), 'cambridge-ma');
const file = (name: string): string => resolve(data, `${name}.geojson.gz`);

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
});
afterAll(() => own?.close());

const issue = (name: string, parent: string, nameField: string) =>
  own.wanmi(
    ...['import', 'areas', file(name), '--issue-codes', '--parent', parent, '--name-field', nameField],
    ...['--codes-out', `${name}.csv`, '--areas-out', `${name}.geojson`],
  );
const lines = async (name: string) => (await own.read(name)).trim().split('\n');

test('the boundary gets its code and name', async () => {
  const line = ['import', 'areas', file('city_boundary'), '--code', '990101', '--name', 'Cambridge'];
  expect(await own.wanmiJson(...line)).toMatchObject({ read: 1, accepted: 1 });
});

test('13 neighbourhoods are numbered inside it from north to south', async () => {
  const result = await issue('neighborhoods', file('city_boundary'), 'NAME');
  expect(result).toMatchObject({ code: 0, err: '' });
  const codes = await lines('neighborhoods.csv');
  expect(codes.slice(0, 4)).toEqual([
    'name,code,parent_code,parent_name',
    'North Cambridge,990101001,990101,Cambridge',
    'Cambridge Highlands,990101002,990101,Cambridge',
    'Neighborhood Nine,990101003,990101,Cambridge',
  ]);
  expect(codes.at(-1)).toBe('Area 2/MIT,990101013,990101,Cambridge');
});

test('117 response districts are numbered inside those, eight of which reach 1 to 15 % into the next', async () => {
  const result = await issue('response_districts', 'neighborhoods.geojson', 'CADRA');
  expect(result.code).toBe(0);
  const shares = [...result.err.matchAll(/: (\d+\.\d) % of area/g)].map(([, share]) => Number(share));
  expect(shares.toSorted((a, b) => a - b)).toEqual([1.5, 2, 3.4, 4.2, 9.5, 12.2, 13.5, 14.5]);
  expect(await lines('response_districts.csv')).toHaveLength(118);
  expect((await issue('response_districts', 'neighborhoods.geojson', 'CADRA')).out).toContain(
    'nothing changed: all 117',
  );
});

test('lawful unit grids are cut in them, and come in', async () => {
  const files = ['--areas', 'response_districts.geojson', '--out', 'grids.geojson', '--areas-out', 'clean.geojson'];
  expect((await own.wanmi('grid', 'build', ...files)).code).toBe(0);
  const report = await own.wanmiJson('grid', 'check', 'grids.geojson', '--areas', 'clean.geojson');
  expect(report).toMatchObject({
    ok: true,
    faults: [],
    figures: { grids: 1844, communities: 117, gapM2: 0, overlapM2: 0 },
  });
  expect(await own.wanmiJson('import', 'areas', 'clean.geojson')).toMatchObject({ accepted: 117, rejected: 0 });
  expect(await own.wanmiJson('import', 'grids', 'grids.geojson')).toMatchObject({ accepted: 1844, rejected: 0 });
  expect(await own.wanmiJson('import', 'catalogue', resolve(root, 'data/catalogue'))).toMatchObject({ rejected: 0 });
});

test('census blocks, drawn for another purpose, are judged: they are no unit grids, and every reason is counted', async () => {
  const report = await own.wanmi(
    ...['grid', 'check', file('blocks2020'), '--areas', file('response_districts'), '--level', 'community', '--json'],
  );
  expect(report.code).toBe(1);
  const { ok, figures, faults } = JSON.parse(report.out);
  expect(ok).toBe(false);
  expect(figures).toMatchObject({ grids: 1044, communities: 117, overlapM2: 0 });
  const kinds = Map.groupBy(faults, ({ kind }: { kind: string }) => kind);
  const counts = Object.fromEntries([...kinds].map(([kind, found]) => [kind, found.length]));
  expect(counts).toEqual({ outside: 1111, gap: 702, 'area-bounds': 561, 'not-compact': 38 });
});

test.each([
  { name: 'c_street_lights', code: '01037', id: 'PoleID', owner: 'Owner', read: 6117, accepted: 6105 },
  { name: 'c_litter_barrels', code: '03005', id: 'GlobalID', owner: 'OWNER', read: 990, accepted: 990 },
  { name: 'c_litter_barrels', code: '03005', id: 'Id', owner: 'OWNER', read: 990, accepted: 1 }, // 575 without, 415 times 0
])(
  '$name by $id: of $read records $accepted are taken, the others are listed',
  async ({ name, code, id, owner, read, accepted }) => {
    const line = ['import', 'components', file(name), '--class', code, '--id-field', id, '--fields', `owner=${owner}`];
    const sourced = [...line, '--source', `${name}.${id}`, '--rejects', `${id}.csv`];
    expect(await own.wanmiJson(...sourced)).toMatchObject({
      read,
      accepted,
      rejected: read - accepted,
      added: accepted,
    });
    expect(await lines(`${id}.csv`)).toHaveLength(1 + read - accepted);
    expect(await own.wanmiJson(...sourced)).toMatchObject({ read, accepted, added: 0, changed: 0 });
  },
);
