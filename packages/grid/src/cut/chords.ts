import type { FlatRing } from './flat-ring.ts';

/** Where a line crosses an edge of a ring: at fraction `f` of it, `u` metres along the line. */
export type Crossing = { readonly edge: number; readonly f: number; readonly u: number };

/** A piece of a line inside a ring. The walk from `entry` forward to `exit` borders the part below the line. */
export type Chord = { readonly entry: Crossing; readonly exit: Crossing };

/** A ring seen along a direction: `u` metres along it, `s` metres to the left of it. */
export type Sweep = {
  readonly ring: FlatRing;
  readonly s: Float64Array;
  readonly u: Float64Array;
  readonly low: number;
  readonly high: number;
};

/** Two crossings nearer than this along the line are the two sides of a slit. */
const SAME_M = 1e-6;

/** Prepares the lines parallel to a unit vector. */
export function sweepAlong(ring: FlatRing, dx: number, dy: number): Sweep {
  const s = ring.x.map((x, i) => (ring.y[i] ?? 0) * dx - x * dy);
  const u = ring.x.map((x, i) => x * dx + (ring.y[i] ?? 0) * dy);
  let [low, high] = [Infinity, -Infinity];
  for (const value of s) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { ring, s, u, low, high };
}

/** The chords of the line `t` metres left of the origin, in order along it. */
export function chordsAt({ s, u }: Sweep, t: number): Chord[] {
  const crossings: (Crossing & { readonly enters: boolean })[] = [];
  const n = s.length;
  for (let edge = 0; edge < n; edge++) {
    const next = edge + 1 === n ? 0 : edge + 1;
    const from = (s[edge] ?? 0) - t;
    const to = (s[next] ?? 0) - t;
    if (from < 0 === to < 0) continue;
    const f = from / (from - to);
    const start = u[edge] ?? 0;
    crossings.push({ edge, f, u: start + f * ((u[next] ?? 0) - start), enters: from >= 0 });
  }
  // The interior lies left of every edge, so the line enters it where the ring comes down; a slit is left first.
  crossings.sort((a, b) => (Math.abs(a.u - b.u) < SAME_M ? Number(a.enters) - Number(b.enters) : a.u - b.u));
  const chords: Chord[] = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [entry, exit] = [crossings[i], crossings[i + 1]];
    if (entry?.enters && exit !== undefined && !exit.enters) chords.push({ entry, exit });
  }
  return chords;
}

/** The area of the ring's part from the entry forward to the exit, closed by the chord. It grows with `t`. */
export function areaBelow(ring: FlatRing, { entry, exit }: Chord): number {
  const n = ring.x.length;
  const wraps = exit.edge < entry.edge || (exit.edge === entry.edge && exit.f < entry.f);
  const last = wraps ? exit.edge + n : exit.edge;
  if (last === entry.edge) return 0;
  const [px, py] = placeOf(ring, entry);
  const [qx, qy] = placeOf(ring, exit);
  const first = (entry.edge + 1) % n;
  const stretch = (ring.crossSum[last] ?? 0) - (ring.crossSum[entry.edge + 1] ?? 0);
  const ends =
    px * (ring.y[first] ?? 0) -
    py * (ring.x[first] ?? 0) +
    ((ring.x[last % n] ?? 0) * qy - (ring.y[last % n] ?? 0) * qx) +
    (qx * py - qy * px);
  return (stretch + ends) / 2;
}

/** The place of a crossing in metres. */
export function placeOf(ring: FlatRing, { edge, f }: Crossing): readonly [number, number] {
  const next = (edge + 1) % ring.x.length;
  const [x, y] = [ring.x[edge] ?? 0, ring.y[edge] ?? 0];
  return [x + f * ((ring.x[next] ?? 0) - x), y + f * ((ring.y[next] ?? 0) - y)];
}
