import { type Database, imports, type reference } from '@wanmi/db';
import type { Kysely, Transaction } from 'kysely';
import type { ImportOutcome, Prepared } from './outcome.ts';

const NOTHING = { added: 0, changed: 0, removed: 0 };

/**
 * Runs one import in one transaction: imports of a kind wait for each other, a file with any problem writes nothing, and
 * the version rises only when a row changed, so that a repeated import disturbs nobody.
 */
export async function runImport(
  db: Kysely<Database>,
  kind: reference.ReferenceKind,
  prepare: (trx: Transaction<Database>) => Promise<Prepared>,
): Promise<ImportOutcome> {
  return db.transaction().execute(async (trx) => {
    const before = await imports.lockKind(trx, kind);
    const { read, rejected, write } = await prepare(trx);
    if (rejected.length > 0) return { kind, read, accepted: 0, rejected, ...NOTHING, version: before };
    const counts = await write();
    const isChanged = counts.added + counts.changed + counts.removed > 0;
    const version = isChanged ? await imports.raiseVersion(trx, kind) : before;
    return { kind, read, accepted: read, rejected, ...counts, version };
  });
}
