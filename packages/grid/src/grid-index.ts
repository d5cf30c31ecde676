import type { GridCode } from '@wanmi/kernel';
import { parseGridCode } from './code.ts';
import type { MultiPolygonRings } from './geometry.ts';
import { type Boxes, type Raster, rasterSteps, writeBox } from './raster.ts';

/** What the index keeps of a grid. A lawful grid is one polygon; imported ones may have several. */
export type IndexedGrid = { readonly code: string; readonly polygons: MultiPolygonRings };

/**
 * Unit grids in flat arrays, ordered by code, with a raster over their boxes. Item `i` owns the positions
 * `positionStart[i]..positionStart[i + 1]`; `xy` holds longitude and latitude in turn. About 170 bytes a grid of six
 * corners.
 */
export type GridIndex = {
  readonly size: number;
  /** 15-digit codes as numbers: below 2^53, ascending. */
  readonly codes: Float64Array;
  readonly positionStart: Uint32Array;
  readonly xy: Float64Array;
  readonly boxes: Boxes;
  /** The rings of items that have more than one; all others are one ring. */
  readonly parts: ReadonlyMap<number, ItemPolygons>;
  readonly raster: Raster;
};

/** Polygons of an item, each with the first position of its rings and, at the end, where the last ring ends. */
export type ItemPolygons = readonly (readonly number[])[];

/** Takes grids one by one, in the order of their codes, and makes the index of them. */
export type GridIndexBuilder = {
  /** Throws RangeError for a code that is not 15 digits, repeated or out of order, or a grid without positions. */
  readonly add: (grid: IndexedGrid) => void;
  /** Stops every few milliseconds, so that others may work meanwhile. Once only. */
  readonly finish: () => Generator<undefined, GridIndex>;
};

const CODE_PARTS = 1e6;

/** The code of the item at a place in the index. */
export function codeAt({ codes }: GridIndex, item: number): GridCode {
  const code = codes[item] ?? 0;
  // Whole numbers below 2^31 become text several times faster than one of 15 digits.
  const first = Math.floor(code / CODE_PARTS);
  return `${first}${String(code - first * CODE_PARTS + CODE_PARTS).slice(1)}` as GridCode;
}

/** The polygons of an item, as `parts` has them. */
export const polygonsAt = ({ parts, positionStart }: GridIndex, item: number): ItemPolygons =>
  parts.get(item) ?? [[positionStart[item] ?? 0, positionStart[item + 1] ?? 0]];

/**
 * Builds the index once; it is never changed. Order of the input is irrelevant.
 * Throws RangeError for a code that is not 15 digits, a repeated code, or a grid without positions.
 */
export function buildGridIndex(grids: Iterable<IndexedGrid>): GridIndex {
  const builder = startGridIndex();
  const sorted = [...grids].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  for (const grid of sorted) builder.add(grid);
  const steps = builder.finish();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Starts an index that is built piece by piece. Holds none of the grids it was given. */
export function startGridIndex(): GridIndexBuilder {
  const rows = { codes: new Float64Array(256), positionStart: new Uint32Array(256), boxes: new Float32Array(1024) };
  const parts = new Map<number, ItemPolygons>();
  const pieces = startPieces();
  let [size, last] = [0, 0];
  return {
    add: ({ code, polygons }) => {
      const number = readNext(code, last);
      const positions = countPositions(polygons);
      if (positions === 0) {
        throw new RangeError(`cannot index grid ${code}: it has no positions, needs at least one ring`);
      }
      rows.codes = withRoom(rows.codes, size + 1);
      rows.positionStart = withRoom(rows.positionStart, size + 2);
      rows.boxes = withRoom(rows.boxes, 4 * size + 4);
      const first = pieces.length() / 2;
      if (polygons.length > 1 || polygons[0]?.length !== 1) parts.set(size, spansOf(polygons, first));
      const at = pieces.take(2 * positions);
      copyPositions(polygons, pieces.array(), at);
      writeBox(rows.boxes, size, pieces.array(), [at, at + 2 * positions]);
      rows.codes[size] = number;
      rows.positionStart[size] = first;
      rows.positionStart[size + 1] = first + positions;
      [size, last] = [size + 1, number];
    },
    finish: function* () {
      const codes = rows.codes.slice(0, size);
      const positionStart = rows.positionStart.slice(0, size + 1);
      const boxes = rows.boxes.slice(0, 4 * size);
      const xy = yield* pieces.joined();
      return { size, codes, positionStart, xy, boxes, parts, raster: yield* rasterSteps(boxes, size) };
    },
  };
}

/** Reads a code that must follow `last`, both as numbers. */
function readNext(code: string, last: number): number {
  const number = numberOf(code);
  if (number === last) {
    throw new RangeError(`cannot index grid ${code}: the code occurs twice, needs to be unique`);
  }
  if (number < last) {
    throw new RangeError(`cannot index grid ${code}: it comes after ${last}, needs the order of the codes`);
  }
  return number;
}

/** A grid code as a number; the check of `parseGridCode` without its cost, which a million codes would feel. */
function numberOf(code: string): number {
  let [number, part] = [0, 0];
  for (let i = 0; i < code.length; i++) {
    const digit = code.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9 || number + digit === 0) return Number(parseGridCode(code));
    number = 10 * number + digit;
    part = i % 3 === 0 ? digit : 10 * part + digit;
    if (part === 0 && i % 3 === 2 && i > 6) return Number(parseGridCode(code));
  }
  return code.length === 15 ? number : Number(parseGridCode(code));
}

function countPositions(polygons: MultiPolygonRings): number {
  let count = 0;
  for (const rings of polygons) for (const ring of rings) count += ring.length;
  return count;
}

function copyPositions(polygons: MultiPolygonRings, into: Float64Array, from: number): void {
  let at = from;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (const position of ring) {
        into[at] = position[0];
        into[at + 1] = position[1];
        at += 2;
      }
    }
  }
}

/** Where the rings of each polygon begin and the last one ends. */
function spansOf(polygons: MultiPolygonRings, first: number): ItemPolygons {
  let at = first;
  return polygons.map((rings) => [
    at,
    ...rings.map((ring) => {
      at += ring.length;
      return at;
    }),
  ]);
}

/** Numbers in a piece: 2 MB. */
const PIECE = 2 ** 18;

/** Room for numbers that grows without copying what is there; joined at the end. */
function startPieces() {
  const full: Float64Array[] = [];
  let piece = new Float64Array(PIECE);
  let [used, before] = [0, 0];
  return {
    length: () => before + used,
    /** Where in `array()` there is room for so many numbers, to be filled at once. */
    take: (count: number): number => {
      if (used + count > piece.length) {
        full.push(piece.subarray(0, used));
        [before, used] = [before + used, 0];
        piece = new Float64Array(Math.max(PIECE, count));
      }
      used += count;
      return used - count;
    },
    array: () => piece,
    joined: function* (): Generator<undefined, Float64Array> {
      const whole = new Float64Array(before + used);
      let at = 0;
      full.push(piece.subarray(0, used));
      // Let go one by one, so that never much more than one copy is held.
      for (let one = full.shift(); one !== undefined; one = full.shift()) {
        whole.set(one, at);
        at += one.length;
        yield;
      }
      return whole;
    },
  };
}

/** The array itself while `needed` numbers fit, else a larger copy. */
function withRoom<T extends Float64Array | Float32Array | Uint32Array>(array: T, needed: number): T {
  if (needed <= array.length) return array;
  const larger = new (array.constructor as { new (length: number): T })(Math.max(needed, 2 * array.length));
  larger.set(array);
  return larger;
}
