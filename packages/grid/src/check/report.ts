import type { LngLat, MultiPolygonRings } from '../geometry.ts';

/** A grid as a file brings it; what is absent is not judged. */
export type GridToCheck = {
  readonly code?: string | undefined;
  readonly communityCode?: string | undefined;
  readonly areaM2?: number | undefined;
  readonly polygons: MultiPolygonRings;
};

/**
 * A community that the grids must fill. Without a code its grids are found by place, and numbers are not judged.
 * `targetM2` goes before the common target.
 */
export type CommunityToCheck = {
  readonly code?: string | undefined;
  readonly polygons: MultiPolygonRings;
  readonly targetM2?: number | undefined;
};

/** What else grids are held against. */
export type CheckAgainst = {
  /** Planning units: no grid lies in two. */
  readonly within?: readonly MultiPolygonRings[] | undefined;
  /** Buildings that no border may part. */
  readonly keep?: readonly MultiPolygonRings[] | undefined;
};

export type FaultKind =
  | 'bad-code'
  | 'repeated-code'
  | 'wrong-community'
  | 'unknown-community'
  | 'invalid-shape'
  | 'several-parts'
  | 'gap'
  | 'overlap'
  | 'outside'
  | 'order'
  | 'area-bounds'
  | 'area-misstated'
  | 'not-compact'
  | 'crosses-unit'
  | 'cuts-building'
  | 'communities-overlap';

/** One thing that is not lawful. `subject` is a code, or `feature N` where there is none. */
export type Fault = {
  readonly kind: FaultKind;
  readonly subject: string;
  readonly text: string;
  readonly at?: LngLat;
  readonly areaM2?: number;
};

export type Spread = {
  readonly min: number;
  readonly p5: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
};

export type Figures = {
  readonly grids: number;
  readonly communities: number;
  readonly targetM2: number;
  readonly gridAreaM2: Spread;
  /** Polsby-Popper: 1 for a circle, 0.785 for a square. */
  readonly compactness: Spread;
  readonly gapM2: number;
  readonly overlapM2: number;
  readonly outsideM2: number;
  /** Of these, pieces thinner than the last decimal of a coordinate: counted, no fault. */
  readonly sliverM2: number;
};

/** Grids that cannot keep an aim, because of the part of their community that they lie in. */
export type ExcusedGrids = {
  /** Code or place of the community. */
  readonly community: string;
  readonly reason: 'too-small' | 'between-sizes' | 'too-thin';
  readonly areaM2: number;
  readonly widthM: number;
  readonly at: LngLat;
  readonly grids: number;
};

/** What good grids keep to; missing one is no fault. Excused grids do not count. */
export type Aim = { readonly name: string; readonly value: number; readonly needs: number; readonly met: boolean };

export type GridReport = {
  readonly ok: boolean;
  readonly faults: readonly Fault[];
  readonly figures: Figures;
  readonly aims: readonly Aim[];
  readonly excused: readonly ExcusedGrids[];
};

/** Extremes, fifths of a decile, and the middle; zeros for nothing. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { min: at(0), p5: at(0.05), median: at(0.5), p95: at(0.95), max: at(1) };
}
