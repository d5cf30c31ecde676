import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

export type PersonRow = {
  readonly user_id: string;
  readonly username: string;
  readonly display_name: string;
  readonly password_hash: string;
  readonly active: boolean;
};

const PEOPLE: SyncSpec<PersonRow> = {
  table: 'app_user',
  columns: { user_id: 'text', username: 'text', display_name: 'text', password_hash: 'text', active: 'boolean' },
  key: ['user_id'],
};

/** Adds people and changes those that differ, their password hash too. Others stay. */
export const savePeople = (trx: Transaction<Database>, rows: readonly PersonRow[]): Promise<SyncCounts> =>
  syncTable(trx, PEOPLE, rows);

/** People by username, or all of them. */
export function listPeople(db: Kysely<Database>, usernames?: readonly string[]): Promise<PersonRow[]> {
  const all = db
    .selectFrom('app_user')
    .select(['user_id', 'username', 'display_name', 'password_hash', 'active'])
    .orderBy('username');
  if (usernames === undefined) return all.execute();
  return all.where('username', 'in', usernames.length === 0 ? [''] : usernames).execute();
}

/** Ends every session of some people: what was signed in with the old password or post must sign in again. */
export async function endSessions(trx: Transaction<Database>, userIds: readonly string[], at: Date): Promise<void> {
  await trx
    .updateTable('refresh_token')
    .set({ revoked_at: at })
    .where('user_id', 'in', userIds.length === 0 ? [''] : userIds)
    .where('revoked_at', 'is', null)
    .execute();
}
