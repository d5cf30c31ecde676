import { sql, type Transaction } from 'kysely';
import type { ReferenceKind } from '../reference.ts';
import type { Database } from '../schema.ts';

/** Waits for other imports of the kind, and keeps them waiting until `trx` ends. Returns the version so far. */
export async function lockKind(trx: Transaction<Database>, kind: ReferenceKind): Promise<number> {
  const row = await trx
    .selectFrom('reference_version')
    .select('version')
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Raises the version, so that every process reloads the kind when `trx` has committed. Returns the new one. */
export async function raiseVersion(trx: Transaction<Database>, kind: ReferenceKind): Promise<number> {
  const row = await trx
    .updateTable('reference_version')
    .set((eb) => ({ version: eb('version', '+', 1), changed_at: sql<Date>`now()` }))
    .where('kind', '=', kind)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}
