import type { GridCode } from '@wanmi/kernel';
import { orient2d } from 'robust-predicates';
import type { LngLat } from './geometry.ts';
import { codeAt, type GridIndex } from './grid-index.ts';

/**
 * The unit grid that a position lies in, undefined outside all of them.
 * A position on a shared border or corner belongs to the lowest grid code; the border of a hole belongs to the grid.
 * Equal to Turf's boolean-point-in-polygon over all grids, at a few microseconds a point.
 */
export function locate(index: GridIndex, [lng, lat]: LngLat): GridCode | undefined {
  const item = findItem(index, lng, lat);
  return item === undefined ? undefined : codeAt(index, item);
}

/** The place in the index of the grid that holds a position. */
export function findItem(index: GridIndex, lng: number, lat: number): number | undefined {
  if (index.boxes === undefined || !Number.isFinite(lng) || !Number.isFinite(lat)) return undefined;
  let lowest = Infinity;
  index.boxes.search(lng, lat, lng, lat, (item) => {
    if (item < lowest && itemContains(index, item, lng, lat)) lowest = item;
    return false;
  });
  return lowest === Infinity ? undefined : lowest;
}

function itemContains(index: GridIndex, item: number, lng: number, lat: number): boolean {
  const end = index.polygonStart[item + 1] ?? 0;
  for (let polygon = index.polygonStart[item] ?? 0; polygon < end; polygon++) {
    if (polygonContains(index, polygon, lng, lat)) return true;
  }
  return false;
}

function polygonContains(index: GridIndex, polygon: number, lng: number, lat: number): boolean {
  const end = index.ringStart[polygon + 1] ?? 0;
  let crossings = 0;
  for (let ring = index.ringStart[polygon] ?? 0; ring < end; ring++) {
    const found = crossingsOf(index, ring, lng, lat);
    if (found < 0) return true;
    crossings += found;
  }
  return crossings % 2 === 1;
}

/**
 * How often a ray from the position crosses a ring; -1 when the position lies on it.
 * Ported from point-in-polygon-hao (Hao et al. 2018, doi 10.3390/sym10100477), the loop inside Turf, with the same
 * exact predicate, so that borders are decided alike.
 */
function crossingsOf({ xy, positionStart }: GridIndex, ring: number, lng: number, lat: number): number {
  const from = positionStart[ring] ?? 0;
  const to = positionStart[ring + 1] ?? 0;
  let crossings = 0;
  let u1 = (xy[2 * from] ?? 0) - lng;
  let v1 = (xy[2 * from + 1] ?? 0) - lat;
  for (let i = from + 1; i < to; i++) {
    const u2 = (xy[2 * i] ?? 0) - lng;
    const v2 = (xy[2 * i + 1] ?? 0) - lat;
    if (v1 === 0 && v2 === 0) {
      if ((u2 <= 0 && u1 >= 0) || (u1 <= 0 && u2 >= 0)) return -1;
    } else if ((v2 >= 0 && v1 <= 0) || (v2 <= 0 && v1 >= 0)) {
      const side = orient2d(u1, u2, v1, v2, 0, 0);
      if (side === 0) return -1;
      if ((side > 0 && v2 > 0 && v1 <= 0) || (side < 0 && v2 <= 0 && v1 > 0)) crossings++;
    }
    u1 = u2;
    v1 = v2;
  }
  return crossings;
}
