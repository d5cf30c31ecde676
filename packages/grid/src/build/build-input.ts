import { isCommunityCode, levelOfCode, MAX_SEQUENCE } from '../code.ts';
import type { Area, MultiPolygonRings, PolygonRings, Ring } from '../geometry.ts';
import { ORDINARY_TARGET_M2 } from '../number-grids.ts';

export type BuildOptions = {
  /** Wanted area of a grid in m², 10,000 unless said; an area's own `targetM2` goes before it. */
  readonly targetM2?: number;
  /** Planning units: no grid lies in two of them. They may leave ground free, which is then a unit of its own. */
  readonly within?: readonly MultiPolygonRings[];
  /** Roads, rivers, walls: borders of grids follow them where sizes allow. */
  readonly lines?: readonly Ring[];
  /** Buildings that no border may enter, except that of a community or a planning unit. */
  readonly keep?: readonly PolygonRings[];
  /** Called after each community with how many are done. */
  readonly onCommunity?: (done: number, total: number) => void;
};

/** Areas that cannot be cut into grids. The message says what to change. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

const TARGET_RANGE = [100, 100_000_000] as const;

export const byCode = (a: { readonly code: string }, b: { readonly code: string }): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : 0;

/** The communities among the areas, in order of code. Throws BuildError for codes that are none or repeated, or no community. */
export function communitiesOf(areas: readonly Area[]): Area[] {
  const codes = new Set<string>();
  for (const { code } of areas) {
    const level = levelOfCode(code);
    if (level === undefined || level === 'grid') {
      throw new BuildError(`cannot build grids of area ${JSON.stringify(code)}: needs a code of 6, 9 or 12 digits`);
    }
    if (codes.has(code)) throw new BuildError(`cannot build grids of area ${code}: the code occurs twice`);
    codes.add(code);
  }
  const communities = areas.filter(({ code }) => isCommunityCode(code)).sort(byCode);
  if (communities.length === 0) {
    throw new BuildError(`cannot build grids: none of ${areas.length} areas is a community, needs codes of 12 digits`);
  }
  return communities;
}

/**
 * The target of each community: its own, else that of its street, else of its district, else the common one.
 * Throws BuildError for a target outside 100 m² to 100 km².
 */
export function targetsOf(areas: readonly Area[], common: number = ORDINARY_TARGET_M2): (code: string) => number {
  checkTarget(common, '');
  const own = new Map<string, number>();
  for (const { code, targetM2 } of areas) {
    if (targetM2 === undefined) continue;
    checkTarget(targetM2, ` in area ${code}`);
    own.set(code, targetM2);
  }
  return (code) => own.get(code) ?? own.get(code.slice(0, 9)) ?? own.get(code.slice(0, 6)) ?? common;
}

function checkTarget(targetM2: number, where: string): void {
  const [least, most] = TARGET_RANGE;
  if (targetM2 >= least && targetM2 <= most) return;
  throw new BuildError(`cannot build grids of ${targetM2} m²${where}: needs a target from ${least} to ${most}`);
}

/** Throws BuildError for more grids in a community than there are numbers, with the target that would do. */
export function checkCount(code: string, count: number, areaM2: number, targetM2: number): void {
  if (count <= MAX_SEQUENCE) return;
  const enough = Math.ceil(areaM2 / MAX_SEQUENCE / 100) * 100;
  throw new BuildError(
    `cannot number the grids of community ${code}: ${count} grids of ${targetM2} m², needs at most ${MAX_SEQUENCE}; split the community or enlarge the target to ${enough} m² or more (--target for all, "targetM2" of the area for it alone)`,
  );
}
