import type { CaseId, Instant, UserId } from '@wanmi/kernel';
import type { Post } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export { listFor, listRecent, type Notice, type Reader } from './my-notices.ts';

/** What became of a `notify` effect: its notice is written, the effect was gone already, or its case is. */
export type NoticeOutcome = 'noticed' | 'done-before' | 'case-missing';

/** Carries out a `notify` effect in one statement: its addressee gets a notice and the effect goes from the outbox. */
export async function recordNotice(db: Kysely<Database>, effectId: number, caseId: CaseId): Promise<NoticeOutcome> {
  const { rows } = await sql<{ effects: number; notices: number }>`
    with done as (
      delete from outbox o using urban_case c
      where o.effect_id = ${effectId} and o.effect ->> 'type' = 'notify'
        and (c.district, c.case_month, c.case_id) = (o.district, o.case_month, o.case_id)
      returning o.effect_id, o.case_id, o.effect, c.area_code
    ), told as (
      insert into notice (effect_id, user_id, department_code, role, area_code, case_id, about)
      select effect_id, effect -> 'to' ->> 'userId', effect -> 'to' ->> 'department', effect -> 'to' ->> 'role',
             area_code, case_id, effect ->> 'about'
      from done
      returning effect_id
    )
    select (select count(*) from outbox where effect_id = ${effectId} and case_id = ${caseId}) as effects,
           (select count(*) from told) as notices`.execute(db);
  const [row] = rows;
  if (row && row.notices > 0) return 'noticed';
  return row && row.effects > 0 ? 'case-missing' : 'done-before';
}

/** Something a person, a department or a post was told about a case. */
export type Notice = {
  readonly noticeId: number;
  readonly caseId: CaseId;
  /** Type of the event. */
  readonly about: string;
  readonly createdAt: Instant;
};

/** Who reads: notices to the person, to the department of a post, and to its role, the latter two in its area. */
export type NoticeReader = { readonly userId: UserId; readonly posts: readonly Post[] };

/** Notices to a person, newest first. `before` is the last id of the page before, null for the first. */
export async function listFor(
  db: Kysely<Database>,
  { userId, posts }: NoticeReader,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly Notice[]> {
  const page = sql`notice_id < ${before ?? Number.MAX_SAFE_INTEGER} order by notice_id desc limit ${limit}`;
  const columns = sql`notice_id, case_id, about, created_at`;
  const { rows } = await sql<{ notice_id: number; case_id: string; about: string; created_at: Date }>`
    with post as (
      select * from unnest(${posts.map(({ role }) => role)}::text[], ${posts.map(({ area }) => area)}::text[],
        ${posts.map(({ department }) => department)}::text[]) as post (role, area, department)
    )
    (select ${columns} from notice where user_id = ${userId} and ${page})
    union
    select told.* from post, lateral (
      select ${columns} from notice where department_code = post.department and starts_with(area_code, post.area)
        and ${page}) as told
    union
    select told.* from post, lateral (
      select ${columns} from notice where role = post.role and starts_with(area_code, post.area) and ${page}) as told
    order by notice_id desc limit ${limit}`.execute(db);
  return rows.map(({ notice_id, case_id, about, created_at }) => ({
    noticeId: notice_id,
    caseId: case_id as CaseId,
    about,
    createdAt: created_at.getTime() as Instant,
  }));
}
