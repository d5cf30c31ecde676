import { type Chord, type Crossing, placeOf } from './chords.ts';
import type { EdgeStore } from './edge-store.ts';
import { type FlatRing, measureWalk } from './flat-ring.ts';
import { faceOf, repeatsVertex } from './loops.ts';
import { conflict, leavesInside, type Point, samePoint } from './segments.ts';

/** An end of a chord: a vertex of the ring, or a new lattice point on one of its edges. */
type ChordEnd =
  | { readonly kind: 'vertex'; readonly at: number; readonly point: Point }
  | { readonly kind: 'edge'; readonly edge: number; readonly point: Point };

/** What a cut gives on one side. */
export type Part = { readonly areaM2: number; readonly compactness: number };

/** A chord, straight or bent, that may be cut: checked against every edge of the store, not yet part of it. */
export type Cut = {
  readonly ring: FlatRing;
  readonly from: ChordEnd;
  readonly to: ChordEnd;
  /** Points between the ends; none for a straight chord. */
  readonly via: readonly Point[];
  readonly lengthM: number;
  readonly below: Part;
  readonly above: Part;
};

/** An end nearer than this to a vertex moves onto it, so that borders meet instead of running side by side. */
const SNAP_M = 2;

/** Where a chord would end on the lattice. */
export type ChordEnds = { readonly from: ChordEnd; readonly to: ChordEnd };

/** The ends of a chord on the lattice: vertices that are near, else new points on their edges. */
export const endsOf = (store: EdgeStore, ring: FlatRing, entry: Crossing, exit: Crossing): ChordEnds => ({
  from: endAt(store, ring, entry),
  to: endAt(store, ring, exit),
});

/** Turns a straight chord into a cut. */
export const cutAlong = (store: EdgeStore, ring: FlatRing, { entry, exit }: Chord): Cut | undefined =>
  cutThrough(store, ring, endsOf(store, ring, entry, exit));

/**
 * Turns a chord into a cut on the lattice, over the points given. Undefined when rounding or snapping would make it touch
 * another edge, leave the ring, or pinch a part. New vertices bend the edges they fall on, on both sides: both faces are
 * checked.
 */
export function cutThrough(
  store: EdgeStore,
  ring: FlatRing,
  { from, to }: ChordEnds,
  between: readonly Point[] = [],
): Cut | undefined {
  const via = between.filter((point) => !isClose(ring, point, from.point) && !isClose(ring, point, to.point));
  if (samePoint(from.point, to.point) || isTaken(store, from) || isTaken(store, to)) return undefined;
  if (via.some((point) => store.findVertex(point) !== undefined)) return undefined;
  if (!opensInto(store, ring, from, via[0] ?? to.point)) return undefined;
  if (!opensInto(store, ring, to, via.at(-1) ?? from.point)) return undefined;
  const [belowWalk, aboveWalk] = [walkBetween(ring, from, to), walkBetween(ring, to, from)];
  if (belowWalk.length < 1 || aboveWalk.length < 1 || isObstructed(store, ring, { from, to }, via)) return undefined;
  if (repeatsVertex(ring.vertices) && pinches(store, ring, { from, to }, via)) return undefined;
  const way = [from.point, ...via, to.point].map((point) => metresOf(ring, point));
  const inMetres = (walk: readonly number[]) => walk.map((vertex) => metresOf(ring, store.point(vertex)));
  const [start, end] = [way.slice(0, 1), way.slice(-1)];
  const inner = way.slice(1, -1);
  return {
    ring,
    from,
    to,
    via,
    lengthM: lengthOf(way),
    below: measureWalk([...start, ...inMetres(belowWalk), ...end, ...inner.toReversed()]),
    above: measureWalk([...end, ...inMetres(aboveWalk), ...start, ...inner]),
  };
}

const lengthOf = (way: readonly (readonly [number, number])[]): number =>
  way.reduce((sum, [x, y], i) => {
    const [x0, y0] = way[i - 1] ?? [x, y];
    return sum + Math.sqrt((x - x0) ** 2 + (y - y0) ** 2);
  }, 0);

/** True for a point that would leave no more than a stub between it and a chord's end. */
function isClose(ring: FlatRing, a: Point, b: Point): boolean {
  const [x, y] = [(a.x - b.x) * ring.scale.xM, (a.y - b.y) * ring.scale.yM];
  return x * x + y * y < SNAP_M * SNAP_M;
}

/** All points of a cut, from end to end. */
export const wayOf = ({ from, via, to }: Cut): readonly Point[] => [from.point, ...via, to.point];

/** Makes the cut: new vertices and the chord enter the store. Gives the rings below and above the chord. */
export function applyCut(store: EdgeStore, { ring, from, to, via }: Cut): readonly [number[], number[]] {
  const [below, above] = [walkBetween(ring, from, to), walkBetween(ring, to, from)];
  const [start, end] = [from, to].map((chordEnd) => {
    const vertex = store.vertexAt(chordEnd.point);
    if (chordEnd.kind === 'edge') store.splitEdge(...edgeAt(ring, chordEnd.edge), vertex);
    return vertex;
  });
  if (start === undefined || end === undefined) throw new Error('a chord has two ends');
  const bends = via.map((point) => store.vertexAt(point));
  const way = [start, ...bends, end];
  for (const [i, vertex] of way.slice(1).entries()) store.addEdge(way[i] ?? start, vertex);
  return [
    [start, ...below, end, ...bends.toReversed()],
    [end, ...above, start, ...bends],
  ];
}

const vertexAt = (ring: FlatRing, i: number): number => ring.vertices[i % ring.vertices.length] ?? 0;
const edgeAt = (ring: FlatRing, edge: number): [number, number] => [vertexAt(ring, edge), vertexAt(ring, edge + 1)];
const metresOf = (ring: FlatRing, { x, y }: Point): readonly [number, number] => [
  (x - ring.originX) * ring.scale.xM,
  (y - ring.originY) * ring.scale.yM,
];

function endAt(store: EdgeStore, ring: FlatRing, crossing: Crossing): ChordEnd {
  const [x, y] = placeOf(ring, crossing);
  const n = ring.vertices.length;
  const ends = [crossing.edge, (crossing.edge + 1) % n].map((at) => ({
    at,
    distanceM: Math.sqrt((x - (ring.x[at] ?? 0)) ** 2 + (y - (ring.y[at] ?? 0)) ** 2),
  }));
  const nearest = ends.reduce((a, b) => (b.distanceM < a.distanceM ? b : a));
  if (nearest.distanceM <= SNAP_M) {
    return { kind: 'vertex', at: nearest.at, point: store.point(vertexAt(ring, nearest.at)) };
  }
  const point = {
    x: Math.round(ring.originX + x / ring.scale.xM),
    y: Math.round(ring.originY + y / ring.scale.yM),
  };
  return { kind: 'edge', edge: crossing.edge, point };
}

const isTaken = (store: EdgeStore, end: ChordEnd): boolean =>
  end.kind === 'edge' && store.findVertex(end.point) !== undefined;

/** True when the way from a chord's end to `target` leaves into the ring. */
function opensInto(store: EdgeStore, ring: FlatRing, end: ChordEnd, target: Point): boolean {
  const n = ring.vertices.length;
  const [before, after] = end.kind === 'vertex' ? [end.at + n - 1, end.at + 1] : [end.edge, end.edge + 1];
  return leavesInside(store.point(vertexAt(ring, before)), end.point, store.point(vertexAt(ring, after)), target);
}

/** The ring's vertices strictly between two ends, going forward. */
function walkBetween(ring: FlatRing, from: ChordEnd, to: ChordEnd): number[] {
  const n = ring.vertices.length;
  const start = from.kind === 'vertex' ? from.at + 1 : from.edge + 1;
  const stop = to.kind === 'vertex' ? to.at : to.edge + 1;
  const count = (((stop - start) % n) + n) % n;
  // Two ends on one edge would leave nothing or everything between them: no cut.
  if (from.kind === 'edge' && to.kind === 'edge' && from.edge === to.edge) return [];
  return Array.from({ length: count }, (_, i) => vertexAt(ring, start + i));
}

/** True when the chord, or an edge bent by its new vertex, would touch another edge. */
function isObstructed(store: EdgeStore, ring: FlatRing, { from, to }: ChordEnds, via: readonly Point[]): boolean {
  const way = [from.point, ...via, to.point];
  const segments = way.slice(1).map((point, i): [Point, Point] => [way[i] ?? point, point]);
  const replaced: { from: Point; to: Point }[] = [];
  for (const end of [from, to]) {
    if (end.kind === 'vertex') continue;
    const [a, b] = edgeAt(ring, end.edge).map((vertex) => store.point(vertex));
    if (a === undefined || b === undefined) continue;
    segments.push([a, end.point], [end.point, b]);
    replaced.push({ from: a, to: b });
  }
  return segments.some(
    ([a, b], i) => store.obstructed(a, b, replaced) || segments.slice(i + 1).some(([c, d]) => conflict(a, b, c, d)),
  );
}

/** True when a part would touch itself so that its inside falls apart. Vertices not yet made are below zero. */
function pinches(store: EdgeStore, ring: FlatRing, { from, to }: ChordEnds, via: readonly Point[]): boolean {
  const made = [from.point, to.point, ...via];
  const idOf = (end: ChordEnd, i: number): number => (end.kind === 'vertex' ? vertexAt(ring, end.at) : -1 - i);
  const [start, end] = [idOf(from, 0), idOf(to, 1)];
  const bends = via.map((_, i) => -3 - i);
  const pointOf = (vertex: number): Point => (vertex < 0 ? made[-1 - vertex] : undefined) ?? store.point(vertex);
  const below = [start, ...walkBetween(ring, from, to), end, ...bends.toReversed()];
  const above = [end, ...walkBetween(ring, to, from), start, ...bends];
  return faceOf(pointOf, below) === undefined || faceOf(pointOf, above) === undefined;
}
