import type { GridIndex } from './grid-index.ts';
import { eachBucket, writeBox } from './raster.ts';

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * The places in the index of all grids whose boxes meet a box, ascending. Boxes are those of single precision: a grid a few
 * metres outside may be among them, none inside is missing.
 */
export function itemsInBox(index: GridIndex, box: Box): Uint32Array {
  const { boxes, raster } = index;
  const asked = new Float32Array(4);
  writeBox(asked, 0, box, [0, 4]);
  const [west = 0, south = 0, east = 0, north = 0] = asked;
  const { bucketStart, items } = raster;
  if (!(west <= raster.east && east >= raster.west && south <= raster.north && north >= raster.south)) {
    return new Uint32Array();
  }
  const found = new Set<number>();
  eachBucket(raster, asked, 0, (bucket) => {
    const end = bucketStart[bucket + 1] ?? 0;
    for (let i = bucketStart[bucket] ?? 0; i < end; i++) {
      const item = items[i] ?? 0;
      const at = 4 * item;
      const meets =
        (boxes[at] ?? 0) <= east &&
        (boxes[at + 2] ?? 0) >= west &&
        (boxes[at + 1] ?? 0) <= north &&
        (boxes[at + 3] ?? 0) >= south;
      if (meets) found.add(item);
    }
  });
  return Uint32Array.from(found).sort();
}
