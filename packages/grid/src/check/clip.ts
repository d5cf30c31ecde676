import { difference, type Geom, intersection } from 'polyclip-ts';
import type { LngLat, MultiPolygonRings, PolygonRings } from '../geometry.ts';
import { perimeterM, polygonM2 } from './measure.ts';

/** A piece that is covered twice, not at all, or wrongly, and its mean width. */
export type Piece = {
  readonly areaM2: number;
  readonly at: LngLat;
  readonly widthM: number;
  readonly rings: PolygonRings;
};

/** What of `subject` none of `covers` covers. */
export const uncovered = (subject: MultiPolygonRings, covers: readonly MultiPolygonRings[]): Piece[] =>
  piecesOf(difference(toGeom(subject), ...covers.map(toGeom)));

/** What two shapes have in common. */
export const common = (a: MultiPolygonRings, b: MultiPolygonRings): Piece[] =>
  piecesOf(intersection(toGeom(a), toGeom(b)));

const toGeom = (polygons: MultiPolygonRings): Geom =>
  polygons.map((rings) => rings.map((ring) => ring.map(([lng, lat]): [number, number] => [lng, lat])));

function piecesOf(polygons: MultiPolygonRings): Piece[] {
  return polygons.map((rings) => {
    const areaM2 = polygonM2(rings);
    return { areaM2, at: rings[0]?.[0] ?? [0, 0], widthM: (2 * areaM2) / perimeterM(rings), rings };
  });
}
