import type { MultiPolygonRings, Ring } from '../geometry.ts';
import type { EdgeStore, VertexRing } from './edge-store.ts';
import { type Lattice, toLngLat, toSteps } from './lattice.ts';
import { type Face, faceSurrounds, facesOf, simpleLoops, twiceArea } from './loops.ts';
import type { Net } from './rings.ts';
import { SegmentBuckets } from './segment-buckets.ts';
import { orientation, type Point, samePoint } from './segments.ts';

/** An area whose borders go through every vertex of its neighbours that lies on them. */
export type NodedArea = { readonly code: string; readonly faces: readonly Face[] };

/** Borders that cannot be brought together. The message names both areas and the place. */
export class BorderError extends Error {
  override readonly name = 'BorderError';
}

/** How near, in lattice steps, vertices must be to become one, and a vertex to an edge to be put into it. */
export type Reach = { readonly merge: number; readonly node: number };

/** A step is a centimetre: with rounding no border moves by more than two. */
const ORDINARY: Reach = { merge: 1, node: 1 };
/** For borders that share their vertices already. */
export const EXACT: Reach = { merge: 0, node: 0 };
const MAX_ROUNDS = 8;

type LabelledRing = { readonly area: number; ring: VertexRing };
type SourceArea = { readonly code: string; readonly polygons: MultiPolygonRings };

/**
 * Brings areas onto the lattice and their borders together: vertices within a step are merged, and a vertex on a
 * neighbour's edge becomes a vertex of the neighbour. Areas are taken in the order given; rings start at their lowest
 * vertex and parts are ordered by it, so that the order within the file does not matter.
 * Throws BorderError where areas overlap or a border crosses itself.
 */
export function nodeBorders(net: Net, areas: readonly SourceArea[], reach: Reach = ORDINARY): NodedArea[] {
  const { store, lattice } = net;
  const merged = vertexMerger(store, reach.merge);
  for (const point of sortedPlaces(lattice, areas)) merged(point);
  const rings = areas.flatMap(({ polygons }, area) =>
    polygons.flatMap((polygon) =>
      polygon.flatMap((ring, i) => {
        const walk = withoutRepeats(stepsOf(lattice, ring).map(merged));
        const outwards = twiceArea((vertex) => store.point(vertex), walk) > 0 === (i === 0);
        return simpleLoops(outwards ? walk : walk.toReversed()).map((loop): LabelledRing => ({ area, ring: loop }));
      }),
    ),
  );
  insertNodes(store, rings, reach.node);
  return assemble(net, areas, rings);
}

const stepsOf = (lattice: Lattice, ring: Ring): Point[] =>
  ring.slice(0, -1).map((at) => {
    const [x, y] = toSteps(lattice, at);
    return { x, y };
  });

/** All points in order, so that which of two near points stays does not depend on the file. */
function sortedPlaces(lattice: Lattice, areas: readonly SourceArea[]): Point[] {
  const points = areas.flatMap(({ polygons }) => polygons.flat().flatMap((ring) => stepsOf(lattice, ring)));
  return points.sort((a, b) => a.x - b.x || a.y - b.y);
}

/** Gives the vertex for a point: one made before within the merging distance, else a new one. */
function vertexMerger(store: EdgeStore, steps: number): (point: Point) => number {
  const cell = steps + 1;
  const cells = new Map<number, number[]>();
  const keyOf = (column: number, row: number): number => column * 2 ** 26 + row;
  return (point) => {
    const [column, row] = [Math.floor(point.x / cell), Math.floor(point.y / cell)];
    let best: { vertex: number; squared: number } | undefined;
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const vertex of cells.get(keyOf(column + i, row + j)) ?? []) {
          const other = store.point(vertex);
          const squared = (other.x - point.x) ** 2 + (other.y - point.y) ** 2;
          if (squared <= steps ** 2 && (best === undefined || squared < best.squared)) best = { vertex, squared };
        }
      }
    }
    if (best !== undefined) return best.vertex;
    const vertex = store.vertexAt(point);
    const key = keyOf(column, row);
    cells.set(key, [...(cells.get(key) ?? []), vertex]);
    return vertex;
  };
}

const withoutRepeats = (walk: readonly number[]): number[] =>
  walk.filter((vertex, i) => vertex !== walk[(i + 1) % walk.length]);

/** Puts vertices that lie on edges into them, until no edge bends onto a further vertex. */
function insertNodes(store: EdgeStore, rings: readonly LabelledRing[], steps: number): void {
  const vertices = new SegmentBuckets<number>();
  for (const vertex of new Set(rings.flatMap(({ ring }) => ring))) {
    const point = store.point(vertex);
    vertices.add(point, point, vertex);
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = false;
    for (const labelled of rings) {
      const noded = nodedRing(store, vertices, labelled.ring, steps);
      changed ||= noded.length !== labelled.ring.length;
      labelled.ring = noded;
    }
    if (!changed) return;
  }
}

function nodedRing(store: EdgeStore, vertices: SegmentBuckets<number>, ring: VertexRing, steps: number): VertexRing {
  const own = new Set(ring);
  return ring.flatMap((from, i) => {
    const to = ring[(i + 1) % ring.length] ?? from;
    const [a, b] = [store.point(from), store.point(to)];
    const found = new Map<number, number>();
    vertices.some(a, b, (vertex) => {
      const along = alongEdge(a, b, store.point(vertex), steps);
      if (along !== undefined && vertex !== from && vertex !== to && !own.has(vertex)) found.set(vertex, along);
      return false;
    });
    return [from, ...[...found].sort((p, q) => p[1] - q[1] || p[0] - q[0]).map(([vertex]) => vertex)];
  });
}

/** How far along an edge a vertex lies, 0 to 1 exclusive; undefined when it does not lie on it. */
function alongEdge(a: Point, b: Point, c: Point, steps: number): number | undefined {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const along = ((c.x - a.x) * dx + (c.y - a.y) * dy) / squared;
  if (!(along > 0 && along < 1)) return undefined;
  return Math.abs(orientation(a, b, c)) <= steps * Math.sqrt(squared) ? along : undefined;
}

/** Makes faces of the rings and enters their edges, each side at most once, none across another. */
function assemble({ store, lattice }: Net, areas: readonly SourceArea[], rings: readonly LabelledRing[]): NodedArea[] {
  const overlap = (a: string, b: string, { x, y }: Point): BorderError => {
    const at = toLngLat(lattice, x, y).map((degrees) => degrees.toFixed(7));
    const found = a === b ? `the border of ${a} crosses or repeats itself` : `${a} and ${b} overlap`;
    return new BorderError(
      `cannot cut areas: ${found} near [${at.join(', ')}], needs borders that meet without crossing`,
    );
  };
  enterEdges(store, areas, rings, overlap);
  const noded = areas.map(({ code }, area) => {
    const own = rings.filter((labelled) => labelled.area === area).map(({ ring }) => ring);
    return { code, faces: facesOf((vertex) => store.point(vertex), own) };
  });
  refuseNested(store, noded, overlap);
  return noded;
}

type Overlap = (a: string, b: string, at: Point) => BorderError;

function enterEdges(
  store: EdgeStore,
  areas: readonly SourceArea[],
  rings: readonly LabelledRing[],
  overlap: Overlap,
): void {
  const owners = new Map<number, string>();
  const sides = new SegmentBuckets<{ readonly a: Point; readonly b: Point; readonly code: string }>();
  for (const { area, ring } of rings) {
    const code = areas[area]?.code ?? '';
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length] ?? from;
      const [a, b] = [store.point(from), store.point(to)];
      const taken = owners.get(from * 2 ** 26 + to);
      if (taken !== undefined) throw overlap(taken, code, a);
      owners.set(from * 2 ** 26 + to, code);
      if (store.hasEdge(from, to)) return;
      sides.some(a, b, (side) => {
        if (crosses(side.a, side.b, a, b) || (side.code === code && touches(side.a, side.b, a, b))) {
          throw overlap(side.code, code, a);
        }
        return false;
      });
      sides.add(a, b, { a, b, code });
      store.addEdge(from, to);
    });
  }
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const [o1, o2, o3, o4] = [orientation(a, b, c), orientation(a, b, d), orientation(c, d, a), orientation(c, d, b)];
  return ((o1 > 0 && o2 < 0) || (o1 < 0 && o2 > 0)) && ((o3 > 0 && o4 < 0) || (o3 < 0 && o4 > 0));
}

/** True when an end of one segment lies inside the other: a border that touches itself between two vertices. */
const touches = (a: Point, b: Point, c: Point, d: Point): boolean =>
  [c, d].some((end) => isWithin(a, b, end)) || [a, b].some((end) => isWithin(c, d, end));

function isWithin(a: Point, b: Point, c: Point): boolean {
  if (orientation(a, b, c) !== 0 || samePoint(a, c) || samePoint(b, c)) return false;
  return (c.x - a.x) * (c.x - b.x) + (c.y - a.y) * (c.y - b.y) < 0;
}

/** Borders that do not cross may still lie one inside the other. */
function refuseNested(store: EdgeStore, areas: readonly NodedArea[], overlap: Overlap): void {
  const pointOf = (vertex: number): Point => store.point(vertex);
  const all = areas.flatMap(({ code, faces }) =>
    faces.map((face) => ({ code, face, box: boxOf(pointOf, face.outer) })),
  );
  for (const inner of all) {
    for (const host of all) {
      if (inner === host || !holds(host.box, inner.box)) continue;
      if (faceSurrounds(pointOf, host.face, inner.face.outer)) {
        throw overlap(host.code, inner.code, pointOf(inner.face.outer[0] ?? 0));
      }
    }
  }
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];
const holds = (a: Box, b: Box): boolean => a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];

function boxOf(pointOf: (vertex: number) => Point, ring: VertexRing): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const vertex of ring) {
    const { x, y } = pointOf(vertex);
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return [minX, minY, maxX, maxY];
}
