import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

export type DepartmentRow = {
  readonly department_code: string;
  readonly name: string;
  readonly credit_code: string | null;
  readonly kind: string;
  readonly area: string | null;
  readonly active: boolean;
  readonly remark: string | null;
};
export type ShiftRow = {
  readonly shift_code: string;
  readonly name: string;
  /** `HH:MM` by the clock on the wall; a shift that ends before it starts runs past midnight. */
  readonly starts: string;
  readonly ends: string;
};
export type PostRow = {
  readonly user_id: string;
  readonly role: string;
  readonly area: string;
  readonly department_code: string | null;
  readonly shift_code: string | null;
  readonly squad: string | null;
};

const DEPARTMENTS: SyncSpec<DepartmentRow> = {
  table: 'department',
  columns: {
    ...{ department_code: 'text', name: 'text', credit_code: 'text', kind: 'text', area: 'text' },
    ...{ active: 'boolean', remark: 'text' },
  },
  key: ['department_code'],
};
const SHIFTS: SyncSpec<ShiftRow> = {
  table: 'shift',
  columns: { shift_code: 'text', name: 'text', starts: 'time', ends: 'time' },
  key: ['shift_code'],
};
const POSTS: SyncSpec<PostRow> = {
  table: 'post',
  columns: { user_id: 'text', role: 'text', area: 'text', department_code: 'text', shift_code: 'text', squad: 'text' },
  key: ['user_id', 'role', 'area', 'department_code'],
};

/** Adds and changes departments. One that is not given is made inactive, never removed: cases and posts name it. */
export async function saveDepartments(trx: Transaction<Database>, rows: readonly DepartmentRow[]): Promise<SyncCounts> {
  const counts = await syncTable(trx, DEPARTMENTS, rows);
  const { numUpdatedRows } = await trx
    .updateTable('department')
    .set({ active: false })
    .where('active', '=', true)
    .where(sql<boolean>`department_code <> all(${rows.map(({ department_code }) => department_code)})`)
    .executeTakeFirstOrThrow();
  return { ...counts, removed: Number(numUpdatedRows) };
}

/** Adds and changes shifts. Those not given stay: posts name them. */
export const saveShifts = (trx: Transaction<Database>, rows: readonly ShiftRow[]): Promise<SyncCounts> =>
  syncTable(trx, SHIFTS, rows);

/** Makes the posts of the given people exactly `rows`. */
export const savePosts = (
  trx: Transaction<Database>,
  userIds: readonly string[],
  rows: readonly PostRow[],
): Promise<SyncCounts> => syncTable(trx, { ...POSTS, removeAmong: sql<boolean>`user_id = any(${userIds})` }, rows);

export const listShiftCodes = async (trx: Transaction<Database>): Promise<string[]> =>
  (await trx.selectFrom('shift').select('shift_code').execute()).map(({ shift_code }) => shift_code);

/** Every post, or those of some people, in the order in which they were given. */
export function listPosts(trx: Kysely<Database>, userIds?: readonly string[]): Promise<PostRow[]> {
  const all = trx
    .selectFrom('post')
    .select(['user_id', 'role', 'area', 'department_code', 'shift_code', 'squad'])
    .orderBy('post_id');
  if (userIds === undefined) return all.execute();
  return all.where('user_id', 'in', userIds.length === 0 ? [''] : userIds).execute();
}
