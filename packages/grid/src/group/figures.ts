import { type Spread, spreadOf } from '../check/report.ts';
import type { CellGroup, GroupExcuse } from './group-cells.ts';
import { type GroupSize, isInRange } from './groups.ts';

/** What is said of a grouping. */
export type GroupingFigures = {
  readonly cells: number;
  readonly groups: number;
  readonly inRange: number;
  /** Of groups that no excuse speaks for, 0 to 1. */
  readonly shareInRange: number;
  readonly cellsPerGroup: Spread;
  readonly weight: Spread;
  /** Standard deviation of the weights in a street or community over their mean: of all, and where it is greatest. */
  readonly weightVariation: { readonly mean: number; readonly most: number };
  readonly compactness: Spread;
};

/** Sums a grouping up. `sizeOf` is the range of a street or community. */
export function figuresOf(
  groups: readonly CellGroup[],
  excuses: readonly GroupExcuse[],
  sizeOf: (scope: string) => GroupSize,
): GroupingFigures {
  const lawful = groups.filter(({ scope, cells }) => isInRange(sizeOf(scope), cells.length));
  const excused = groups.length - lawful.length - unexcused(groups, excuses, sizeOf);
  const variations = [...Map.groupBy(groups, ({ scope }) => scope).values()].map((members) =>
    variationOf(members.map(({ weight }) => weight)),
  );
  return {
    cells: groups.reduce((sum, { cells }) => sum + cells.length, 0),
    groups: groups.length,
    inRange: lawful.length,
    shareInRange: groups.length === excused ? 1 : lawful.length / (groups.length - excused),
    cellsPerGroup: spreadOf(groups.map(({ cells }) => cells.length)),
    weight: spreadOf(groups.map(({ weight }) => weight)),
    weightVariation: {
      mean: variations.reduce((sum, one) => sum + one, 0) / (variations.length || 1),
      most: variations.reduce((most, one) => Math.max(most, one), 0),
    },
    compactness: spreadOf(groups.map(({ compactness }) => compactness)),
  };
}

/** Groups outside the range in streets or communities of which no excuse speaks. */
function unexcused(
  groups: readonly CellGroup[],
  excuses: readonly GroupExcuse[],
  sizeOf: (scope: string) => GroupSize,
): number {
  const spoken = new Set(excuses.map(({ scope }) => scope));
  return groups.filter(({ scope, cells }) => !isInRange(sizeOf(scope), cells.length) && !spoken.has(scope)).length;
}

function variationOf(weights: readonly number[]): number {
  const mean = weights.reduce((sum, one) => sum + one, 0) / weights.length;
  if (mean === 0) return 0;
  return Math.sqrt(weights.reduce((sum, one) => sum + (one - mean) ** 2, 0) / weights.length) / mean;
}
