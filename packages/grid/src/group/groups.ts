import { type CellGraph, connectedParts } from './cell-graph.ts';

/** How many cells a group has, both included. */
export type GroupSize = { readonly min: number; readonly max: number };

export const isInRange = ({ min, max }: GroupSize, cells: number): boolean => cells >= min && cells <= max;

/** What a part of a city is grouped by. */
export type Frame = {
  readonly graph: CellGraph;
  readonly weights: readonly number[];
  readonly size: GroupSize;
  /** What each group should weigh. */
  readonly targetWeight: number;
};

/** Cells that hang together, with what their cost hangs on. A value: changing one makes another. */
export type Group = {
  readonly cells: readonly number[];
  readonly weight: number;
  readonly areaM2: number;
  readonly perimeterM: number;
};

/** Groups while they are worked on; `groupOf` holds the place of each cell's group, -1 for none. */
export type Groups = { readonly frame: Frame; readonly groups: Group[]; readonly groupOf: Int32Array };

/** Sums up some cells. */
export function groupOfCells({ graph, weights }: Frame, cells: readonly number[]): Group {
  const inside = new Set(cells);
  let [weight, areaM2, perimeterM] = [0, 0, 0];
  for (const cell of cells) {
    weight += weights[cell] ?? 0;
    areaM2 += graph.areaM2[cell] ?? 0;
    perimeterM += (graph.perimeterM[cell] ?? 0) - sharedWith(graph, cell, (other) => inside.has(other));
  }
  return { cells: cells.toSorted((p, q) => p - q), weight, areaM2, perimeterM };
}

/** Starts working on groups of cells; cells in none of them stay without. */
export function groupsOf(frame: Frame, parts: readonly (readonly number[])[]): Groups {
  const groupOf = new Int32Array(frame.graph.size).fill(-1);
  parts.forEach((cells, at) => {
    for (const cell of cells) groupOf[cell] = at;
  });
  return { frame, groups: parts.map((cells) => groupOfCells(frame, cells)), groupOf };
}

const sharedWith = (graph: CellGraph, cell: number, isIn: (cell: number) => boolean): number =>
  (graph.neighbours[cell] ?? []).reduce(
    (sum, other, i) => (isIn(other) ? sum + (graph.sharedM[cell]?.[i] ?? 0) : sum),
    0,
  );

/** A group with one more cell. */
export function withCell({ graph, weights }: Frame, group: Group, cell: number): Group {
  const shared = sharedWith(graph, cell, (other) => group.cells.includes(other));
  return {
    cells: [...group.cells, cell],
    weight: group.weight + (weights[cell] ?? 0),
    areaM2: group.areaM2 + (graph.areaM2[cell] ?? 0),
    perimeterM: group.perimeterM + (graph.perimeterM[cell] ?? 0) - 2 * shared,
  };
}

/** A group with one cell less. */
export function withoutCell({ graph, weights }: Frame, group: Group, cell: number): Group {
  const cells = group.cells.filter((one) => one !== cell);
  const shared = sharedWith(graph, cell, (other) => cells.includes(other));
  return {
    cells,
    weight: group.weight - (weights[cell] ?? 0),
    areaM2: group.areaM2 - (graph.areaM2[cell] ?? 0),
    perimeterM: group.perimeterM - (graph.perimeterM[cell] ?? 0) + 2 * shared,
  };
}

/** A cell outside the range costs more than any shape or weight may win. */
const SIZE_COST = 1000;
const WEIGHT_COST = 25;

/**
 * What is wrong with a group: cells outside the range, weight away from the target (squared share), and how much longer
 * its border is than that of a circle (the inverse of Polsby-Popper, less 1).
 */
export function costOf({ size, targetWeight }: Frame, { cells, weight, areaM2, perimeterM }: Group): number {
  const outside = Math.max(0, size.min - cells.length, cells.length - size.max);
  const off = targetWeight > 0 ? weight / targetWeight - 1 : 0;
  const shape = areaM2 > 0 ? perimeterM ** 2 / (4 * Math.PI * areaM2) - 1 : 0;
  return SIZE_COST * outside ** 2 + WEIGHT_COST * off ** 2 + shape;
}

/** The groups beside a cell's own, ascending. */
export function groupsBeside({ frame, groupOf }: Groups, cell: number): number[] {
  const own = groupOf[cell];
  const beside = new Set<number>();
  for (const other of frame.graph.neighbours[cell] ?? []) {
    const group = groupOf[other] ?? -1;
    if (group !== own && group >= 0) beside.add(group);
  }
  return [...beside].sort((p, q) => p - q);
}

/** True when cells hang together; none do not. */
export const hangTogether = ({ graph }: Frame, cells: readonly number[]): boolean =>
  connectedParts(graph, cells).length === 1;

/** Puts a group in the place of another. */
export function setGroup({ groups, groupOf }: Groups, at: number, group: Group): void {
  groups[at] = group;
  for (const cell of group.cells) groupOf[cell] = at;
}

/** Everything that is wrong with the groups at some places, or with all. */
export function totalCost({ frame, groups }: Groups, at: readonly number[] = [...groups.keys()]): number {
  return at.reduce((sum, i) => {
    const group = groups[i];
    return group === undefined ? sum : sum + costOf(frame, group);
  }, 0);
}
