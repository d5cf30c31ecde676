import type { MultiPolygonRings } from '../geometry.ts';
import { boundsOf } from './bounds.ts';
import { common, type Piece, uncovered } from './clip.ts';
import type { Named } from './cover-faults.ts';
import type { Fault } from './report.ts';
import { boxesOf, segmentsOf } from './shape-faults.ts';

/** Borders of planning units and communities that run within a metre of each other are meant to be one; with room for bends. */
const SLIVER_M = 1.3;
const SPECK_M2 = 25;

/** Grids that lie in a planning unit and beside it. */
export function unitFaults(grids: readonly Named[], units: readonly MultiPolygonRings[]): Fault[] {
  const borders = units.map((unit) => boxesOf(unit.flatMap(segmentsOf)));
  return grids.flatMap((grid) => {
    const box = boundsOf(grid.polygons);
    const crossed = units.filter((_, i) => (borders[i]?.search(...box).length ?? 0) > 0);
    return crossed.flatMap((unit): Fault[] => crossingFault(grid, unit));
  });
}

function crossingFault({ name, polygons }: Named, unit: MultiPolygonRings): Fault[] {
  const inside = common(polygons, unit).filter(isMeant);
  const outside = inside.length === 0 ? [] : uncovered(polygons, [unit]).filter(isMeant);
  const [piece] = outside;
  if (piece === undefined) return [];
  const sum = (pieces: readonly Piece[]): string => pieces.reduce((m2, { areaM2 }) => m2 + areaM2, 0).toFixed(0);
  const text = `lies in a planning unit with ${sum(inside)} m² and beside it with ${sum(outside)} m²`;
  return [{ kind: 'crosses-unit', subject: name, text, at: piece.at }];
}

const isMeant = ({ areaM2, widthM }: Piece): boolean => widthM >= SLIVER_M && areaM2 >= SPECK_M2;

/** True when a shape lies in a unit and beside it. */
export const crossesUnit = (shape: MultiPolygonRings, units: readonly MultiPolygonRings[]): boolean =>
  unitFaults([{ name: '', polygons: shape }], units).length > 0;
