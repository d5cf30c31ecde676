import Flatbush from 'flatbush';
import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { areaOfAllM2, type LocalScale, localScale } from '../metric.ts';

/** Which cells border on which, by their places in the list that it was made of. Borders count, corners do not. */
export type CellGraph = {
  readonly size: number;
  /** Ascending. */
  readonly neighbours: readonly (readonly number[])[];
  /** Metres of border shared with the neighbour at the same place of `neighbours`. */
  readonly sharedM: readonly (readonly number[])[];
  readonly areaM2: readonly number[];
  readonly perimeterM: readonly number[];
};

/** Neighbours share at least this much border: less is a corner that was digitised twice. */
const LEAST_SHARED_M = 1;
/** Borders of one line that were digitised twice lie at most this far apart. */
const APART_M = 0.1;
const SEVENTH = 1e7;

type Edge = { readonly cell: number; readonly a: LngLat; readonly b: LngLat };

/**
 * Finds neighbours by shared borders: edges that both have, vertex by vertex, and, where a border was drawn twice or one
 * side has more vertices, edges that run along each other.
 *
 * Cost: one map entry an edge; about 10 µs a cell of eight corners.
 */
export function cellGraph(shapes: readonly MultiPolygonRings[]): CellGraph {
  const scale = localScale(shapes[0]?.[0]?.[0]?.[0]?.[1] ?? 0);
  const edges = shapes.flatMap(edgesOf);
  const shared = new Map<number, number>();
  const add = (p: number, q: number, lengthM: number): void => {
    const key = Math.min(p, q) * shapes.length + Math.max(p, q);
    shared.set(key, (shared.get(key) ?? 0) + lengthM);
  };
  const single = pairEqual(edges, (p, q) => add(p.cell, q.cell, lengthM(p, scale)));
  pairAlong(single, scale, add);
  const perimeterM = shapes.map(() => 0);
  for (const edge of edges) perimeterM[edge.cell] = (perimeterM[edge.cell] ?? 0) + lengthM(edge, scale);
  return { size: shapes.length, ...listsOf(shared, shapes.length), areaM2: shapes.map(areaOfAllM2), perimeterM };
}

const edgesOf = (polygons: MultiPolygonRings, cell: number): Edge[] =>
  polygons.flatMap((rings) =>
    rings.flatMap((ring) => ring.slice(1).flatMap((b, i): Edge[] => [{ cell, a: ring[i] ?? b, b }])),
  );

/** Tells of edges that two cells have alike, and gives back the others. */
function pairEqual(edges: readonly Edge[], onPair: (p: Edge, q: Edge) => void): Edge[] {
  const waiting = new Map<string, Edge>();
  for (const edge of edges) {
    const ends = [edge.a, edge.b].map(([lng, lat]) => `${Math.round(lng * SEVENTH)},${Math.round(lat * SEVENTH)}`);
    const key = ends.sort().join(' ');
    const other = waiting.get(key);
    if (other === undefined || other.cell === edge.cell) waiting.set(key, edge);
    else {
      onPair(other, edge);
      waiting.delete(key);
    }
  }
  return [...waiting.values()];
}

function pairAlong(edges: readonly Edge[], scale: LocalScale, onPair: (p: number, q: number, m: number) => void): void {
  if (edges.length === 0) return;
  const [padX, padY] = [APART_M / scale.lngM, APART_M / scale.latM];
  const boxes = new Flatbush(edges.length);
  for (const { a, b } of edges) {
    boxes.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  boxes.finish();
  edges.forEach((edge, i) => {
    const { a, b } = edge;
    const [west, east] = [Math.min(a[0], b[0]) - padX, Math.max(a[0], b[0]) + padX];
    const [south, north] = [Math.min(a[1], b[1]) - padY, Math.max(a[1], b[1]) + padY];
    for (const j of boxes.search(west, south, east, north, (other) => other > i)) {
      const other = edges[j];
      if (other === undefined || other.cell === edge.cell) continue;
      const m = alongM(edge, other, scale);
      if (m > 0) onPair(edge.cell, other.cell, m);
    }
  });
}

/** Metres that one edge runs along another, 0 where they meet in a point or lie apart. */
function alongM(edge: Edge, other: Edge, scale: LocalScale): number {
  const [long, short] = lengthM(edge, scale) >= lengthM(other, scale) ? [edge, other] : [other, edge];
  const length = lengthM(long, scale);
  if (length === 0) return 0;
  const [ux, uy] = [
    ((long.b[0] - long.a[0]) * scale.lngM) / length,
    ((long.b[1] - long.a[1]) * scale.latM) / length,
  ] as const;
  const place = ([lng, lat]: LngLat): readonly [along: number, aside: number] => {
    const [x, y] = [(lng - long.a[0]) * scale.lngM, (lat - long.a[1]) * scale.latM];
    return [x * ux + y * uy, y * ux - x * uy];
  };
  const [[from, fromAside], [to, toAside]] = [place(short.a), place(short.b)];
  if (Math.abs(fromAside) > APART_M || Math.abs(toAside) > APART_M) return 0;
  return Math.max(0, Math.min(length, Math.max(from, to)) - Math.max(0, Math.min(from, to)));
}

const lengthM = ({ a, b }: Edge, { lngM, latM }: LocalScale): number =>
  Math.hypot((b[0] - a[0]) * lngM, (b[1] - a[1]) * latM);

function listsOf(shared: ReadonlyMap<number, number>, size: number): Pick<CellGraph, 'neighbours' | 'sharedM'> {
  const pairs = [...shared]
    .filter(([, m]) => m >= LEAST_SHARED_M)
    .flatMap(([key, m]) => {
      const [p, q] = [Math.floor(key / size), key % size];
      return [
        { from: p, to: q, m },
        { from: q, to: p, m },
      ];
    })
    .sort((p, q) => p.from - q.from || p.to - q.to);
  const neighbours: number[][] = Array.from({ length: size }, () => []);
  const sharedM: number[][] = Array.from({ length: size }, () => []);
  for (const { from, to, m } of pairs) {
    neighbours[from]?.push(to);
    sharedM[from]?.push(m);
  }
  return { neighbours, sharedM };
}

/** The parts of some cells that hang together, each ascending, in the order of their first cells. */
export function connectedParts({ neighbours }: Pick<CellGraph, 'neighbours'>, cells: readonly number[]): number[][] {
  const left = new Set(cells);
  return cells.flatMap((start) => {
    if (!left.delete(start)) return [];
    const part = [start];
    for (const cell of part) {
      for (const next of neighbours[cell] ?? []) if (left.delete(next)) part.push(next);
    }
    return [part.sort((p, q) => p - q)];
  });
}
