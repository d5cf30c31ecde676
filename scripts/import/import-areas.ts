import { type Database, imports, reference } from '@wanmi/db';
import type { AreaFields, AreaRecord } from '@wanmi/formats';
import type { Kysely, Transaction } from 'kysely';
import { geometryOf } from './geometry.ts';
import { type AreasIssued, type IssuedCode, issueAreaCodes } from './issue-area-codes.ts';
import { checkNesting, NESTING_PERCENT } from './nesting.ts';
import type { ImportOutcome, Rejection, SourceFile } from './outcome.ts';
import { type PlacedArea, readAreas } from './read-areas.ts';
import { runImport } from './run-import.ts';

export type AreaImport = {
  readonly files: readonly SourceFile[];
  /** Where the borders come from: kept with each area. */
  readonly source: string;
  readonly fields?: AreaFields;
  /** Only areas whose code begins with it. */
  readonly within?: string;
  /** The areas of the files have no codes and get them inside the areas of this file, by position. */
  readonly issueIn?: SourceFile;
  /** Percent of an area that may lie outside its parent (default 20). */
  readonly tolerancePercent?: number;
};

export type AreaOutcome = ImportOutcome & {
  /** The areas of the files as they came in, with their codes. */
  readonly areas: readonly AreaRecord[];
  /** Codes that were given, in their order; empty where the files have codes. */
  readonly issued: readonly IssuedCode[];
  /** Areas that lie outside their parent more than a little, but less than may be. */
  readonly warnings: readonly Rejection[];
};

type Level = imports.AreaRow['level'];

const LEVELS: ReadonlyMap<number, Level> = new Map([
  [6, 'district'],
  [9, 'street'],
  [12, 'community'],
]);

/**
 * Imports districts, streets and communities from GeoJSON, or codes and names alone from CSV. Each street needs its
 * district and each community its street, in the files or in the database, and lies inside it. Areas that the files do
 * not hold stay as they are; a table leaves borders as they are.
 */
export async function importAreas(db: Kysely<Database>, order: AreaImport): Promise<AreaOutcome> {
  let made: Pick<AreaOutcome, 'areas' | 'issued' | 'warnings'> = { areas: [], issued: [], warnings: [] };
  const outcome = await runImport(db, 'areas', async (trx) => {
    const { read, placed, rejected, issued, newParents } = await readOrder(trx, order);
    const all = [...newParents, ...placed];
    const known = new Set((await reference.areas(trx)).map(({ code }) => code));
    const faults = [...rejected, ...all.flatMap(faultsAmong(all, known))];
    const nesting =
      faults.length > 0
        ? { rejected: [], warnings: [] }
        : await checkNesting(trx, all, order.tolerancePercent ?? NESTING_PERCENT);
    made = { areas: placed.map(({ area }) => area), issued, warnings: nesting.warnings };
    const rows = await rowsOf(trx, all, order.source);
    return { read, rejected: [...faults, ...nesting.rejected], write: () => imports.saveAreas(trx, rows) };
  });
  return { ...outcome, ...made };
}

async function readOrder(
  trx: Transaction<Database>,
  { files, fields = {}, issueIn, within = '' }: AreaImport,
): Promise<AreasIssued> {
  if (issueIn !== undefined) return issueAreaCodes(trx, files, issueIn, fields);
  const { read, placed, rejected } = readAreas(files, fields);
  const inside = placed.filter(({ area }) => area.code.startsWith(within));
  return { read: read - (placed.length - inside.length), placed: inside, rejected, issued: [], newParents: [] };
}

function faultsAmong(placed: readonly PlacedArea[], known: ReadonlySet<string>) {
  const firstOf = new Map<string, PlacedArea>();
  for (const one of placed) if (!firstOf.has(one.area.code)) firstOf.set(one.area.code, one);
  return (one: PlacedArea): readonly Rejection[] => {
    const { code, name } = one.area;
    const reasons: string[] = [];
    if (name === '') reasons.push(`area ${code} has no name, needs one`);
    const first = firstOf.get(code);
    if (first !== undefined && first !== one)
      reasons.push(`code ${code} is in ${first.file} too, needs to be there once`);
    const parent = code.slice(0, -3);
    const hasParent = code.length === 6 || firstOf.has(parent) || known.has(parent);
    if (!hasParent) reasons.push(`area ${code} lies in ${parent}, which is neither in the files nor imported`);
    return reasons.map((reason) => ({ file: one.file, place: one.place, reason }));
  };
}

/** A row of a table knows no border: the one that is there stays, with what is said of it. */
async function rowsOf(trx: Transaction<Database>, placed: readonly PlacedArea[], source: string) {
  const bare = placed.filter(({ area }) => area.polygons.length === 0).map(({ area }) => area.code);
  const stored = new Map((await imports.listAreasAround(trx, bare)).map((row) => [row.code, row]));
  return placed.map(({ area: { code, name, drawn, polygons } }): imports.AreaRow => {
    const level = LEVELS.get(code.length);
    if (level === undefined) throw new RangeError(`cannot tell the level of area ${code}: needs 6, 9 or 12 digits`);
    if (polygons.length > 0) return { code, name, level, drawn, source, geometry: geometryOf(polygons) };
    return { ...(stored.get(code) ?? { code, level, drawn: false, source, geometry: null }), name };
  });
}
