import {
  type Group,
  type Groups,
  groupsBeside,
  hangTogether,
  isInRange,
  setGroup,
  withCell,
  withoutCell,
} from './groups.ts';

type Move = {
  readonly from: number;
  readonly to: number;
  readonly left: Group;
  readonly grown: Group;
  readonly gain: number;
};

/**
 * Moves cells, each time the one that helps most, until no group's weight is off the target by more than `tolerance` (a
 * share), or nothing helps. Groups stay connected and in the range of sizes.
 */
export function shareWeight(all: Groups, cells: readonly number[], tolerance: number): void {
  for (let steps = cells.length; steps > 0; steps--) {
    const move = bestOf(cells.flatMap((cell) => movesOf(all, cell, tolerance)));
    if (move === undefined) return;
    setGroup(all, move.from, move.left);
    setGroup(all, move.to, move.grown);
  }
}

const bestOf = (moves: readonly Move[]): Move | undefined =>
  moves.reduce<Move | undefined>(
    (best, move) => (best === undefined || move.gain > best.gain ? move : best),
    undefined,
  );

function movesOf(all: Groups, cell: number, tolerance: number): Move[] {
  const { frame, groups, groupOf } = all;
  const beside = groupsBeside(all, cell);
  const from = groupOf[cell] ?? -1;
  const own = groups[from];
  if (own === undefined || beside.length === 0 || !isInRange(frame.size, own.cells.length - 1)) return [];
  const excess = ({ weight }: Group): number =>
    frame.targetWeight > 0 ? Math.max(0, Math.abs(weight / frame.targetWeight - 1) - tolerance) ** 2 : 0;
  const left = withoutCell(frame, own, cell);
  const moves = beside.flatMap((to): Move[] => {
    const other = groups[to];
    if (other === undefined || !isInRange(frame.size, other.cells.length + 1)) return [];
    const grown = withCell(frame, other, cell);
    const gain = excess(own) + excess(other) - excess(left) - excess(grown);
    return gain > 1e-9 ? [{ from, to, left, grown, gain }] : [];
  });
  return moves.length > 0 && hangTogether(frame, left.cells) ? moves : [];
}
