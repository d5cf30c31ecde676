import { SegmentBuckets } from '../cut/segment-buckets.ts';
import type { Point } from '../cut/segments.ts';
import { type Packed, unpack } from './packed.ts';

/** A new vertex bends a border by up to half a step; what keeps further away than this can never be touched. */
const REACH_STEPS = 4;

type Edge = { readonly a: Point; readonly b: Point };

/**
 * Edges of pieces that are no border but end on one or come near it, two points each: all that the neighbour on the
 * other side must know of what was cut.
 */
export function fringeOf(rings: readonly Float64Array[], pieces: readonly Float64Array[]): Float64Array {
  const onBorder = new Set<Packed>();
  const border = new Set<string>();
  const near = new SegmentBuckets<Edge>();
  for (const [p, q] of edgesOf(rings)) {
    onBorder.add(p);
    border.add(keyOf(p, q));
    const [a, b] = [unpack(p), unpack(q)];
    near.add(a, b, { a, b });
  }
  const fringe: Packed[] = [];
  const seen = new Set<string>();
  for (const [p, q] of edgesOf(pieces)) {
    const key = keyOf(p, q);
    if (border.has(key) || seen.has(key)) continue;
    seen.add(key);
    const [a, b] = [unpack(p), unpack(q)];
    if (onBorder.has(p) || onBorder.has(q) || near.some(a, b, (edge) => comesNear(edge, { a, b }))) fringe.push(p, q);
  }
  return Float64Array.from(fringe);
}

const keyOf = (p: Packed, q: Packed): string => (p < q ? `${p} ${q}` : `${q} ${p}`);

function* edgesOf(rings: readonly Float64Array[]): Generator<readonly [Packed, Packed]> {
  for (const ring of rings) {
    for (const [i, from] of ring.entries()) yield [from, ring[(i + 1) % ring.length] ?? from];
  }
}

/** Two segments that do not cross are nearest to each other at an end of one. */
const comesNear = (s: Edge, t: Edge): boolean => isNear(s, t.a) || isNear(s, t.b) || isNear(t, s.a) || isNear(t, s.b);

function isNear({ a, b }: Edge, { x, y }: Point): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / squared));
  return (a.x + along * dx - x) ** 2 + (a.y + along * dy - y) ** 2 <= REACH_STEPS ** 2;
}
