import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { multiPolygon, point } from '@turf/helpers';
import Flatbush from 'flatbush';
import { describe, expect, test } from 'vitest';
import type { LngLat, MultiPolygonRings } from './geometry.ts';
import { buildGridIndex, type IndexedGrid } from './grid-index.ts';
import { locate } from './locate.ts';
import { nearest } from './nearest.ts';
import { seededRandom } from './testing/seeded-random.ts';

const code = (i: number): string => `110101001001${String(i).padStart(3, '0')}`;
const seven = (v: number): number => Math.round(v * 1e7) / 1e7;
const box = (x: number, y: number, w: number, h: number): LngLat[] =>
  [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
    [x, y],
  ].map(([a = 0, b = 0]) => [seven(a), seven(b)]);

/** A jittered net of `side` × `side` quadrilaterals that share their corners, as unit grids do. */
function jitteredNet(random: () => number, side: number): IndexedGrid[] {
  const corner = Array.from({ length: side + 1 }, (_, j) =>
    Array.from(
      { length: side + 1 },
      (_, i): LngLat => [seven(116.4 + 0.0012 * (i + 0.4 * random())), seven(39.9 + 0.0009 * (j + 0.4 * random()))],
    ),
  );
  const at = (i: number, j: number): LngLat => corner[j]?.[i] ?? [0, 0];
  return Array.from({ length: side * side }, (_, n) => {
    const [i, j] = [n % side, Math.floor(n / side)];
    return { code: code(n + 1), polygons: [[[at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i, j)]]] };
  });
}

const boxOf = (ring: readonly LngLat[]): [number, number, number, number] => [
  Math.min(...ring.map(([lng]) => lng)),
  Math.min(...ring.map(([, lat]) => lat)),
  Math.max(...ring.map(([lng]) => lng)),
  Math.max(...ring.map(([, lat]) => lat)),
];

/** The reference: Turf over all grids, the lowest code first. */
function locateByTurf(grids: readonly IndexedGrid[], position: LngLat): string | undefined {
  const found = grids.filter((grid) => booleanPointInPolygon(point([...position]), asTurf(grid.polygons)));
  return found.map((grid) => grid.code).sort()[0];
}
const asTurf = (polygons: MultiPolygonRings) =>
  multiPolygon(polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x, y]))));

describe('[G5] a position is located as Turf locates it', () => {
  const random = seededRandom(6);
  const grids = jitteredNet(random, 12);
  const index = buildGridIndex(grids.toReversed());

  test('20,000 random positions in and around the net', () => {
    for (let n = 0; n < 20_000; n++) {
      const position: LngLat = [116.399 + 0.017 * random(), 39.899 + 0.0125 * random()];
      expect(locate(index, position)).toBe(locateByTurf(grids, position));
    }
  });

  test('a million random positions over a larger net, Turf being asked of the cells whose boxes hold them', () => {
    const large = jitteredNet(random, 31);
    const indexed = buildGridIndex(large);
    const boxes = new Flatbush(large.length);
    for (const { polygons } of large) boxes.add(...boxOf(polygons[0]?.[0] ?? []));
    boxes.finish();
    const shapes = large.map(({ polygons }) => asTurf(polygons));
    let differing = 0;
    for (let n = 0; n < 1_000_000; n++) {
      const position: [number, number] = [116.3995 + 0.0385 * random(), 39.8995 + 0.029 * random()];
      const candidates = boxes.search(...position, ...position).sort((a, b) => a - b);
      const first = candidates.find((item) => booleanPointInPolygon(position, shapes[item] ?? asTurf([])));
      if (locate(indexed, position) !== (first === undefined ? undefined : large[first]?.code)) differing += 1;
    }
    expect(differing).toBe(0);
  }, 120_000);

  test('shapes of every size over one another: a speck, a street, a district', () => {
    const mixed = Array.from({ length: 300 }, (_, n) => {
      const size = 10 ** (-5 * random());
      return { code: code(n + 1), polygons: [[box(116 + random(), 39 + random(), size, size * (0.2 + random()))]] };
    });
    const indexed = buildGridIndex(mixed);
    for (const { polygons } of mixed) {
      for (const corner of polygons[0]?.[0] ?? []) expect(locate(indexed, corner)).toBe(locateByTurf(mixed, corner));
    }
  });

  test('corners, middles of edges and points a hair beside them', () => {
    for (const { polygons } of grids) {
      const ring: readonly LngLat[] = polygons[0]?.[0] ?? [];
      for (let i = 0; i + 1 < ring.length; i++) {
        const a: LngLat = ring[i] ?? [0, 0];
        const b: LngLat = ring[i + 1] ?? [0, 0];
        const middle: LngLat = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        for (const hair of [0, 1e-14, -1e-14, 1e-9]) {
          const beside: LngLat = [middle[0] + hair, middle[1] - hair];
          expect(locate(index, beside)).toBe(locateByTurf(grids, beside));
        }
        expect(locate(index, a)).toBe(locateByTurf(grids, a));
      }
    }
  });
});

describe('[G6] a shared border belongs to the lowest code', () => {
  const index = buildGridIndex([
    { code: code(3), polygons: [[box(0, 0, 1, 1)]] },
    { code: code(2), polygons: [[box(1, 0, 1, 1)]] },
    { code: code(1), polygons: [[box(5, 0, 4, 4), box(6, 1, 2, 2).toReversed()]] },
    { code: code(9), polygons: [[box(6, 1, 2, 2)], [box(20, 0, 1, 1)]] },
  ]);
  test.each([
    { lng: 0.5, lat: 0.5, sequence: 3 },
    { lng: 1, lat: 0.5, sequence: 2 },
    { lng: 1, lat: 1, sequence: 2 },
    { lng: 0, lat: 0, sequence: 3 },
    { lng: 5.5, lat: 0.5, sequence: 1 },
    { lng: 6, lat: 2, sequence: 1 }, // the border of a hole
    { lng: 7, lat: 2, sequence: 9 },
    { lng: 20.5, lat: 0.5, sequence: 9 }, // the second part
    { lng: 3, lat: 0.5, sequence: undefined },
    { lng: Number.NaN, lat: 0.5, sequence: undefined },
    { lng: Number.POSITIVE_INFINITY, lat: 0, sequence: undefined },
  ])('[$lng, $lat] lies in $sequence', ({ lng, lat, sequence }) => {
    expect(locate(index, [lng, lat])).toBe(sequence === undefined ? undefined : code(sequence));
  });

  test('an empty index holds nothing', () => {
    const empty = buildGridIndex([]);
    expect(locate(empty, [0, 0])).toBeUndefined();
    expect(nearest(empty, [0, 0], 1e9)).toBeUndefined();
  });
  test('a repeated code and a grid without positions are refused', () => {
    const grid = { code: code(1), polygons: [[box(0, 0, 1, 1)]] };
    expect(() => buildGridIndex([grid, grid])).toThrow(`cannot index grid ${code(1)}: the code occurs twice`);
    expect(() => buildGridIndex([{ code: code(1), polygons: [] }])).toThrow('has no positions');
    expect(() => buildGridIndex([{ code: '110101', polygons: [[box(0, 0, 1, 1)]] }])).toThrow('needs 15 digits');
  });
});

describe('[G7] the nearest grid within a distance', () => {
  const index = buildGridIndex([
    { code: code(1), polygons: [[box(116.4, 39.9, 0.001, 0.001)]] },
    { code: code(2), polygons: [[box(116.402, 39.9, 0.001, 0.001)]] },
  ]);
  // one degree of longitude at 39.9° is 85,400 m: 0.0001° is 8.54 m
  test.each([
    { lng: 116.4005, withinM: 0, sequence: 1, distanceM: 0 },
    { lng: 116.4011, withinM: 8.5, sequence: undefined, distanceM: undefined },
    { lng: 116.4011, withinM: 8.6, sequence: 1, distanceM: 8.54 },
    { lng: 116.4019, withinM: 500, sequence: 2, distanceM: 8.54 },
    { lng: 116.4031, withinM: 500, sequence: 2, distanceM: 8.54 },
  ])('from $lng within $withinM m it is $sequence', ({ lng, withinM, sequence, distanceM }) => {
    const found = nearest(index, [lng, 39.9005], withinM);
    expect(found?.code).toBe(sequence === undefined ? undefined : code(sequence));
    if (distanceM !== undefined) expect(found?.distanceM).toBeCloseTo(distanceM, 1);
  });
});
