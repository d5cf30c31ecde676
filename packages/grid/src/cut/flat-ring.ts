import type { EdgeStore, VertexRing } from './edge-store.ts';
import { type Lattice, type StepScale, stepScaleAt } from './lattice.ts';

/** A ring in metres relative to its first vertex, with running sums that give the area of any stretch of it. */
export type FlatRing = {
  readonly vertices: VertexRing;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** `crossSum[i]`: sum of the cross products of the first `i` edges, twice around. */
  readonly crossSum: Float64Array;
  readonly areaM2: number;
  readonly originX: number;
  readonly originY: number;
  readonly scale: StepScale;
};

/** Flattens a ring at its mean latitude. */
export function flattenRing(store: EdgeStore, lattice: Lattice, vertices: VertexRing): FlatRing {
  const points = vertices.map((vertex) => store.point(vertex));
  const n = points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const scale = stepScaleAt(lattice, meanY);
  const { x: originX, y: originY } = points[0] ?? { x: 0, y: 0 };
  const x = Float64Array.from(points, (point) => (point.x - originX) * scale.xM);
  const y = Float64Array.from(points, (point) => (point.y - originY) * scale.yM);
  const crossSum = new Float64Array(2 * n + 1);
  for (let i = 0; i < 2 * n; i++) {
    const [a, b] = [i % n, (i + 1) % n];
    crossSum[i + 1] = (crossSum[i] ?? 0) + (x[a] ?? 0) * (y[b] ?? 0) - (y[a] ?? 0) * (x[b] ?? 0);
  }
  return { vertices, x, y, crossSum, areaM2: (crossSum[n] ?? 0) / 2, originX, originY, scale };
}

/** Area and Polsby-Popper compactness (4π · area / perimeter²) of a closed walk given in metres. */
export function measureWalk(walk: readonly (readonly [number, number])[]): { areaM2: number; compactness: number } {
  const [x0, y0] = walk[0] ?? [0, 0];
  let [twiceArea, perimeter] = [0, 0];
  walk.forEach(([ax, ay], i) => {
    const [bx, by] = walk[(i + 1) % walk.length] ?? [x0, y0];
    twiceArea += (ax - x0) * (by - y0) - (ay - y0) * (bx - x0);
    perimeter += Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
  });
  const compactness = perimeter === 0 ? 0 : (2 * Math.PI * Math.abs(twiceArea)) / (perimeter * perimeter);
  return { areaM2: twiceArea / 2, compactness };
}

/** The direction of the long side of the smallest box around a ring, as a unit vector. */
export function longAxis(ring: FlatRing): readonly [number, number] {
  const hull = convexHull(ring);
  let best = { area: Infinity, axis: [1, 0] as readonly [number, number] };
  hull.forEach(([ax, ay], i) => {
    const [bx, by] = hull[(i + 1) % hull.length] ?? [ax, ay];
    const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    if (length === 0) return;
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
    const along = extentOf(hull.map(([x, y]) => x * ux + y * uy));
    const across = extentOf(hull.map(([x, y]) => y * ux - x * uy));
    if (along * across < best.area) best = { area: along * across, axis: along >= across ? [ux, uy] : [-uy, ux] };
  });
  return best.axis;
}

function extentOf(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}

/** Andrew's monotone chain, counter-clockwise. */
function convexHull(ring: FlatRing): (readonly [number, number])[] {
  const points = Array.from(ring.x, (x, i): readonly [number, number] => [x, ring.y[i] ?? 0]);
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly (readonly [number, number])[]): (readonly [number, number])[] => {
    const chain: (readonly [number, number])[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && !turnsLeft(chain.at(-2), chain.at(-1), point)) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(points), ...half(points.toReversed())];
}

type Place = readonly [number, number];
function turnsLeft(a: Place | undefined, b: Place | undefined, c: Place): boolean {
  if (a === undefined || b === undefined) return true;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}
