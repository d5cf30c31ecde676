import { readFileSync, writeFileSync } from 'node:fs';
import { drawPlaces } from './demo/places/draw-places.ts';
import { readDrawnDistrict } from './demo/places/read-drawn-district.ts';

// Writes the demo district's roads and addresses anew from its areas and grids.
const fileOf = (name: string): URL => new URL(`../data/demo/dongcheng/${name}`, import.meta.url);
const read = (name: string): string => readFileSync(fileOf(name), 'utf8');
const { roads, addresses } = drawPlaces(readDrawnDistrict(read('areas.geojson'), read('grids.geojson')));
writeFileSync(fileOf('roads.geojson'), roads);
writeFileSync(fileOf('addresses.csv'), addresses);
process.stdout.write(`${addresses.split('\n').length - 2} addresses drawn\n`);
