import type { MultiPolygonRings } from '../geometry.ts';

/** South-west and north-east corner in degrees. */
type Bounds = [minX: number, minY: number, maxX: number, maxY: number];

export function boundsOf(polygons: MultiPolygonRings): Bounds {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of polygons.flat(2)) {
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return [minX, minY, maxX, maxY];
}

/** True when two boxes have a point in common. */
export const meet = (a: Bounds, b: Bounds): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
