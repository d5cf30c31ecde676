import { cutFace } from '../cut/cut-face.ts';
import { EdgeStore, type VertexRing } from '../cut/edge-store.ts';
import { guidesOf } from '../cut/guides.ts';
import { keyholeWalk } from '../cut/keyhole.ts';
import type { Lattice } from '../cut/lattice.ts';
import { fringeOf } from './fringe.ts';
import { pack, unpack } from './packed.ts';

/**
 * All that cutting one community needs, in arrays that pass between threads. Rings are open, of packed points, the
 * interior to their left.
 */
export type CutTask = {
  readonly code: string;
  readonly lattice: Lattice;
  readonly targetM2: number;
  readonly faces: readonly FaceToCut[];
  /** Edges of neighbours that come near: two points each. Nothing may touch them. */
  readonly obstacles: Float64Array;
  /** Lines that cuts follow where they can: open chains of points. */
  readonly lines: readonly Float64Array[];
  /** Rings of kept buildings, counter-clockwise. No cut enters one. */
  readonly kept: readonly Float64Array[];
};

/** The outer ring and the holes of a part, and the number of its grids. */
export type FaceToCut = { readonly rings: readonly Float64Array[]; readonly units: number };

/** What became of a task. */
export type CutResult = {
  readonly code: string;
  /** The rings of each face with the points that cuts put into them. */
  readonly rings: readonly (readonly Float64Array[])[];
  /** Walks around the pieces of all faces. */
  readonly pieces: readonly Float64Array[];
  /** Edges of pieces that end on the border or come near it: two points each. */
  readonly fringe: Float64Array;
  /** How many pieces could not be cut off. */
  readonly missing: number;
};

/**
 * Cuts one community on edges of its own. It depends on the task alone, so that communities may be cut by any thread as
 * soon as the neighbours with lower codes are done.
 */
export function cutCommunity(task: CutTask): CutResult {
  const store = new EdgeStore();
  const net = { store, lattice: task.lattice };
  const verticesOf = (points: Float64Array): VertexRing =>
    Array.from(points, (packed) => store.vertexAt(unpack(packed)));
  const faces = task.faces.map(({ rings, units }) => ({ rings: rings.map(verticesOf), units }));
  for (const { rings } of faces) for (const ring of rings) addRing(store, ring);
  for (let i = 0; i + 1 < task.obstacles.length; i += 2) {
    const [a, b] = verticesOf(task.obstacles.subarray(i, i + 2));
    if (a !== undefined && b !== undefined) store.addEdge(a, b);
  }
  const guides = guidesOf(task.lattice, task.targetM2, task);
  let missing = 0;
  const walks = faces.flatMap(({ rings: [outer = [], ...holes], units }) => {
    const cut = cutFace(net, keyholeWalk(store, { outer, holes }), units, guides);
    missing += cut.missing;
    return cut.walks;
  });
  const expanded = (ring: VertexRing): Float64Array =>
    Float64Array.from(store.expand(ring), (vertex) => pack(store.point(vertex)));
  const rings = faces.map((face) => face.rings.map(expanded));
  const pieces = walks.map(expanded);
  return { code: task.code, rings, pieces, fringe: fringeOf(rings.flat(), pieces), missing };
}

function addRing(store: EdgeStore, ring: VertexRing): void {
  for (const [i, from] of ring.entries()) store.addEdge(from, ring[(i + 1) % ring.length] ?? from);
}
