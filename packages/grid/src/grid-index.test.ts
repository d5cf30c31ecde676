import { describe, expect, test } from 'vitest';
import type { LngLat } from './geometry.ts';
import { buildGridIndex, codeAt, type IndexedGrid, polygonsAt, startGridIndex } from './grid-index.ts';
import { type Box, itemsInBox } from './items-in-box.ts';
import { seededRandom } from './testing/seeded-random.ts';

const codeOf = (n: number): string => String(110_101_001_001_001 + Math.floor(n / 999) * 1000 + (n % 999));
const square = (x: number, y: number, size: number): LngLat[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const grid = (n: number, ...rings: LngLat[][]): IndexedGrid => ({ code: codeOf(n), polygons: [rings] });

describe('grids in a box', () => {
  const random = seededRandom(9);
  // Two towns far apart, one dense, with a lake over half of one of them.
  const grids = [
    ...Array.from({ length: 400 }, (_, n) => grid(n, square(116 + 0.02 * random(), 39.9 + 0.02 * random(), 0.001))),
    ...Array.from({ length: 100 }, (_, n) => grid(400 + n, square(121 + random(), 31 + random(), 0.05))),
    grid(500, square(116, 39.9, 0.01)),
  ];
  const index = buildGridIndex(grids);

  test('are all that the box meets, none that is metres away', () => {
    for (let n = 0; n < 500; n++) {
      const town = n % 2 === 0 ? [116, 39.9, 0.02] : [121, 31, 1];
      const [x = 0, y = 0, width = 0] = town;
      const [west, south] = [x + width * random(), y + width * random()];
      const box: Box = [west, south, west + width * 0.3 * random(), south + width * 0.3 * random()];
      const found: readonly string[] = Array.from(itemsInBox(index, box), (item) => codeAt(index, item));
      const near: readonly string[] = found.filter((one) => !inBox(grids, box, 0).includes(one));
      expect(found).toEqual(found.toSorted());
      expect(inBox(grids, box, 0).filter((one) => !found.includes(one))).toEqual([]);
      expect(near.filter((one) => !inBox(grids, box, 1e-4).includes(one))).toEqual([]);
    }
  });
  test.each([
    { name: 'the whole world', box: [-180, -90, 180, 90], count: 501 },
    { name: 'a box far away', box: [0, 0, 1, 1], count: 0 },
    { name: 'a box between the towns', box: [117, 35, 118, 36], count: 0 },
    { name: 'no numbers', box: [Number.NaN, 0, 1, 1], count: 0 },
  ] as const)('in $name there are $count', ({ box, count }) => {
    expect(itemsInBox(index, box)).toHaveLength(count);
  });
  test('an empty index has none', () => {
    expect(itemsInBox(buildGridIndex([]), [-180, -90, 180, 90])).toHaveLength(0);
  });
});

/** Codes of the grids whose own boxes meet a box that is wider by `slack` degrees. */
function inBox(grids: readonly IndexedGrid[], [west, south, east, north]: Box, slack: number): readonly string[] {
  return grids
    .filter(({ polygons }) => {
      const [from, , to] = polygons[0]?.[0] ?? [];
      if (from === undefined || to === undefined) return false;
      const apart = from[0] > east + slack || to[0] < west - slack || from[1] > north + slack || to[1] < south - slack;
      return !apart;
    })
    .map(({ code }) => code);
}

describe('an index built piece by piece', () => {
  test('is the same as one built at once, and stops on its way', () => {
    const grids = Array.from({ length: 45_000 }, (_, n) =>
      grid(n, square(0.001 * (n % 300), 0.001 * (n / 300), 0.001)),
    );
    const builder = startGridIndex();
    for (const one of grids) builder.add(one);
    const steps = builder.finish();
    let stops = 0;
    let result = steps.next();
    while (!result.done) {
      stops += 1;
      result = steps.next();
    }
    expect(result.value).toEqual(buildGridIndex(grids.toReversed()));
    expect(stops).toBeGreaterThanOrEqual(9); // every 20,000 items, three times
  });
  test('refuses a grid that comes too early or twice, and goes on', () => {
    const builder = startGridIndex();
    builder.add(grid(5, square(0, 0, 1)));
    expect(() => builder.add(grid(4, square(0, 0, 1)))).toThrow(
      `cannot index grid ${codeOf(4)}: it comes after ${codeOf(5)}`,
    );
    expect(() => builder.add(grid(5, square(0, 0, 1)))).toThrow('the code occurs twice');
    builder.add(grid(6, square(1, 0, 1)));
    const stopsAndEnd = builder.finish();
    let result = stopsAndEnd.next();
    while (!result.done) result = stopsAndEnd.next();
    expect(result.value.size).toBe(2);
  });
  test.each([
    '11010100100100',
    '1101010010010011',
    '110101001001000',
    '010101001001001',
    '11010100100100x',
    ' 10101001001001',
  ])('refuses the code %j', (code) => {
    expect(() => startGridIndex().add({ code, polygons: [[square(0, 0, 1)]] })).toThrow('needs 15 digits');
  });
});

test('codes come back as they were, leading digits and zeros within', () => {
  const codes = ['110101001001001', '659001999999999', '991001001001010'];
  const index = buildGridIndex(codes.map((code) => ({ code, polygons: [[square(0, 0, 1)]] })));
  expect([0, 1, 2].map((item) => codeAt(index, item))).toEqual(codes);
});

test('polygons keep their parts and holes', () => {
  const index = buildGridIndex([
    grid(1, square(0, 0, 1)),
    { code: codeOf(2), polygons: [[square(0, 0, 9), square(2, 2, 1)], [square(20, 0, 1)]] },
  ]);
  expect(polygonsAt(index, 0)).toEqual([[0, 5]]);
  expect(polygonsAt(index, 1)).toEqual([
    [5, 10, 15],
    [15, 20],
  ]);
});
