import { SegmentBuckets } from './segment-buckets.ts';
import { conflict, type Point } from './segments.ts';

/** A closed walk over vertices, the first not repeated; the interior lies to its left. */
export type VertexRing = readonly number[];
type Edge = { readonly from: Point; readonly to: Point };

const SPAN = 2 ** 26;
const MAX_VERTICES = 2 ** 26;

/**
 * The vertices and undirected edges of all areas together. An edge is stored once for both of its neighbours: when one
 * of them splits it, the other's ring shows the new vertex too, so that no gap can arise.
 *
 * Rings hold the vertices that they were made with; `expand` inserts those that came later.
 */
export class EdgeStore {
  private readonly points: Point[] = [];
  private readonly ids = new Map<number, number>();
  private readonly edges = new Map<number, Edge>();
  private readonly splits = new Map<number, number>();
  private readonly buckets = new SegmentBuckets<Edge>();

  point(vertex: number): Point {
    const point = this.points[vertex];
    if (point === undefined) throw new Error(`no vertex ${vertex} among ${this.points.length}`);
    return point;
  }

  /** The vertex at a lattice point, made if there is none. */
  vertexAt({ x, y }: Point): number {
    const key = x * SPAN + y;
    const found = this.ids.get(key);
    if (found !== undefined) return found;
    if (this.points.length === MAX_VERTICES) throw new RangeError(`more than ${MAX_VERTICES} vertices`);
    this.ids.set(key, this.points.length);
    return this.points.push({ x, y }) - 1;
  }

  findVertex({ x, y }: Point): number | undefined {
    return this.ids.get(x * SPAN + y);
  }

  hasEdge(a: number, b: number): boolean {
    return this.edges.has(edgeKey(a, b));
  }

  /** Adds an edge unless it is there. The caller has checked that it crosses none. */
  addEdge(a: number, b: number): void {
    if (this.hasEdge(a, b)) return;
    const edge = { from: this.point(a), to: this.point(b) };
    this.edges.set(edgeKey(a, b), edge);
    this.buckets.add(edge.from, edge.to, edge);
  }

  /** Puts a vertex into an edge, for both neighbours at once. */
  splitEdge(a: number, b: number, vertex: number): void {
    const edge = this.edges.get(edgeKey(a, b));
    if (edge === undefined) throw new Error(`cannot split edge ${a}-${b}: it does not exist`);
    this.edges.delete(edgeKey(a, b));
    this.buckets.remove(edge.from, edge.to, edge);
    this.splits.set(edgeKey(a, b), vertex);
    this.addEdge(a, vertex);
    this.addEdge(vertex, b);
  }

  /** The ring with all vertices that were put into its edges since it was made. */
  expand(ring: VertexRing): number[] {
    const expanded: number[] = [];
    ring.forEach((vertex, i) => {
      this.expandEdge(vertex, ring[(i + 1) % ring.length] ?? vertex, expanded);
    });
    return expanded;
  }

  private expandEdge(a: number, b: number, into: number[]): void {
    const vertex = this.splits.get(edgeKey(a, b));
    if (vertex === undefined) {
      into.push(a);
      return;
    }
    this.expandEdge(a, vertex, into);
    this.expandEdge(vertex, b, into);
  }

  /** True when a new segment would touch an edge elsewhere than in a common end. `replaced` edges do not count. */
  obstructed(from: Point, to: Point, replaced: readonly Edge[]): boolean {
    return this.buckets.some(
      from,
      to,
      (edge) => conflict(from, to, edge.from, edge.to) && !replaced.some((gone) => sameEdge(gone, edge)),
    );
  }
}

const edgeKey = (a: number, b: number): number => (a < b ? a * MAX_VERTICES + b : b * MAX_VERTICES + a);

/** Points of edges come from one table, so that the same point is the same object. */
const sameEdge = (a: Edge, b: Edge): boolean =>
  (a.from === b.from && a.to === b.to) || (a.from === b.to && a.to === b.from);
