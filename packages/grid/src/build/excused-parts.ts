import type { LngLat, PolygonRings } from '../geometry.ts';
import { areaM2, planarCentroid, ringLengthM } from '../metric.ts';

/**
 * Why the grids of a part cannot be of ordinary size or shape: it is smaller than half a grid; it holds neither one grid
 * nor two within a fifth of the target; it is too narrow for a compact one; or its shape could not be cut further.
 */
export type ExcuseReason = 'too-small' | 'between-sizes' | 'too-thin' | 'not-cut';

/** A part of a community whose grids are excused from a rule of size or shape. */
export type ExcusedPart = {
  readonly community: string;
  readonly reason: ExcuseReason;
  readonly areaM2: number;
  /** Mean width: twice the area over the length of the border. */
  readonly widthM: number;
  readonly at: LngLat;
};

/** Shares of the target within which the grids of a part are as large as they should be. */
const FITTING = [0.8, 1.2] as const;
const SMALL = 0.5;
/** Share of a grid's side below which a part is narrow. */
const THIN = 0.35;

/** What a part is excused from, before anything is cut. */
export function excuseOf(rings: PolygonRings, units: number, targetM2: number): Omit<ExcusedPart, 'community'>[] {
  const area = areaM2(rings);
  const widthM = (2 * area) / rings.reduce((sum, ring) => sum + ringLengthM(ring), 0);
  const share = area / units / targetM2;
  const reasons: ExcuseReason[] = [];
  if (share < SMALL) reasons.push('too-small');
  else if (share < FITTING[0] || share > FITTING[1]) reasons.push('between-sizes');
  if (widthM < THIN * Math.sqrt(targetM2) && !reasons.includes('too-small')) reasons.push('too-thin');
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return reasons.map((reason) => ({ reason, areaM2: tenth(area), widthM: tenth(widthM), at: planarCentroid(rings) }));
}
