import type { LngLat, MultiPolygonRings } from '../geometry.ts';
import { areaOfAllM2, planarCentroid } from '../metric.ts';
import { orderGrids } from '../number-grids.ts';

/** The letter of a group's code: responsibility, management, evaluation grid. */
export type GroupKind = 'responsibility' | 'management' | 'evaluation';

const LETTERS: Readonly<Record<GroupKind, string>> = { responsibility: 'R', management: 'M', evaluation: 'E' };
const MOST = 999;

/** A code for a group, or why there is none left. */
const groupCodeOf = (kind: GroupKind, street: string, sequence: number): string =>
  `${street}${LETTERS[kind]}${String(sequence).padStart(3, '0')}`;

/** Street, letter and number of a group's code: `110101002R014`. Other systems' codes have no such parts. */
export function parseGroupCode(code: string): { readonly street: string; readonly sequence: number } | undefined {
  const [, street, digits] = /^([1-9]\d{8})[RME](\d{3})$/.exec(code) ?? [];
  return street === undefined ? undefined : { street, sequence: Number(digits) };
}

/** A group without a code, and the shapes of its cells. */
export type Nameless<T> = { readonly item: T; readonly street: string; readonly shapes: readonly MultiPolygonRings[] };

/**
 * Codes for groups: those of a street get the next numbers above all that were used there, in rows from north to south
 * and west to east in a row, as unit grids do. Throws RangeError over 999 in a street.
 */
export function issueGroupCodes<T>(
  kind: GroupKind,
  groups: readonly Nameless<T>[],
  used: Iterable<string>,
): Map<T, string> {
  const last = new Map<string, number>();
  for (const code of used) {
    const parts = parseGroupCode(code);
    if (parts !== undefined && code[9] === LETTERS[kind]) {
      last.set(parts.street, Math.max(last.get(parts.street) ?? 0, parts.sequence));
    }
  }
  const issued = new Map<T, string>();
  for (const [street, members] of Map.groupBy(groups, (group) => group.street)) {
    inOrder(members).forEach((item, i) => {
      const sequence = (last.get(street) ?? 0) + i + 1;
      if (sequence > MOST) {
        throw new RangeError(`cannot number the ${kind} grids of street ${street}: more than ${MOST} were used there`);
      }
      issued.set(item, groupCodeOf(kind, street, sequence));
    });
  }
  return issued;
}

function inOrder<T>(groups: readonly Nameless<T>[]): T[] {
  const placed = groups.map(({ item, shapes }) => {
    const parts = shapes.flat();
    const areaM2 = areaOfAllM2(parts);
    const centres = parts.map((rings) => ({ at: planarCentroid(rings), areaM2: areaOfAllM2([rings]) }));
    const mean = (axis: 0 | 1): number =>
      centres.reduce((sum, one) => sum + one.at[axis] * one.areaM2, 0) / (areaM2 || 1);
    const north = parts.flat(2).reduce((top, [, lat]) => Math.max(top, lat), -90);
    return { item, centroid: [mean(0), mean(1)] as LngLat, north, areaM2 };
  });
  const north = placed.reduce((top, one) => Math.max(top, one.north), -90);
  const areaM2 = placed.reduce((sum, one) => sum + one.areaM2, 0);
  return orderGrids(placed, north, areaM2 / placed.length || 1);
}
