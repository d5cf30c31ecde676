import { type Database, imports, reference } from '@wanmi/db';
import { type AreaFields, type AreaRecord, readAreaFile } from '@wanmi/formats';
import type { Kysely } from 'kysely';
import { geometryOf } from './geometry.ts';
import type { ImportOutcome, Rejection, SourceFile } from './outcome.ts';
import { readFeatures } from './read-features.ts';
import { runImport } from './run-import.ts';

export type AreaImport = {
  readonly files: readonly SourceFile[];
  /** Where the borders come from: kept with each area. */
  readonly source: string;
  readonly fields?: AreaFields;
};

type Placed = { readonly area: AreaRecord; readonly file: string; readonly index: number };
type Level = imports.AreaRow['level'];

const LEVELS: ReadonlyMap<number, Level> = new Map([
  [6, 'district'],
  [9, 'street'],
  [12, 'community'],
]);

/**
 * Imports districts, streets and communities from GeoJSON, codes as docs/formats say. Each street needs its district and
 * each community its street, in the files or in the database. Areas that the files do not hold stay as they are.
 */
export function importAreas(db: Kysely<Database>, { files, source, fields = {} }: AreaImport): Promise<ImportOutcome> {
  return runImport(db, 'areas', async (trx) => {
    const all = files.map((file) => ({
      file,
      ...readFeatures(file, (text, name) => readAreaFile(text, name, fields)),
    }));
    const placed = all.flatMap(({ file, value = [] }) =>
      value.map((area, index) => ({ area, file: file.name, index })),
    );
    const known = new Set((await reference.areas(trx)).map(({ code }) => code));
    const rejected = [...all.flatMap((one) => one.rejected), ...placed.flatMap(faultsAmong(placed, known))];
    const rows = placed.map(({ area }) => rowOf(area, source));
    return {
      read: all.reduce((sum, { read }) => sum + read, 0),
      rejected,
      write: () => imports.saveAreas(trx, rows),
    };
  });
}

function faultsAmong(placed: readonly Placed[], known: ReadonlySet<string>) {
  const firstOf = new Map<string, Placed>();
  for (const one of placed) if (!firstOf.has(one.area.code)) firstOf.set(one.area.code, one);
  return (one: Placed): readonly Rejection[] => {
    const { code, name } = one.area;
    const reasons: string[] = [];
    if (name === '') reasons.push(`area ${code} has no name, needs one`);
    const first = firstOf.get(code);
    if (first !== undefined && first !== one)
      reasons.push(`code ${code} is in ${first.file} too, needs to be there once`);
    const parent = code.slice(0, -3);
    const hasParent = code.length === 6 || firstOf.has(parent) || known.has(parent);
    if (!hasParent) reasons.push(`area ${code} lies in ${parent}, which is neither in the files nor imported`);
    return reasons.map((reason) => ({ file: one.file, place: `feature ${one.index}`, reason }));
  };
}

function rowOf({ code, name, drawn, polygons }: AreaRecord, source: string): imports.AreaRow {
  const level = LEVELS.get(code.length);
  if (level === undefined) throw new RangeError(`cannot tell the level of area ${code}: needs 6, 9 or 12 digits`);
  return { code, name, level, drawn, source, geometry: geometryOf(polygons) };
}
