import { type LngLat, localScale } from '@wanmi/grid';
import { type BorderLine, keyOf } from './border-lines.ts';

/** Sections of one road, first to last. */
export type DrawnRoad = { readonly sections: readonly BorderLine[]; readonly lengthM: number };

/** Sections that meet are one road where it bends less than this, in degrees. */
const BEND = 40;

type End = { readonly section: number; readonly isStart: boolean };

/** Joins lines that go on from one another into roads, longest first. */
export function joinRoads(lines: readonly BorderLine[]): readonly DrawnRoad[] {
  const ends: readonly End[] = lines.flatMap((_, section) => [
    { section, isStart: true },
    { section, isStart: false },
  ]);
  const meeting = Map.groupBy(ends, (end) => keyOf(placeOf(lines, end)));
  const next = new Map<string, End>();
  for (const here of meeting.values()) pairUp(lines, here, next);
  const used = new Set<number>();
  const roads: DrawnRoad[] = [];
  const begin = [...ends.filter((end) => !next.has(nameOf(end))), ...ends];
  for (const start of begin) {
    const sections = walk(lines, start, { next, used });
    if (sections.length > 0) roads.push({ sections, lengthM: sections.reduce((sum, one) => sum + one.lengthM, 0) });
  }
  return roads.toSorted((a, b) => b.lengthM - a.lengthM);
}

const nameOf = ({ section, isStart }: End): string => `${section}${isStart ? 'a' : 'b'}`;
const placeOf = (lines: readonly BorderLine[], { section, isStart }: End): LngLat =>
  lines[section]?.line.at(isStart ? 0 : -1) ?? [0, 0];

/** Degrees of the compass in which a line leaves its end. */
function bearingOf(lines: readonly BorderLine[], { section, isStart }: End): number {
  const line = lines[section]?.line ?? [];
  const [from, to] = isStart ? [line[0], line[1]] : [line.at(-1), line.at(-2)];
  if (from === undefined || to === undefined) return 0;
  const { lngM, latM } = localScale(from[1]);
  return (Math.atan2((to[0] - from[0]) * lngM, (to[1] - from[1]) * latM) * 180) / Math.PI;
}

/** Pairs the ends of a crossing that go straight on, the straightest first. */
function pairUp(lines: readonly BorderLine[], here: readonly End[], next: Map<string, End>): void {
  const pairs = here.flatMap((a, i) =>
    here.slice(i + 1).map((b) => {
      const turn = Math.abs(bearingOf(lines, a) - bearingOf(lines, b));
      return { a, b, bend: Math.abs(180 - Math.min(turn, 360 - turn)) };
    }),
  );
  for (const { a, b, bend } of pairs.toSorted((one, other) => one.bend - other.bend)) {
    if (bend > BEND || a.section === b.section || next.has(nameOf(a)) || next.has(nameOf(b))) continue;
    next.set(nameOf(a), b);
    next.set(nameOf(b), a);
  }
}

type Walked = { readonly next: ReadonlyMap<string, End>; readonly used: Set<number> };

function walk(lines: readonly BorderLine[], start: End, { next, used }: Walked): readonly BorderLine[] {
  const sections: BorderLine[] = [];
  for (let at: End | undefined = start; at !== undefined && !used.has(at.section); ) {
    used.add(at.section);
    const { line = [], lengthM = 0 } = lines[at.section] ?? {};
    sections.push({ line: at.isStart ? line : line.toReversed(), lengthM });
    at = next.get(nameOf({ section: at.section, isStart: !at.isStart }));
  }
  return sections;
}
