import { type Point, samePoint } from '../cut/segments.ts';

/** The sharpest turn, in radians, at which one line is taken to go on as another: 50°. */
const SHARPEST = (50 * Math.PI) / 180;

type End = { readonly line: number; readonly atStart: boolean; readonly bearing: number };

/**
 * Joins lines that end at a common point into long ones: files part roads at every crossing. Of several that meet, those
 * that go on straightest are one (Thomson and Richardson, the principle of good continuation, 1999). The order of the
 * lines and their directions do not matter.
 */
export function strokesOf(lines: readonly (readonly Point[])[]): Point[][] {
  const sorted = lines
    .map((line) => withoutRepeats(line))
    .filter((line) => line.length > 1)
    .map((line) => (compare(line[0], line.at(-1)) <= 0 ? line : line.toReversed()))
    .sort((a, b) => compareLines(a, b));
  const partners = new Map<string, End>();
  for (const ends of endsByPlace(sorted).values())
    for (const [a, b] of straightestPairs(ends)) joinEnds(partners, a, b);
  return walkStrokes(sorted, partners);
}

const withoutRepeats = (line: readonly Point[]): Point[] =>
  line.filter((point, i) => i === 0 || !samePoint(point, line[i - 1] ?? point));

const compare = (a: Point | undefined, b: Point | undefined): number =>
  a === undefined || b === undefined ? 0 : a.x - b.x || a.y - b.y;

function compareLines(a: readonly Point[], b: readonly Point[]): number {
  for (const [i, point] of a.entries()) {
    const order = compare(point, b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const keyOf = ({ line, atStart }: Pick<End, 'line' | 'atStart'>): string => `${line} ${atStart}`;

function joinEnds(partners: Map<string, End>, a: End, b: End): void {
  partners.set(keyOf(a), b);
  partners.set(keyOf(b), a);
}

function endsByPlace(lines: readonly (readonly Point[])[]): Map<string, End[]> {
  const places = new Map<string, End[]>();
  for (const [line, points] of lines.entries()) {
    for (const atStart of [true, false]) {
      const way = atStart ? points : points.toReversed();
      const [at, next] = [way[0], way[1]];
      if (at === undefined || next === undefined) continue;
      const end = { line, atStart, bearing: Math.atan2(next.y - at.y, next.x - at.x) };
      const key = `${at.x} ${at.y}`;
      places.set(key, [...(places.get(key) ?? []), end]);
    }
  }
  return places;
}

function straightestPairs(ends: readonly End[]): (readonly [End, End])[] {
  const pairs = ends.flatMap((a, i) => ends.slice(i + 1).map((b) => ({ a, b, turn: turnBetween(a, b) })));
  const taken = new Set<End>();
  return pairs
    .filter(({ turn }) => turn <= SHARPEST)
    .sort((p, q) => p.turn - q.turn)
    .flatMap(({ a, b }) => {
      if (taken.has(a) || taken.has(b)) return [];
      taken.add(a).add(b);
      return [[a, b] as const];
    });
}

/** Zero for two ends that go straight on. */
function turnBetween(a: End, b: End): number {
  const between = Math.abs(a.bearing - b.bearing) % (2 * Math.PI);
  return Math.abs(Math.PI - Math.min(between, 2 * Math.PI - between));
}

function walkStrokes(lines: readonly (readonly Point[])[], partners: ReadonlyMap<string, End>): Point[][] {
  const used = new Set<number>();
  const strokes: Point[][] = [];
  const walk = (line: number, atStart: boolean): void => {
    const points: Point[] = [];
    for (
      let end: Pick<End, 'line' | 'atStart'> | undefined = { line, atStart };
      end !== undefined && !used.has(end.line);
    ) {
      used.add(end.line);
      const own = lines[end.line] ?? [];
      points.push(...(end.atStart ? own : own.toReversed()).slice(points.length === 0 ? 0 : 1));
      end = partners.get(keyOf({ line: end.line, atStart: !end.atStart }));
    }
    strokes.push(points);
  };
  for (const [line] of lines.entries()) {
    if (used.has(line)) continue;
    if (!partners.has(keyOf({ line, atStart: true }))) walk(line, true);
    else if (!partners.has(keyOf({ line, atStart: false }))) walk(line, false);
  }
  for (const [line] of lines.entries()) if (!used.has(line)) walk(line, true); // rings
  return strokes;
}
