import type { Point } from './segments.ts';

/** A graph that is made while it is walked. */
export type WayGraph = {
  readonly from: number;
  readonly to: number;
  readonly next: (node: number) => readonly number[];
  readonly pointOf: (node: number) => Point;
  readonly lengthM: (a: number, b: number) => number;
};

/** Nodes looked at before a search is given up. */
const MOST_NODES = 400;

/** The points between the ends of the shortest way (Dijkstra); undefined when none is short enough. */
export function shortestWay(graph: WayGraph, { longest }: { readonly longest: number }): Point[] | undefined {
  const open = new Map<number, { readonly length: number; readonly before: number | undefined }>();
  const done = new Map<number, number | undefined>();
  open.set(graph.from, { length: 0, before: undefined });
  while (open.size > 0 && done.size < MOST_NODES) {
    const nearest = nearestOf(open);
    if (nearest === undefined || nearest.length > longest) return undefined;
    open.delete(nearest.node);
    done.set(nearest.node, nearest.before);
    if (nearest.node === graph.to) return traceBack(graph, done);
    for (const node of graph.next(nearest.node)) {
      if (done.has(node)) continue;
      const length = nearest.length + graph.lengthM(nearest.node, node);
      const known = open.get(node);
      if (known === undefined || length < known.length) open.set(node, { length, before: nearest.node });
    }
  }
  return undefined;
}

type Reached = { readonly node: number; readonly length: number; readonly before: number | undefined };

/** Of equally near ones the first found, which depends on the graph alone. */
function nearestOf(open: ReadonlyMap<number, Omit<Reached, 'node'>>): Reached | undefined {
  let best: Reached | undefined;
  for (const [node, { length, before }] of open) {
    if (best === undefined || length < best.length) best = { node, length, before };
  }
  return best;
}

function traceBack(graph: WayGraph, done: ReadonlyMap<number, number | undefined>): Point[] {
  const points: Point[] = [];
  for (let node = done.get(graph.to); node !== undefined && node !== graph.from; node = done.get(node)) {
    points.push(graph.pointOf(node));
  }
  return points.reverse();
}
