import type { MultiPolygonRings } from '../geometry.ts';
import { cellGraph, connectedParts } from './cell-graph.ts';
import { type Frame, type Group, type GroupSize, type Groups, groupsOf, isInRange, totalCost } from './groups.ts';
import { improve } from './improve.ts';
import { noiseFrom } from './noise.ts';
import { partCount, reachableSize } from './part-counts.ts';
import { recombine } from './recombine.ts';
import { splitRegion } from './split-region.ts';

/** A unit grid to be grouped. `weight` is its share of the work in any unit, 0 or more. */
export type CellToGroup = { readonly code: string; readonly polygons: MultiPolygonRings; readonly weight: number };

export type GroupOptions = {
  /** Whose border no group crosses. */
  readonly within: 'street' | 'community';
  /** The range of sizes in a street or community, by its code. */
  readonly sizeOf: (scope: string) => GroupSize;
};

/** Unit grids that hang together. */
export type CellGroup = {
  /** The street or community that it lies in. */
  readonly scope: string;
  /** Ascending. */
  readonly cells: readonly string[];
  readonly weight: number;
  readonly areaM2: number;
  /** Polsby-Popper: 1 for a circle, 0.785 for a square. */
  readonly compactness: number;
};

/** Cells that could not be brought into groups of a lawful size, and why. */
export type GroupExcuse = { readonly scope: string; readonly cells: number; readonly text: string };

export type Grouping = { readonly groups: readonly CellGroup[]; readonly excuses: readonly GroupExcuse[] };

/** Starts from which the grouping of a part is looked for; the first nearly always does. */
const TRIES = 4;
/** Trees in which a first cut is looked for. */
const TREES = 40;

/** Where the borders of groups lie: 9 digits of a street, 12 of a community. */
export const scopeOf = (code: string, within: GroupOptions['within']): string =>
  code.slice(0, within === 'street' ? 9 : 12);

/**
 * Groups unit grids into connected groups of about equal weight and compact shape inside each street or community. The
 * same cells give the same groups, in whatever order they come.
 *
 * Cost: about 0.1 s for a street of 150 cells; memory is that of the largest street.
 */
export function groupCells(cells: readonly CellToGroup[], options: GroupOptions): Grouping {
  const scopes = Map.groupBy(
    cells.toSorted((p, q) => (p.code < q.code ? -1 : 1)),
    ({ code }) => scopeOf(code, options.within),
  );
  const found = [...scopes].map(([scope, members]) => groupScope(scope, members, options.sizeOf(scope)));
  return { groups: found.flatMap(({ groups }) => groups), excuses: found.flatMap(({ excuses }) => excuses) };
}

function groupScope(scope: string, members: readonly CellToGroup[], size: GroupSize): Grouping {
  const graph = cellGraph(members.map(({ polygons }) => polygons));
  const weights = members.map(({ weight }) => weight);
  const parts = connectedParts(graph, [...members.keys()]);
  const excuses: GroupExcuse[] = [];
  const groups = parts.flatMap((part) => {
    const { parts: count, excuse } = partCount(part.length, size);
    if (excuse !== undefined) excuses.push({ scope, cells: part.length, text: excuse });
    return groupPart({ graph, weights }, part, count, reachableSize(part.length, count, size)).groups;
  });
  return { groups: groups.map((group) => cellGroup(scope, members, group)), excuses };
}

/** Groups cells that hang together into `count` groups. */
export function groupPart(
  { graph, weights }: Pick<Frame, 'graph' | 'weights'>,
  cells: readonly number[],
  count: number,
  size: GroupSize,
): Groups {
  const weight = cells.reduce((sum, cell) => sum + (weights[cell] ?? 0), 0);
  const frame: Frame = { graph, weights, size, targetWeight: weight / count };
  let best: Groups | undefined;
  for (let start = 0; start < TRIES; start++) {
    const noise = noiseFrom(start * 7919 + cells.length);
    const all = groupsOf(frame, splitRegion(frame, cells, count, { noise, trees: TREES }));
    improve(all, cells);
    recombine(all, noise);
    if (best === undefined || totalCost(all) < totalCost(best)) best = all;
    if (best.groups.every((group) => isInRange(size, group.cells.length))) break;
  }
  return best ?? groupsOf(frame, [cells]);
}

/** A group with the codes of its cells. */
export function cellGroup(scope: string, members: readonly CellToGroup[], group: Group): CellGroup {
  const { cells, weight, areaM2, perimeterM } = group;
  return {
    scope,
    cells: cells.map((cell) => members[cell]?.code ?? '').toSorted(),
    weight,
    areaM2: Math.round(areaM2 * 100) / 100,
    compactness: perimeterM > 0 ? (4 * Math.PI * areaM2) / perimeterM ** 2 : 0,
  };
}
