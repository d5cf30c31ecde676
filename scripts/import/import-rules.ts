import { type Database, imports } from '@wanmi/db';
import { parseRules } from '@wanmi/routing';
import type { Kysely } from 'kysely';
import type { ImportOutcome, SourceFile } from './outcome.ts';
import { readRows } from './read-rows.ts';
import { runImport } from './run-import.ts';
import { storedCatalogue, storedDepartments } from './stored-reference.ts';

/**
 * Imports the routing rules, which become exactly those of the files. Checked against the departments and the catalogue
 * imported before: a rule that names what is not there is a problem, never silently off.
 */
export function importRules(db: Kysely<Database>, files: readonly SourceFile[]): Promise<ImportOutcome> {
  return runImport(db, 'rules', async (trx) => {
    const table = readRows(files);
    const rules = parseRules(table.rows, await storedDepartments(trx), await storedCatalogue(trx));
    return {
      read: table.rows.length,
      rejected: [...table.rejected, ...(rules.ok ? [] : rules.error.map(table.locate))],
      write: () => imports.saveRules(trx, rules.ok ? rules.value : []),
    };
  });
}
