import type { LngLat } from './geometry.ts';

/** Height of a row of numbers, in degrees, for the ordinary target of 10,000 m². */
const BAND_DEGREES = 0.0009;
export const ORDINARY_TARGET_M2 = 10_000;

/** What decides the number of a grid inside its community. */
export type Numbered<T> = { readonly item: T; readonly centroid: LngLat };

/**
 * Orders the grids of one community west to east, then north to south: rows are bands of 0.0009° of latitude, times
 * √(target / 10,000), from the community's northernmost vertex; the planar centroid decides the row, its longitude
 * rounded to 1e-7 the place in it, and of equal ones the northern comes first.
 */
export function orderGrids<T>(grids: readonly Numbered<T>[], northernmostLat: number, targetM2: number): T[] {
  const placed = grids.map(({ item, centroid: [lng, lat] }) => ({
    item,
    row: rowOf(lat, northernmostLat, targetM2),
    column: columnOf(lng),
    lat,
  }));
  placed.sort((a, b) => a.row - b.row || a.column - b.column || b.lat - a.lat);
  return placed.map(({ item }) => item);
}

/** Shares of a row or a step below which a difference is noise of the arithmetic: centroids of boxes lie on lines. */
const NOISE = 1e-6;

/** The row of a centroid, 0 the northernmost. A centroid on the line between two rows is in the southern one. */
const rowOf = (lat: number, northernmostLat: number, targetM2: number): number =>
  Math.floor((northernmostLat - lat) / (BAND_DEGREES * Math.sqrt(targetM2 / ORDINARY_TARGET_M2)) + NOISE);

/** Longitude in steps of 1e-7, halves up whatever the last bits say. */
const columnOf = (lng: number): number => Math.floor(lng * 1e7 + 0.5 + NOISE);
