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

/** Below this a change is noise of the arithmetic. */
const NOISE = 1e-9;
/** Each pass lowers the cost; in practice a handful is enough. */
const MOST_PASSES = 40;

type Change = { readonly from: number; readonly to: number; readonly left: Group; readonly grown: Group };

/**
 * Moves cells at borders, one by one or two for one another, while that lowers the cost. Groups stay connected and never
 * leave the range of sizes; one that is outside it comes nearer.
 */
export function improve(all: Groups, cells: readonly number[]): void {
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const moved = cells.filter((cell) => apply(all, bestMove(all, cell))).length;
    if (moved > 0) continue;
    if (!cells.some((cell) => apply(all, bestSwap(all, cell)))) return;
  }
}

function apply(all: Groups, change: Change | undefined): boolean {
  if (change === undefined) return false;
  setGroup(all, change.from, change.left);
  setGroup(all, change.to, change.grown);
  return true;
}

function bestMove(all: Groups, cell: number): Change | undefined {
  const { frame, groups, groupOf } = all;
  const beside = groupsBeside(all, cell);
  const from = groupOf[cell] ?? -1;
  const own = groups[from];
  if (own === undefined || beside.length === 0 || own.cells.length < 2) return undefined;
  const left = withoutCell(frame, own, cell);
  if (!hangTogether(frame, left.cells)) return undefined;
  let best: Change | undefined;
  let gain = NOISE;
  for (const to of beside) {
    const other = groups[to];
    if (other === undefined) continue;
    const grown = withCell(frame, other, cell);
    const lower = costOf(frame, own) + costOf(frame, other) - costOf(frame, left) - costOf(frame, grown);
    if (lower > gain) [best, gain] = [{ from, to, left, grown }, lower];
  }
  return best;
}

function bestSwap(all: Groups, cell: number): Change | undefined {
  const { frame, groups, groupOf } = all;
  const from = groupOf[cell] ?? -1;
  const own = groups[from];
  if (own === undefined) return undefined;
  let best: Change | undefined;
  let gain = NOISE;
  for (const to of groupsBeside(all, cell)) {
    const other = groups[to];
    if (other === undefined) continue;
    const before = costOf(frame, own) + costOf(frame, other);
    const [lent, taken] = [withoutCell(frame, own, cell), withCell(frame, other, cell)];
    for (const back of other.cells) {
      if (!(frame.graph.neighbours[back] ?? []).some((one) => lent.cells.includes(one))) continue;
      const [left, grown] = [withCell(frame, lent, back), withoutCell(frame, taken, back)];
      const lower = before - costOf(frame, left) - costOf(frame, grown);
      if (lower <= gain || !hangTogether(frame, left.cells) || !hangTogether(frame, grown.cells)) continue;
      [best, gain] = [{ from, to, left, grown }, lower];
    }
  }
  return best;
}
