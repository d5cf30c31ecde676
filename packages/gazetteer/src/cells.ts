import { type LngLat, localScale } from '@wanmi/grid';

/** Cells a degree, as the columns `cell` of the migrations have them. */
const PER_DEGREE = 1000;

/** The cell of the lattice that a position lies in: row from the south pole times 10^6, plus column from 180° west. */
const cellAt = (column: number, row: number): number => row * 1_000_000 + column;

/** The cells of a square around a position, and how far everything nearer is certainly inside, in metres. */
export type CellSquare = { readonly cells: readonly number[]; readonly reachM: number };

/** The square of `2 rings + 1` cells each way around a position. Cells beyond the date line are not wrapped. */
export function cellsAround([lng, lat]: LngLat, rings: number): CellSquare {
  const [column, row] = [Math.floor((lng + 180) * PER_DEGREE), Math.floor((lat + 90) * PER_DEGREE)];
  const cells: number[] = [];
  for (let y = row - rings; y <= row + rings; y++) {
    for (let x = column - rings; x <= column + rings; x++) cells.push(cellAt(x, y));
  }
  const { lngM, latM } = localScale(lat);
  const inside = (value: number, of: number): number =>
    Math.min(value - of / PER_DEGREE, (of + 1) / PER_DEGREE - value);
  const across = (inside(lng + 180, column) + rings / PER_DEGREE) * lngM;
  const along = (inside(lat + 90, row) + rings / PER_DEGREE) * latM;
  return { cells, reachM: Math.min(across, along) };
}
