import type { GridCode } from '@wanmi/kernel';
import type { LngLat } from './geometry.ts';
import { codeAt, type GridIndex, polygonsAt } from './grid-index.ts';
import { itemsInBox } from './items-in-box.ts';
import { findItem, itemContains } from './locate.ts';
import { type LocalScale, localScale } from './metric.ts';

/** A grid and how far its border is, in metres; 0 inside. */
export type NearGrid = { readonly code: GridCode; readonly distanceM: number };

/**
 * The grid nearest to a position, not farther than `withinM` metres (the limit included).
 * Metres are flat at the latitude of the position. Of equally near grids the lowest code wins.
 */
export function nearest(index: GridIndex, [lng, lat]: LngLat, withinM: number): NearGrid | undefined {
  const inside = findItem(index, lng, lat);
  if (inside !== undefined) return { code: codeAt(index, inside), distanceM: 0 };
  if (!Number.isFinite(lng) || !Number.isFinite(lat) || !(withinM >= 0)) return undefined;
  const scale = localScale(lat);
  const [x, y] = [withinM / scale.lngM, withinM / scale.latM];
  let best: { item: number; distanceM: number } | undefined;
  for (const item of itemsInBox(index, [lng - x, lat - y, lng + x, lat + y])) {
    const distanceM = distanceToItemM(index, item, [lng, lat], scale);
    if (distanceM <= withinM && (best === undefined || distanceM < best.distanceM)) best = { item, distanceM };
  }
  return best && { code: codeAt(index, best.item), distanceM: best.distanceM };
}

/** How far outside a grid a position lies, in metres, 0 inside; undefined when the index has no such grid. */
export function outsideGridM(index: GridIndex, code: string, [lng, lat]: LngLat): number | undefined {
  const item = findCode(index.codes, Number(code));
  if (item === undefined) return undefined;
  return itemContains(index, item, lng, lat) ? 0 : distanceToItemM(index, item, [lng, lat], localScale(lat));
}

/** The place of a code among ascending ones. */
function findCode(codes: Float64Array, code: number): number | undefined {
  let [low, high] = [0, codes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((codes[middle] ?? 0) < code) low = middle + 1;
    else high = middle;
  }
  return codes[low] === code ? low : undefined;
}

function distanceToItemM(index: GridIndex, item: number, at: LngLat, scale: LocalScale): number {
  let least = Infinity;
  for (const starts of polygonsAt(index, item)) {
    for (let ring = 0; ring + 1 < starts.length; ring++) {
      const end = starts[ring + 1] ?? 0;
      for (let i = (starts[ring] ?? 0) + 1; i < end; i++) {
        least = Math.min(least, distanceToSegmentM(index.xy, i, at, scale));
      }
    }
  }
  return least;
}

/** Distance to the segment that ends at position `i`. */
function distanceToSegmentM(xy: Float64Array, i: number, [lng, lat]: LngLat, { lngM, latM }: LocalScale): number {
  const ax = ((xy[2 * i - 2] ?? 0) - lng) * lngM;
  const ay = ((xy[2 * i - 1] ?? 0) - lat) * latM;
  const dx = ((xy[2 * i] ?? 0) - lng) * lngM - ax;
  const dy = ((xy[2 * i + 1] ?? 0) - lat) * latM - ay;
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / lengthSquared));
  const [x, y] = [ax + along * dx, ay + along * dy];
  return Math.sqrt(x * x + y * y);
}
