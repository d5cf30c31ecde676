import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { places, reference } from '@wanmi/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
});
afterAll(() => own?.close());

/** A square in thousandths of a degree from 116.4, 39.9. */
const square = (x: number, y: number, width: number, height = width) => {
  const at = (dx: number, dy: number) => [116.4 + (x + dx) / 1000, 39.9 + (y + dy) / 1000];
  return { type: 'Polygon', coordinates: [[at(0, 0), at(width, 0), at(width, height), at(0, height), at(0, 0)]] };
};
const feature = (properties: Record<string, unknown>, geometry: unknown) => ({ type: 'Feature', properties, geometry });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const codesOf = async () => (await reference.areas(own.db)).map(({ code, name }) => `${code} ${name}`);

const quarters = [
  feature({ ward: 'south-west' }, square(0, 0, 10)),
  feature({ ward: 'south-east' }, square(10, 0, 10)),
  feature({ ward: 'north-west' }, square(0, 10, 10)),
  feature({ ward: 'north-east' }, square(10, 10, 10)),
];

describe('areas without codes', () => {
  test('an area alone in its file gets the code and name that are told', async () => {
    await own.write('city.geojson', collection(feature({ GlobalID: 'x' }, square(0, 0, 20))));
    const line = ['import', 'areas', 'city.geojson', '--code', '990101', '--name', '试验市'];
    expect(await own.wanmiJson(...line)).toMatchObject({ read: 1, accepted: 1, added: 1 });
    expect(await codesOf()).toEqual(['990101 试验市']);
  });

  test('get codes in rows from north to south inside a parent that the database knows by its border', async () => {
    await own.write('wards.geojson', collection(...quarters));
    const line = [
      'import',
      'areas',
      'wards.geojson',
      '--issue-codes',
      '--parent',
      'city.geojson',
      '--name-field',
      'ward',
    ];
    const result = await own.wanmi(...line, '--codes-out', 'codes.csv', '--areas-out', 'coded.geojson');
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(await own.read('codes.csv')).toBe(
      [
        'name,code,parent_code,parent_name',
        'north-west,990101001,990101,试验市',
        'north-east,990101002,990101,试验市',
        'south-west,990101003,990101,试验市',
        'south-east,990101004,990101,试验市\n',
      ].join('\n'),
    );
    expect((await own.wanmi(...line)).out).toContain('nothing changed: all 4 records');
    expect((await own.wanmi('import', 'areas', 'coded.geojson', '--source', 'wards.geojson')).out).toContain(
      'nothing changed: all 4 records',
    );
  });

  test('keep their codes when others join them, in any order of the file', async () => {
    const halves = [
      feature({ ward: 'new' }, square(0, 0, 10, 5)),
      feature({ ward: 'south-west' }, square(0, 5, 10, 5)),
    ];
    await own.write('wards.geojson', collection(...halves, ...quarters.slice(1).reverse()));
    await own.wanmi(
      'import',
      'areas',
      'wards.geojson',
      '--issue-codes',
      '--parent',
      'city.geojson',
      '--name-field',
      'ward',
    );
    expect(await codesOf()).toContain('990101003 south-west');
    expect(await codesOf()).toContain('990101005 new');
  });

  test('make communities that "grid build" cuts, from packed files and numbers as names', async () => {
    const beats = [feature({ BEAT: 802 }, square(0, 10, 5, 10)), feature({ BEAT: 801 }, square(5, 10, 5, 10))];
    await writeFile(`${own.folder}/beats.geojson.gz`, gzipSync(JSON.stringify(collection(...beats))));
    const line = [
      'import',
      'areas',
      'beats.geojson.gz',
      '--issue-codes',
      '--parent',
      'coded.geojson',
      '--name-field',
      'BEAT',
    ];
    expect(await own.wanmiJson(...line, '--areas-out', 'beats.coded.geojson')).toMatchObject({
      issued: [
        { name: '802', code: '990101001001', parentCode: '990101001', parentName: 'north-west' },
        { name: '801', code: '990101001002', parentCode: '990101001', parentName: 'north-west' },
      ],
    });
    const files = ['--areas', 'beats.coded.geojson', '--out', 'grids.geojson', '--areas-out', 'clean.geojson'];
    expect((await own.wanmi('grid', 'build', ...files)).code).toBe(0);
    expect(await own.wanmiJson('grid', 'check', 'grids.geojson', '--areas', 'clean.geojson')).toMatchObject({
      ok: true,
    });
    expect(await own.wanmiJson('import', 'areas', 'clean.geojson')).toMatchObject({ accepted: 2 });
    expect(await own.wanmiJson('import', 'grids', 'grids.geojson')).toMatchObject({ rejected: 0 });
  });

  test('that touch no parent, or share a name there, are refused', async () => {
    const stray = feature({ ward: 'stray' }, square(50, 50, 5));
    const twin = [feature({ ward: 'twin' }, square(0, 0, 2)), feature({ ward: 'twin' }, square(4, 0, 2))];
    await own.write('bad.geojson', collection(stray, ...twin, feature({}, square(0, 0, 1))));
    const line = [
      'import',
      'areas',
      'bad.geojson',
      '--issue-codes',
      '--parent',
      'city.geojson',
      '--name-field',
      'ward',
    ];
    expect((await own.wanmi(...line)).err).toContain(
      'feature 3: cannot read feature 3 of bad.geojson: "ward" is undefined',
    );
    await own.write('bad.geojson', collection(stray, ...twin));
    const result = await own.wanmi(...line);
    expect(result.code).toBe(2);
    expect(result.err).toContain('feature 0: "stray" lies in none of the parents');
    expect(result.err).toContain('feature 2: "twin" is the name of feature 1 in 990101 too');
  });

  test.each([
    { line: ['--issue-codes'], message: '--issue-codes and --parent FILE need each other' },
    {
      line: ['--code', '990102', '--issue-codes', '--parent', 'city.geojson'],
      message: 'go with one file of one area',
    },
    { line: ['--code', '990102'], message: 'it has 5 areas, needs one' },
    { line: ['--tolerance', 'much'], message: '--tolerance is "much", needs percent' },
    {
      line: ['--issue-codes', '--parent', 'wards.geojson', '--name-field', 'ward', '--level', 'street'],
      message: 'none of its 5 areas is a parent',
    },
  ])('$line is refused: $message', async ({ line, message }) => {
    const result = await own.wanmi('import', 'areas', 'wards.geojson', ...line);
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});

describe('an area outside its parent', () => {
  const reaching = (east: number) =>
    collection(feature({ code: '990101009', name: '伸出街道' }, square(10, 0, 10 + east, 10)));

  test.each([
    { east: 0.05, code: 0, told: '' },
    { east: 1, code: 0, told: 'warning: reach.geojson, feature 0: 9.1 % of area 990101009' },
    { east: 5, code: 2, told: 'lies outside 990101, at most 20 % may (--tolerance)' },
  ])('by $east of ten ends with $code', async ({ east, code, told }) => {
    await own.write('reach.geojson', reaching(east));
    const result = await own.wanmi('import', 'areas', 'reach.geojson');
    expect(result).toMatchObject({ code, err: expect.stringContaining(told) });
    if (told === '') expect(result.err).toBe('');
  });

  test('is judged by the tolerance that is told', async () => {
    await own.write('reach.geojson', reaching(0.05));
    expect((await own.wanmi('import', 'areas', 'reach.geojson', '--tolerance', '0.1')).code).toBe(2);
    expect((await own.wanmi('import', 'areas', 'reach.geojson', '--tolerance', '0.6')).code).toBe(0);
  });

  test('is found when the parent shrinks', async () => {
    await own.write('small.geojson', collection(feature({ code: '990101', name: '试验市' }, square(0, 0, 10, 20))));
    const result = await own.wanmi('import', 'areas', 'small.geojson');
    expect(result.code).toBe(2);
    expect(result.err).toContain('100.0 % of area 990101002');
  });
});

describe('a table of codes and names', () => {
  const table =
    'code,name,extra\n440310,坪山区,1\n440310001000,坪山街道,2\n"440310001001",六联社区居委会,3\n110101,东城区,4\n';

  test('brings areas without borders, and a second time nothing', async () => {
    await own.write('areas.csv', table);
    const line = ['import', 'areas', 'areas.csv', '--within', '440310'];
    expect(await own.wanmiJson(...line)).toMatchObject({ read: 3, accepted: 3, added: 3, rejected: 0 });
    expect(await own.wanmiJson(...line)).toMatchObject({ read: 3, added: 0, changed: 0 });
    expect(await codesOf()).toContain('440310001001 六联社区居委会');
    expect(await places.listOutlines(own.db, { level: null, within: '440310' })).toEqual([]);
  });

  test('leaves a border as it is, and a border comes later', async () => {
    await own.write(
      'border.geojson',
      collection(feature({ code: '440310', name: '坪山区', drawn: true }, square(300, 0, 9))),
    );
    expect(await own.wanmiJson('import', 'areas', 'border.geojson')).toMatchObject({ changed: 1 });
    expect(await own.wanmiJson('import', 'areas', 'areas.csv', '--within', '440310')).toMatchObject({ changed: 0 });
    const outlines = await places.listOutlines(own.db, { level: null, within: '440310' });
    expect(outlines).toMatchObject([{ code: '440310', drawn: true, geometry: { type: 'Polygon' } }]);
  });

  test('gives no border to check grids against', async () => {
    const grid = feature({ code: '440310001001001' }, square(300, 0, 1));
    await own.write('bare.geojson', collection(grid));
    const result = await own.wanmi('import', 'grids', 'bare.geojson');
    expect(result.code).toBe(2);
    expect(result.err).toContain('community 440310001001 is known by code and name alone, needs a border');
  });

  test('with a bad row brings nothing and tells the row', async () => {
    await own.write('bad.csv', 'code,name\n4403,深圳市\n440311,光明区\n');
    const result = await own.wanmi('import', 'areas', 'bad.csv');
    expect(result).toMatchObject({
      code: 2,
      err: expect.stringContaining('row 2: "深圳市" has no code of 6, 9 or 12'),
    });
    expect(await codesOf()).not.toContain('440311 光明区');
  });
});
