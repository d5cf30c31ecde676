import { difference, type Geom, intersection } from 'polyclip-ts';
import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { perimeterM, polygonM2 } from './measure.ts';

/** A piece that is covered twice, not at all, or wrongly. */
export type Piece = { readonly areaM2: number; readonly at: LngLat; readonly sliver: boolean };

/**
 * A piece of less mean width than this cannot be told from rounding: one step of the seventh decimal is 1.1 cm, and a
 * border bent by half a step on each side differs by no more.
 */
const SLIVER_WIDTH_M = 0.0112;

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
    const widthM = (2 * areaM2) / perimeterM(rings);
    return { areaM2, at: rings[0]?.[0] ?? [0, 0], sliver: widthM < SLIVER_WIDTH_M };
  });
}
