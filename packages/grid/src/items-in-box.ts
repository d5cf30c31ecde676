import type { GridIndex } from './grid-index.ts';
import { bucketAt, eachBucket, writeBox } from './raster.ts';

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * The places in the index of all grids whose boxes meet a box, ascending. Boxes are those of single precision: a grid a few
 * metres outside may be among them, none inside is missing.
 */
export function itemsInBox(index: GridIndex, box: Box): Uint32Array {
  const found: number[] = [];
  eachItemInBox(index, box, (item) => found.push(item));
  return Uint32Array.from(found).sort();
}

/** Visits what `itemsInBox` gives, each once, in the order in which they lie. */
export function eachItemInBox({ boxes, raster }: GridIndex, box: Box, visit: (item: number) => void): void {
  const asked = new Float32Array(4);
  writeBox(asked, 0, box, [0, 4]);
  const [west = 0, south = 0, east = 0, north = 0] = asked;
  const { bucketStart, items } = raster;
  if (!(west <= raster.east && east >= raster.west && south <= raster.north && north >= raster.south)) return;
  eachBucket(raster, asked, 0, (bucket) => {
    const end = bucketStart[bucket + 1] ?? 0;
    for (let i = bucketStart[bucket] ?? 0; i < end; i++) {
      const item = items[i] ?? 0;
      const at = 4 * item;
      const [left, bottom] = [boxes[at] ?? 0, boxes[at + 1] ?? 0];
      if (left > east || (boxes[at + 2] ?? 0) < west || bottom > north || (boxes[at + 3] ?? 0) < south) continue;
      // Of all buckets that both boxes meet one holds the corner where their common part begins.
      if (bucketAt(raster, Math.max(left, west), Math.max(bottom, south)) === bucket) visit(item);
    }
  });
}
