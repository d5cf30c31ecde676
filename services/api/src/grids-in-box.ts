import { type Box, codeAt, type GridIndex, itemsInBox } from '@wanmi/grid';

/** Codes of the grids whose bounding boxes meet a box of degrees, ascending. */
export const gridsInBox = (index: GridIndex, box: Box): readonly string[] =>
  Array.from(itemsInBox(index, box), (item) => codeAt(index, item));
