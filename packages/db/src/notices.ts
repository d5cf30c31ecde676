import type { CaseId } from '@wanmi/kernel';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export { type AddressedNotice, listFor, listRecent, type Notice, type Reader } from './my-notices.ts';

/** What became of a `notify` effect: its notice is written, the effect was gone already, or its case is. */
export type NoticeOutcome = 'noticed' | 'done-before' | 'case-missing';

/** Carries out a `notify` effect in one statement: its addressee gets a notice and the effect goes from the outbox. */
export async function recordNotice(db: Kysely<Database>, effectId: number, caseId: CaseId): Promise<NoticeOutcome> {
  const { rows } = await sql<{ effects: number; notices: number }>`/* prepared: record-notice */
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
