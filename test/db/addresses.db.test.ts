import { addresses } from '@wanmi/db';
import { cellsAround } from '@wanmi/gazetteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadReferenceFixture, pointIn } from '../support/reference-fixture.ts';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
  await loadReferenceFixture(own.url);
});
afterAll(() => own?.close());

const GRID = '110101001001001';
const at = (grid: number): string => `${pointIn(grid).lng},${pointIn(grid).lat}`;
const table = (...rows: string[]): string => `id,kind,name,aliases,lng,lat\n${rows.join('\n')}\n`;
const valid = () =>
  own.db
    .selectFrom('address')
    .select(['name', 'kind', 'grid_code', 'source_id', 'pinyin', 'cell', 'aliases', 'drawn'])
    .where('valid_to', 'is', null)
    .orderBy('name')
    .execute();

describe('wanmi import addresses', () => {
  test('takes what is lawful, finds grid and sound, and lists the rest with its reasons', async () => {
    const rows = [
      `1,门牌,安和路12号,,${at(0)}`,
      `2,道路,安和路,"和安路;安和路",${at(1)}`,
      `3,湖,安和湖,,${at(1)}`,
      `4,poi,——,,${at(1)}`,
      `5,poi,安和公园,,116.41,99`,
      `1,门牌,安和路14号,,${at(0)}`,
      `6,gate,界外门,,116.6,39.92`,
    ];
    await own.write('a.csv', table(...rows));
    const counts = await own.wanmiJson('import', 'addresses', 'a.csv', '--rejects', 'r.csv');
    expect(counts).toEqual({ read: 7, accepted: 3, rejected: 4, added: 3, changed: 0, ended: 0, withoutGrid: 1 });
    const { cells } = cellsAround([pointIn(0).lng, pointIn(0).lat], 0);
    expect(await valid()).toEqual([
      expect.objectContaining({ name: '安和路', kind: 'road', pinyin: 'anhelu', aliases: ['和安路'] }),
      expect.objectContaining({ name: '安和路12号', grid_code: GRID, source_id: '1', pinyin: null, cell: cells[0] }),
      expect.objectContaining({ name: '界外门', grid_code: null, drawn: false }),
    ]);
    const listed = (await own.read('r.csv')).trim().split('\n');
    expect(listed[1]).toContain('row 4,"its kind is ""湖"", needs address, place, road, gate or poi"');
    expect(listed[2]).toContain('row 5,"its name is ""——"", needs letters or digits"');
    expect(listed[3]).toContain('row 6,"cannot read position: latitude is 99');
    expect(listed[4]).toContain('row 7,id 1 is row 2 too');
  });

  test('the same again changes nothing; what differs ends and begins anew; an end is taken', async () => {
    expect(await own.wanmiJson('import', 'addresses', 'a.csv')).toMatchObject({ added: 0, changed: 0, ended: 0 });
    const text = `id,kind,name,lng,lat,validTo\n1,门牌,安和路12号,${at(2)},\n6,gate,界外门,116.6,39.92,2199-01-01\n`;
    await own.write('b.csv', text);
    const line = ['import', 'addresses', 'b.csv', '--source', 'a.csv'];
    expect(await own.wanmiJson(...line)).toMatchObject({ accepted: 2, added: 0, changed: 1, ended: 1 });
    const [moved] = await addresses.listByPrefix(own.db, 'name_key', '安和路12', { area: '', limit: 9 });
    expect(moved).toMatchObject({ gridCode: '110101001001003', validTo: null });
    const versions = await addresses.listVersions(own.db, moved?.addressId ?? '');
    expect(versions.map(({ gridCode }) => gridCode)).toEqual(['110101001001003', GRID]);
    expect(versions[1]?.validTo).toBe(versions[0]?.validFrom);
    expect(await own.wanmiJson(...line)).toMatchObject({ added: 0, changed: 0, ended: 0 });
  });

  test('GeoJSON points without ids are found again by name and place', async () => {
    const { lng, lat } = pointIn(0);
    const feature = { type: 'Feature', properties: { name: '泰和里', kind: 'place', drawn: true } };
    const geometry = { type: 'Point', coordinates: [lng, lat] };
    await own.write('p.geojson', { type: 'FeatureCollection', features: [{ ...feature, geometry }] });
    expect(await own.wanmiJson('import', 'addresses', 'p.geojson')).toMatchObject({ added: 1, withoutGrid: 0 });
    expect(await own.wanmiJson('import', 'addresses', 'p.geojson')).toMatchObject({ accepted: 1, added: 0 });
    expect((await valid()).find(({ name }) => name === '泰和里')).toMatchObject({ drawn: true, source_id: null });
  });

  test('a file that breaks off says where it stands', async () => {
    await own.write('broken.csv', `${table(`9,poi,残园,,${at(0)}`)}"10,poi`);
    const { code, err } = await own.wanmi('import', 'addresses', 'broken.csv');
    expect(code).toBe(2);
    expect(err).toContain('what stands before it is imported: 0 records');
  });

  test.each([
    { line: [], message: 'no file given, needs FILE of addresses' },
    { line: ['none.csv'], message: 'cannot read none.csv' },
    { line: ['a.csv', '--datum', 'mars'], message: '--datum is "mars"' },
    { line: ['a.csv', '--set', 'colour=red'], message: '--set holds "colour=red"' },
  ])('$line is refused: $message', async ({ line, message }) => {
    const refused = { code: 2, err: expect.stringContaining(message) };
    expect(await own.wanmi('import', 'addresses', ...line)).toMatchObject(refused);
  });
});

describe('wanmi import roads', () => {
  const line = (code: string, more: object = {}, geometry: object | null = null) => ({
    type: 'Feature',
    properties: { code, roadName: '安和路', name: `安和路${code}段`, roadClass: '示范', ...more },
    geometry: geometry ?? {
      type: 'LineString',
      coordinates: [
        [116.41, 39.9202],
        [116.412, 39.9202],
      ],
    },
  });
  const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });
  const sections = () =>
    own.db
      .selectFrom('road_section')
      .select(['section_code', 'road_class', 'length_m', 'valid_to'])
      .orderBy('valid_from')
      .execute();

  test('takes sections, all or nothing, and tells every reason', async () => {
    const bad = collection(
      line('r1'),
      line('r1'),
      line('r 2', { roadClass: '一流' }),
      line('r3', {}, { type: 'Point', coordinates: [1, 2] }),
      line('r4', { roadName: '', name: '' }, { type: 'LineString', coordinates: [[1, 2]] }),
    );
    await own.write('roads.geojson', bad);
    const { code, err } = await own.wanmi('import', 'roads', 'roads.geojson');
    expect(code).toBe(2);
    for (const reason of [
      'feature 1: code r1 is that of feature 0 too',
      'feature 2: its code is "r 2"',
      'feature 2: its roadClass is "一流", needs 示范, 达标 or 一般',
      'feature 3: its geometry is "Point"',
      'feature 4: it has no name',
      'feature 4: a line has 1 positions',
    ]) {
      expect(err).toContain(reason);
    }
    expect(await sections()).toEqual([]);
  });

  test('a section that differs ends and begins anew, one left out ends, the same changes nothing', async () => {
    await own.write('roads.geojson', collection(line('r1'), line('r2')));
    expect(await own.wanmiJson('import', 'roads', 'roads.geojson')).toMatchObject({
      accepted: 2,
      added: 2,
      version: 1,
    });
    expect(await own.wanmiJson('import', 'roads', 'roads.geojson')).toMatchObject({ added: 0, changed: 0, version: 1 });
    await own.write('roads.geojson', collection(line('r1', { roadClass: 'ordinary' })));
    const counts = await own.wanmiJson('import', 'roads', 'roads.geojson');
    expect(counts).toMatchObject({ added: 0, changed: 1, removed: 1, version: 2 });
    const rows = await sections();
    expect(rows.filter(({ valid_to }) => valid_to === null)).toMatchObject([
      { section_code: 'r1', road_class: 'ordinary', length_m: 171 },
    ]);
    expect(rows).toHaveLength(3);
  });
});
