import type { CaseId, Instant, UserId } from '@wanmi/kernel';
import type { Post } from '@wanmi/workflow';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A notice as its addressee reads it. */
export type Notice = {
  readonly noticeId: number;
  /** Null for a notice about no case, whose `details` say what it is about. */
  readonly caseId: CaseId | null;
  readonly caseNo: string | null;
  readonly about: string;
  readonly details: unknown;
  /** It rings at once. */
  readonly urgent: boolean;
  readonly createdAt: Instant;
};

/** Who reads: a person with posts. */
export type Reader = { readonly userId: UserId; readonly posts: readonly Post[] };

type Row = {
  notice_id: number;
  case_id: CaseId | null;
  case_no: string | null;
  about: string;
  details: unknown;
  urgent: boolean;
  created_at: Date;
};

const noticeOf = (row: Row): Notice => ({
  noticeId: row.notice_id,
  caseId: row.case_id,
  caseNo: row.case_no,
  about: row.about,
  details: row.details,
  urgent: row.urgent,
  createdAt: row.created_at.getTime() as Instant,
});

/** `n` with the number of its case, whose id carries its key. */
const WITH_CASE = sql`
  n.notice_id, n.case_id, c.case_no, n.about, n.details, n.urgent, n.created_at
  from notice n left join urban_case c on c.case_id = n.case_id and c.district = left(n.case_id, 6)
    and c.case_month = substr(n.case_id, 8, 6)::integer`;

/** Which page: behind `before`, the last one shown; at most `limit`. */
export type NoticePage = { readonly before: number | null; readonly limit: number; readonly unread: boolean };

/** Notices to a person, to the department or to a post in the area, newest first, each with whether the person read it. */
export async function listFor(
  db: Kysely<Database>,
  reader: Reader,
  { before, limit, unread }: NoticePage,
): Promise<readonly (Notice & { readonly read: boolean })[]> {
  const bounds = sql`(${before}::bigint is null or notice_id < ${before}::bigint)
    and (not ${unread}::boolean or ${isUnread(reader.userId)})`;
  const { rows } = await sql<Row & { read: boolean }>`
    with mine as (${numbersFor(reader, { bounds, order: sql`notice_id desc`, limit })}),
    newest as (select notice_id from mine order by notice_id desc limit ${limit})
    select not ${isUnread(reader.userId, sql`n.notice_id`)} as read, ${WITH_CASE}
    where n.notice_id in (select notice_id from newest) order by n.notice_id desc`.execute(db);
  return rows.map((row) => ({ ...noticeOf(row), read: row.read }));
}

/** A notice with whom it is for: one of a person, a department, or a role in the area (empty: everywhere). */
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
    select n.user_id, n.department_code, n.role, n.area_code, ${WITH_CASE}
    where n.notice_id > (select coalesce(max(notice_id), 0) - 5000 from notice)
      and n.created_at > now() - make_interval(secs => ${seconds})
    order by n.notice_id`.execute(db);
  return rows.map((row) => ({
    ...noticeOf(row),
    userId: row.user_id,
    departmentCode: row.department_code,
    role: row.role,
    areaCode: row.area_code,
  }));
}

type AddresseeRow = { user_id: UserId | null; department_code: string | null; role: string | null; area_code: string };

type Asked = { readonly bounds: RawBuilder<unknown>; readonly order: RawBuilder<unknown>; readonly limit: number };

/**
 * The numbers of the person's notices within bounds on `notice_id`, each once, in no order: the first `limit` by `order`
 * are among them. One descent of an index for the person, each department and each post.
 */
export function numbersFor({ userId, posts }: Reader, { bounds, order, limit }: Asked): RawBuilder<unknown> {
  const departments = [...new Set(posts.flatMap(({ department }) => department ?? []))];
  const first = sql`and ${bounds} order by ${order} limit ${limit}`;
  return sql`
    (select notice_id from notice where user_id = ${userId}::text ${first})
    union
    select own.notice_id from unnest(${departments}::text[]) as d (code), lateral
      (select notice_id from notice where department_code = d.code ${first}) as own
    union
    select own.notice_id
    from unnest(${posts.map(({ role }) => role)}::text[], ${posts.map(({ area }) => area)}::text[]) as p (role, area), lateral
      (select notice_id from notice where role = p.role and (area_code = '' or starts_with(area_code, p.area)) ${first}) as own`;
}

/** Whether the person has not read the notice of that number. */
export const isUnread = (userId: UserId, number: RawBuilder<unknown> = sql`notice.notice_id`): RawBuilder<boolean> =>
  sql<boolean>`(${number} > coalesce((select read_to from notice_mark where user_id = ${userId}::text), 0)
    and not exists (select from notice_read r where r.user_id = ${userId}::text and r.notice_id = ${number}))`;
