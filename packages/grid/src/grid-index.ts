import type { GridCode } from '@wanmi/kernel';
import Flatbush from 'flatbush';
import { parseGridCode } from './code.ts';
import type { MultiPolygonRings } from './geometry.ts';

/** What the index keeps of a grid. A lawful grid is one polygon; imported ones may have several. */
export type IndexedGrid = { readonly code: string; readonly polygons: MultiPolygonRings };

/**
 * Unit grids in flat arrays, ordered by code, with a packed R-tree over their boxes. Item `i` owns polygons
 * `polygonStart[i]..polygonStart[i + 1]`, a polygon its rings likewise, a ring its positions; `xy` holds longitude and
 * latitude in turn. About 200 bytes a grid of eight corners.
 */
export type GridIndex = {
  readonly size: number;
  /** 15-digit codes as numbers: below 2^53, ascending. */
  readonly codes: Float64Array;
  readonly polygonStart: Uint32Array;
  readonly ringStart: Uint32Array;
  readonly positionStart: Uint32Array;
  readonly xy: Float64Array;
  readonly boxes: Flatbush | undefined;
};

/** The code of the item at a place in the index. */
export const codeAt = (index: GridIndex, item: number): GridCode =>
  String(index.codes[item]).padStart(15, '0') as GridCode;

/**
 * Builds the index once; it is never changed. Order of the input is irrelevant.
 * Throws RangeError for a code that is not 15 digits, a repeated code, or a grid without positions.
 */
export function buildGridIndex(grids: Iterable<IndexedGrid>): GridIndex {
  const sorted = [...grids].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  sorted.forEach((grid, i) => {
    if (parseGridCode(grid.code) === sorted[i + 1]?.code) {
      throw new RangeError(`cannot index grid ${grid.code}: the code occurs twice, needs to be unique`);
    }
    if (!grid.polygons.some((rings) => rings.some((ring) => ring.length > 0))) {
      throw new RangeError(`cannot index grid ${grid.code}: it has no positions, needs at least one ring`);
    }
  });
  const boxes = sorted.length === 0 ? undefined : new Flatbush(sorted.length);
  const arrays = allocate(sorted);
  let [polygon, ring, position] = [0, 0, 0];
  for (const [item, { code, polygons }] of sorted.entries()) {
    arrays.codes[item] = Number(code);
    arrays.polygonStart[item] = polygon;
    const first = position;
    for (const rings of polygons) {
      arrays.ringStart[polygon++] = ring;
      for (const positions of rings) {
        arrays.positionStart[ring++] = position;
        for (const lngLat of positions) arrays.xy.set(lngLat, 2 * position++);
      }
    }
    boxes?.add(...boxOf(arrays.xy, first, position));
  }
  arrays.polygonStart[sorted.length] = polygon;
  arrays.ringStart[polygon] = ring;
  arrays.positionStart[ring] = position;
  boxes?.finish();
  return { size: sorted.length, boxes, ...arrays };
}

function allocate(grids: readonly IndexedGrid[]): Omit<GridIndex, 'size' | 'boxes'> {
  let [polygons, rings, positions] = [0, 0, 0];
  for (const grid of grids) {
    polygons += grid.polygons.length;
    for (const polygon of grid.polygons) {
      rings += polygon.length;
      for (const ring of polygon) positions += ring.length;
    }
  }
  return {
    codes: new Float64Array(grids.length),
    polygonStart: new Uint32Array(grids.length + 1),
    ringStart: new Uint32Array(polygons + 1),
    positionStart: new Uint32Array(rings + 1),
    xy: new Float64Array(2 * positions),
  };
}

function boxOf(xy: Float64Array, from: number, to: number): [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    const x = xy[2 * i] ?? 0;
    const y = xy[2 * i + 1] ?? 0;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX, maxY];
}
