import { buildGridIndex, type GridIndex, type IndexedGrid, locate, startGridIndex } from '@wanmi/grid';
import Flatbush from 'flatbush';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { copiesOf, demoGrids } from './support/many-grids.ts';
import { type BenchOptions, type Figures, figuresOf, type Measurement, rounded } from './support/measurement.ts';
import { postgisRate } from './support/postgis-rate.ts';

/** Copies of the demo's 4,166 grids: 99,984 and 999,840 cells. */
const COPIES = { some: 24, many: 240 };
const ROUNDS = 5;

/** Points as reports have them: spread over the cells, each inside the box of one. Longitude and latitude in turn. */
function pointsIn({ size, boxes }: GridIndex, count: number): Float64Array {
  const random = seededRandom(20_261_121);
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i += 1) {
    const at = 4 * Math.floor(random() * size);
    const [west = 0, south = 0, east = 0, north = 0] = boxes.subarray(at, at + 4);
    points[2 * i] = west + random() * (east - west);
    points[2 * i + 1] = south + random() * (north - south);
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

/** The bare index over the same boxes, and how long it takes to build. */
function bareIndex({ size, boxes }: GridIndex): { readonly bare: Flatbush; readonly bareBuildMs: number } {
  const began = performance.now();
  const bare = new Flatbush(size);
  for (let i = 0; i < 4 * size; i += 4)
    bare.add(boxes[i] ?? 0, boxes[i + 1] ?? 0, boxes[i + 2] ?? 0, boxes[i + 3] ?? 0);
  bare.finish();
  return { bare, bareBuildMs: Math.round(performance.now() - began) };
}

function measure(index: GridIndex, points: Float64Array): Figures {
  const { bare, bareBuildMs } = bareIndex(index);
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    rate: rateOf(points, (lng, lat) => (locate(index, [lng, lat]) === undefined ? 0 : 1)),
    limit: rateOf(points, (lng, lat) => bare.search(lng, lat, lng, lat).length),
  }));
  return { ...figuresOf(rounds.slice(1)), cells: index.size, bareBuildMs }; // the first lets the engine compile
}

type Built = {
  readonly index: GridIndex;
  readonly buildMs: number;
  readonly longestStepMs: number;
  readonly megabytes: number;
};

/** Builds as the product does, from grids that come one by one; their making is not counted. */
function build(grids: Iterable<IndexedGrid>): Built {
  const builder = startGridIndex();
  let [batch, adding]: [IndexedGrid[], number] = [[], 0];
  const add = (): void => {
    const began = performance.now();
    for (const grid of batch) builder.add(grid);
    adding += performance.now() - began;
    batch = [];
  };
  for (const grid of grids) if (batch.push(grid) === 5000) add();
  add();
  const began = performance.now();
  const steps = builder.finish();
  let [last, longest] = [began, 0];
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  const finishing = performance.now() - began;
  return {
    index: step.value,
    buildMs: Math.round(adding + finishing),
    longestStepMs: Math.round(longest),
    megabytes: rounded(bytesOf(step.value) / 1e6, 1),
  };
}

/** What an index holds: its arrays, and for demo grids, which are one ring each, nothing else. */
const bytesOf = ({ codes, positionStart, xy, boxes, raster }: GridIndex): number =>
  [codes, positionStart, xy, boxes, raster.side, raster.firstBucket, raster.bucketStart, raster.items].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );

/** Points located a second on one core, against the bare flatbush index asked for the boxes around the same points. */
export const bench = {
  name: 'locate',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const grids = demoGrids();
    const count = quick ? 2000 : 300_000;
    const parts: Record<string, Figures> = {};
    const demo = buildGridIndex(grids);
    parts['demo district'] = measure(demo, pointsIn(demo, count));
    for (const [name, copies] of Object.entries(quick ? { some: 1, many: 2 } : COPIES)) {
      const { index, ...figures } = build(copiesOf(grids, copies));
      parts[name === 'some' ? 'about 10^5 cells' : 'about 10^6 cells'] = {
        ...measure(index, pointsIn(index, count)),
        ...figures,
      };
    }
    const lowest = Object.values(parts).toSorted((a, b) => a.ratio - b.ratio)[0];
    const { rate, limit, ratio } = lowest ?? { rate: 0, limit: 0, ratio: 0 };
    const copies = quick ? 1 : COPIES.some;
    const postgis = await postgisRate(copiesOf(grids, copies), pointsIn(demo, quick ? 20 : 3000));
    return {
      ...{ rate, limit, ratio, unit: 'points', aim: 0.7 },
      against: 'flatbush alone, which finds boxes and looks into none',
      'PostGIS, one query a point': typeof postgis === 'number' ? `${Math.round(postgis)}/s` : postgis,
      parts,
    };
  },
};
