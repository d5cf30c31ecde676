import { costOf, type Groups, groupsBeside, setGroup, withCell } from './groups.ts';

/**
 * Gives each cell without a group to one beside it: first to those with room, of them to the one that it makes least
 * crooked and uneven. Cells that nothing with a group touches wait until a neighbour has one.
 */
export function attachLoose(all: Groups, cells: readonly number[]): void {
  let loose = cells.filter((cell) => (all.groupOf[cell] ?? -1) < 0);
  while (loose.length > 0) {
    const left = loose.filter((cell) => !attach(all, cell));
    if (left.length === loose.length) return;
    loose = left;
  }
}

function attach(all: Groups, cell: number): boolean {
  const { frame, groups } = all;
  let best: { readonly at: number; readonly cost: number } | undefined;
  for (const at of groupsBeside(all, cell)) {
    const group = groups[at];
    if (group === undefined) continue;
    const cost = costOf(frame, withCell(frame, group, cell)) - costOf(frame, group);
    if (best === undefined || cost < best.cost) best = { at, cost };
  }
  const group = best && groups[best.at];
  if (best === undefined || group === undefined) return false;
  setGroup(all, best.at, withCell(frame, group, cell));
  return true;
}
