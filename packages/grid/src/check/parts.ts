import type { LngLat, MultiPolygonRings, PolygonRings } from '../geometry.ts';
import { boundsOf, meet } from './bounds.ts';
import { common, uncovered } from './clip.ts';
import { centreOf, perimeterM, polygonM2 } from './measure.ts';
import type { ExcusedGrids } from './report.ts';
import { isInside } from './shape-faults.ts';

/** A part of a community that grids are cut in: a polygon of it, or what of that lies in one planning unit. */
export type Part = {
  readonly areaM2: number;
  readonly widthM: number;
  readonly at: LngLat;
  readonly rings: PolygonRings;
};

/** Shares of the target that a grid's area should keep to, and of its side below which a part is narrow. */
const FIFTH = [0.8, 1.2] as const;
const HALF = 0.5;
const NARROW = 0.35;

const partOf = (rings: PolygonRings): Part => {
  const areaM2 = polygonM2(rings);
  return { areaM2, widthM: (2 * areaM2) / perimeterM(rings), at: centreOf(rings), rings };
};

/** The parts of a community: clipped by planning units where there are any. */
export function partsOf(community: MultiPolygonRings, units: readonly MultiPolygonRings[] = []): Part[] {
  const box = boundsOf(community);
  const near = units.filter((unit) => meet(boundsOf(unit), box));
  if (near.length === 0) return community.map(partOf);
  const inside = near.flatMap((unit) => common(community, unit));
  return [...inside, ...uncovered(community, near)].map(({ rings }) => partOf(rings));
}

/** The part in which a place lies. */
export const partAt = (parts: readonly Part[], at: LngLat): Part | undefined =>
  parts.find(({ rings }) => isInside(at, rings));

/** Why the grids of a part cannot be as others are; none when they can. */
export function excusesOf({ areaM2, widthM }: Part, targetM2: number): ExcusedGrids['reason'][] {
  const units = Math.max(1, Math.round(areaM2 / targetM2));
  const share = areaM2 / units / targetM2;
  if (share < HALF) return ['too-small'];
  const isBetween = share < FIFTH[0] || share > FIFTH[1];
  const isThin = widthM < NARROW * Math.sqrt(targetM2);
  return [...(isBetween ? (['between-sizes'] as const) : []), ...(isThin ? (['too-thin'] as const) : [])];
}
