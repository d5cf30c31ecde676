import type { LngLat, PolygonRings } from '../geometry.ts';
import { centreOf } from './measure.ts';
import { isInside } from './shape-faults.ts';

/** The centre, or where a bent shape leaves it out, the middle of the first stretch inside at its height. */
export function pointInside(rings: PolygonRings): LngLat {
  const centre = centreOf(rings);
  if (isInside(centre, rings)) return centre;
  const lat = centre[1];
  const crossings = rings.flatMap((ring) =>
    ring.slice(1).flatMap((b, i) => {
      const a = ring[i] ?? b;
      return a[1] > lat === b[1] > lat ? [] : [a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0])];
    }),
  );
  const [west = centre[0], east = centre[0]] = crossings.sort((p, q) => p - q);
  return [(west + east) / 2, lat];
}
