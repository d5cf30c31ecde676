import type { MultiPolygonRings } from '../geometry.ts';
import { areaM2, areaOfAllM2, planarCentroid } from '../metric.ts';
import { orderGrids } from '../number-grids.ts';
import { commonM2 } from './reach.ts';

/** An area above, with its code of 6 or 9 digits. */
export type ParentArea = { readonly code: string; readonly polygons: MultiPolygonRings };
/** An area without a code. */
export type UncodedArea = { readonly polygons: MultiPolygonRings };

/** What has been issued before. */
export type IssuedBefore<T> = {
  /** The code that an area got earlier in that parent; it keeps it. */
  readonly codeOf?: (area: T, parentCode: string) => string | undefined;
  /** All codes that were ever used. */
  readonly taken?: readonly string[];
};

/** An area with its code, in the order of the areas given; without one where no parent touches it. */
export type CodedArea<T> = { readonly area: T; readonly code: string | undefined };

/** More areas in a parent than three digits can number. */
export class IssueError extends Error {
  override readonly name = 'IssueError';
}

const MOST = 999;
/** Shares of an area below which two parents hold it alike: rounding of borders decides nothing. */
const ALIKE = 0.001;

/**
 * Gives areas codes by their place: each belongs to the parent that holds most of it (of equals the lowest code), and
 * gets the parent's code and three digits. Numbers run as those of grids in a community: rows from north to south,
 * west to east in a row. A row is as high as for grids whose target is the mean area of the parent's children.
 *
 * Areas that have a code from before keep it, and new ones get the numbers above all that were used. Throws IssueError
 * for more than 999 in a parent.
 */
export function issueCodes<T extends UncodedArea>(
  areas: readonly T[],
  parents: readonly ParentArea[],
  before: IssuedBefore<T> = {},
): CodedArea<T>[] {
  const byCode = parents.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const homes = areas.map((area) => ({ area, parent: parentOf(area, byCode) }));
  const codes = new Map<T, string>();
  for (const parent of byCode) {
    const children = homes.filter((home) => home.parent === parent).map(({ area }) => area);
    for (const [area, code] of numberChildren(children, parent, before)) codes.set(area, code);
  }
  return areas.map((area) => ({ area, code: codes.get(area) }));
}

function parentOf(area: UncodedArea, parents: readonly ParentArea[]): ParentArea | undefined {
  const margin = ALIKE * areaOfAllM2(area.polygons);
  let [best, most]: [ParentArea | undefined, number] = [undefined, 0];
  for (const parent of parents) {
    const shared = commonM2(area.polygons, parent.polygons);
    if (shared > (best === undefined ? 0 : most + margin)) [best, most] = [parent, shared];
  }
  return best;
}

function numberChildren<T extends UncodedArea>(
  children: readonly T[],
  parent: ParentArea,
  { codeOf, taken = [] }: IssuedBefore<T>,
): Map<T, string> {
  const codes = new Map<T, string>();
  for (const child of children) {
    const known = codeOf?.(child, parent.code);
    if (known !== undefined) codes.set(child, known);
  }
  const meanM2 = children.reduce((sum, { polygons }) => sum + areaOfAllM2(polygons), 0) / Math.max(1, children.length);
  const fresh = children.filter((child) => !codes.has(child));
  const placed = fresh.map((item) => ({ item, centroid: planarCentroid(largestOf(item.polygons)) }));
  const northernmost = parent.polygons.flat(2).reduce((top, [, lat]) => Math.max(top, lat), -90);
  let last = [...taken, ...codes.values()]
    .filter((code) => code.length === parent.code.length + 3 && code.startsWith(parent.code))
    .reduce((highest, code) => Math.max(highest, Number(code.slice(-3))), 0);
  for (const child of orderGrids(placed, northernmost, meanM2)) {
    last += 1;
    if (last > MOST) {
      throw new IssueError(
        `cannot number the areas in ${parent.code}: ${children.length} areas, needs at most ${MOST}; divide ${parent.code} first`,
      );
    }
    codes.set(child, `${parent.code}${String(last).padStart(3, '0')}`);
  }
  return codes;
}

/** The part that stands for an area of several. */
const largestOf = (polygons: MultiPolygonRings): MultiPolygonRings[number] =>
  polygons.reduce((largest, polygon) => (areaM2(polygon) > areaM2(largest) ? polygon : largest), polygons[0] ?? []);
