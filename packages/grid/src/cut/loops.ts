import type { VertexRing } from './edge-store.ts';
import type { Point } from './segments.ts';

/** Where a vertex lies. */
export type PointOf = (vertex: number) => Point;

/** One outer ring, counter-clockwise, and its holes, clockwise. */
export type Face = { readonly outer: VertexRing; readonly holes: readonly VertexRing[] };

/** Twice the signed area of a ring in lattice steps, positive counter-clockwise. */
export function twiceArea(pointOf: PointOf, ring: VertexRing): number {
  const first = pointOf(ring[0] ?? 0);
  let sum = 0;
  ring.forEach((vertex, i) => {
    const a = pointOf(vertex);
    const b = pointOf(ring[(i + 1) % ring.length] ?? vertex);
    sum += (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y);
  });
  return sum;
}

/**
 * Parts a walk around a face into rings that visit each vertex once. A slit walked to and fro leaves a loop of two
 * vertices and vanishes; a hole that touches the outer ring, or hung on a slit, becomes a ring of its own.
 */
export function simpleLoops(walk: VertexRing): number[][] {
  const loops: number[][] = [];
  const stack: number[] = [];
  const placeOnStack = new Map<number, number>();
  for (const vertex of walk) {
    const place = placeOnStack.get(vertex);
    if (place !== undefined) {
      const loop = stack.splice(place);
      for (const left of loop) placeOnStack.delete(left);
      if (loop.length > 2) loops.push(loop);
    }
    placeOnStack.set(vertex, stack.length);
    stack.push(vertex);
  }
  if (stack.length > 2) loops.push(stack);
  return loops;
}

/** The face that a walk encloses; undefined when it is pinched into several, or encloses nothing. */
export function faceOf(pointOf: PointOf, walk: VertexRing): Face | undefined {
  const loops = simpleLoops(walk);
  const outers = loops.filter((loop) => twiceArea(pointOf, loop) > 0);
  const [outer] = outers;
  if (outer === undefined || outers.length > 1) return undefined;
  return { outer, holes: loops.filter((loop) => loop !== outer) };
}

/** True when a walk visits a vertex twice: it has a slit, or touches itself. */
export const repeatsVertex = (walk: VertexRing): boolean => new Set(walk).size < walk.length;

/** True when a point lies strictly inside a ring, by the parity of crossings. A point on the ring may go either way. */
function ringContains(pointOf: PointOf, ring: VertexRing, { x, y }: Point): boolean {
  let inside = false;
  ring.forEach((vertex, i) => {
    const a = pointOf(vertex);
    const b = pointOf(ring[(i + 1) % ring.length] ?? vertex);
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  });
  return inside;
}

/** The same ring from its westernmost, then southernmost vertex on. */
function fromLowest(pointOf: PointOf, ring: VertexRing): VertexRing {
  let lowest = 0;
  ring.forEach((vertex, i) => {
    if (compareVertices(pointOf, vertex, ring[lowest] ?? vertex) < 0) lowest = i;
  });
  return [...ring.slice(lowest), ...ring.slice(0, lowest)];
}

function compareVertices(pointOf: PointOf, a: number, b: number): number {
  const [p, q] = [pointOf(a), pointOf(b)];
  return p.x - q.x || p.y - q.y;
}

/** Simple rings as faces: each clockwise ring is a hole of the smallest counter-clockwise one around it. Ordered. */
export function facesOf(pointOf: PointOf, loops: readonly VertexRing[]): Face[] {
  const ordered = loops.map((loop) => fromLowest(pointOf, loop));
  ordered.sort((a, b) => compareVertices(pointOf, a[0] ?? 0, b[0] ?? 0));
  const outers = ordered.filter((loop) => twiceArea(pointOf, loop) > 0);
  const holesOf = new Map<VertexRing, VertexRing[]>(outers.map((outer) => [outer, []]));
  const bySize = outers.toSorted((a, b) => twiceArea(pointOf, a) - twiceArea(pointOf, b));
  for (const hole of ordered.filter((loop) => twiceArea(pointOf, loop) < 0)) {
    const host = outers.length === 1 ? outers[0] : bySize.find((outer) => surrounds(pointOf, outer, hole));
    if (host !== undefined) holesOf.get(host)?.push(hole);
  }
  return [...holesOf].map(([outer, holes]) => ({ outer, holes }));
}

/** True when a ring lies inside another; the two may touch in vertices. */
function surrounds(pointOf: PointOf, outer: VertexRing, inner: VertexRing): boolean {
  const onOuter = new Set(outer);
  const free = inner.find((vertex) => !onOuter.has(vertex));
  return free !== undefined && ringContains(pointOf, outer, pointOf(free));
}

/** True when a ring with its interior lies inside a face, not in one of its holes. */
export function faceSurrounds(pointOf: PointOf, { outer, holes }: Face, inner: VertexRing): boolean {
  return (
    surrounds(pointOf, outer, inner) && !holes.some((hole) => hole === inner || surroundsOrEquals(pointOf, hole, inner))
  );
}

function surroundsOrEquals(pointOf: PointOf, hole: VertexRing, inner: VertexRing): boolean {
  const onHole = new Set(hole);
  return inner.every((vertex) => onHole.has(vertex)) || surrounds(pointOf, hole, inner);
}
