import { expect, test } from 'vitest';
import { areaOfAllM2 } from '../metric.ts';
import { box, ring } from '../testing/shapes.ts';
import { mergeShapes } from './merge-shapes.ts';

test('[G71] shapes that share their borders become one', () => {
  const shapes = [[[box(0, 0, 100, 100)]], [[box(100, 0, 100, 100)]], [[box(0, 100, 100, 100)]]];
  const merged = mergeShapes(shapes);
  expect(merged).toHaveLength(1);
  expect(areaOfAllM2(merged)).toBeCloseTo(
    shapes.reduce((sum, shape) => sum + areaOfAllM2(shape), 0),
    3,
  );
});

test('[G71] a ring of shapes keeps its hole, whichever way their rings turn', () => {
  const around = [0, 1, 2].flatMap((x) => [0, 1, 2].flatMap((y) => (x === 1 && y === 1 ? [] : [[x * 100, y * 100]])));
  const shapes = around.map(([x = 0, y = 0], i) => [
    [i % 2 === 0 ? box(x, y, 100, 100) : box(x, y, 100, 100).toReversed()],
  ]);
  const [merged, ...others] = mergeShapes(shapes);
  expect([merged?.length, others.length]).toEqual([2, 0]);
});

test('[G71] shapes that lie apart, or meet in a corner, stay apart', () => {
  const shapes = [[[box(0, 0, 100, 100)]], [[box(100, 100, 100, 100)]], [[ring([400, 0], [500, 0], [500, 50])]]];
  expect(mergeShapes(shapes)).toHaveLength(3);
});
