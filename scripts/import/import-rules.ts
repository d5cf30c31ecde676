import { checkRules, putInForce } from '@wanmi/cases';
import type { Database } from '@wanmi/db';
import type { Instant, WorkDate } from '@wanmi/kernel';
import { describeFinding } from '@wanmi/routing';
import type { Kysely } from 'kysely';
import type { ImportOutcome, Rejection, SourceFile } from './outcome.ts';
import { readRows } from './read-rows.ts';
import { runImport } from './run-import.ts';
import { storedCatalogue, storedDepartments } from './stored-reference.ts';

/**
 * Imports the routing rules, which become exactly those of the files, and keeps them as a version. Checked against the
 * departments and the catalogue imported before: a rule that names what is not there is a problem, never silently off, and
 * so are rules that contradict each other.
 */
export function importRules(db: Kysely<Database>, files: readonly SourceFile[]): Promise<ImportOutcome> {
  const names = files.map(({ name }) => name).join(', ');
  const at = Date.now() as Instant;
  return runImport(db, 'rules', async (trx) => {
    const table = readRows(files);
    const today = new Date(at).toISOString().slice(0, 10) as WorkDate;
    const known = { catalogue: await storedCatalogue(trx), departments: await storedDepartments(trx), today };
    const checked = checkRules(table.rows, known);
    const refused: readonly Rejection[] = checked.ok
      ? []
      : [
          ...checked.error.problems.map(table.locate),
          ...checked.error.findings.map((finding) => ({
            file: names,
            place: 'file',
            reason: describeFinding(finding),
          })),
        ];
    return {
      read: table.rows.length,
      rejected: [...table.rejected, ...refused],
      write: () =>
        putInForce(trx, checked.ok ? checked.value.rules : [], { by: null, source: names.slice(0, 500), at }),
    };
  });
}
