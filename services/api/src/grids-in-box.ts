import type { GridIndex } from '@wanmi/grid';

/** Codes of the grids whose bounding boxes meet a box of degrees. */
export function gridsInBox(
  index: GridIndex,
  [west, south, east, north]: readonly [number, number, number, number],
): readonly string[] {
  const items = index.boxes?.search(west, south, east, north) ?? [];
  return items.map((item) => String(index.codes[item]).padStart(15, '0'));
}
