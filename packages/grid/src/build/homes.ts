import type { VertexRing } from '../cut/edge-store.ts';
import type { Face } from '../cut/loops.ts';
import { type Net, ringsOf } from '../cut/rings.ts';
import { SegmentBuckets } from '../cut/segment-buckets.ts';
import type { Area } from '../geometry.ts';
import { areaM2 } from '../metric.ts';
import { BuildError, checkCount } from './build-input.ts';
import type { CutResult } from './cut-community.ts';
import { type ExcusedPart, excuseOf } from './excused-parts.ts';
import { pack } from './packed.ts';
import type { PreparedBorders } from './prepare-borders.ts';

/** South-west and north-east corner in lattice steps. */
export type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** A community on its way from border to grids. */
export type Home = {
  readonly code: string;
  readonly source: Area;
  readonly targetM2: number;
  readonly faces: readonly Face[];
  /** Grids of each face. */
  readonly units: readonly number[];
  readonly excused: readonly Omit<ExcusedPart, 'community'>[];
  readonly box: Box;
  /** Places of the communities that share a vertex with it, ascending; those with lower codes. */
  readonly neighbours: readonly number[];
  readonly lower: readonly number[];
  /** Edges of another community near the border of this one that are not its own: two packed points each. */
  readonly edgesNear: (other: Home) => number[];
  result?: CutResult;
};

/** The communities in order of code. Throws BuildError for more grids in one than there are numbers. */
export function homesOf({ net, noded }: PreparedBorders, targetOf: (code: string) => number): Home[] {
  const touching = touchingHomes(noded.map(({ faces }) => faces));
  return noded.map(({ source, faces }, i): Home => {
    const { code } = source;
    const targetM2 = targetOf(code);
    const rings = faces.map((face) => ringsOf(net, face));
    if (rings.length === 0)
      throw new BuildError(`cannot cut community ${code}: its border encloses no ground, needs some`);
    const areas = rings.map(areaM2);
    const units = areas.map((area) => Math.max(1, Math.round(area / targetM2)));
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    checkCount(code, sum(units), sum(areas), targetM2);
    const neighbours = [...(touching[i] ?? [])].sort((a, b) => a - b);
    return {
      ...{ code, source, targetM2, faces, units, neighbours },
      excused: rings.flatMap((one, j) => excuseOf(one, units[j] ?? 1, targetM2)),
      lower: neighbours.filter((j) => j < i),
      box: boxOf(net, faces),
      edgesNear: (other) => edgesNear(net, faces, other.faces),
    };
  });
}

function touchingHomes(faces: readonly (readonly Face[])[]): Set<number>[] {
  const holders = new Map<number, number[]>();
  for (const [i, own] of faces.entries()) {
    for (const vertex of new Set(ringsIn(own).flat())) {
      const others = holders.get(vertex);
      if (others === undefined) holders.set(vertex, [i]);
      else others.push(i);
    }
  }
  const touching = faces.map(() => new Set<number>());
  for (const group of holders.values()) {
    for (const i of group) for (const j of group) if (i !== j) touching[i]?.add(j);
  }
  return touching;
}

const ringsIn = (faces: readonly Face[]): VertexRing[] => faces.flatMap(({ outer, holes }) => [outer, ...holes]);

function boxOf({ store }: Net, faces: readonly Face[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const vertex of faces.flatMap(({ outer }) => outer)) {
    const { x, y } = store.point(vertex);
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return [minX, minY, maxX, maxY];
}

function edgesNear({ store }: Net, own: readonly Face[], other: readonly Face[]): number[] {
  const near = new SegmentBuckets<true>();
  const keys = new Set<string>();
  for (const [a, b] of edgesOf(own)) {
    keys.add(a < b ? `${a} ${b}` : `${b} ${a}`);
    near.add(store.point(a), store.point(b), true);
  }
  const found: number[] = [];
  for (const [a, b] of edgesOf(other)) {
    if (keys.has(a < b ? `${a} ${b}` : `${b} ${a}`)) continue;
    const [p, q] = [store.point(a), store.point(b)];
    if (near.some(p, q, () => true)) found.push(pack(p), pack(q));
  }
  return found;
}

function* edgesOf(faces: readonly Face[]): Generator<readonly [number, number]> {
  for (const ring of ringsIn(faces)) {
    for (const [i, from] of ring.entries()) yield [from, ring[(i + 1) % ring.length] ?? from];
  }
}
