import { buildGridIndex, type LngLat } from '@wanmi/grid';
import { expect, test } from 'vitest';
import { outlineOf } from './outline.ts';

const square = (x: number, y: number): LngLat[] => [
  [x, y],
  [x + 1, y],
  [x + 1, y + 1],
  [x, y + 1],
  [x, y],
];
/** A field of 5 × 5 squares, every other one drawn the other way round; place `5 y + x`. */
const field = buildGridIndex(
  Array.from({ length: 25 }, (_, n) => {
    const ring = square(n % 5, Math.floor(n / 5));
    return {
      code: `110101001001${String(n + 1).padStart(3, '0')}`,
      polygons: [[n % 2 === 0 ? ring : ring.toReversed()]],
    };
  }),
);
const places = (...squares: readonly (readonly [number, number])[]): number[] => squares.map(([x, y]) => 5 * y + x);
const ALL = Array.from({ length: 25 }, (_, n) => n);

test.each([
  { name: 'one square', items: [7], rings: [[5]] },
  { name: 'two beside each other', items: places([0, 0], [1, 0]), rings: [[7]] },
  { name: 'all', items: ALL, rings: [[21]] },
  { name: 'all but the middle', items: ALL.filter((n) => n !== 12), rings: [[21, 5]] },
  { name: 'two apart', items: places([0, 0], [3, 3]), rings: [[5], [5]] },
  { name: 'none', items: [], rings: [] },
])('the border around $name', ({ items, rings }) => {
  const outline = outlineOf(field, items);
  const lengths = outline.map(({ starts }) => starts.slice(1).map((end, i) => end - (starts[i] ?? 0)));
  expect(lengths.toSorted()).toEqual(rings);
  for (const { xy, starts } of outline) {
    for (const [i, start] of starts.slice(0, -1).entries()) {
      const end = starts[i + 1] ?? 0;
      expect([xy[2 * start], xy[2 * start + 1]]).toEqual([xy[2 * end - 2], xy[2 * end - 1]]);
    }
  }
});
