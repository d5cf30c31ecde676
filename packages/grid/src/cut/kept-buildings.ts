import { claimFaces } from '../mend/claimed-rings.ts';
import { SnapSegments } from '../mend/snap-segments.ts';
import type { StepScale } from './lattice.ts';
import { SegmentBuckets } from './segment-buckets.ts';
import { orientation, type Point } from './segments.ts';
import { shortestWay } from './shortest-way.ts';

/** Walls are taken to a tenth of a metre, in lattice steps: what lies nearer to each other is one wall. */
const PIXEL = 10;
/** Side of a square in which walls are looked for: some 20 m, in lattice steps. */
const SQUARE = 2000;

type Wall = { readonly a: number; readonly b: number };
type Building = {
  readonly ring: readonly Point[];
  readonly low: Point;
  readonly high: Point;
};
/** Where a line crosses a wall: the share of the way along it, 0 to 1. */
type WallCrossing = { readonly wall: Wall; readonly along: number };

/** Steps; less than the side of a bucket. */
const HALF_SQUARE = SQUARE / 2;

/** Detours may be so much longer than the straight way, and so many metres more. */
const LONGEST = { times: 2.2, plusM: 60 };

/** Buildings that no cut may enter. Walls that touch or overlap are brought together first. */
export class KeptBuildings {
  private readonly points: Point[] = [];
  private readonly walls = new SegmentBuckets<Wall>(SQUARE);
  private readonly buildings = new SegmentBuckets<Building>(SQUARE);
  private readonly wallsAt = new Map<number, Wall[]>();
  private readonly scale: StepScale;

  constructor(rings: readonly (readonly Point[])[], scale: StepScale) {
    this.scale = scale;
    const ids = new Map<string, number>();
    const idOf = (point: Point): number => {
      const key = `${point.x} ${point.y}`;
      const known = ids.get(key);
      if (known !== undefined) return known;
      ids.set(key, this.points.length);
      return this.points.push(point) - 1;
    };
    const walls = new Set<string>();
    for (const ring of partedRings(rings)) this.addBuilding(ring.map(idOf), walls);
  }

  private addBuilding(ring: readonly number[], known: Set<string>): void {
    const points = ring.map((id) => this.point(id));
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const low = { x: Math.min(...xs), y: Math.min(...ys) };
    const high = { x: Math.max(...xs), y: Math.max(...ys) };
    const building = { ring: points, low, high };
    // Every square that the box touches is passed by one of its level lines, half a square's height apart.
    for (let y = low.y; ; y = Math.min(high.y, y + HALF_SQUARE)) {
      this.buildings.add({ x: low.x, y }, { x: high.x, y }, building);
      if (y === high.y) break;
    }
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length] ?? a;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      if (known.has(key)) continue;
      known.add(key);
      const wall = { a, b };
      this.walls.add(this.point(a), this.point(b), wall);
      for (const end of [a, b]) this.wallsAt.set(end, [...(this.wallsAt.get(end) ?? []), wall]);
    }
  }

  private point(id: number): Point {
    return this.points[id] ?? { x: 0, y: 0 };
  }

  /** True when a way enters no building; along a wall is no entering. */
  isClearOf(way: readonly Point[]): boolean {
    return way.slice(1).every((to, i) => this.isClear(way[i] ?? to, to));
  }

  private isClear(from: Point, to: Point): boolean {
    const stops = [0, ...this.crossings(from, to).map(({ along }) => along), 1];
    return stops.slice(1).every((stop, i) => !this.isInside(between(from, to, ((stops[i] ?? 0) + stop) / 2)));
  }

  /**
   * The points between the ends of the shortest way that enters no building, on free ground or along walls; none when
   * the straight way is free. Undefined when there is no way of reasonable length. `isUsed` tells walls that are borders already.
   */
  wayAround(from: Point, to: Point, isUsed: (point: Point) => boolean): readonly Point[] | undefined {
    const crossings = this.crossings(from, to);
    if (crossings.length === 0) return this.isInside(between(from, to, 0.5)) ? undefined : [];
    const way = shortestWay(this.lineGraph({ from, to, crossings, isUsed }), {
      longest: LONGEST.times * this.distanceM(from, to) + LONGEST.plusM,
    });
    return way === undefined ? undefined : this.pulledTight([from, ...way, to]);
  }

  /** Nodes: −1 and −2 the ends, then −3 − i the crossings; walls' corners by their number. */
  private lineGraph(line: Line) {
    const { from, to, crossings, isUsed } = line;
    const onLine = [-1, ...crossings.map((_, i) => -3 - i), -2];
    const pointOf = (node: number): Point => {
      if (node >= 0) return this.point(node);
      const crossing = crossings[-3 - node];
      return node === -1 ? from : node === -2 ? to : rounded(between(from, to, crossing?.along ?? 0));
    };
    // A straight way crosses a wall once.
    const crossed = new Map(crossings.map(({ wall }, i) => [wall, -3 - i]));
    const alongWall = (wall: Wall): number[] => {
      const crossing = crossed.get(wall);
      return crossing === undefined ? [wall.a, wall.b] : [wall.a, crossing, wall.b];
    };
    const besides = (chain: readonly number[], node: number): number[] => {
      const place = chain.indexOf(node);
      return [chain[place - 1], chain[place + 1]].filter((next) => next !== undefined);
    };
    const freeSteps = (node: number): number[] =>
      besides(onLine, node).filter((next) => !this.isInside(middle(pointOf(node), pointOf(next))));
    const next = (node: number): number[] => {
      const crossing = crossings[-3 - node];
      const walls = node >= 0 ? (this.wallsAt.get(node) ?? []) : crossing === undefined ? [] : [crossing.wall];
      const steps = [...(node < 0 ? freeSteps(node) : []), ...walls.flatMap((wall) => besides(alongWall(wall), node))];
      return steps.filter((step) => step < 0 || !isUsed(this.point(step)));
    };
    return {
      from: -1,
      to: -2,
      next,
      pointOf,
      lengthM: (a: number, b: number) => this.distanceM(pointOf(a), pointOf(b)),
    };
  }

  /** Leaves out points where the way without them enters no building either. Gives the points between the ends. */
  private pulledTight(way: readonly Point[]): Point[] {
    const kept: Point[] = [];
    let at = 0;
    while (at < way.length - 1) {
      let next = way.length - 1;
      while (next > at + 1 && !this.isClear(way[at] ?? ORIGIN, way[next] ?? ORIGIN)) next -= 1;
      if (next < way.length - 1) kept.push(way[next] ?? ORIGIN);
      at = next;
    }
    return kept;
  }

  private crossings(from: Point, to: Point): WallCrossing[] {
    const found = new Map<Wall, WallCrossing>();
    this.walls.some(from, to, (wall) => {
      const [a, b] = [this.point(wall.a), this.point(wall.b)];
      const [o1, o2] = [orientation(from, to, a), orientation(from, to, b)];
      const [o3, o4] = [orientation(a, b, from), orientation(a, b, to)];
      if (o1 >= 0 === o2 >= 0 || o3 > 0 === o4 > 0) return false;
      found.set(wall, { wall, along: o3 / (o3 - o4) });
      return false;
    });
    return [...found.values()].sort((p, q) => p.along - q.along || p.wall.a - q.wall.a || p.wall.b - q.wall.b);
  }

  private isInside(at: Point): boolean {
    return this.buildings.some(at, at, (building) => holds(building, at));
  }

  private distanceM(a: Point, b: Point): number {
    return Math.sqrt(((a.x - b.x) * this.scale.xM) ** 2 + ((a.y - b.y) * this.scale.yM) ** 2);
  }
}

/** True when a point lies in a building, more than a step from its walls. */
function holds({ ring, low, high }: Building, { x, y }: Point): boolean {
  if (x <= low.x || x >= high.x || y <= low.y || y >= high.y) return false;
  let inside = false;
  let a = ring[ring.length - 1] ?? ORIGIN;
  for (const b of ring) {
    if (isAlong(a, b, x, y)) return false;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    a = b;
  }
  return inside;
}

type Line = {
  readonly from: Point;
  readonly to: Point;
  readonly crossings: readonly WallCrossing[];
  readonly isUsed: (point: Point) => boolean;
};

const ORIGIN: Point = { x: 0, y: 0 };
const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + share * (b.x - a.x),
  y: a.y + share * (b.y - a.y),
});
const middle = (a: Point, b: Point): Point => between(a, b, 0.5);
const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

/** Steps from a wall within which a point lies on it: what rounding does, and no more. */
const ON_WALL = 1.5;
function isAlong(a: Point, b: Point, x: number, y: number): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / squared));
  return (a.x + along * dx - x) ** 2 + (a.y + along * dy - y) ** 2 <= ON_WALL ** 2;
}

/** Rings of buildings that share their walls where they touch, and overlap nowhere: of two the first keeps the ground. */
function partedRings(rings: readonly (readonly Point[])[]): Point[][] {
  const snap = new SnapSegments();
  for (const [i, ring] of rings.entries()) {
    snap.addRing(
      ring.map(({ x, y }) => ({ x: Math.round(x / PIXEL), y: Math.round(y / PIXEL) })),
      i,
    );
  }
  const segments = snap.settle();
  const faces = claimFaces((vertex) => snap.point(vertex), segments, rings.length).flat();
  return faces.map(({ outer }) =>
    outer.map((vertex) => {
      const { x, y } = snap.point(vertex);
      return { x: x * PIXEL, y: y * PIXEL };
    }),
  );
}
