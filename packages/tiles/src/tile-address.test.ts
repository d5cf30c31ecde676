import { describe, expect, test } from 'vitest';
import { latticeOf, unitsOf } from './lattice.ts';
import { leastZoom } from './least-zoom.ts';
import { addressProblem, degreesOf, EXTENT } from './tile-address.ts';

describe('a tile', () => {
  test('0/0/0 is the whole map', () => {
    const [west, south, east, north] = degreesOf({ z: 0, x: 0, y: 0 });
    expect([west, east]).toEqual([-180, 180]);
    expect(north).toBeCloseTo(85.0511287798, 8);
    expect(south).toBeCloseTo(-85.0511287798, 8);
  });
  test('ends where the next one begins', () => {
    const tile = { z: 15, x: 26_980, y: 12_415 };
    expect(degreesOf(tile)[2]).toBe(degreesOf({ ...tile, x: tile.x + 1 })[0]);
    expect(degreesOf(tile)[1]).toBe(degreesOf({ ...tile, y: tile.y + 1 })[3]);
  });
  test.each([
    { z: 0, x: 0, y: 0, problem: undefined },
    { z: 22, x: 2 ** 22 - 1, y: 0, problem: undefined },
    { z: 23, x: 0, y: 0, problem: 'zoom 23 is too deep, needs 0 to 22' },
    { z: 1, x: 2, y: 0, problem: 'column 2 is not on the map, needs 0 to 1 at zoom 1' },
    { z: 3, x: 0, y: 8, problem: 'row 8 is not on the map, needs 0 to 7 at zoom 3' },
  ])('$z/$x/$y: $problem', ({ problem, ...tile }) => {
    expect(addressProblem(tile)).toBe(problem);
  });
  test('knows where in it a position lies', () => {
    const [west, , , north] = degreesOf({ z: 10, x: 843, y: 387 });
    expect(unitsOf({ z: 10, x: 843, y: 387 }, west + 1e-9, north - 1e-9)).toEqual({ x: 0, y: 0 });
    expect(unitsOf({ z: 10, x: 842, y: 387 }, west + 1e-9, north - 1e-9)).toEqual({ x: EXTENT, y: 0 });
  });
});

describe('the lattice by which points are counted', () => {
  test.each([
    { z: 0, cells: 16 },
    { z: 16, cells: 16 },
    { z: 17, cells: EXTENT },
    { z: 22, cells: EXTENT },
  ])('at zoom $z has $cells cells along a tile, and goes on in the next', ({ z, cells }) => {
    const here = latticeOf({ z, x: 0, y: 0 });
    expect(here).toMatchObject({ side: 2 ** z * cells, columns: [0, cells - 1], rows: [0, cells - 1] });
    if (z > 0) expect(latticeOf({ z, x: 1, y: 0 }).columns[0]).toBe(here.columns[1] + 1);
  });
});

describe('the least zoom at which all can be drawn', () => {
  /** `count` places in rows of a hundred, `step` degrees apart. */
  const zoomOf = (count: number, step: number, most: number): number => {
    const place = (item: number) => [116 + step * (item % 100), 39 + step * Math.floor(item / 100)] as const;
    const steps = leastZoom(count, place, most);
    let result = steps.next();
    while (!result.done) result = steps.next();
    return result.value;
  };
  test.each([
    { name: 'none', count: 0, step: 1, most: 10, zoom: 0 },
    { name: 'as many as one tile may hold', count: 10, step: 0.001, most: 10, zoom: 0 },
    { name: 'one more, close together', count: 11, step: 1e-9, most: 10, zoom: 17 },
    { name: 'ten thousand a hundred metres apart', count: 10_000, step: 0.001, most: 5000, zoom: 13 },
    { name: 'the same, two thousand to a tile', count: 10_000, step: 0.001, most: 2000, zoom: 13 },
    { name: 'the same, a hundred to a tile', count: 10_000, step: 0.001, most: 100, zoom: 15 },
  ])('$name: $zoom', ({ count, step, most, zoom }) => {
    expect(zoomOf(count, step, most)).toBe(zoom);
  });
});
