import { readFileSync } from 'node:fs';
import { buildGridIndex, type GridIndex, type IndexedGrid, locate, type PolygonRings } from '@wanmi/grid';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { type BenchOptions, type Figures, figuresOf, type Measurement } from './support/measurement.ts';

const GRIDS_FILE = new URL('../data/demo/dongcheng/grids.geojson', import.meta.url);
/** Copies of the demo's 4,166 grids laid side by side: 99,984 cells of real shapes. */
const COPIES = { columns: 6, rows: 4 };
/** Wider and higher than the district; degrees. */
const STEP = { lng: 0.08, lat: 0.12 };
const ROUNDS = 5;

type Feature = { readonly properties: { readonly code: string }; readonly geometry: { readonly coordinates: unknown } };

function demoGrids(): readonly IndexedGrid[] {
  const { features } = JSON.parse(readFileSync(GRIDS_FILE, 'utf8')) as { features: readonly Feature[] };
  return features.map(({ properties, geometry }) => ({
    code: properties.code,
    polygons: [geometry.coordinates as PolygonRings],
  }));
}

function* copiesOf(grids: readonly IndexedGrid[], { columns, rows }: typeof COPIES): Iterable<IndexedGrid> {
  for (let copy = 0; copy < columns * rows; copy += 1) {
    const [east, north] = [(copy % columns) * STEP.lng, Math.floor(copy / columns) * STEP.lat];
    const district = String(110_101 + copy);
    for (const { code, polygons } of grids) {
      const moved = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x + east, y + north] as const)));
      yield { code: district + code.slice(6), polygons: moved };
    }
  }
}

/** Points as reports have them: spread over the cells, each inside the box of one. Longitude and latitude in turn. */
function pointsIn({ size, polygonStart, ringStart, positionStart, xy }: GridIndex, count: number): Float64Array {
  const random = seededRandom(20_261_121);
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i += 1) {
    const polygon = polygonStart[Math.floor(random() * size)] ?? 0;
    const ring = ringStart[polygon] ?? 0;
    const box = { west: 180, east: -180, south: 90, north: -90 };
    for (let at = positionStart[ring] ?? 0; at < (positionStart[ring + 1] ?? 0); at += 1) {
      const [x = 0, y = 0] = [xy[2 * at], xy[2 * at + 1]];
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.south = Math.min(box.south, y);
      box.north = Math.max(box.north, y);
    }
    points[2 * i] = box.west + random() * (box.east - box.west);
    points[2 * i + 1] = box.south + random() * (box.north - box.south);
  }
  return points;
}

/** Calls a second over all points; `find` answers how much it found, so that no engine leaves it out. */
function rateOf(points: Float64Array, find: (lng: number, lat: number) => number): number {
  let found = 0;
  const began = performance.now();
  for (let i = 0; i < points.length; i += 2) found += find(points[i] ?? 0, points[i + 1] ?? 0);
  const seconds = (performance.now() - began) / 1000;
  if (found === 0) throw new Error('cannot measure locating: no point was found in any grid, the files do not fit');
  return points.length / 2 / seconds;
}

function measure(index: GridIndex, count: number): Figures {
  const { boxes } = index;
  if (boxes === undefined) throw new Error('cannot measure locating: the index is empty, grids are needed');
  const points = pointsIn(index, count);
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    rate: rateOf(points, (lng, lat) => (locate(index, [lng, lat]) === undefined ? 0 : 1)),
    limit: rateOf(points, (lng, lat) => boxes.search(lng, lat, lng, lat).length),
  }));
  return { ...figuresOf(rounds.slice(1)), cells: index.size }; // the first lets the engine compile
}

/** Points located a second on one core, against the bare flatbush index asked for the boxes around the same points. */
export const bench = {
  name: 'locate',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const grids = demoGrids();
    const count = quick ? 2000 : 300_000;
    const many = quick ? { columns: 2, rows: 1 } : COPIES;
    const demo = measure(buildGridIndex(grids), count);
    const large = measure(buildGridIndex(copiesOf(grids, many)), count);
    const { rate, limit, ratio } = demo.ratio < large.ratio ? demo : large;
    return {
      ...{ rate, limit, ratio, unit: 'points', aim: 0.35 },
      against: 'flatbush alone, which finds boxes and looks into none',
      parts: { 'demo district': demo, 'about 10^5 cells': large },
    };
  },
};
