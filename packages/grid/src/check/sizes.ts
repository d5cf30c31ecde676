import { type BorderEdges, borderEdges, compactnessFaults, compactnessOf } from './compactness-faults.ts';
import { pointInside } from './inner-point.ts';
import { polygonM2 } from './measure.ts';
import { areaFaults } from './number-faults.ts';
import { excusesOf, type Part, partAt, partsOf } from './parts.ts';
import {
  type Aim,
  type CheckAgainst,
  type CommunityToCheck,
  type ExcusedGrids,
  type Fault,
  type GridToCheck,
  spreadOf,
} from './report.ts';

/** A grid's area as a share of its target, and its compactness; undefined where its part excuses it. */
export type SizedGrid = { readonly share: number | undefined; readonly compactness: number | undefined };

type ToJudge = {
  readonly name: string;
  readonly members: readonly { readonly grid: GridToCheck; readonly name: string }[];
  readonly targetM2: number;
  readonly within: CheckAgainst['within'];
};

/** Judges sizes and shapes of the grids of one community, each by the part that it lies in. */
export function judgeSizes(community: CommunityToCheck, { name, members, targetM2, within }: ToJudge) {
  const parts = partsOf(community.polygons, within);
  const held = new Map<Part, number>();
  let border: BorderEdges | undefined;
  const borderOnce = (): BorderEdges => {
    border ??= borderEdges(community);
    return border;
  };
  const faults: Fault[] = [];
  const sizes = members.map(({ grid, name: gridName }): SizedGrid => {
    const [rings = []] = grid.polygons;
    const part = parts.length === 1 ? parts[0] : partAt(parts, pointInside(rings));
    if (part !== undefined) held.set(part, (held.get(part) ?? 0) + 1);
    faults.push(...areaFaults(grid, gridName, part, targetM2));
    const excuses = part === undefined ? [] : excusesOf(part, targetM2);
    const isFreeOf = (...reasons: readonly ExcusedGrids['reason'][]): boolean =>
      !excuses.some((excuse) => reasons.includes(excuse));
    const mayBeRound = isFreeOf('too-small', 'too-thin');
    if (mayBeRound) faults.push(...compactnessFaults(grid, gridName, borderOnce));
    return {
      share: isFreeOf('too-small', 'between-sizes') ? polygonM2(rings) / targetM2 : undefined,
      compactness: mayBeRound ? compactnessOf(rings) : undefined,
    };
  });
  const excused = [...held].flatMap(([part, grids]): ExcusedGrids[] => {
    const { areaM2, widthM, at } = part;
    return excusesOf(part, targetM2).map((reason) => ({ community: name, reason, areaM2, widthM, at, grids }));
  });
  return { faults, sizes, excused };
}

/** What the builder aims at; the p5 of compactness for rough borders, 0.60 is usual where they are smooth. */
const NEEDS = { half: 0.999, fifth: 0.98, median: 0.68, p5: 0.45 };

/** How the grids that are not excused keep to the aims. */
export function aimsOf(sizes: readonly SizedGrid[]): Aim[] {
  const shares = sizes.flatMap(({ share }) => share ?? []);
  const compactness = spreadOf(sizes.flatMap((one) => one.compactness ?? []));
  const within = (off: number): number =>
    shares.length === 0 ? 1 : shares.filter((share) => Math.abs(share - 1) <= off).length / shares.length;
  const aim = (name: string, value: number, needs: number): Aim => ({ name, value, needs, met: value >= needs });
  return [
    aim('share of grids within half and one and a half of the target', within(0.5), NEEDS.half),
    aim('share of grids within a fifth of the target', within(0.2), NEEDS.fifth),
    aim('median compactness', compactness.median, NEEDS.median),
    aim('compactness that 95 of 100 exceed', compactness.p5, NEEDS.p5),
  ];
}
