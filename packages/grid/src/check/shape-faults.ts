import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { point, polygon } from '@turf/helpers';
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';
import type { LngLat, PolygonRings, Ring } from '../geometry.ts';

export type Segment = { readonly a: LngLat; readonly b: LngLat; readonly ring: number };

/**
 * Why a polygon is no lawful shape (OGC Simple Features, 6.1.11), and where; undefined when it is one: rings close,
 * have an inside, do not cross or overlap, and holes lie inside the outer ring. A hole may touch a ring in a point.
 */
export function shapeFault(rings: PolygonRings): { readonly text: string; readonly at: LngLat } | undefined {
  if (rings.length === 0) return { text: 'it has no rings', at: [0, 0] };
  for (const ring of rings) {
    const fault = ringFault(ring);
    if (fault !== undefined) return { text: fault, at: ring[0] ?? [0, 0] };
  }
  const segments = segmentsOf(rings);
  const boxes = boxesOf(segments);
  for (const [i, segment] of segments.entries()) {
    for (const j of boxes.search(...boxOf(segment))) {
      const other = segments[j];
      if (j <= i || other === undefined) continue;
      const same = segment.ring === other.ring;
      if (same ? touches(segments, i, j) : crossesOrOverlaps(segment, other)) {
        return { text: same ? 'its border crosses or touches itself' : 'two of its rings cross', at: segment.b };
      }
    }
  }
  return strayHole(rings);
}

function ringFault(ring: Ring): string | undefined {
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || ring.length < 4) return 'a ring has fewer than four positions';
  if (first[0] !== last[0] || first[1] !== last[1]) return 'a ring does not end where it begins';
  if (ring.some((at, i) => i > 0 && at[0] === ring[i - 1]?.[0] && at[1] === ring[i - 1]?.[1])) {
    return 'a position is repeated';
  }
  return undefined;
}

export const segmentsOf = (rings: PolygonRings): Segment[] =>
  rings.flatMap((ring, index) => ring.slice(1).map((b, i) => ({ a: ring[i] ?? b, b, ring: index })));

export function boxOf({ a, b }: Segment): [number, number, number, number] {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}

export function boxesOf(segments: readonly Segment[]): Flatbush {
  const boxes = new Flatbush(segments.length);
  for (const segment of segments) boxes.add(...boxOf(segment));
  boxes.finish();
  return boxes;
}

const side = (a: LngLat, b: LngLat, c: LngLat): number => Math.sign(orient2d(a[0], a[1], b[0], b[1], c[0], c[1]));

/** True when two segments cross in a point inside both. */
export function crosses({ a, b }: Segment, { a: c, b: d }: Segment): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

const within = (low: number, value: number, high: number): boolean => low <= value && value <= high;
function liesOn({ a, b }: Segment, at: LngLat): boolean {
  const [minX, minY, maxX, maxY] = boxOf({ a, b, ring: 0 });
  return within(minX, at[0], maxX) && within(minY, at[1], maxY) && side(a, b, at) === 0;
}

/** Segments of different rings: a common point is lawful, a crossing or a common stretch is not. */
function crossesOrOverlaps(p: Segment, q: Segment): boolean {
  if (crosses(p, q)) return true;
  const common = [p.a, p.b].filter((at) => liesOn(q, at)).concat([q.a, q.b].filter((at) => liesOn(p, at)));
  return common.some((at) => at[0] !== common[0]?.[0] || at[1] !== common[0]?.[1]);
}

/** Segments `i < j` of one ring: neighbours may share their common end and nothing more, others nothing. */
function touches(segments: readonly Segment[], i: number, j: number): boolean {
  const [p, q] = [segments[i], segments[j]];
  if (p === undefined || q === undefined) return false;
  const follows = p.b[0] === q.a[0] && p.b[1] === q.a[1];
  const closes = q.b[0] === p.a[0] && q.b[1] === p.a[1];
  if (follows && j === i + 1) return liesOn(p, q.b) || liesOn(q, p.a);
  if (closes) return liesOn(p, q.a) || liesOn(q, p.b);
  return crosses(p, q) || liesOn(p, q.a) || liesOn(p, q.b) || liesOn(q, p.a) || liesOn(q, p.b);
}

function strayHole([outer, ...holes]: PolygonRings): { readonly text: string; readonly at: LngLat } | undefined {
  if (outer === undefined) return undefined;
  for (const hole of holes) {
    const stray = hole.find((at) => !isInside(at, [outer]));
    if (stray !== undefined) return { text: 'a hole lies outside the outer ring', at: stray };
    const nested = holes.find((other) => other !== hole && hole.every((at) => isInside(at, [other])));
    if (nested !== undefined) return { text: 'a hole lies inside another', at: hole[0] ?? [0, 0] };
  }
  return undefined;
}

/** Turf's answer, the border included. */
export const isInside = (at: LngLat, rings: PolygonRings): boolean =>
  booleanPointInPolygon(point([at[0], at[1]]), polygon(rings.map((ring) => ring.map(([lng, lat]) => [lng, lat]))));
