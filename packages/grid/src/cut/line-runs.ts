import type { Crossing } from './chords.ts';
import type { FlatRing } from './flat-ring.ts';
import type { Point } from './segments.ts';

/** A stretch of a line across a ring, from border to border, and the points between. */
export type LineRun = { readonly from: Crossing; readonly to: Crossing; readonly via: readonly Point[] };

type Place = readonly [x: number, y: number];

/** Metres between the places at which a line is looked at. */
const STEP_M = 12;
/** A line nearer than this to the border runs along it. */
const CLEAR_M = 4;
/** A road that ends before the border is prolonged by so many sides of a grid at most. */
const PROLONG_SIDES = 0.7;
/** Bends smaller than this are left out. */
const BEND_M = 0.3;

/** The stretches of a line that cross a ring. Roads that end inside are prolonged to the border when it is near. */
export function lineRuns(ring: FlatRing, line: readonly Point[], sideM: number): LineRun[] {
  const places = line.map(
    ({ x, y }): Place => [(x - ring.originX) * ring.scale.xM, (y - ring.originY) * ring.scale.yM],
  );
  return sectionsNear(ring, places).flatMap((section) => {
    const samples = densified(section);
    const deep = samples.map((place) => isDeep(ring, place));
    const runs: LineRun[] = [];
    for (let start = deep.indexOf(true); start !== -1; ) {
      const stop = deep.indexOf(false, start);
      const end = stop === -1 ? deep.length : stop;
      const run = runOf(ring, samples, { start, end, prolongM: PROLONG_SIDES * sideM });
      if (run !== undefined) runs.push(run);
      start = stop === -1 ? -1 : deep.indexOf(true, stop);
    }
    return runs;
  });
}

/** The parts of a line near the box of a ring. */
function sectionsNear(ring: FlatRing, places: readonly Place[]): Place[][] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [i, x] of ring.x.entries()) {
    const y = ring.y[i] ?? 0;
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  const sections: Place[][] = [];
  let open: Place[] | undefined;
  for (const [i, b] of places.entries()) {
    const a = places[i - 1];
    if (a === undefined) continue;
    const apart =
      Math.max(a[0], b[0]) < minX ||
      Math.min(a[0], b[0]) > maxX ||
      Math.max(a[1], b[1]) < minY ||
      Math.min(a[1], b[1]) > maxY;
    if (apart) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = [a];
      sections.push(open);
    }
    open.push(b);
  }
  return sections;
}

function densified(section: readonly Place[]): Place[] {
  return section.flatMap((b, i) => {
    const a = section[i - 1];
    if (a === undefined) return [b];
    const parts = Math.max(1, Math.ceil(distance(a, b) / STEP_M));
    return Array.from({ length: parts }, (_, k) => onWay(a, b, (k + 1) / parts));
  });
}

const distance = (a: Place, b: Place): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
const onWay = (a: Place, b: Place, share: number): Place => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
];

/** True when a place lies inside and clear of the border. */
function isDeep({ x: xs, y: ys }: FlatRing, [x, y]: Place): boolean {
  let inside = false;
  let [ax, ay] = [xs[xs.length - 1] ?? 0, ys[ys.length - 1] ?? 0];
  for (let i = 0; i < xs.length; i++) {
    const [bx, by] = [xs[i] ?? 0, ys[i] ?? 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    if (segmentDistance([ax, ay], [bx, by], [x, y]) < CLEAR_M) return false;
    [ax, ay] = [bx, by];
  }
  return inside;
}

function segmentDistance(a: Place, b: Place, [x, y]: Place): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / squared));
  return distance([a[0] + along * dx, a[1] + along * dy], [x, y]);
}

type Range = { readonly start: number; readonly end: number; readonly prolongM: number };

function runOf(ring: FlatRing, samples: readonly Place[], { start, end, prolongM }: Range): LineRun | undefined {
  const inner = samples.slice(start, end);
  const [first, last] = [inner[0], inner.at(-1)];
  if (first === undefined || last === undefined || inner.length < 2) return undefined;
  const from = borderAt(ring, first, samples[start - 1] ?? inner[1], { isEnd: start === 0, prolongM });
  const to = borderAt(ring, last, samples[end] ?? inner.at(-2), { isEnd: end === samples.length, prolongM });
  if (from === undefined || to === undefined) return undefined;
  const via = simplified([from.place, ...inner, to.place]).slice(1, -1);
  const points = via.map(([x, y]) => ({
    x: Math.round(ring.originX + x / ring.scale.xM),
    y: Math.round(ring.originY + y / ring.scale.yM),
  }));
  return { from: from.crossing, to: to.crossing, via: points };
}

/** Where the line leaves the ring behind its outermost clear place: towards the next place, or straight on at its end. */
function borderAt(
  ring: FlatRing,
  at: Place,
  beside: Place | undefined,
  { isEnd, prolongM }: { readonly isEnd: boolean; readonly prolongM: number },
): { readonly crossing: Crossing; readonly place: Place } | undefined {
  if (beside === undefined) return undefined;
  const lengthM = distance(at, beside);
  if (lengthM === 0) return undefined;
  const wantedM = isEnd ? -prolongM : lengthM + 2 * CLEAR_M;
  return firstCrossing(ring, at, onWay(at, beside, wantedM / lengthM));
}

function firstCrossing(ring: FlatRing, a: Place, b: Place) {
  let best: { readonly crossing: Crossing; readonly place: Place; readonly share: number } | undefined;
  const side = (x: number, y: number): number => (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
  const n = ring.x.length;
  for (let edge = 0; edge < n; edge++) {
    const next = (edge + 1) % n;
    const [px, py, qx, qy] = [ring.x[edge] ?? 0, ring.y[edge] ?? 0, ring.x[next] ?? 0, ring.y[next] ?? 0];
    const [sp, sq] = [side(px, py), side(qx, qy)];
    if (sp > 0 === sq > 0) continue;
    const f = sp / (sp - sq);
    const place: Place = [px + f * (qx - px), py + f * (qy - py)];
    const share = ((place[0] - a[0]) * (b[0] - a[0]) + (place[1] - a[1]) * (b[1] - a[1])) / distance(a, b) ** 2;
    if (share <= 0 || share > 1 || (best !== undefined && share >= best.share)) continue;
    best = { crossing: { edge, f, u: 0 }, place, share };
  }
  return best;
}

/** Douglas and Peucker's rule. */
function simplified(places: readonly Place[]): Place[] {
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined || places.length < 3) return [...places];
  let far = { at: 0, distanceM: 0 };
  for (let at = 1; at < places.length - 1; at++) {
    const distanceM = segmentDistance(first, last, places[at] ?? first);
    if (distanceM > far.distanceM) far = { at, distanceM };
  }
  if (far.distanceM <= BEND_M) return [first, last];
  return [...simplified(places.slice(0, far.at + 1)).slice(0, -1), ...simplified(places.slice(far.at))];
}
