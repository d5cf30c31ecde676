import { describe, expect, test } from 'vitest';
import { normalizeAreaCode, readAreaFile } from './area-file.ts';
import { readCsvFile } from './csv-file.ts';
import { readGridFile } from './grid-file.ts';
import { readPolygonFile } from './polygon-features.ts';
import { writePolygonFile } from './write-features.ts';

const RING = [
  [116.4, 39.9],
  [116.41, 39.9],
  [116.41, 39.91],
  [116.4, 39.9],
];
const feature = (properties: unknown, geometry: unknown = { type: 'Polygon', coordinates: [RING] }) => ({
  type: 'Feature',
  properties,
  geometry,
});
const collection = (...features: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features });
const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });

describe('GeoJSON of polygons', () => {
  test('a polygon and a multipolygon are read alike, altitude is dropped', () => {
    const high = RING.map((at) => [...at, 43.5]);
    const text = collection(feature({ a: 1 }), feature(null, { type: 'MultiPolygon', coordinates: [[high], [RING]] }));
    expect(readPolygonFile(text, 'x.json').features).toEqual([
      { index: 0, properties: { a: 1 }, polygons: [[RING]] },
      { index: 1, properties: {}, polygons: [[RING], [RING]] },
    ]);
  });

  test('a single feature, a bare geometry and a byte order mark are accepted', () => {
    for (const root of [feature({}), polygon(RING)]) {
      expect(readPolygonFile(`\uFEFF${JSON.stringify(root)}`, 'x').features[0]?.polygons).toEqual([[RING]]);
    }
  });

  test.each([
    { text: '{', error: 'cannot read x.json: it is not JSON' },
    { text: '[]', error: 'cannot read x.json: it holds [], needs a GeoJSON object' },
    { text: '{"type":"FeatureCollection"}', error: '"features" is missing' },
    { text: collection(feature({}), {}), error: 'cannot read feature 1 of x.json: it is {}, needs a GeoJSON Feature' },
    { text: collection(feature({}, null)), error: 'feature 0 of x.json: its geometry is null, needs a Polygon' },
    { text: collection(feature({}, { type: 'Point', coordinates: [1, 2] })), error: 'its geometry is a "Point"' },
    { text: collection(feature({}, polygon())), error: 'a polygon has no rings' },
    { text: collection(feature({}, polygon(RING.slice(1)))), error: 'ring 0 has 3 positions, needs at least 4' },
    { text: collection(feature({}, polygon([...RING, [0, 0]]))), error: 'ends at [0,0], needs to end where it begins' },
    { text: collection(feature({}, polygon(RING, RING.with(1, ['a', 2] as never)))), error: 'position 1 of ring 1' },
    { text: collection(feature({}, polygon(RING.with(1, [449000, 4417000])))), error: 'not metres' },
    { text: '{"type":"FeatureCollection","crs":{"name":"EPSG:4547"},"features":[]}', error: 'its "crs" is' },
  ])('$error', ({ text, error }) => {
    expect(() => readPolygonFile(text, 'x.json')).toThrow(error);
  });

  test('what is written is read back, one feature a line, 7 decimals', () => {
    const ring = RING.map(([lng = 0, lat = 0]) => [lng + 1e-9, lat] as const);
    const text = writePolygonFile([{ properties: { code: '110101' }, polygons: [[ring]] }], { targetAreaM2: 10000 });
    expect(text.split('\n')).toHaveLength(4);
    const file = readPolygonFile(text, 'x');
    expect(file.members.targetAreaM2).toBe(10000);
    expect(file.features).toEqual([{ index: 0, properties: { code: '110101' }, polygons: [[RING]] }]);
  });
});

describe('files of areas', () => {
  test.each([
    { value: 110101001000, code: '110101001' },
    { value: '110101000000', code: '110101' },
    { value: 110101001001, code: '110101001001' },
    { value: ' 110101 ', code: '110101' },
    { value: '110101001', code: '110101001' },
    { value: '110101001001001', code: undefined },
    { value: '110101000001', code: undefined },
    { value: 1.5, code: undefined },
    { value: null, code: undefined },
  ])('code $value is read as $code', ({ value, code }) => {
    expect(normalizeAreaCode(value)).toBe(code);
  });

  test('other fields are read by name', () => {
    const text = collection(feature({ Name: ' 东华门街道 ', id: 110101001000, drawn: true }));
    const [area] = readAreaFile(text, 'x', { level: 'street', codeField: 'id', nameField: 'Name' });
    expect(area).toMatchObject({ code: '110101001', name: '东华门街道', drawn: true });
  });

  test.each([
    {
      features: [feature({ id: 1 })],
      fields: {},
      error: 'feature 0 of x: "code" is undefined, needs 6, 9 or 12 digits; it has "id"',
    },
    { features: [feature({ code: '1101' })], fields: {}, error: '"code" is "1101"' },
    {
      features: [feature({ code: '110101' })],
      fields: { level: 'community' as const },
      error: 'needs 12 digits of a community',
    },
    {
      features: [feature({ code: 110101 }), feature({ code: '110101' })],
      fields: {},
      error: 'feature 1 of x: code 110101 is that of feature 0 too',
    },
  ])('$error', ({ features, fields, error }) => {
    expect(() => readAreaFile(collection(...features), 'x', fields)).toThrow(error);
  });

  test('grids are read as they are, absent properties as undefined', () => {
    const text = collection(feature({ code: 110101001001001, areaM2: 9.5 }), feature({}));
    expect(readGridFile(text, 'x')).toMatchObject({
      targetAreaM2: undefined,
      grids: [
        { code: '110101001001001', areaM2: 9.5, communityCode: undefined },
        { index: 1, code: undefined },
      ],
    });
  });
});

describe('CSV', () => {
  test('columns are found by name and rows know their line', () => {
    const rows = readCsvFile('\uFEFFb,a,c\n1, x ,3\n\n"4","y,z",6\n', 'x.csv', ['a', 'b']);
    expect(rows).toEqual([
      { a: 'x', b: '1', line: 2 },
      { a: 'y,z', b: '4', line: 4 },
    ]);
  });
  test.each([
    { text: 'a,b\n1,2\n', error: 'cannot read x.csv: column c is missing, found a, b' },
    { text: '', error: 'column c is missing' },
    { text: 'c,d\n1\n', error: 'cannot read x.csv: Invalid Record Length' },
    { text: 'c,d\n"1,2\n', error: 'cannot read x.csv: Quote Not Closed' },
  ])('$error', ({ text, error }) => {
    expect(() => readCsvFile(text, 'x.csv', ['c'])).toThrow(error);
  });
});
