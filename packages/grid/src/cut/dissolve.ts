import type { VertexRing } from './edge-store.ts';
import { type Face, facesOf, type PointOf, simpleLoops } from './loops.ts';

/**
 * The union of faces that share their edges: an edge walked both ways lies inside and vanishes, the rest is the border.
 * Where the border touches itself in a vertex it is followed by the sharpest left turn, so that parts which only meet
 * in a point stay apart.
 */
export function dissolve(pointOf: PointOf, faces: readonly Face[]): Face[] {
  const leaving = new Map<number, number[]>();
  const sides = new Set<string>();
  const rings = faces.flatMap(({ outer, holes }) => [outer, ...holes]);
  for (const [from, to] of edgesOf(rings)) sides.add(`${from} ${to}`);
  for (const [from, to] of edgesOf(rings)) {
    if (!sides.has(`${to} ${from}`)) leaving.set(from, [...(leaving.get(from) ?? []), to]);
  }
  const loops: VertexRing[] = [];
  for (const start of leaving.keys()) {
    while ((leaving.get(start)?.length ?? 0) > 0) loops.push(...simpleLoops(trace(pointOf, leaving, start)));
  }
  return facesOf(pointOf, loops);
}

function* edgesOf(rings: readonly VertexRing[]): Generator<readonly [number, number]> {
  for (const ring of rings) {
    for (const [i, from] of ring.entries()) yield [from, ring[(i + 1) % ring.length] ?? from];
  }
}

/** Follows the border from a vertex until it closes, taking the edges that it walks. */
function trace(pointOf: PointOf, leaving: Map<number, number[]>, start: number): number[] {
  const walk: number[] = [];
  let [before, at] = [-1, start];
  do {
    walk.push(at);
    const ways = leaving.get(at) ?? [];
    const way = before < 0 ? 0 : leftmost(pointOf, [before, at], ways);
    const [next] = ways.splice(way, 1);
    if (next === undefined) throw new Error(`a border ends at vertex ${at}: the faces do not share their edges`);
    [before, at] = [at, next];
  } while (at !== start);
  return walk;
}

function leftmost(pointOf: PointOf, [before, at]: readonly [number, number], ways: readonly number[]): number {
  const centre = pointOf(at);
  const bearing = (vertex: number): number => {
    const { x, y } = pointOf(vertex);
    return Math.atan2(y - centre.y, x - centre.x);
  };
  const back = bearing(before);
  // clockwise from the way back: the first edge met borders the inside on the left
  const turn = (vertex: number): number => (back - bearing(vertex) + 4 * Math.PI) % (2 * Math.PI);
  return ways.reduce((best, way, i) => (turn(way) < turn(ways[best] ?? way) ? i : best), 0);
}
