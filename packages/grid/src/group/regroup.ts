import { attachLoose } from './attach-loose.ts';
import { cellGraph, connectedParts } from './cell-graph.ts';
import {
  type CellGroup,
  type CellToGroup,
  cellGroup,
  type GroupExcuse,
  type GroupOptions,
  groupPart,
  scopeOf,
} from './group-cells.ts';
import { type Group, type GroupSize, type Groups, groupsOf } from './groups.ts';
import { mendSizes } from './mend-sizes.ts';
import { partCount, reachableSize } from './part-counts.ts';
import { shareWeight } from './share-weight.ts';

/** A group as it was, with the unit grids that it had. */
export type OldGroup = { readonly code: string; readonly cells: readonly string[] };

export type RegroupOptions = GroupOptions & {
  /** A group's weight may be off the mean of its street by this share before grids move for it; null: never mind. */
  readonly tolerance: number | null;
};

/** A group after a change: `code` is that of the old group it goes on from, null for a new one. */
export type Regrouped = CellGroup & { readonly code: string | null };

export type Regrouping = {
  readonly groups: readonly Regrouped[];
  readonly excuses: readonly GroupExcuse[];
  /** Unit grids that were in one old group and are in another now, ascending. */
  readonly moved: readonly string[];
  /** Old groups that are no more. */
  readonly ended: readonly string[];
};

/**
 * Adapts a grouping to cells that ended or began and to weights that changed, moving as few grids as it can: a new cell
 * joins the neighbour with room that it bords most, a group that fell apart keeps its larger part, and only where a size
 * is out of range (or a weight out of tolerance) do cells move, along the shortest chain of groups to one with room.
 */
export function regroupCells(
  cells: readonly CellToGroup[],
  old: readonly OldGroup[],
  options: RegroupOptions,
): Regrouping {
  const oldOf = new Map(old.flatMap(({ code, cells: members }) => members.map((cell) => [cell, code] as const)));
  const scopes = Map.groupBy(
    cells.toSorted((p, q) => (p.code < q.code ? -1 : 1)),
    ({ code }) => scopeOf(code, options.within),
  );
  const found = [...scopes].map(([scope, members]) => regroupScope(scope, members, oldOf, options));
  const named = nameByOverlap(
    found.flatMap(({ groups }) => groups),
    oldOf,
  );
  const kept = new Set(named.flatMap(({ code }) => code ?? []));
  const moved = named.flatMap(({ code, cells: members }) =>
    members.filter((cell) => oldOf.has(cell) && oldOf.get(cell) !== code),
  );
  return {
    groups: named,
    excuses: found.flatMap(({ excuses }) => excuses),
    moved: moved.toSorted(),
    ended: old.map(({ code }) => code).filter((code) => !kept.has(code)),
  };
}

function regroupScope(
  scope: string,
  members: readonly CellToGroup[],
  oldOf: ReadonlyMap<string, string>,
  { sizeOf, tolerance }: RegroupOptions,
): { readonly groups: readonly CellGroup[]; readonly excuses: readonly GroupExcuse[] } {
  const graph = cellGraph(members.map(({ polygons }) => polygons));
  const weights = members.map(({ weight }) => weight);
  const homes = members.map(({ code }) => oldOf.get(code));
  const excuses: GroupExcuse[] = [];
  const groups = connectedParts(graph, [...members.keys()]).flatMap((part): readonly Group[] => {
    const size = sizeOf(scope);
    const { parts, excuse } = partCount(part.length, size);
    if (excuse !== undefined) excuses.push({ scope, cells: part.length, text: excuse });
    const range = reachableSize(part.length, parts, size);
    const all = startFrom({ graph, weights }, part, homes, range);
    if (all === undefined) return groupPart({ graph, weights }, part, parts, range).groups;
    mendSizes(all, part, homes);
    const lively = all.groups.filter(({ cells }) => cells.length > 0);
    const settled = groupsOf(
      { ...all.frame, targetWeight: weightOf(weights, part) / lively.length },
      lively.map(({ cells }) => cells),
    );
    if (tolerance !== null) shareWeight(settled, part, tolerance);
    return settled.groups;
  });
  return { groups: groups.map((group) => cellGroup(scope, members, group)), excuses };
}

const weightOf = (weights: readonly number[], cells: readonly number[]): number =>
  cells.reduce((sum, cell) => sum + (weights[cell] ?? 0), 0);

/** The old groups among some cells, each its largest connected part, with the loose cells attached. */
function startFrom(
  { graph, weights }: Pick<Groups['frame'], 'graph' | 'weights'>,
  part: readonly number[],
  homes: readonly (string | undefined)[],
  size: GroupSize,
): Groups | undefined {
  const byHome = Map.groupBy(
    part.filter((cell) => homes[cell] !== undefined),
    (cell) => homes[cell] ?? '',
  );
  if (byHome.size === 0) return undefined;
  const cores = [...byHome.values()].map((cells) =>
    connectedParts(graph, cells).reduce((most, one) => (one.length > most.length ? one : most)),
  );
  const frame = { graph, weights, size, targetWeight: weightOf(weights, part) / cores.length };
  const all = groupsOf(frame, cores);
  attachLoose(all, part);
  return all;
}

/** Each group takes the code of the old group that it has most cells of, the largest overlap first. */
function nameByOverlap(groups: readonly CellGroup[], oldOf: ReadonlyMap<string, string>): Regrouped[] {
  const claims = groups.flatMap((group, at) => {
    const counts = new Map<string, number>();
    for (const cell of group.cells) {
      const code = oldOf.get(cell);
      if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    return [...counts].map(([code, count]) => ({ at, code, count }));
  });
  claims.sort((p, q) => q.count - p.count || (p.code < q.code ? -1 : p.code > q.code ? 1 : p.at - q.at));
  const [codeOf, taken] = [new Map<number, string>(), new Set<string>()];
  for (const { at, code } of claims) {
    if (codeOf.has(at) || taken.has(code)) continue;
    codeOf.set(at, code);
    taken.add(code);
  }
  return groups.map((group, at) => ({ ...group, code: codeOf.get(at) ?? null }));
}
