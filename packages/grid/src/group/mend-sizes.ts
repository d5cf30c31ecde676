import { moveAlong, shortestChains } from './chains.ts';
import { type Groups, groupOfCells, groupsBeside, hangTogether, isInRange, setGroup, totalCost } from './groups.ts';
import { noiseFrom } from './noise.ts';
import { splitRegion } from './split-region.ts';

/** Homes of cells: the code of the old group; undefined for a new cell. */
export type Homes = readonly (string | undefined)[];

/** Groups joined at once to make one more or one less of them. */
const MOST_JOINED = 5;
const TREES = 40;

/**
 * Brings every group into the range of sizes: by chains, each a cell from group to group, as long as that is possible,
 * else by parting a few neighbouring groups anew, into one more, as many, or one less.
 */
export function mendSizes(all: Groups, cells: readonly number[], homes: Homes): void {
  const stuck = new Set<number>();
  for (let steps = 2 * cells.length + 10; steps > 0; steps--) {
    const at = worst(all, stuck);
    if (at === undefined) return;
    if (!mendByChain(all, at, homes) && !mendByParting(all, at, homes)) stuck.add(at);
  }
}

/** The group furthest outside the range, of equals the first. */
function worst({ frame: { size }, groups }: Groups, stuck: ReadonlySet<number>): number | undefined {
  let [found, most]: [number | undefined, number] = [undefined, 0];
  groups.forEach(({ cells }, at) => {
    if (cells.length === 0 || stuck.has(at)) return;
    const outside = Math.max(size.min - cells.length, cells.length - size.max);
    if (outside > most) [found, most] = [at, outside];
  });
  return found;
}

/** One cell less for a group that is too large, one more for one that is too small, along the shortest chain. */
function mendByChain(all: Groups, at: number, homes: Homes): boolean {
  const { size } = all.frame;
  const count = all.groups[at]?.cells.length ?? 0;
  const gives = count > size.max;
  const missing = gives ? count - size.max : size.min - count;
  const spare = all.groups.reduce(
    (sum, { cells }, i) =>
      i === at || cells.length === 0
        ? sum
        : sum + Math.max(0, gives ? size.max - cells.length : cells.length - size.min),
    0,
  );
  if (spare < missing) return false;
  for (const chain of shortestChains(all, at, gives)) {
    if (moveAlong(all, gives ? chain : chain.toReversed(), homes)) return true;
  }
  return false;
}

/** Parts a group and its neighbours anew, the fewest that can be had in lawful sizes. */
function mendByParting(all: Groups, at: number, homes: Homes): boolean {
  const { frame, groups } = all;
  for (const joined of regionsAround(all, at)) {
    const cells = joined.flatMap((i) => groups[i]?.cells ?? []).sort((p, q) => p - q);
    const counts = [joined.length, joined.length + 1, joined.length - 1].filter(
      (count) => count > 0 && frame.size.min * count <= cells.length && cells.length <= frame.size.max * count,
    );
    for (const count of counts) if (partAnew(all, joined, cells, { count, homes })) return true;
  }
  return false;
}

/** The group, the group with each neighbour, then with more and more around it. */
function regionsAround(all: Groups, at: number): number[][] {
  const beside = (joined: readonly number[]): number[] =>
    [...new Set(joined.flatMap((i) => (all.groups[i]?.cells ?? []).flatMap((cell) => groupsBeside(all, cell))))]
      .filter((i) => !joined.includes(i))
      .sort((p, q) => p - q);
  const pairs = beside([at]).map((other) => [at, other]);
  const triples = pairs.flatMap((pair) => beside(pair).map((other) => [...pair, other]));
  const wider: number[][] = [];
  for (let last = triples[0]; last !== undefined && last.length < MOST_JOINED; ) {
    const [next] = beside(last);
    if (next === undefined) break;
    last = [...last, next];
    wider.push(last);
  }
  return [[at], ...pairs, ...triples, ...wider];
}

type Aim = { readonly count: number; readonly homes: Homes };

function partAnew(all: Groups, joined: readonly number[], cells: readonly number[], { count, homes }: Aim): boolean {
  const { frame, groups } = all;
  if (!hangTogether(frame, cells)) return false;
  const noise = noiseFrom(cells.length * 31 + count);
  let best: { readonly parts: readonly (readonly number[])[]; readonly score: number } | undefined;
  for (let i = 0; i < 6; i++) {
    const parts = splitRegion(frame, cells, count, { noise, trees: TREES });
    if (!parts.every((part) => isInRange(frame.size, part.length))) continue;
    const score =
      strangers(parts, homes) + totalCost({ ...all, groups: parts.map((part) => groupOfCells(frame, part)) }) / 100;
    if (best === undefined || score < best.score) best = { parts, score };
  }
  if (best === undefined) return false;
  const empty = { cells: [], weight: 0, areaM2: 0, perimeterM: 0 };
  for (const i of joined) groups[i] = empty;
  for (const [i, part] of best.parts.entries()) setGroup(all, joined[i] ?? groups.length, groupOfCells(frame, part));
  return true;
}

/** Cells that are in a part whose most cells come from another old group. */
function strangers(parts: readonly (readonly number[])[], homes: Homes): number {
  const taken = new Set<string | undefined>();
  return parts.reduce((sum, part) => {
    const counts = Map.groupBy(part, (cell) => homes[cell]);
    const ranked = [...counts].filter(([home]) => home !== undefined && !taken.has(home));
    const most = ranked.reduce(
      (best, one) => (one[1].length > best[1].length ? one : best),
      ranked[0] ?? [undefined, []],
    );
    taken.add(most[0]);
    return sum + part.length - most[1].length;
  }, 0);
}
