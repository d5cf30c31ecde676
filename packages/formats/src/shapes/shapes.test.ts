import proj4 from 'proj4';
import { describe, expect, test } from 'vitest';
import { type PolygonFeature, polygonsOf } from '../polygon-features.ts';
import { encodeText } from '../shapefile/dbf-encoding.ts';
import { formatOf, readLines, readPolygons } from './read-shapes.ts';
import type { ShapeSource, ShapeToWrite } from './shape-source.ts';
import { type ShapeField, type WriteOptions, writerFor } from './shape-writer.ts';
import { parseWkt, wktOf } from './wkt.ts';

type Files = Record<string, Uint8Array>;

const OUTER = [
  [116.4, 39.9],
  [116.41, 39.9],
  [116.41, 39.91],
  [116.4, 39.91],
  [116.4, 39.9],
] as const;
const HOLE = [
  [116.402, 39.902],
  [116.402, 39.904],
  [116.404, 39.904],
  [116.402, 39.902],
] as const;
const ISLAND = OUTER.map(([lng, lat]) => [Math.round((lng + 0.02) * 1e7) / 1e7, lat] as const);
const FIELDS: readonly ShapeField[] = [
  { name: 'code', type: 'text', length: 15 },
  { name: 'name', type: 'text', length: 30 },
  { name: 'areaM2', type: 'number', length: 18 },
  { name: 'communityCode', short: 'commCode', type: 'text', length: 12 },
  { name: 'drawn', type: 'logical', length: 1 },
];
const SHAPES: readonly ShapeToWrite[] = [
  {
    properties: { code: '110101001001001', name: '东华门，"灯"', areaM2: 9999.25, drawn: true },
    polygons: [[OUTER, HOLE]],
  },
  {
    properties: { code: '110101001001002', name: '龘街', communityCode: '110101001001' },
    polygons: [[OUTER], [ISLAND]],
  },
];

/** Writes shapes as a command does, into files by ending. */
function written(name: string, options: Partial<WriteOptions> = {}, shapes = SHAPES): Files {
  const writer = writerFor(name, { fields: FIELDS, ...options });
  const files: Files = Object.fromEntries((writer.endings ?? ['']).map((ending) => [ending, new Uint8Array()]));
  const pieces = [...writer.begin(), ...shapes.flatMap((shape) => writer.add(shape)), ...writer.end()];
  for (const { ending = '', at, bytes } of pieces) {
    const before = files[ending] ?? new Uint8Array();
    const start = at ?? before.length;
    const after = new Uint8Array(Math.max(before.length, start + bytes.length));
    after.set(before);
    after.set(bytes, start);
    files[ending] = after;
  }
  return files;
}

/** Gives files in small pieces. */
const sourceOf = (name: string, files: Files, size = 37): ShapeSource => ({
  name,
  open: async (ending = '') => {
    const bytes = files[ending];
    if (bytes === undefined) return undefined;
    return (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })();
  },
});
const text = (value: string): Files => ({ '': new TextEncoder().encode(value) });

async function readAll(source: ShapeSource): Promise<PolygonFeature[]> {
  const features: PolygonFeature[] = [];
  for await (const feature of readPolygons(source)) features.push(feature);
  return features;
}

const cut = (files: Files, ending: string, length: number): Files => ({
  ...files,
  [ending]: (files[ending] ?? new Uint8Array()).slice(0, length),
});

describe('what is written is read back', () => {
  test.each<{ name: string; options: Partial<WriteOptions> }>([
    { name: 'x.geojson', options: {} },
    { name: 'x.csv', options: {} },
    { name: 'x.shp', options: {} },
    { name: 'x.shp', options: { encoding: 'gbk' } },
  ])('$name $options', async ({ name, options }) => {
    const features = await readAll(sourceOf(name, written(name, options)));
    expect(features.map(({ index }) => index)).toEqual([0, 1]);
    expect(features.map(({ properties }) => properties.name)).toEqual(['东华门，"灯"', '龘街']);
    expect(features.map(({ properties }) => String(properties.code))).toEqual(['110101001001001', '110101001001002']);
    expect(Number(features[0]?.properties.areaM2)).toBe(9999.25);
    expect(String(features[0]?.properties.drawn)).toBe('true');
    const sorted = (rings: readonly (readonly (readonly [number, number])[])[]) =>
      rings.map((ring) => ring.map(String).sort());
    for (const [i, { polygons }] of features.entries()) {
      expect(polygons.map(sorted)).toEqual(SHAPES[i]?.polygons.map(sorted));
    }
  });

  test('the same shapes give the same bytes, whenever they are written', () => {
    expect(written('x.shp')).toEqual(written('x.shp'));
    expect(Object.keys(written('x.shp'))).toEqual(['.shp', '.shx', '.dbf', '.prj', '.cpg']);
  });

  test('a Shapefile keeps its rules: outer rings clockwise, the length in words, an entry for each record', () => {
    const files = written('x.shp');
    const [shp, shx] = [files['.shp'], files['.shx']].map((bytes) => new DataView((bytes ?? new Uint8Array()).buffer));
    expect(shp?.getInt32(24)).toBe((shp?.byteLength ?? 0) / 2);
    expect(shx?.byteLength).toBe(100 + 8 * SHAPES.length);
    expect(shx?.getInt32(100)).toBe(50);
    expect([shp?.getFloat64(36, true), shp?.getFloat64(60, true)]).toEqual([116.4, 39.91]);
  });
});

describe('tables of other programs', () => {
  test.each([
    { cpg: undefined, encoding: 'gbk' as const, what: 'no .cpg, GBK by its driver byte' },
    { cpg: 'CP936', encoding: 'gbk' as const, what: 'code page 936' },
    { cpg: 'GB18030', encoding: 'gbk' as const, what: 'GB 18030' },
    { cpg: '65001', encoding: 'utf-8' as const, what: 'UTF-8 by number' },
  ])('$what', async ({ cpg, encoding }) => {
    const { '.cpg': _, ...files } = written('x.shp', { encoding });
    const named = cpg === undefined ? files : { ...files, '.cpg': encodeText(cpg, 'utf-8') };
    expect((await readAll(sourceOf('x.shp', named)))[0]?.properties.name).toBe('东华门，"灯"');
  });
  test('CSV in GBK', async () => {
    const table = `name,wkt\n东华门,"${wktOf([[OUTER]])}"\n`;
    const [feature] = await readAll(sourceOf('x.csv', { '': encodeText(table, 'gbk') }, 1000));
    expect(feature?.properties.name).toBe('东华门');
  });
  test('holes without an outer ring are shapes of their own', async () => {
    const files = written('x.shp', {}, [{ properties: {}, polygons: [[OUTER], [[...HOLE].reverse()]] }]);
    const [feature] = await readAll(sourceOf('x.shp', files));
    expect(feature?.polygons).toHaveLength(2);
  });
});

describe('frames named by a .prj', () => {
  const CGCS =
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
  const projected = (name: string, projection: string, parameters: string): string =>
    `PROJCS["${name}",${CGCS},PROJECTION["${projection}"],${parameters},UNIT["Meter",1.0]]`;
  const gauss = (east: number, meridian: number): string =>
    `PARAMETER["False_Easting",${east}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0]`;
  test.each([
    { what: 'CGCS2000 in degrees', prj: CGCS },
    {
      what: 'Gauss-Krüger, 3 degrees',
      prj: projected('CGCS2000_3_Degree_GK_CM_117E', 'Gauss_Kruger', gauss(500000, 117)),
    },
    {
      what: 'Gauss-Krüger with its zone',
      prj: projected('CGCS2000_3_Degree_GK_Zone_39', 'Gauss_Kruger', gauss(39500000, 117)),
    },
    {
      what: 'UTM',
      prj: projected(
        'WGS_1984_UTM_Zone_50N',
        'Transverse_Mercator',
        gauss(500000, 117).replace('"Scale_Factor",1.0', '"Scale_Factor",0.9996'),
      ),
    },
    {
      what: 'Web Mercator',
      prj: 'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]',
    },
  ])('$what', async ({ prj }) => {
    const inFrame = prj.startsWith('GEOGCS')
      ? OUTER.map(([lng, lat]) => [lng, lat] as const)
      : OUTER.map((at) => {
          const [x = 0, y = 0] = proj4('WGS84', prj, [...at]);
          return [x, y] as const;
        });
    const files = {
      ...written('x.shp', {}, [{ properties: {}, polygons: [[inFrame]] }]),
      '.prj': encodeText(prj, 'utf-8'),
    };
    const [feature] = await readAll(sourceOf('x.shp', files));
    const [lng, lat] = feature?.polygons[0]?.[0]?.[0] ?? [0, 0];
    expect(lng).toBeCloseTo(116.4, 7);
    expect(lat).toBeCloseTo(39.9, 7);
  });
  test.each([
    {
      prj: 'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]]]',
      error: /"D_Beijing_1954", which lies up to 100 m from WGS 84/,
    },
    {
      prj: 'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]]',
      error: /convert it to CGCS2000 first/,
    },
    { prj: 'nonsense', error: /its .prj "nonsense" is not understood/ },
  ])('$error', async ({ prj, error }) => {
    const files = { ...written('x.shp'), '.prj': encodeText(prj, 'utf-8') };
    await expect(readAll(sourceOf('x.shp', files))).rejects.toThrow(error);
  });
});

describe('a fault names the feature and the reason', () => {
  const files = written('x.shp');
  const withShp = (change: (view: DataView) => void): Files => {
    const bytes = (files['.shp'] ?? new Uint8Array()).slice();
    change(new DataView(bytes.buffer));
    return { ...files, '.shp': bytes };
  };
  const { '.dbf': _, ...withoutDbf } = files;
  const metres = written('x.shp', {}, [{ properties: {}, polygons: [[OUTER.map(([x, y]) => [x * 4000, y * 1e5])]] }]);
  test.each<{ name: string; given: Files; error: RegExp }>([
    { name: 'x.shp', given: {}, error: /cannot read x.shp: there is no .shp file beside it/ },
    { name: 'x.shp', given: withoutDbf, error: /there is no .dbf file beside it/ },
    { name: 'x.shp', given: withShp((view) => view.setInt32(0, 1)), error: /does not begin as a Shapefile/ },
    {
      name: 'x.shp',
      given: withShp((view) => view.setInt32(108, 8, true)),
      error: /feature 0 of x.shp: it is of kind 8, needs lines or polygons/,
    },
    {
      name: 'x.shp',
      given: withShp((view) => view.setInt32(108, 0, true)),
      error: /feature 0 of x.shp: it has no shape/,
    },
    {
      name: 'x.shp',
      given: withShp((view) => view.setInt32(148, 9999, true)),
      error: /feature 0 of x.shp: its parts and points do not fit/,
    },
    {
      name: 'x.shp',
      given: withShp((view) => view.setInt32(104, -3)),
      error: /feature 0 of x.shp: its length is -6 bytes/,
    },
    {
      name: 'x.shp',
      given: cut(files, '.shp', (files['.shp']?.length ?? 0) - 9),
      error: /feature 1 of x.shp: the file ends inside it/,
    },
    { name: 'x.shp', given: cut(files, '.dbf', 300), error: /feature 1 of x.shp: its .dbf ends there, needs 2 rows/ },
    {
      name: 'x.shp',
      given: { ...metres, '.prj': new Uint8Array() },
      error: /feature 0 of x.shp: position 0 of ring 0 is .* not metres/,
    },
    { name: 'x.csv', given: text('a,b\n1,2\n'), error: /none of its columns a, b holds shapes, needs one named wkt/ },
    {
      name: 'x.csv',
      given: text('a,wkt\n1,POLYGON((1 2,3 4\n'),
      error: /feature 0 of x.csv: Invalid Record Length/,
    },
    { name: 'x.csv', given: text('a;wkt\n1;"POINT(1 2)"\n'), error: /feature 0 of x.csv: Invalid Opening Quote/ },
    {
      name: 'x.csv',
      given: text('wkt\n"POLYGON((0 0,1 0,1 1,0 0))"\n"POINT(1 2)"\n'),
      error: /feature 1 of x.csv: its geometry is a "Point"/,
    },
    {
      name: 'x.csv',
      given: text('wkt\n"POLYGON((0 0,1 x,1 1,0 0))"\n'),
      error: /feature 0 of x.csv: its geometry .* cannot be read/,
    },
    { name: 'x.csv', given: text('wkt\n"SRID=2436;POLYGON((0 0,1 0,1 1,0 0))"\n'), error: /its SRID is 2436/ },
    {
      name: 'x.geojson',
      given: text('{"type":"FeatureCollection","crs":{"name":"EPSG:4547"},"features":[]}'),
      error: /its "crs" is/,
    },
    {
      name: 'x.geojson',
      given: text(
        '{"features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}}]}',
      ),
      error: /feature 0 of x.geojson: ring 0 has 3 positions/,
    },
    {
      name: 'x.geojson',
      given: text('{"features":[17]}'),
      error: /feature 0 of x.geojson: it or what stands beside it is no object/,
    },
    {
      name: 'x.geojson',
      given: { '': Uint8Array.of(0x7b, 0xff, 0xff, 0xfe) },
      error: /needs UTF-8 or GBK|not JSON|"features" is missing/,
    },
    { name: 'none.geojson', given: {}, error: /cannot read none.geojson: there is no such file/ },
  ])('$name: $error', async ({ name, given, error }) => {
    await expect(readAll(sourceOf(name, given))).rejects.toThrow(error);
  });
});

describe('well-known text', () => {
  const refuse = (reason: string): never => {
    throw new Error(reason);
  };
  test.each([
    { wkt: 'POLYGON ((0 0, 1 0, 1 1, 0 0))', polygons: 1 },
    { wkt: 'polygon z((0 0 5,1 0 5,1 1 5,0 0 5))', polygons: 1 },
    {
      wkt: 'SRID=4490;MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 0,3 0,3 1,2 0),(2.5 .1,2.6 .1,2.6 .2,2.5 .1)))',
      polygons: 2,
    },
    { wkt: 'POLYGON((1e2 -1.5E+1,101 -15,101 -14,1e2 -1.5E+1))', polygons: 1 },
  ])('$wkt', ({ wkt, polygons }) => {
    expect(polygonsOf(parseWkt(wkt, refuse), refuse)).toHaveLength(polygons);
  });
  test.each([
    '',
    'POLYGON EMPTY',
    'POLYGON(0 0,1 1)',
    'CIRCLE((0 0))',
    'POLYGON((0 0,1 0,1 1,0 0)',
    'POLYGON((0 0),(1]))',
  ])('%s is refused', (wkt) => {
    expect(() => polygonsOf(parseWkt(wkt, refuse), refuse)).toThrow(/needs/);
  });
});

test('lines are read from lines and from the rings of polygons', async () => {
  const line = {
    type: 'Feature',
    properties: {},
    geometry: {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4, 50],
      ],
    },
  };
  const file = text(JSON.stringify({ type: 'FeatureCollection', features: [line] }));
  const lines = [];
  for await (const feature of readLines(sourceOf('x.json', file))) lines.push(...feature.lines);
  for await (const feature of readLines(sourceOf('x.shp', written('x.shp')))) lines.push(...feature.lines);
  expect(lines[0]).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(lines).toHaveLength(5);
});

test.each([
  { name: 'a.SHP', format: 'shapefile' },
  { name: 'a.csv.gz', format: 'csv' },
  { name: 'a.geojson.gz', format: 'geojson' },
  { name: 'a.json', format: 'geojson' },
])('$name is $format', ({ name, format }) => {
  expect(formatOf(name)).toBe(format);
});
