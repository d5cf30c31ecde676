import { isDeepStrictEqual } from 'node:util';
import { type Database, imports } from '@wanmi/db';
import type { Kysely } from 'kysely';
import type { ImportOutcome, SourceFile } from '../outcome.ts';
import { runImport } from '../run-import.ts';
import { readRoads } from './read-roads.ts';

export type RoadImport = {
  readonly file: SourceFile;
  /** Kept with each section; sections of the same source that the file leaves out end. */
  readonly source: string;
  readonly at: Date;
};

/**
 * Imports road sections from GeoJSON lines, all or nothing. A section that differs ends and begins anew at `at`, so that a
 * case stays on the section that was valid when it was reported; the same file again changes nothing.
 */
export function importRoads(db: Kysely<Database>, { file, source, at }: RoadImport): Promise<ImportOutcome> {
  return runImport(db, 'roads', async (trx) => {
    const { read, rows, rejected } = readRoads(file, source);
    const known = new Map((await imports.listRoads(trx)).map((row) => [row.section_code, row]));
    const codes = new Set(rows.map(({ section_code }) => section_code));
    const fresh = rows.filter((row) => !isDeepStrictEqual({ ...known.get(row.section_code) }, { ...row }));
    const changed = fresh.filter(({ section_code }) => known.has(section_code)).map(({ section_code }) => section_code);
    const left = [...known.values()].filter((row) => row.source === source && !codes.has(row.section_code));
    const write = async () => {
      await imports.endRoads(trx, [...changed, ...left.map(({ section_code }) => section_code)], at);
      await imports.beginRoads(trx, fresh, at);
      return { added: fresh.length - changed.length, changed: changed.length, removed: left.length };
    };
    return { read, rejected, write };
  });
}
