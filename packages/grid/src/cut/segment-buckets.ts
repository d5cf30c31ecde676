import type { Point } from './segments.ts';

/** Side of a bucket in lattice steps unless said: about 85 by 111 m, the size of a unit grid. */
const BUCKET = 10_000;
const ROW = 2 ** 20;

/** Undirected segments by the squares that they pass, to find those near a place. */
export class SegmentBuckets<T> {
  private readonly buckets = new Map<number, Set<T>>();
  private readonly side: number;

  constructor(side = BUCKET) {
    this.side = side;
  }

  add(a: Point, b: Point, item: T): void {
    for (const key of squaresOf(a, b, this.side)) {
      const bucket = this.buckets.get(key);
      if (bucket === undefined) this.buckets.set(key, new Set([item]));
      else bucket.add(item);
    }
  }

  remove(a: Point, b: Point, item: T): void {
    for (const key of squaresOf(a, b, this.side)) this.buckets.get(key)?.delete(item);
  }

  /** True when `test` holds for a segment that passes a square of the segment from `a` to `b`. May ask it twice. */
  some(a: Point, b: Point, test: (item: T) => boolean): boolean {
    for (const key of squaresOf(a, b, this.side)) {
      for (const item of this.buckets.get(key) ?? []) if (test(item)) return true;
    }
    return false;
  }
}

/** Keys of the squares that a segment passes or comes within two steps of. */
function squaresOf(a: Point, b: Point, side: number): number[] {
  const keys: number[] = [];
  const [low, high] = a.y <= b.y ? [a, b] : [b, a];
  const slope = high.y === low.y ? 0 : (high.x - low.x) / (high.y - low.y);
  const square = (steps: number): number => Math.floor(steps / side);
  const top = square(high.y + 2);
  for (let row = square(low.y - 2); row <= top; row++) {
    const atFoot = low.x + slope * (Math.max(low.y, row * side - 2) - low.y);
    const atHead = low.x + slope * (Math.min(high.y, (row + 1) * side + 2) - low.y);
    const [from, to] = slope === 0 ? [Math.min(a.x, b.x), Math.max(a.x, b.x)] : [atFoot, atHead];
    const last = square(Math.max(from, to) + 3);
    for (let column = square(Math.min(from, to) - 3); column <= last; column++) keys.push(row * ROW + column);
  }
  return keys;
}
