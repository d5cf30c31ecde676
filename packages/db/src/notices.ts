import type { CaseId } from '@wanmi/kernel';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export { type AddressedNotice, listFor, listRecent, type Notice, type NoticePage, type Reader } from './my-notices.ts';
export { countUnread, findSettled, markRead, markReadTo, type SettledNotices, UNREAD_MOST } from './notice-marks.ts';

/** What became of a `notify` effect: its notice is written, the effect was gone already, or its case is. */
export type NoticeOutcome = 'noticed' | 'done-before' | 'case-missing';

/** A `notify` effect to carry out: its outbox row, and the case it is said to belong to. */
export type NoticeToRecord = { readonly effectId: number; readonly caseId: CaseId };

/** The deliveries of the notices in `told`, one for each channel that wants it. */
const DELIVERIES = sql`
  insert into notice_delivery (notice_id, channel_id)
  select t.notice_id, c.channel_id from told t join notice_channel c on c.user_id = t.user_id
    join app_user u on u.user_id = c.user_id and u.active
    where c.active and (c.abouts is null or t.about = any(c.abouts))
  union
  select t.notice_id, c.channel_id from told t join notice_channel c on c.department_code = t.department_code
    where c.active and (c.abouts is null or t.about = any(c.abouts))
  union
  select t.notice_id, c.channel_id from told t join notice_channel c on c.role = t.role
    where c.active and (c.abouts is null or t.about = any(c.abouts)) and (t.area_code = '' or starts_with(t.area_code, c.area))
  union
  select t.notice_id, c.channel_id from told t join post p on p.department_code = t.department_code
      or (p.role = t.role and (t.area_code = '' or starts_with(t.area_code, p.area)))
    join app_user u on u.user_id = p.user_id and u.active join notice_channel c on c.user_id = p.user_id and c.also_posts
    where c.active and (c.abouts is null or t.about = any(c.abouts))`;

/**
 * Carries out `notify` effects in one statement: each addressee gets a notice, each channel that wants it a delivery, and
 * the effects go from the outbox. Outcomes come in the order asked.
 */
export async function recordNotices(
  db: Kysely<Database>,
  asked: readonly NoticeToRecord[],
): Promise<readonly NoticeOutcome[]> {
  const effectIds = asked.map(({ effectId }) => effectId);
  const { rows } = await sql<{ told: number[]; left: number[] }>`/* prepared: record-notices */
    with asked as (
      select * from unnest(${effectIds}::bigint[], ${asked.map(({ caseId }) => caseId)}::text[]) as a (effect_id, case_id)
    ), found as (
      select a.effect_id, o.case_id is not null as waits, c.area_code
      from asked a left join outbox o on o.effect_id = a.effect_id and o.case_id = a.case_id and o.effect ->> 'type' = 'notify'
        left join urban_case c on (c.district, c.case_month, c.case_id) = (o.district, o.case_month, o.case_id)
    ), done as (
      delete from outbox o using found f where o.effect_id = f.effect_id and f.area_code is not null
      returning o.effect_id, o.case_id, o.effect, f.area_code
    ), told as (
      insert into notice (effect_id, user_id, department_code, role, area_code, case_id, about, urgent)
      select effect_id, effect -> 'to' ->> 'userId', effect -> 'to' ->> 'department', effect -> 'to' ->> 'role',
             area_code, case_id, effect ->> 'about', coalesce((effect -> 'urgent')::boolean, false)
      from done order by effect_id
      returning notice_id, effect_id, user_id, department_code, role, area_code, about
    ), sent as (${DELIVERIES})
    select array(select effect_id from told) as told,
           array(select effect_id from found where waits and area_code is null) as left`.execute(db);
  const told = new Set(rows[0]?.told.map(Number));
  const left = new Set(rows[0]?.left.map(Number));
  return effectIds.map((id) => (told.has(id) ? 'noticed' : left.has(id) ? 'case-missing' : 'done-before'));
}

/** A notice to everyone of a role, about no case. `onceKey`: the same is told once for ever. */
export type NoticeToRole = {
  readonly role: string;
  readonly about: string;
  readonly onceKey: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** Tells a role in all areas, unless that was told before. True when it was told now. */
export async function tellRoleOnce(db: Kysely<Database>, notice: NoticeToRole): Promise<boolean> {
  const { role, about, onceKey, details } = notice;
  const { rows } = await sql<{ count: number }>`
    with told as (
      insert into notice (role, area_code, about, once_key, details)
      values (${role}, '', ${about}, ${onceKey}, ${JSON.stringify(details)}::jsonb)
      on conflict (once_key) do nothing
      returning notice_id, user_id, department_code, role, area_code, about
    ), sent as (${DELIVERIES})
    select count(*) as count from told`.execute(db);
  return (rows[0]?.count ?? 0) > 0;
}
