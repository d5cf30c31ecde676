import {
  costOf,
  type Group,
  type Groups,
  groupsBeside,
  hangTogether,
  setGroup,
  withCell,
  withoutCell,
} from './groups.ts';

/** Chains tried for one cell too many or too few. */
const MOST_CHAINS = 12;

/**
 * Ways from a group to others with room (`gives`: room for one more; else with one to spare), the shortest first, as the
 * places of the groups from the first to the last.
 */
export function shortestChains(all: Groups, from: number, gives: boolean): number[][] {
  const { groups, frame } = all;
  const before = new Map<number, number>([[from, -1]]);
  const chains: number[][] = [];
  for (const at of before.keys()) {
    if (at !== from && hasRoom(groups[at], frame.size, gives)) chains.push(wayTo(at, before));
    if (chains.length >= MOST_CHAINS) break;
    const beside = new Set((groups[at]?.cells ?? []).flatMap((cell) => groupsBeside(all, cell)));
    for (const next of [...beside].sort((p, q) => p - q)) if (!before.has(next)) before.set(next, at);
  }
  return chains.sort((p, q) => p.length - q.length);
}

function hasRoom(group: Group | undefined, size: { readonly min: number; readonly max: number }, gives: boolean) {
  const count = group?.cells.length ?? 0;
  return gives ? count < size.max : count > size.min;
}

function wayTo(at: number, before: ReadonlyMap<number, number>): number[] {
  const way: number[] = [];
  for (let place = at; place >= 0; place = before.get(place) ?? -1) way.unshift(place);
  return way;
}

/** Moves one cell along each step of a chain, the last step first, so that no group grows too large; all or none. */
export function moveAlong(all: Groups, chain: readonly number[], homes: readonly (string | undefined)[]): boolean {
  const { groups, groupOf } = all;
  const saved = chain.map((at) => groups[at]);
  for (let i = chain.length - 1; i > 0; i--) {
    const [from, to] = [chain[i - 1] ?? -1, chain[i] ?? -1];
    if (moveBest(all, from, to, homes)) continue;
    saved.forEach((group, k) => {
      if (group !== undefined) setGroup(all, chain[k] ?? -1, group);
    });
    return false;
  }
  return groupOf.length > 0;
}

/** Above any difference of shape and weight: a cell that goes home, was moved already or is new costs nobody a change. */
const STAYS = 100;

function moveBest(all: Groups, from: number, to: number, homes: readonly (string | undefined)[]): boolean {
  const { frame, groups } = all;
  const [own, other] = [groups[from], groups[to]];
  if (own === undefined || other === undefined) return false;
  const [ownHome, otherHome] = [homeOf(own, homes), homeOf(other, homes)];
  let best: { readonly left: Group; readonly grown: Group; readonly cost: number } | undefined;
  for (const cell of own.cells) {
    if (!groupsBeside(all, cell).includes(to)) continue;
    const left = withoutCell(frame, own, cell);
    if (left.cells.length === 0 || !hangTogether(frame, left.cells)) continue;
    const grown = withCell(frame, other, cell);
    const home = homes[cell];
    const change = home === otherHome ? -STAYS : home === ownHome ? STAYS : 0;
    const cost = shapeAndWeight(frame, left) + shapeAndWeight(frame, grown) + change;
    if (best === undefined || cost < best.cost) best = { left, grown, cost };
  }
  if (best === undefined) return false;
  setGroup(all, from, best.left);
  setGroup(all, to, best.grown);
  return true;
}

/** The cost of a group but for its size, which chains leave right in the end. */
const shapeAndWeight = (frame: Groups['frame'], group: Group): number =>
  costOf({ ...frame, size: { min: 0, max: Infinity } }, group);

/** The old group that most cells come from. */
function homeOf(group: Group, homes: readonly (string | undefined)[]): string | undefined {
  const counts = [...Map.groupBy(group.cells, (cell) => homes[cell])].filter(([home]) => home !== undefined);
  return counts.sort((p, q) => q[1].length - p[1].length || ((p[0] ?? '') < (q[0] ?? '') ? -1 : 1))[0]?.[0];
}
