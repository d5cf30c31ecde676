import type { PolygonRings } from '../geometry.ts';
import { perimeterM, polygonM2 } from './measure.ts';
import type { CommunityToCheck, Fault, GridToCheck } from './report.ts';

/** Polsby-Popper below which a grid is a needle or a comb. A strip of 25 by 400 m has 0.17. */
const LEAST = 0.15;
/** Where so much of a grid's border is that of its community, no cut could make it rounder. */
const GIVEN_BORDER = 0.6;

/** Polsby-Popper: 4π times the area over the square of the border's length. */
export const compactnessOf = (rings: PolygonRings): number => (4 * Math.PI * polygonM2(rings)) / perimeterM(rings) ** 2;

/** Edges of a community's border, by their ends. */
export type BorderEdges = ReadonlySet<string>;

export const borderEdges = ({ polygons }: CommunityToCheck): BorderEdges =>
  new Set(polygons.flat().flatMap((ring) => ring.slice(1).map((b, i) => keyOf(ring[i] ?? b, b))));

/** A grid that is less compact than any need be. */
export function compactnessFaults(grid: GridToCheck, name: string, border: () => BorderEdges): Fault[] {
  const [rings] = grid.polygons;
  if (rings === undefined) return [];
  const compactness = compactnessOf(rings);
  if (compactness >= LEAST || givenShare(rings, border()) >= GIVEN_BORDER) return [];
  const text = `has a compactness of ${compactness.toFixed(3)}, needs ${LEAST}`;
  return [{ kind: 'not-compact', subject: name, text, ...(rings[0]?.[0] === undefined ? {} : { at: rings[0][0] }) }];
}

function givenShare(rings: PolygonRings, border: BorderEdges): number {
  let given = 0;
  for (const ring of rings) {
    for (const [i, b] of ring.entries()) {
      const a = ring[i - 1];
      if (a !== undefined && border.has(keyOf(a, b))) given += perimeterM([[a, b]]);
    }
  }
  return given / perimeterM(rings);
}

type Place = readonly [number, number];
const keyOf = (a: Place, b: Place): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
