import type { DepartmentCode, UserId } from '@wanmi/kernel';
import type { Post, Role } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** What signing in needs of a person. The hash never leaves the process that checks it. */
export type Login = { readonly userId: UserId; readonly passwordHash: string; readonly active: boolean };

/** The person of a name; names are kept as they were given, capitals count. */
export async function findLogin(db: Kysely<Database>, username: string): Promise<Login | undefined> {
  const row = await db
    .selectFrom('app_user')
    .select(['user_id', 'password_hash', 'active'])
    .where('username', '=', username)
    .executeTakeFirst();
  return row && { userId: row.user_id as UserId, passwordHash: row.password_hash, active: row.active };
}

/** A person with the posts held now. */
export type User = {
  readonly userId: UserId;
  readonly username: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly posts: readonly Post[];
};

type PostRow = { readonly role: Role; readonly area: string; readonly department: DepartmentCode | null };

/** A person with posts, in one round trip. */
export async function findUser(db: Kysely<Database>, userId: UserId): Promise<User | undefined> {
  const { rows } = await sql<{ username: string; display_name: string; active: boolean; posts: PostRow[] }>`
    /* prepared: find-user */
    select u.username, u.display_name, u.active, coalesce((
      select jsonb_agg(jsonb_build_object('role', role, 'area', area, 'department', department_code) order by post_id)
      from post where user_id = u.user_id), '[]') as posts
    from app_user u where u.user_id = ${userId}`.execute(db);
  const row = rows[0];
  if (row === undefined) return undefined;
  return { userId, username: row.username, displayName: row.display_name, active: row.active, posts: row.posts };
}
