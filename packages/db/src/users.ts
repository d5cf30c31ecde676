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

/** The place of the work, and the departments that may be meant. */
export type AnswerableQuestion = { readonly departments: readonly DepartmentCode[]; readonly areaCode: string };

/**
 * The handler of one of the departments who answers for a place: the one with the longest area that covers it. Undefined
 * when there is none, or several have the same.
 */
export async function findAnswerable(
  db: Kysely<Database>,
  { departments, areaCode }: AnswerableQuestion,
): Promise<UserId | undefined> {
  const { rows } = await sql<{ user_id: UserId; digits: number }>`
    select distinct p.user_id, length(p.area) as digits
    from post p join app_user u on u.user_id = p.user_id and u.active
    where p.department_code = any(${[...departments]}::text[]) and p.role = 'handler' and starts_with(${areaCode}, p.area)
    order by digits desc, p.user_id limit 2`.execute(db);
  const [first, second] = rows;
  return first && first.digits !== second?.digits ? first.user_id : undefined;
}

/** Whether one of the departments has a squad of this name with somebody in it. */
export async function hasSquad(
  db: Kysely<Database>,
  departments: readonly DepartmentCode[],
  squad: string,
): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (
      select from post p join app_user u on u.user_id = p.user_id and u.active
      where p.department_code = any(${[...departments]}::text[]) and p.squad = ${squad}) as there`.execute(db);
  return rows[0]?.there === true;
}
