import type { EdgeStore, VertexRing } from './edge-store.ts';
import type { Face } from './loops.ts';
import { leavesInside, type Point, samePoint } from './segments.ts';

/** A way from a vertex of the walk to a vertex of a hole. */
type Bridge = { readonly hole: number; readonly atHole: number; readonly atWalk: number; readonly squared: number };

/**
 * Joins the holes of a face to its outer ring by slits, so that one walk goes around all of it. Each slit is the
 * shortest way that crosses no edge; it enters the store as an edge. A hole that touches the walk needs no slit.
 * Throws Error when a hole cannot be reached, which a lawful face never does.
 */
export function keyholeWalk(store: EdgeStore, { outer, holes }: Face): VertexRing {
  let walk: VertexRing = store.expand(outer);
  const waiting = holes.map((hole) => store.expand(hole));
  while (waiting.length > 0) {
    const bridge = shortestBridge(store, walk, waiting);
    const hole = waiting[bridge.hole] ?? [];
    const around = [...hole.slice(bridge.atHole), ...hole.slice(0, bridge.atHole)];
    const [foot, head] = [walk[bridge.atWalk] ?? 0, around[0] ?? 0];
    if (foot !== head) store.addEdge(foot, head);
    const inserted = foot === head ? [...around, foot] : [foot, ...around, head, foot];
    walk = [...walk.slice(0, bridge.atWalk), ...inserted, ...walk.slice(bridge.atWalk + 1)];
    waiting.splice(bridge.hole, 1);
  }
  return walk;
}

function shortestBridge(store: EdgeStore, walk: VertexRing, holes: readonly VertexRing[]): Bridge {
  const refused = new Set<string>();
  const keyOf = ({ hole, atHole, atWalk }: Bridge): string => `${hole} ${atHole} ${atWalk}`;
  for (;;) {
    let best: Bridge | undefined;
    for (const bridge of bridges(store, walk, holes)) {
      if (best !== undefined && bridge.squared >= best.squared) continue;
      if (!refused.has(keyOf(bridge))) best = bridge;
    }
    if (best === undefined) throw new Error('cannot join a hole to its outer ring: no free way, needs simple borders');
    if (isFree(store, walk, holes[best.hole] ?? [], best)) return best;
    refused.add(keyOf(best));
  }
}

function* bridges(store: EdgeStore, walk: VertexRing, holes: readonly VertexRing[]): Generator<Bridge> {
  const walkPoints = walk.map((vertex) => store.point(vertex));
  for (const [hole, ring] of holes.entries()) {
    for (const [atHole, vertex] of ring.entries()) {
      const { x, y } = store.point(vertex);
      for (let atWalk = 0; atWalk < walkPoints.length; atWalk++) {
        const point = walkPoints[atWalk] ?? { x, y };
        const [dx, dy] = [point.x - x, point.y - y];
        yield { hole, atHole, atWalk, squared: dx * dx + dy * dy };
      }
    }
  }
}

function isFree(store: EdgeStore, walk: VertexRing, hole: VertexRing, { atHole, atWalk }: Bridge): boolean {
  const [beforeFoot, foot, afterFoot] = around(store, walk, atWalk);
  const [beforeHead, head, afterHead] = around(store, hole, atHole);
  if (samePoint(foot, head)) return leavesInside(beforeFoot, foot, afterFoot, afterHead);
  return (
    leavesInside(beforeFoot, foot, afterFoot, head) &&
    leavesInside(beforeHead, head, afterHead, foot) &&
    !store.obstructed(foot, head, [])
  );
}

function around(store: EdgeStore, ring: VertexRing, i: number): readonly [Point, Point, Point] {
  const at = (place: number): Point => store.point(ring[(place + ring.length) % ring.length] ?? 0);
  return [at(i - 1), at(i), at(i + 1)];
}
