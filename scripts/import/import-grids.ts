import { isDeepStrictEqual } from 'node:util';
import { type Database, imports, places, reference } from '@wanmi/db';
import { readPolygonFile } from '@wanmi/formats';
import { checkGrids } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import { followGrids } from './follow-grids.ts';
import { polygonsOf } from './geometry.ts';
import { type GridFacts, gridOf, type NewGrid } from './grid-feature.ts';
import type { ImportOutcome, Rejection, SourceFile } from './outcome.ts';
import { readFeatures } from './read-features.ts';
import { runImport } from './run-import.ts';

export type GridImport = {
  readonly files: readonly SourceFile[];
  /** From when grids hold and are managed whose file does not say so; ended grids end here. */
  readonly at: Instant;
  /** Refuses grids that leave gaps, overlap, or break another rule of `grid check`; false where they are known lawful. */
  readonly check?: { readonly targetM2?: number } | false;
};

/**
 * Imports unit grids from GeoJSON. The files hold all grids of each community that they touch: a grid in force that they
 * leave out ends at `at`. A code is unique in space and time, so a known code with another geometry is rejected, and so
 * is one that has ended.
 */
export function importGrids(db: Kysely<Database>, { files, at, check = false }: GridImport): Promise<ImportOutcome> {
  return runImport(db, 'grids', async (trx) => {
    const communities = new Map(
      (await reference.areas(trx)).filter(({ level }) => level === 'community').map((area) => [area.code, area]),
    );
    const all = files.map((file) => ({ file, ...readFeatures(file, readPolygonFile) }));
    const facts: GridFacts = { communities, at, seen: new Map() };
    const read = all.flatMap(({ file, value }) =>
      (value?.features ?? []).map((feature) => gridOf(feature, file.name, facts)),
    );
    const grids = read.flatMap(({ grid }) => grid ?? []);
    const touched = [...new Set(grids.map(({ row }) => row.community_code))];
    const known = await imports.listGrids(trx, touched);
    const merged = mergeKnown(grids, known, at);
    const faults = [
      ...all.flatMap((one) => one.rejected),
      ...read.flatMap(({ rejected }) => rejected),
      ...merged.rejected,
    ];
    const unlawful = check === false || faults.length > 0 ? [] : await unlawfulAmong(trx, grids, check.targetM2);
    return {
      read: all.reduce((sum, one) => sum + one.read, 0),
      rejected: [...faults, ...unlawful],
      write: async () => {
        const ended = await imports.endGrids(trx, merged.left, new Date(at));
        const counts = await imports.saveGrids(trx, merged.rows);
        const [left, held] = [new Set(merged.left), new Set(known.map(({ code }) => code))];
        await followGrids(trx, {
          ended: known.filter(({ code }) => left.has(code)),
          begun: merged.rows.filter(({ code }) => !held.has(code)),
          at,
          source: files.map(({ name }) => name).join(', '),
        });
        return { ...counts, removed: ended };
      },
    };
  });
}

/** Judged against the borders of their communities as they were imported. */
async function unlawfulAmong(
  trx: Transaction<Database>,
  grids: readonly NewGrid[],
  targetM2: number | undefined,
): Promise<readonly Rejection[]> {
  const touched = new Set(grids.map(({ row }) => row.community_code));
  const outlines = await places.listOutlines(trx, { level: 'community', within: null });
  const communities = outlines
    .filter(({ code }) => touched.has(code))
    .map(({ code, geometry }) => ({ code, polygons: polygonsOf(geometry) }));
  const bare = [...touched].filter((code) => !communities.some((community) => community.code === code));
  if (bare.length > 0) {
    return bare.map((code) => ({
      file: 'database',
      place: code,
      reason: `community ${code} is known by code and name alone, needs a border to check grids against (--no-check)`,
    }));
  }
  const byCode = new Map(grids.map((grid) => [grid.row.code, grid]));
  const judged = grids.map(({ row }) => ({
    code: row.code,
    communityCode: row.community_code,
    areaM2: row.area_m2,
    polygons: polygonsOf(row.geometry),
  }));
  return checkGrids(judged, communities, targetM2).faults.map(({ kind, subject, text }) => {
    const { file = 'all files', place = subject } = byCode.get(subject) ?? {};
    return { file, place, reason: `${kind} ${subject}: ${text}` };
  });
}

type Merged = {
  readonly rows: readonly imports.GridRow[];
  readonly rejected: readonly Rejection[];
  /** Codes in force that the files leave out. */
  readonly left: readonly string[];
};

function mergeKnown(grids: readonly NewGrid[], known: readonly imports.KnownGrid[], at: Instant): Merged {
  const knownByCode = new Map(known.map((grid) => [grid.code, grid]));
  const codes = new Set(grids.map(({ row }) => row.code));
  const rejected = grids.flatMap((grid) => clashOf(grid, knownByCode.get(grid.row.code)));
  const left = known.filter(({ code, valid_to }) => valid_to === null && !codes.has(code));
  const unborn = left.filter(({ valid_from }) => valid_from.getTime() >= at);
  for (const { code, valid_from } of unborn) {
    const reason = `grid ${code} is left out, but holds only from ${valid_from.toISOString()}: it cannot end before it began`;
    rejected.push({ file: 'database', place: code, reason });
  }
  const rows = grids.map(({ row, states }) => keepDates(row, states, knownByCode.get(row.code)));
  return { rows, rejected, left: left.map(({ code }) => code) };
}

function clashOf({ row, states, file, place }: NewGrid, known: imports.KnownGrid | undefined): Rejection[] {
  if (known === undefined) return [];
  const reasons: string[] = [];
  if (known.valid_to !== null) {
    reasons.push(`code ${row.code} ended at ${known.valid_to.toISOString()}, needs a code that was never used`);
  } else if (!isDeepStrictEqual(known.geometry, row.geometry)) {
    reasons.push(`grid ${row.code} has another geometry in the database, needs a new code: geometry is never edited`);
  }
  if (states.validFrom && Date.parse(row.valid_from) !== known.valid_from.getTime()) {
    reasons.push(
      `grid ${row.code} holds since ${known.valid_from.toISOString()}, which cannot become ${row.valid_from}`,
    );
  }
  return reasons.map((reason) => ({ file, place, reason }));
}

/** A date that the file does not state stays as it is for a grid that is there already. */
function keepDates(
  row: imports.GridRow,
  states: NewGrid['states'],
  known: imports.KnownGrid | undefined,
): imports.GridRow {
  if (known === undefined) return row;
  return {
    ...row,
    valid_from: known.valid_from.toISOString(),
    managed_from: states.managedFrom ? row.managed_from : known.managed_from.toISOString(),
  };
}
