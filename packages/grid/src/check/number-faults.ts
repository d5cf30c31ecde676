import { communityOf, isGridCode } from '../code.ts';
import { centreOf, polygonM2 } from './measure.ts';
import type { Part } from './parts.ts';
import type { CommunityToCheck, Fault, GridToCheck } from './report.ts';

/** What a grid is called in faults: its code, or its place in the file. */
export const nameOf = (grid: { readonly code?: string | undefined }, index: number): string =>
  grid.code ?? `feature ${index}`;

/** Codes that are malformed, repeated, of an unknown community, or at odds with the grid's own `communityCode`. */
export function codeFaults(grids: readonly GridToCheck[], communityCodes: ReadonlySet<string>): Fault[] {
  const seen = new Set<string>();
  return grids.flatMap(({ code, communityCode }): Fault[] => {
    if (code === undefined) return [];
    if (!isGridCode(code)) return [{ kind: 'bad-code', subject: code, text: 'needs 15 digits, no part of them 000' }];
    const faults: Fault[] = [];
    const own = communityOf(code) ?? '';
    if (seen.has(code)) faults.push({ kind: 'repeated-code', subject: code, text: 'occurs more than once' });
    seen.add(code);
    if (communityCode !== undefined && communityCode !== own) {
      faults.push({
        kind: 'wrong-community',
        subject: code,
        text: `says community ${communityCode}, its code says ${own}`,
      });
    }
    if (communityCodes.size > 0 && !communityCodes.has(own)) {
      faults.push({ kind: 'unknown-community', subject: code, text: `community ${own} is not among the areas` });
    }
    return faults;
  });
}

const ROW_DEGREES = 0.0009;
const ROW_TARGET_M2 = 10_000;

/** Two ways to work out a centre differ by less; a centre nearer to the line between two rows may be in either. */
const CENTRE_NOISE_DEGREES = 1e-10;
type Placed = {
  readonly code: string;
  readonly rows: readonly number[];
  readonly column: number;
  readonly lat: number;
};

/** Grids of one community whose numbers do not run west to east in rows from north to south. */
export function orderFaults(community: CommunityToCheck, grids: readonly GridToCheck[], targetM2: number): Fault[] {
  const north = community.polygons.flat(2).reduce((top, [, lat]) => Math.max(top, lat), -90);
  const height = ROW_DEGREES * Math.sqrt(targetM2 / ROW_TARGET_M2);
  const placed = grids.flatMap(({ code, polygons }): Placed[] => {
    if (code === undefined || !isGridCode(code) || communityOf(code) !== community.code) return [];
    const [lng, lat] = centreOf(polygons[0] ?? []);
    const noise = [-CENTRE_NOISE_DEGREES, CENTRE_NOISE_DEGREES];
    return [
      { code, rows: noise.map((n) => Math.floor((north - lat + n) / height)), column: Math.round(lng * 1e7), lat },
    ];
  });
  placed.sort((a, b) => (a.code < b.code ? -1 : 1));
  return placed.flatMap((grid, i): Fault[] => {
    const before = placed[i - 1];
    if (before === undefined || mayFollow(grid, before)) return [];
    const text = `lies before grid ${before.code} in the order west to east, north to south`;
    return [{ kind: 'order', subject: grid.code, text }];
  });
}

function mayFollow(grid: Placed, before: Placed): boolean {
  return grid.rows.some((row) =>
    before.rows.some((rowBefore) => {
      if (row !== rowBefore) return row > rowBefore;
      const east = grid.column - before.column;
      return east > 1 || (east >= -1 && (east !== 0 || grid.lat <= before.lat + CENTRE_NOISE_DEGREES));
    }),
  );
}

const SHARES = [0.5, 1.5] as const;
/** Files give areas to the square centimetre; this leaves room for another ellipsoid formula. */
const STATED_WITHIN_M2 = 0.05;
/** A part clipped by planning units may differ from its grid by slivers: this share, or so many square metres. */
const PART_WITHIN = { share: 0.05, m2: 30 };

/**
 * A grid outside half to one and a half of the target, unless it is a whole part of its community that is no larger;
 * and a stated area that is not the real one.
 */
export function areaFaults(grid: GridToCheck, name: string, part: Part | undefined, targetM2: number): Fault[] {
  const areaM2 = grid.polygons.reduce((sum, rings) => sum + polygonM2(rings), 0);
  const faults: Fault[] = [];
  const [least, most] = [SHARES[0] * targetM2, SHARES[1] * targetM2];
  const isWholePart =
    part !== undefined && Math.abs(part.areaM2 - areaM2) < PART_WITHIN.m2 + areaM2 * PART_WITHIN.share;
  if (areaM2 > most || (areaM2 < least && !(isWholePart && part.areaM2 < least))) {
    const text = `measures ${areaM2.toFixed(2)} m², needs ${least} to ${most}`;
    faults.push({ kind: 'area-bounds', subject: name, text, areaM2 });
  }
  if (grid.areaM2 !== undefined && !(Math.abs(grid.areaM2 - areaM2) <= STATED_WITHIN_M2 + areaM2 * 1e-6)) {
    const text = `says ${grid.areaM2} m², measures ${areaM2.toFixed(2)}`;
    faults.push({ kind: 'area-misstated', subject: name, text, areaM2 });
  }
  return faults;
}
