import type { Instant } from '@wanmi/kernel';
import type { CaseEvent, CaseState } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { CaseKey } from './case-key.ts';
import type { ContentKind } from './case-record.ts';
import type { Database } from './schema.ts';

/** An event as it is stored. */
export type StoredEvent = {
  readonly seq: number;
  readonly version: number;
  readonly type: string;
  readonly at: Instant;
  readonly body: CaseEvent;
};

/** A text of a case; `body` is null once erased. */
export type StoredText = { readonly contentId: string; readonly kind: ContentKind; readonly body: string | null };

export type CaseWithTexts = { readonly state: CaseState; readonly texts: readonly StoredText[] };

/** One case with all its texts, in one round trip. */
export async function findWithTexts(db: Kysely<Database>, key: CaseKey): Promise<CaseWithTexts | undefined> {
  const { rows } = await sql<{ data: CaseState; texts: StoredText[] }>`
    select c.data, (
      select coalesce(jsonb_agg(jsonb_build_object('contentId', k.content_id, 'kind', k.kind, 'body', k.body)), '[]')
      from case_content k
      where k.district = c.district and k.case_month = c.case_month and k.case_id = c.case_id) as texts
    from urban_case c
    where c.district = ${key.district} and c.case_month = ${key.caseMonth} and c.case_id = ${key.caseId}`.execute(db);
  const [row] = rows;
  return row && { state: row.data, texts: row.texts };
}

/** The events of a case, first to last; only these types where any are named. */
export async function list(
  db: Kysely<Database>,
  key: CaseKey,
  types?: readonly string[],
): Promise<readonly StoredEvent[]> {
  let query = db
    .selectFrom('case_event')
    .select(['seq', 'version', 'type', 'at', 'body'])
    .where('district', '=', key.district)
    .where('case_month', '=', key.caseMonth)
    .where('case_id', '=', key.caseId)
    .orderBy('seq');
  if (types !== undefined) query = query.where('type', 'in', [...types]);
  const rows = await query.execute();
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() as Instant }));
}

/** Names of people by id. */
export async function namesOf(db: Kysely<Database>, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('app_user')
    .select(['user_id', 'display_name'])
    .where('user_id', 'in', [...userIds])
    .execute();
  return new Map(rows.map(({ user_id, display_name }) => [user_id, display_name]));
}
