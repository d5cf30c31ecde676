import type { TilePoint } from './cut-polygon.ts';
import { EXTENT, mercatorX, mercatorY, type TileAddress } from './tile-address.ts';

/** From this zoom on every point stands for itself; only those on the very same unit stay together. */
const SINGLE_FROM = 17;
/** Cells of the lattice along a tile's side below that: one in 32 pixels. */
const CELLS = 16;

/** The lattice of cells by which points are counted: of the whole map at one zoom, so that adjoining tiles agree. */
export type Lattice = {
  /** Cells along the whole map. */
  readonly side: number;
  /** The tile's cells: first and last column and row, both included. */
  readonly columns: readonly [number, number];
  readonly rows: readonly [number, number];
};

/** The cells of a tile. Each cell lies in one tile. */
export function latticeOf({ z, x, y }: TileAddress): Lattice {
  const cells = z >= SINGLE_FROM ? EXTENT : CELLS;
  return {
    side: 2 ** z * cells,
    columns: [x * cells, (x + 1) * cells - 1],
    rows: [y * cells, (y + 1) * cells - 1],
  };
}

/** Where a position lies in a tile, in whole units. */
export function unitsOf({ z, x, y }: TileAddress, lng: number, lat: number): TilePoint {
  const scale = 2 ** z * EXTENT;
  return { x: Math.floor(mercatorX(lng) * scale) - x * EXTENT, y: Math.floor(mercatorY(lat) * scale) - y * EXTENT };
}
