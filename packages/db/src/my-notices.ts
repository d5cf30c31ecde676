import type { CaseId, Instant, UserId } from '@wanmi/kernel';
import type { Post } from '@wanmi/workflow';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A notice as its addressee reads it. */
export type Notice = {
  readonly noticeId: number;
  readonly caseId: CaseId;
  readonly about: string;
  readonly createdAt: Instant;
};

/** Who reads: a person with posts. */
export type Reader = { readonly userId: UserId; readonly posts: readonly Post[] };

type Row = { notice_id: number; case_id: CaseId; about: string; created_at: Date };

const noticeOf = (row: Row): Notice => ({
  noticeId: row.notice_id,
  caseId: row.case_id,
  about: row.about,
  createdAt: row.created_at.getTime() as Instant,
});

/** Notices to a person, to the department or to a post in the area, newest first; `before` is the last one shown. */
export async function listFor(
  db: Kysely<Database>,
  reader: Reader,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly Notice[]> {
  const { rows } = await sql<Row>`
    select notice_id, case_id, about, created_at from notice
    where ${addressedTo(reader)} and (${page.before}::bigint is null or notice_id < ${page.before}::bigint)
    order by notice_id desc limit ${page.limit}`.execute(db);
  return rows.map(noticeOf);
}

/**
 * Notices of the last `seconds` to a person, oldest first. Numbers commit out of order: who follows them looks back this
 * far each time and drops those already seen.
 */
export async function listRecent(db: Kysely<Database>, reader: Reader, seconds: number): Promise<readonly Notice[]> {
  const { rows } = await sql<Row>`
    select notice_id, case_id, about, created_at from notice
    where ${addressedTo(reader)} and created_at > now() - make_interval(secs => ${seconds})
    order by notice_id limit 1000`.execute(db);
  return rows.map(noticeOf);
}

function addressedTo({ userId, posts }: Reader): RawBuilder<boolean> {
  const departments = posts.flatMap(({ department }) => department ?? []);
  return sql<boolean>`(user_id = ${userId}::text or department_code = any(${departments}::text[])
    or exists (select from unnest(${posts.map(({ role }) => role)}::text[], ${posts.map(({ area }) => area)}::text[]) as p (role, area)
      where p.role = notice.role and starts_with(notice.area_code, p.area)))`;
}
