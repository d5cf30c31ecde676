import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { localScale } from '../metric.ts';

/** Steps in a degree: positions are whole multiples of 1e-7°, about a centimetre, as files write them. */
const STEPS_PER_DEGREE = 1e7;

/**
 * Whole-number coordinates relative to an origin, so that every orientation test is exact: spans stay below 2^26
 * steps (6.7°), their products below 2^53.
 */
export type Lattice = { readonly originX: number; readonly originY: number };
const MAX_SPAN = 2 ** 26 - 1;

/** Metres in one step east and north, at the latitude of a place. */
export type StepScale = { readonly xM: number; readonly yM: number };

/** A lattice over all given polygons. Throws RangeError when they span more than 6.7°. */
export function latticeOver(areas: Iterable<MultiPolygonRings>): Lattice {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygons of areas) {
    for (const [lng, lat] of polygons.flat(2)) {
      minX = Math.min(minX, lng);
      maxX = Math.max(maxX, lng);
      minY = Math.min(minY, lat);
      maxY = Math.max(maxY, lat);
    }
  }
  if (Math.max(maxX - minX, maxY - minY) * STEPS_PER_DEGREE > MAX_SPAN) {
    throw new RangeError(`cannot cut areas that span ${maxX - minX}° by ${maxY - minY}°: needs less than 6.7°`);
  }
  return { originX: Math.round(minX * STEPS_PER_DEGREE), originY: Math.round(minY * STEPS_PER_DEGREE) };
}

/** The lattice point nearest to a position. */
export const toSteps = (lattice: Lattice, [lng, lat]: LngLat): readonly [number, number] => [
  Math.round(lng * STEPS_PER_DEGREE) - lattice.originX,
  Math.round(lat * STEPS_PER_DEGREE) - lattice.originY,
];

/** The position of a lattice point; written with 7 decimals it is exact. */
export const toLngLat = (lattice: Lattice, x: number, y: number): LngLat => [
  (x + lattice.originX) / STEPS_PER_DEGREE,
  (y + lattice.originY) / STEPS_PER_DEGREE,
];

/** The scale at a height `y` of the lattice. */
export function stepScaleAt(lattice: Lattice, y: number): StepScale {
  const { lngM, latM } = localScale((y + lattice.originY) / STEPS_PER_DEGREE);
  return { xM: lngM / STEPS_PER_DEGREE, yM: latM / STEPS_PER_DEGREE };
}
