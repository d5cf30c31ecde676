import { BUFFER, EXTENT, mercatorX, mercatorY, type TileAddress } from './tile-address.ts';

/** Closed, in units of the tile, x to the east and y to the south; the last position repeats the first. */
export type TileRing = readonly TilePoint[];
/** Whole units of a tile. */
export type TilePoint = { readonly x: number; readonly y: number };

/** A polygon in flat arrays: longitude and latitude in turn, and where each ring begins and the last one ends. */
export type FlatPolygon = { readonly xy: Float64Array; readonly starts: readonly number[] };

/**
 * The part of a polygon in a tile and its buffer: its outer ring first (clockwise as seen), then its holes.
 * Positions are rounded to a lattice of the whole map, wherever the tile lies, so that neighbours and adjoining tiles
 * agree; what lies on a straight line between two others is left out. A polygon smaller than a step of the lattice is one
 * step large. Empty when nothing of it is in the tile.
 */
export function cutPolygon(tile: TileAddress, { xy, starts }: FlatPolygon): TileRing[] {
  const step = stepOf(tile.z);
  const rings: TileRing[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const snapped = snap(tile, xy, [starts[i] ?? 0, starts[i + 1] ?? 0], step);
    const straight = withoutNeedless(snapped);
    const whole = straight.length >= 6 || i > 0 ? straight : speckAt(snapped, step);
    const clipped = clip(whole);
    const ring = clipped === whole ? whole : withoutNeedless(clipped);
    if (ring.length >= 6) rings.push(closed(ring, i === 0));
    else if (i === 0) return [];
  }
  return rings;
}

/** Half a pixel or less: a pixel is 8 units at 512 pixels a tile, and pages enlarge tiles from the deepest zoom only. */
const stepOf = (z: number): number => (z >= 14 ? 1 : z >= 11 ? 2 : 4);

/** An open ring: x and y in turn. */
type Flat = number[];

function snap({ z, x, y }: TileAddress, xy: Float64Array, range: readonly [number, number], step: number): Flat {
  const scale = (2 ** z * EXTENT) / step;
  const [left, top] = [(x * EXTENT) / step, (y * EXTENT) / step];
  const ring: Flat = [];
  const [from, to] = range;
  for (let i = from; i < to; i++) {
    const px = (Math.round(mercatorX(xy[2 * i] ?? 0) * scale) - left) * step;
    const py = (Math.round(mercatorY(xy[2 * i + 1] ?? 0) * scale) - top) * step;
    const end = ring.length;
    if (end === 0 || ring[end - 2] !== px || ring[end - 1] !== py) ring.push(px, py);
  }
  while (ring.length > 2 && ring[0] === ring[ring.length - 2] && ring[1] === ring[ring.length - 1]) ring.length -= 2;
  return ring;
}

/** Leaves out positions on a straight line between their neighbours, and spikes. */
function withoutNeedless(ring: Flat): Flat {
  const kept: Flat = [];
  let end = 0;
  for (let i = 0; i < ring.length; i += 2) {
    while (end >= 4 && isStraight(kept, end - 4, kept, end - 2, ring, i)) end -= 2;
    kept[end] = ring[i] ?? 0;
    kept[end + 1] = ring[i + 1] ?? 0;
    end += 2;
  }
  // The seam, which the pass could not see.
  let start = 0;
  while (end - start >= 6 && isStraight(kept, end - 4, kept, end - 2, kept, start)) end -= 2;
  while (end - start >= 6 && isStraight(kept, end - 2, kept, start, kept, start + 2)) start += 2;
  return start === 0 && end === kept.length ? kept : kept.slice(start, end);
}

/** Whether three positions, each at a place in a ring, lie on one line. */
// biome-ignore lint/complexity/useMaxParams: an object for each position of each border would cost more than the rest
function isStraight(a: Flat, i: number, b: Flat, j: number, c: Flat, k: number): boolean {
  const bx = b[j] ?? 0;
  const by = b[j + 1] ?? 0;
  return (bx - (a[i] ?? 0)) * ((c[k + 1] ?? 0) - by) === (by - (a[i + 1] ?? 0)) * ((c[k] ?? 0) - bx);
}

/** A square of one step for a polygon that rounding has left without area. */
function speckAt([x = 0, y = 0]: Flat, step: number): Flat {
  return [x, y, x + step, y, x + step, y + step, x, y + step];
}

const [LOW, HIGH] = [-BUFFER, EXTENT + BUFFER];

/** Sutherland and Hodgman's clipping of a ring by tile and buffer, one side after the other. */
function clip(ring: Flat): Flat {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [ring[i] ?? 0, ring[i + 1] ?? 0];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  if (minX > HIGH || maxX < LOW || minY > HIGH || maxY < LOW) return [];
  let rest = ring;
  if (minX < LOW) rest = clipSide(rest, 0, LOW, 1);
  if (maxX > HIGH) rest = clipSide(rest, 0, HIGH, -1);
  if (minY < LOW) rest = clipSide(rest, 1, LOW, 1);
  if (maxY > HIGH) rest = clipSide(rest, 1, HIGH, -1);
  return rest;
}

/** Keeps what lies on the side of `edge` that `sign` says, along one axis; crossings are rounded to units. */
function clipSide(ring: Flat, axis: 0 | 1, edge: number, sign: 1 | -1): Flat {
  const kept: Flat = [];
  for (let i = 0; i < ring.length; i += 2) {
    const last = i === 0 ? ring.length - 2 : i - 2;
    const [from, to] = [ring[last + axis] ?? 0, ring[i + axis] ?? 0];
    const [fromIn, toIn] = [(from - edge) * sign >= 0, (to - edge) * sign >= 0];
    if (fromIn !== toIn) {
      const [a, b] = [ring[last + 1 - axis] ?? 0, ring[i + 1 - axis] ?? 0];
      // From the lower end always, so that both sides of a border get the same crossing.
      const across = Math.round(
        from < to ? a + ((b - a) * (edge - from)) / (to - from) : b + ((a - b) * (edge - to)) / (from - to),
      );
      if (axis === 0) kept.push(edge, across);
      else kept.push(across, edge);
    }
    if (toIn) kept.push(ring[i] ?? 0, ring[i + 1] ?? 0);
  }
  return kept;
}

/** Closes a ring in the direction that tiles want: outer rings have a positive area with y downwards, holes a negative one. */
function closed(ring: Flat, outer: boolean): TileRing {
  let twice = 0;
  const points: TilePoint[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const x = ring[i] ?? 0;
    const y = ring[i + 1] ?? 0;
    const next = i + 2 === ring.length ? 0 : i + 2;
    twice += x * (ring[next + 1] ?? 0) - (ring[next] ?? 0) * y;
    points.push({ x, y });
  }
  if (twice > 0 !== outer) points.reverse();
  points.push(points[0] ?? { x: 0, y: 0 });
  return points;
}
