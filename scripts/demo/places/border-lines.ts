import { distanceM, type LngLat, localScale } from '@wanmi/grid';

/** A line between two communities, or several where they touch more than once. */
export type BorderLine = { readonly line: readonly LngLat[]; readonly lengthM: number };

type Community = { readonly code: string; readonly rings: readonly (readonly LngLat[])[] };

/** Lines shorter than this are no roads, in metres. */
const SHORTEST_M = 120;
/** How far a corner may be from the line that leaves it out, in metres. */
const STRAIGHT_M = 4;

/** The borders that two communities share, as lines, in a fixed order. Communities meet in the same corners. */
export function borderLines(communities: readonly Community[]): readonly BorderLine[] {
  const owners = new Map<string, string[]>();
  const ends = new Map<string, readonly [LngLat, LngLat]>();
  for (const { code, rings } of communities) {
    for (const ring of rings) {
      for (const [i, to] of ring.slice(1).entries()) {
        const from = ring[i] ?? to;
        const key = [keyOf(from), keyOf(to)].sort().join('|');
        owners.set(key, [...(owners.get(key) ?? []), code]);
        ends.set(key, [from, to]);
      }
    }
  }
  const shared = [...owners].filter(([, codes]) => codes.length === 2);
  const byPair = Map.groupBy(shared, ([, codes]) => codes.toSorted().join('|'));
  return [...byPair]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, edges]) => chains(edges.flatMap(([key]) => [ends.get(key) ?? []].filter(isEdge))))
    .map((line) => straightened(line))
    .map((line) => ({ line, lengthM: lengthOf(line) }))
    .filter(({ lengthM }) => lengthM >= SHORTEST_M);
}

/** The same for places that are the same. */
export const keyOf = ([lng, lat]: LngLat): string => `${lng},${lat}`;
const isEdge = (edge: readonly LngLat[]): edge is [LngLat, LngLat] => edge.length === 2;

/** Length in metres. */
const lengthOf = (line: readonly LngLat[]): number =>
  line.slice(1).reduce((sum, to, i) => sum + distanceM(line[i] ?? to, to), 0);

function chains(edges: readonly (readonly [LngLat, LngLat])[]): readonly (readonly LngLat[])[] {
  const at = new Map<string, Set<readonly [LngLat, LngLat]>>();
  for (const edge of edges) {
    for (const end of edge) at.set(keyOf(end), (at.get(keyOf(end)) ?? new Set()).add(edge));
  }
  const used = new Set<readonly [LngLat, LngLat]>();
  const walk = (start: LngLat): readonly LngLat[] => {
    const line = [start];
    for (let here = start; ; ) {
      const edge = [...(at.get(keyOf(here)) ?? [])].find((one) => !used.has(one));
      if (edge === undefined) return line;
      used.add(edge);
      here = keyOf(edge[0]) === keyOf(here) ? edge[1] : edge[0];
      line.push(here);
    }
  };
  const starts = edges.flat().filter((end) => at.get(keyOf(end))?.size === 1);
  return [...starts, ...edges.flat()].map(walk).filter((line) => line.length > 1);
}

/** Leaves out corners that hardly bend the line (Douglas and Peucker). */
function straightened(line: readonly LngLat[]): readonly LngLat[] {
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined || line.length < 3) return line;
  let [farthest, off] = [0, 0];
  for (const [i, at] of line.entries()) {
    const distance = offLine(at, first, last);
    if (distance > off) [farthest, off] = [i, distance];
  }
  if (off <= STRAIGHT_M) return [first, last];
  return [...straightened(line.slice(0, farthest + 1)).slice(0, -1), ...straightened(line.slice(farthest))];
}

function offLine(at: LngLat, from: LngLat, to: LngLat): number {
  const { lngM, latM } = localScale(from[1]);
  const [dx, dy] = [(to[0] - from[0]) * lngM, (to[1] - from[1]) * latM];
  const [x, y] = [(at[0] - from[0]) * lngM, (at[1] - from[1]) * latM];
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(x, y) : Math.abs(dx * y - dy * x) / length;
}
