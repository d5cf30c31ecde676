import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writerFor } from '@wanmi/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GRID_FIELDS } from '../areas/grid-fields.ts';
import { ShapeFile } from '../areas/shape-file.ts';
import { readAreas } from './read-areas.ts';
import { callersShapes } from './shapes-file.ts';

const WKT = '"POLYGON((116.4 39.9,116.41 39.9,116.41 39.91,116.4 39.9))"';
let callerDir = '';
const context = () => ({ callerDir, out: () => {}, err: () => {} });
beforeAll(async () => {
  callerDir = await mkdtemp(join(tmpdir(), 'wanmi-shapes-'));
  const files = {
    'areas.csv': `code,name,drawn,wkt\n110101001001,甲,true,${WKT}\n`,
    'table.csv': 'code,name\n110101001001,甲\n',
    'broken.csv': `code,wkt\n1,${WKT}\n2,"POLYGON((1 2,3 4))"\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(callerDir, name), text);
  const grid = { code: '110101001001001', communityCode: '110101001001', areaM2: 12.5, drawn: true };
  const ring = [
    [116.4, 39.9],
    [116.4, 39.91],
    [116.41, 39.91],
    [116.4, 39.9],
  ] as const;
  const file = await ShapeFile.create('grids.shp', writerFor('grids.shp', { fields: GRID_FIELDS }), context());
  await file.add({ properties: grid, polygons: [[ring]] });
  await file.close();
});
afterAll(() => rm(callerDir, { recursive: true }));

describe('files of polygons for imports', () => {
  test('a Shapefile comes with our names and kinds of values', async () => {
    const { name, text } = await callersShapes('grids.shp', context());
    expect(name).toBe('grids.shp');
    expect(JSON.parse(text).features[0].properties).toEqual({
      ...{ code: '110101001001001', communityCode: '110101001001', areaM2: 12.5, drawn: true },
    });
  });
  test('a table with well-known text brings areas with borders, one without brings codes and names', async () => {
    for (const [name, parts] of [
      ['areas.csv', 1],
      ['table.csv', 0],
    ] as const) {
      const { placed, rejected } = readAreas([await callersShapes(name, context())], {});
      expect(rejected).toEqual([]);
      expect(placed[0]?.area).toMatchObject({ code: '110101001001', name: '甲', drawn: parts === 1 });
      expect(placed[0]?.area.polygons).toHaveLength(parts);
    }
  });
  test.each([
    { name: 'broken.csv', error: 'cannot read feature 1 of broken.csv: ring 0 has 2 positions, needs at least 4' },
    { name: 'none.shp', error: 'cannot read none.shp' },
    { name: 'none.csv', error: 'cannot read none.csv' },
  ])('$error', async ({ name, error }) => {
    await expect(callersShapes(name, context())).rejects.toThrow(error);
  });
});
