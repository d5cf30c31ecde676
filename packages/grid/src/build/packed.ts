import { type Lattice, toLngLat } from '../cut/lattice.ts';
import type { Face } from '../cut/loops.ts';
import type { Point } from '../cut/segments.ts';
import type { LngLat, PolygonRings } from '../geometry.ts';

/**
 * A lattice point as one whole number, so that rings pass between threads as flat arrays and need no table of vertices:
 * two of them are the same point when they are equal.
 */
export type Packed = number;

const SPAN = 2 ** 26;

export const pack = ({ x, y }: Point): Packed => x * SPAN + y;
export const unpack = (packed: Packed): Point => ({ x: Math.floor(packed / SPAN), y: packed % SPAN });

/** A face of packed points as closed rings in degrees. */
export function ringsOfPacked(lattice: Lattice, { outer, holes }: Face): PolygonRings {
  return [outer, ...holes].map((ring) => {
    const positions = ring.map((packed): LngLat => {
      const { x, y } = unpack(packed);
      return toLngLat(lattice, x, y);
    });
    return [...positions, ...positions.slice(0, 1)];
  });
}
