import type { FlatChain } from '../cut/guides.ts';
import { type Lattice, toSteps } from '../cut/lattice.ts';
import type { Point } from '../cut/segments.ts';
import { twiceAreaOf } from '../cut/segments.ts';
import type { Ring } from '../geometry.ts';
import type { BuildOptions } from './build-input.ts';
import type { Box } from './homes.ts';
import { strokesOf } from './strokes.ts';

type Placed = { readonly points: readonly Point[]; readonly box: Box };

/** Lines and kept buildings by where they are. */
export class GuideFinder {
  private readonly lines: readonly Placed[];
  private readonly kept: readonly Placed[];

  constructor(lattice: Lattice, { lines = [], keep = [] }: BuildOptions) {
    const pointsOf = (positions: Ring): Point[] =>
      positions.map((at) => {
        const [x, y] = toSteps(lattice, at);
        return { x, y };
      });
    this.lines = strokesOf(lines.map(pointsOf)).map(placed);
    this.kept = keep
      .flatMap((rings) => rings.slice(0, 1))
      .map((ring) => leftTurning(pointsOf(ring).slice(0, -1)))
      .sort(comparePoints)
      .map(placed);
  }

  /** Those that meet a box, in an order that does not depend on the files. */
  near(box: Box): { readonly lines: readonly FlatChain[]; readonly kept: readonly FlatChain[] } {
    const chosen = (all: readonly Placed[]): FlatChain[] =>
      all
        .filter((one) => meet(one.box, box))
        .map(({ points }) => Float64Array.from(points.flatMap(({ x, y }) => [x, y])));
    return { lines: chosen(this.lines), kept: chosen(this.kept) };
  }
}

function placed(points: readonly Point[]): Placed {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return { points, box: [minX, minY, maxX, maxY] };
}

const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** Counter-clockwise, from the westernmost, then southernmost corner on: the same building whatever the file does. */
function leftTurning(points: readonly Point[]): Point[] {
  const turned = twiceAreaOf(points) < 0 ? points.toReversed() : [...points];
  const start = turned.reduce((best, { x, y }, i) => {
    const least = turned[best] ?? { x, y };
    return x < least.x || (x === least.x && y < least.y) ? i : best;
  }, 0);
  return [...turned.slice(start), ...turned.slice(0, start)];
}

function comparePoints(a: readonly Point[], b: readonly Point[]): number {
  for (const [i, p] of a.entries()) {
    const q = b[i];
    if (q === undefined) return 1;
    if (p.x !== q.x || p.y !== q.y) return p.x - q.x || p.y - q.y;
  }
  return a.length - b.length;
}
