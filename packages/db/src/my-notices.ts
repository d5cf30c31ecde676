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

/** A notice with whom it is for: one of a person, a department, or a role in the area. */
export type AddressedNotice = Notice & {
  readonly userId: UserId | null;
  readonly departmentCode: string | null;
  readonly role: string | null;
  readonly areaCode: string;
};

/**
 * Notices of the last `seconds`, oldest first. Numbers commit out of order: who follows them looks back this far each
 * time and drops those already seen.
 */
export async function listRecent(db: Kysely<Database>, seconds: number): Promise<readonly AddressedNotice[]> {
  const { rows } = await sql<Row & AddresseeRow>`
    select notice_id, case_id, about, created_at, user_id, department_code, role, area_code from notice
    where notice_id > (select coalesce(max(notice_id), 0) - 5000 from notice)
      and created_at > now() - make_interval(secs => ${seconds})
    order by notice_id`.execute(db);
  return rows.map((row) => ({
    ...noticeOf(row),
    userId: row.user_id,
    departmentCode: row.department_code,
    role: row.role,
    areaCode: row.area_code,
  }));
}

type AddresseeRow = { user_id: UserId | null; department_code: string | null; role: string | null; area_code: string };

function addressedTo({ userId, posts }: Reader): RawBuilder<boolean> {
  const departments = posts.flatMap(({ department }) => department ?? []);
  return sql<boolean>`(user_id = ${userId}::text or department_code = any(${departments}::text[])
    or exists (select from unnest(${posts.map(({ role }) => role)}::text[], ${posts.map(({ area }) => area)}::text[]) as p (role, area)
      where p.role = notice.role and starts_with(notice.area_code, p.area)))`;
}
