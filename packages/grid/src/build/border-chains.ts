import type { VertexRing } from '../cut/edge-store.ts';
import type { Face } from '../cut/loops.ts';
import type { Point } from '../cut/segments.ts';
import { type Packed, pack } from './packed.ts';

const SPAN = 2 ** 26;
const keyOf = (a: number, b: number): number => (a < b ? a * SPAN + b : b * SPAN + a);

/** The edges of all borders, each once for both sides, with the points that cuts have put into them since. */
export class BorderChains {
  private readonly inserted = new Map<number, readonly Packed[]>();
  private readonly pointOf: (vertex: number) => Point;

  constructor(pointOf: (vertex: number) => Point) {
    this.pointOf = pointOf;
  }

  /** A ring of vertices as points, with what was put into its edges so far. */
  expand(ring: VertexRing): Packed[] {
    return ring.flatMap((from, i) => {
      const to = ring[(i + 1) % ring.length] ?? from;
      const between = this.inserted.get(keyOf(from, to)) ?? [];
      return [pack(this.pointOf(from)), ...(from < to ? between : between.toReversed())];
    });
  }

  expandFace({ outer, holes }: Face): Face {
    return { outer: this.expand(outer), holes: holes.map((hole) => this.expand(hole)) };
  }

  /** Takes over a ring that came back from cutting: the same vertices with more points between. */
  takeOver(ring: VertexRing, points: Float64Array): void {
    let at = 0;
    for (const [i, from] of ring.entries()) {
      const to = ring[(i + 1) % ring.length] ?? from;
      const end = i + 1 === ring.length ? points.length : points.indexOf(pack(this.pointOf(to)), at + 1);
      if (points[at] !== pack(this.pointOf(from)) || end < 0) throw new Error('a cut border lost one of its vertices');
      const between = Array.from(points.subarray(at + 1, end));
      if (between.length > 0) this.inserted.set(keyOf(from, to), from < to ? between : between.reverse());
      at = end;
    }
  }
}
