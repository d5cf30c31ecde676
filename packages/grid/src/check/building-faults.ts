import Flatbush from 'flatbush';
import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { boundsOf } from './bounds.ts';
import { common } from './clip.ts';
import type { Fault } from './report.ts';
import { isInside } from './shape-faults.ts';
import { crossesUnit } from './unit-faults.ts';

/** Walls are known to a tenth of a metre; a slice thinner than this cuts nothing. */
const SLICE_M = 0.25;

/** A grid with what it belongs to: borders between communities may pass anything. */
export type HomedGrid = { readonly name: string; readonly home: number; readonly polygons: MultiPolygonRings };

/** Buildings that a border between two grids of one community parts. Borders of planning units may. */
export function buildingFaults(
  grids: readonly HomedGrid[],
  buildings: readonly MultiPolygonRings[],
  units: readonly MultiPolygonRings[] = [],
): Fault[] {
  if (grids.length === 0) return [];
  const boxes = new Flatbush(grids.length);
  for (const { polygons } of grids) boxes.add(...boundsOf(polygons));
  boxes.finish();
  return buildings.flatMap((building, i): Fault[] => {
    const near = boxes.search(...boundsOf(building)).flatMap((j) => grids[j] ?? []);
    if (near.length < 2 || near.some((grid) => holdsPlainly(grid.polygons, building))) return [];
    const parted = near.filter(({ polygons }) => common(building, polygons).some(({ widthM }) => widthM >= SLICE_M));
    const homes = new Map<number, HomedGrid[]>();
    for (const grid of parted) homes.set(grid.home, [...(homes.get(grid.home) ?? []), grid]);
    const split = [...homes.values()].find((own) => own.length > 1);
    if (split === undefined || crossesUnit(building, units)) return [];
    const text = `is parted between grids ${split.map(({ name }) => name).join(', ')}`;
    const at: LngLat = building[0]?.[0]?.[0] ?? [0, 0];
    return [{ kind: 'cuts-building', subject: `building ${i}`, text, at }];
  });
}

/** True when all corners of a building lie in a grid, and none of the grid's in the building. */
function holdsPlainly(grid: MultiPolygonRings, building: MultiPolygonRings): boolean {
  return (
    building.flat(2).every((at) => grid.some((rings) => isInside(at, rings))) &&
    !grid.flat(2).some((at) => building.some((rings) => isInside(at, rings)))
  );
}
