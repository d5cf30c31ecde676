import { type CommunityCode, gridCodeOf } from '../code.ts';
import type { Lattice } from '../cut/lattice.ts';
import { type Face, faceOf } from '../cut/loops.ts';
import type { Grid, MultiPolygonRings } from '../geometry.ts';
import { areaM2, planarCentroid } from '../metric.ts';
import { orderGrids } from '../number-grids.ts';
import { type Packed, ringsOfPacked, unpack } from './packed.ts';

/** A community whose neighbours are all cut. */
export type FinalCommunity = {
  readonly code: CommunityCode;
  readonly drawn: boolean;
  readonly targetM2: number;
  readonly polygons: MultiPolygonRings;
  /** Its rings when it was cut, and as they are now: the same with the neighbours' points. */
  readonly ringsWhenCut: readonly Float64Array[];
  readonly ringsNow: readonly (readonly Packed[])[];
  readonly pieces: readonly Float64Array[];
};

/** Puts the points that neighbours have added into the pieces of a community, and numbers them. */
export function finishCommunity(lattice: Lattice, community: FinalCommunity): Grid[] {
  const { code, drawn, targetM2, polygons, pieces } = community;
  const later = laterPoints(community);
  const northernmost = polygons.flat(2).reduce((top, [, lat]) => Math.max(top, lat), -90);
  const numbered = pieces.map((piece) => {
    const face: Face | undefined = faceOf(unpack, withLater(piece, later));
    if (face === undefined) throw new Error(`a grid of community ${code} falls apart in a point`);
    const rings = ringsOfPacked(lattice, face);
    return { item: rings, centroid: planarCentroid(rings) };
  });
  return orderGrids(numbered, northernmost, targetM2).map((rings, i) => ({
    code: gridCodeOf(code, i + 1),
    communityCode: code,
    areaM2: Math.round(areaM2(rings) * 100) / 100,
    drawn,
    rings,
  }));
}

/** By the start of an edge: its end, and the points between. */
type Later = ReadonlyMap<Packed, readonly { readonly end: Packed; readonly points: readonly Packed[] }[]>;

function laterPoints({ ringsWhenCut, ringsNow }: FinalCommunity): Later {
  const later = new Map<Packed, { readonly end: Packed; readonly points: readonly Packed[] }[]>();
  for (const [i, before] of ringsWhenCut.entries()) {
    const now = ringsNow[i] ?? [];
    if (now.length === before.length) continue;
    let at = 0;
    for (const [j, start] of before.entries()) {
      const end = before[(j + 1) % before.length] ?? start;
      const stop = j + 1 === before.length ? now.length : now.indexOf(end, at + 1);
      const points = now.slice(at + 1, stop);
      if (points.length > 0) later.set(start, [...(later.get(start) ?? []), { end, points }]);
      at = stop;
    }
  }
  return later;
}

function withLater(piece: Float64Array, later: Later): Packed[] {
  if (later.size === 0) return Array.from(piece);
  return Array.from(piece).flatMap((start, i) => {
    const end = piece[(i + 1) % piece.length] ?? start;
    return [start, ...(later.get(start)?.find((edge) => edge.end === end)?.points ?? [])];
  });
}
