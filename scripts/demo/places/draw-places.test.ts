import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawPlaces } from './draw-places.ts';
import { readDrawnDistrict } from './read-drawn-district.ts';

const read = (file: string): string =>
  readFileSync(new URL(`../../../data/demo/dongcheng/${file}`, import.meta.url), 'utf8');
const places = drawPlaces(readDrawnDistrict(read('areas.geojson'), read('grids.geojson')));

test('the roads and addresses of the demo come out of its areas and grids to the last byte', () => {
  expect(places.roads === read('roads.geojson')).toBe(true);
  expect(places.addresses === read('addresses.csv')).toBe(true);
});

test('every road and every estate has a name of its own, and all say that they are drawn', () => {
  const rows = places.addresses.trimEnd().split('\n').slice(1);
  const names = rows.map((row) => row.split(',')[2] ?? '').filter((name) => /大街$|路$|胡同$|小区$/.test(name));
  expect(new Set(names).size).toBe(names.length);
  expect(rows.every((row) => row.endsWith(',true'))).toBe(true);
  const { features } = JSON.parse(places.roads) as { features: { properties: { drawn: boolean } }[] };
  expect(features.every(({ properties }) => properties.drawn)).toBe(true);
});
