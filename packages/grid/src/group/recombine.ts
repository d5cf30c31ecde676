import { type Groups, groupOfCells, groupsBeside, hangTogether, setGroup, totalCost } from './groups.ts';
import { improve } from './improve.ts';
import { splitRegion } from './split-region.ts';

const MOST_ROUNDS = 2;
const TREES = 12;
/** Below this a change is noise of the arithmetic. */
const NOISE = 1e-9;

/** Joins neighbouring groups and parts them anew, the worst first, wherever that is better than what there was. */
export function recombine(all: Groups, noise: () => number): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const changed = pairsByCost(all).filter((pair) => recombinePair(all, pair, noise)).length;
    if (changed === 0) return;
  }
}

type Pair = readonly [p: number, q: number];

function pairsByCost(all: Groups): Pair[] {
  const pairs = new Map<string, Pair>();
  all.groups.forEach(({ cells }, p) => {
    for (const q of cells.flatMap((cell) => groupsBeside(all, cell))) if (q > p) pairs.set(`${p} ${q}`, [p, q]);
  });
  const cost = (pair: Pair): number => totalCost(all, pair);
  return [...pairs.values()].sort((a, b) => cost(b) - cost(a) || a[0] - b[0] || a[1] - b[1]);
}

function recombinePair(all: Groups, [p, q]: Pair, noise: () => number): boolean {
  const { frame, groups, groupOf } = all;
  const [first, second] = [groups[p], groups[q]];
  if (first === undefined || second === undefined) return false;
  const cells = [...first.cells, ...second.cells].sort((a, b) => a - b);
  if (!hangTogether(frame, cells)) return false; // an earlier pair of this round has come between
  const before = { cost: totalCost(all), groups: [...groups], groupOf: groupOf.slice() };
  const [one = [], other = []] = splitRegion(frame, cells, 2, { noise, trees: TREES });
  setGroup(all, p, groupOfCells(frame, one));
  setGroup(all, q, groupOfCells(frame, other));
  improve(all, cells);
  if (totalCost(all) < before.cost - NOISE) return true;
  groups.splice(0, groups.length, ...before.groups);
  groupOf.set(before.groupOf);
  return false;
}
