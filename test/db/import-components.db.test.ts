import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointShapefile } from '../support/point-shapefile.ts';
import { loadReferenceFixture, pointIn } from '../support/reference-fixture.ts';
import { openWanmiFolder, type WanmiFolder } from '../support/wanmi-folder.ts';

let own: WanmiFolder;
beforeAll(async () => {
  own = await openWanmiFolder();
  await loadReferenceFixture(own.url);
});
afterAll(() => own?.close());

const components = () =>
  own.db
    .selectFrom('component')
    .select([
      'component_id',
      'class_code',
      'name',
      'grid_code',
      'owner',
      'state',
      'source',
      'source_id',
      'own_datum',
      'remark',
    ])
    .orderBy('component_id')
    .execute();
const point = (properties: Record<string, unknown>, grid: number) => {
  const { lng, lat } = pointIn(grid);
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } };
};
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

describe('wanmi import components', () => {
  const lamps = [
    point({ Pole: '7-1', Owner: '市政' }, 0),
    point({ Pole: ' ', Owner: '无号' }, 1),
    point({ Pole: '7-2' }, 2),
    point({ Pole: '7-3' }, 40),
    point({ Pole: '7-1' }, 3),
    { type: 'Feature', properties: { Pole: '7-4' }, geometry: null },
  ];
  const line = [
    'import',
    'components',
    'lamps.geojson',
    '--class',
    '01037',
    '--id-field',
    'Pole',
    '--fields',
    'owner=Owner',
  ];

  test('takes what is lawful, numbers it by district and class, and lists the rest with its reasons', async () => {
    await own.write('lamps.geojson', collection(...lamps));
    const counts = await own.wanmiJson(...line, '--rejects', 'rejects.csv');
    expect(counts).toEqual({
      read: 6,
      accepted: 2,
      rejected: 4,
      added: 2,
      changed: 0,
      withoutDepartment: 2,
      classesChecked: true,
    });
    expect(await components()).toMatchObject([
      {
        component_id: '11010101037000001',
        source_id: '7-1',
        name: '路灯',
        grid_code: '110101001001001',
        owner: '市政',
      },
      { component_id: '11010101037000002', source_id: '7-2', state: 'intact', own_datum: 'wgs84', owner: null },
    ]);
    const listed = (await own.read('rejects.csv')).trim().split('\n');
    expect(listed).toHaveLength(5);
    expect(listed[0]).toBe('file,place,reason,record');
    expect(listed[1]).toContain('lamps.geojson,feature 1,"it has no id: ""Pole"" is empty');
    expect(listed[1]).toContain('""Owner"":""无号""');
    expect(listed[2]).toContain('feature 3,"it lies in no unit grid');
    expect(listed[3]).toContain('feature 4,"id 7-1 is that of feature 0 too');
    expect(listed[4]).toContain('feature 5,"it has no geometry');
  });

  test('the same file again changes nothing, a changed one only what differs', async () => {
    expect(await own.wanmiJson(...line)).toMatchObject({ read: 6, accepted: 2, rejected: 4, added: 0, changed: 0 });
    const moved = [point({ Pole: '7-2', Owner: '路灯所' }, 3), ...lamps.slice(0, 1), point({ Pole: '7-9' }, 1)];
    await own.write('lamps.geojson', collection(...moved));
    expect(await own.wanmiJson(...line)).toMatchObject({ read: 3, accepted: 3, added: 1, changed: 1 });
    expect(await components()).toMatchObject([
      { component_id: '11010101037000001', source_id: '7-1' },
      { component_id: '11010101037000002', source_id: '7-2', grid_code: '110101001001004', owner: '路灯所' },
      { component_id: '11010101037000003', source_id: '7-9' },
    ]);
  });

  test('an issued component cannot become one of another class', async () => {
    const { code, err } = await own.wanmi(...line.map((word) => (word === '01037' ? '01038' : word)));
    expect(code).toBe(2);
    expect(err).toContain('"7-1" is component 11010101037000001 of class 01037 already, which cannot become 01038');
  });

  test('a table of ids of ours keeps them, of 17 and of 16 digits', async () => {
    const at = [0, 1].map((grid) => `${pointIn(grid).lng},${pointIn(grid).lat}`);
    const rows = [
      'componentId,lng,lat,state,remark',
      `11010103005000009,${at[0]},丢失,"a, b"`,
      `1101010305000001,${at[1]},,`,
      'x,1',
    ];
    await writeFile(resolve(own.folder, 'bins.csv.gz'), gzipSync(`\uFEFF${rows.join('\r\n')}\r\n`));
    const counts = await own.wanmiJson('import', 'components', 'bins.csv.gz');
    expect(counts).toMatchObject({ read: 3, accepted: 2, rejected: 1, added: 2 });
    expect(await components()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          component_id: '1101010305000001',
          class_code: '0305',
          source: 'bins.csv',
          source_id: null,
        }),
        expect.objectContaining({
          component_id: '11010103005000009',
          class_code: '03005',
          state: 'lost',
          remark: 'a, b',
        }),
      ]),
    );
  });

  test('a Shapefile of points, in the frame of its .prj, one without a shape told apart', async () => {
    const [a, b] = [pointIn(0), pointIn(1)];
    const { shp, dbf } = pointShapefile('Pole', [
      { value: 's-1', at: [a.lng, a.lat] },
      { value: 's-2', at: null },
      { value: 's-3', at: [b.lng, b.lat] },
    ]);
    await writeFile(resolve(own.folder, 'poles.shp'), shp);
    await writeFile(resolve(own.folder, 'poles.dbf'), dbf);
    await own.write(
      'poles.prj',
      'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]',
    );
    const poles = ['import', 'components', 'poles.shp', '--class', '01038', '--id-field', 'Pole'];
    const counts = await own.wanmiJson(...poles, '--rejects', 'rejects.csv');
    expect(counts).toMatchObject({ read: 3, accepted: 2, rejected: 1, added: 2 });
    expect(await own.read('rejects.csv')).toContain('poles.shp,feature 1,"it has no geometry, needs a Point"');
    expect((await components()).filter(({ source }) => source === 'poles.shp')).toMatchObject([
      { source_id: 's-1', grid_code: '110101001001001' },
      { source_id: 's-3', grid_code: '110101001001002' },
    ]);
  });

  test('a file of many records comes in by batches, and tells how far it is', async () => {
    const many = Array.from({ length: 21_000 }, (_, i) => point({ Pole: `n${i}` }, i % 5));
    await own.write('many.geojson', collection(...many));
    const result = await own.wanmi('import', 'components', 'many.geojson', '--class', '03005', '--id-field', 'Pole');
    expect(result.out).toContain('components: 21000 read, 16800 accepted (16800 added, 0 changed), 4200 rejected');
    expect(result.err).toContain('20000 read, 16000 accepted, 4000 rejected');
    expect(result.err).toContain('... and 4180 more (--rejects FILE has all)');
    const { last } = await own.db
      .selectFrom('component')
      .select((eb) => eb.fn.max('component_id').as('last'))
      .where('class_code', '=', '03005')
      .executeTakeFirstOrThrow();
    expect(last).toBe('11010103005016809'); // behind the highest number that was there
  });

  test('a file that breaks off keeps what stands before', async () => {
    await own.write('broken.geojson', JSON.stringify(collection(point({ id: 1 }, 0))).slice(0, -20));
    const result = await own.wanmi('import', 'components', 'broken.geojson', '--class', '01037');
    expect(result.code).toBe(2);
    expect(result.err).toContain(
      'it ends inside or behind feature 0, needs to be whole; what stands before it is imported',
    );
  });

  test.each([
    { line: [], message: 'no file given, needs FILE of components' },
    { line: ['none.geojson'], message: 'cannot read none.geojson' },
    { line: ['.'], message: 'cannot read .: it is no file' },
    { line: ['lamps.geojson', '--datum', 'mars'], message: '--datum is "mars", needs wgs84' },
    {
      line: ['lamps.geojson', '--fields', 'colour=C'],
      message: '--fields holds "colour=C", needs FIELD=... of componentId',
    },
    { line: ['lamps.geojson', '--rejects', 'no/such/folder.csv'], message: 'cannot write no/such/folder.csv' },
    {
      line: ['lamps.geojson', '--edition', 'none', '--class', '01037', '--id-field', 'Pole'],
      message: 'class 01037 is no class of components',
    },
  ])('$line is refused: $message', async ({ line: words, message }) => {
    expect(await own.wanmi('import', 'components', ...words)).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
  });
});
