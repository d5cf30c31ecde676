import { KeptBuildings } from './kept-buildings.ts';
import type { Lattice } from './lattice.ts';
import { stepScaleAt } from './lattice.ts';
import type { Point } from './segments.ts';

/** What cuts heed beside the border. */
export type Guides = {
  readonly targetM2: number;
  /** Lines to follow where sizes allow. */
  readonly lines: readonly (readonly Point[])[];
  /** Buildings to leave whole. */
  readonly kept?: KeptBuildings;
};

/** Chains of points as they pass between threads: x and y in turn. */
export type FlatChain = Float64Array;

/** Unfolds what a task brings. */
export function guidesOf(
  lattice: Lattice,
  targetM2: number,
  { lines, kept }: { readonly lines: readonly FlatChain[]; readonly kept: readonly FlatChain[] },
): Guides {
  const chains = lines.map(pointsOf);
  const first = kept[0];
  if (first === undefined) return { targetM2, lines: chains };
  const scale = stepScaleAt(lattice, first[1] ?? 0);
  return { targetM2, lines: chains, kept: new KeptBuildings(kept.map(pointsOf), scale) };
}

const pointsOf = (flat: FlatChain): Point[] =>
  Array.from({ length: flat.length / 2 }, (_, i) => ({ x: flat[2 * i] ?? 0, y: flat[2 * i + 1] ?? 0 }));
