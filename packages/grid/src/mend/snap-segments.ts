import { SegmentBuckets } from '../cut/segment-buckets.ts';
import { orientation, type Point } from '../cut/segments.ts';

/** Whose borders run along a segment, ascending; two borders of one area along it cancel out. */
export type Owners = readonly number[];
/** A segment between two vertices. */
export type Segment = { readonly a: number; readonly b: number; readonly owners: Owners };

/** Those in one list but not in both, ascending. */
export const exclusive = (a: Owners, b: Owners): Owners =>
  [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))].sort((p, q) => p - q);

const SPAN = 2 ** 26;
/** Side of a square in which neighbours are looked for, in pixels. */
const SQUARE = 200;
/** A segment that comes as near as this to a vertex is bent through it, in pixels. */
const REACH = 0.5;

/**
 * Brings segments together by iterated snap rounding (Halperin and Packer, Iterated snap rounding, 2002): vertices are
 * pixels, a segment that passes a vertex within half a pixel is bent through it, and two that cross get the pixel of
 * their crossing as a vertex, until every segment keeps away from all vertices but its ends.
 */
export class SnapSegments {
  private readonly points: Point[] = [];
  private readonly ids = new Map<number, number>();
  private readonly vertices = new SegmentBuckets<number>(SQUARE);
  private readonly settled = new Map<number, Segment>();
  private readonly placed = new SegmentBuckets<Segment>(SQUARE);
  private waiting: Segment[] = [];

  point(vertex: number): Point {
    const point = this.points[vertex];
    if (point === undefined) throw new Error(`no vertex ${vertex} among ${this.points.length}`);
    return point;
  }

  /** Adds a closed ring of pixels, the first not repeated. */
  addRing(ring: readonly Point[], owner: number): void {
    const walk = ring.map((point) => this.vertexAt(point));
    for (const [i, a] of walk.entries()) this.waiting.push({ a, b: walk[(i + 1) % walk.length] ?? a, owners: [owner] });
  }

  /** Settles what was added. Segments come out in the order of their ends. */
  settle(): readonly Segment[] {
    this.waiting = this.waiting.map((segment) => this.directed(segment)).sort((s, t) => this.compare(t, s));
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.place(next);
    return [...this.settled.values()].map((segment) => this.directed(segment)).sort((s, t) => this.compare(s, t));
  }

  private directed({ a, b, owners }: Segment): Segment {
    const [p, q] = [this.point(a), this.point(b)];
    return p.x < q.x || (p.x === q.x && p.y <= q.y) ? { a, b, owners } : { a: b, b: a, owners };
  }

  private compare(s: Segment, t: Segment): number {
    const [a, b, c, d] = [this.point(s.a), this.point(s.b), this.point(t.a), this.point(t.b)];
    return a.x - c.x || a.y - c.y || b.x - d.x || b.y - d.y || (s.owners[0] ?? 0) - (t.owners[0] ?? 0);
  }

  /** The vertex at a pixel. Settled segments that pass a new one wait again. */
  private vertexAt(point: Point): number {
    const key = point.x * SPAN + point.y;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const vertex = this.points.push(point) - 1;
    this.ids.set(key, vertex);
    this.vertices.add(point, point, vertex);
    for (const segment of this.nearby(this.placed, point, point)) {
      if (this.alongAt(segment, vertex) !== undefined) this.unsettle(segment);
    }
    return vertex;
  }

  private nearby<T>(buckets: SegmentBuckets<T>, a: Point, b: Point): Set<T> {
    const found = new Set<T>();
    buckets.some(a, b, (item) => {
      found.add(item);
      return false;
    });
    return found;
  }

  private place(segment: Segment): void {
    const { a, b, owners } = segment;
    if (a === b || owners.length === 0) return;
    const twin = this.settled.get(keyOf(a, b));
    if (twin !== undefined) {
      this.remove(twin);
      this.keep({ a, b, owners: exclusive(twin.owners, owners) });
      return;
    }
    const through = this.passed(segment);
    if (through.length > 0) this.split(segment, through);
    else if (!this.meet(segment)) this.keep(segment);
  }

  private keep(segment: Segment): void {
    if (segment.owners.length === 0) return;
    this.settled.set(keyOf(segment.a, segment.b), segment);
    this.placed.add(this.point(segment.a), this.point(segment.b), segment);
  }

  private remove(segment: Segment): void {
    this.settled.delete(keyOf(segment.a, segment.b));
    this.placed.remove(this.point(segment.a), this.point(segment.b), segment);
  }

  private unsettle(segment: Segment): void {
    this.remove(segment);
    this.waiting.push(segment);
  }

  private split({ a, b, owners }: Segment, through: readonly number[]): void {
    const stops = [a, ...through, b];
    for (const [i, from] of stops.slice(0, -1).entries()) this.waiting.push({ a: from, b: stops[i + 1] ?? b, owners });
  }

  /** Vertices that a segment comes too near to, in the order along it. */
  private passed(segment: Segment): number[] {
    const found: { readonly vertex: number; readonly along: number }[] = [];
    for (const vertex of this.nearby(this.vertices, this.point(segment.a), this.point(segment.b))) {
      const along = this.alongAt(segment, vertex);
      if (along !== undefined) found.push({ vertex, along });
    }
    return found.sort((p, q) => p.along - q.along || p.vertex - q.vertex).map(({ vertex }) => vertex);
  }

  /** How far along a segment it passes a vertex, 0 to 1; undefined when it does not come so near. */
  private alongAt({ a, b }: Segment, vertex: number): number | undefined {
    if (vertex === a || vertex === b) return undefined;
    const [p, q, c] = [this.point(a), this.point(b), this.point(vertex)];
    const [dx, dy] = [q.x - p.x, q.y - p.y];
    const squared = dx * dx + dy * dy;
    const along = ((c.x - p.x) * dx + (c.y - p.y) * dy) / squared;
    if (!(along > 0 && along < 1)) return undefined;
    return Math.abs(orientation(p, q, c)) <= REACH * Math.sqrt(squared) ? along : undefined;
  }

  /** Parts a segment and one that it crosses at the pixel of their crossing; false when it crosses none. */
  private meet(segment: Segment): boolean {
    const [p, q] = [this.point(segment.a), this.point(segment.b)];
    let other: Segment | undefined;
    this.placed.some(p, q, (placed) => {
      if (crosses(p, q, this.point(placed.a), this.point(placed.b))) other = placed;
      return other !== undefined;
    });
    if (other === undefined) return false;
    const vertex = this.vertexAt(crossing(p, q, this.point(other.a), this.point(other.b)));
    if (this.settled.get(keyOf(other.a, other.b)) === other && !isEnd(other, vertex)) {
      this.remove(other);
      this.split(other, [vertex]);
    }
    this.split(segment, isEnd(segment, vertex) ? [] : [vertex]);
    return true;
  }
}

const keyOf = (a: number, b: number): number => Math.min(a, b) * SPAN + Math.max(a, b);
const isEnd = ({ a, b }: Segment, vertex: number): boolean => vertex === a || vertex === b;

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const [o1, o2, o3, o4] = [orientation(a, b, c), orientation(a, b, d), orientation(c, d, a), orientation(c, d, b)];
  return ((o1 > 0 && o2 < 0) || (o1 < 0 && o2 > 0)) && ((o3 > 0 && o4 < 0) || (o3 < 0 && o4 > 0));
}

/** The pixel in which two segments cross. */
function crossing(a: Point, b: Point, c: Point, d: Point): Point {
  const [o1, o2] = [orientation(c, d, a), orientation(c, d, b)];
  const share = o1 / (o1 - o2);
  return { x: Math.round(a.x + share * (b.x - a.x)), y: Math.round(a.y + share * (b.y - a.y)) };
}
