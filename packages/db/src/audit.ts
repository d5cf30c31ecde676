import type { CaseId, DistrictCode, Instant } from '@wanmi/kernel';
import type { CaseState } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { CaseKey } from './case-key.ts';
import type { Database } from './schema.ts';

/** An event as an audit reads it: nothing in it is trusted to be what was written. */
export type AuditedEvent = {
  readonly seq: number;
  readonly version: number;
  readonly type: string;
  readonly at: Instant;
  readonly body: unknown;
  readonly mac: Buffer;
};

export type AuditedText = { readonly contentId: string; readonly body: string | null; readonly salt: Buffer };

/** All that is stored of one case; `row` is undefined when only events are left. */
export type AuditedCase = {
  readonly key: CaseKey;
  readonly row: { readonly state: CaseState; readonly seq: number; readonly headMac: Buffer } | undefined;
  readonly events: readonly AuditedEvent[];
  readonly texts: readonly AuditedText[];
};

/** Which cases: all, or those of a district and month. */
export type AuditScope = { readonly district?: string; readonly month?: number };

/** The next cases in the order of their keys that have a row or events. */
export async function listKeys(
  db: Kysely<Database>,
  { district, month }: AuditScope,
  after: CaseKey | undefined,
  limit: number,
): Promise<readonly CaseKey[]> {
  const behind = after
    ? sql`and (district, case_month, case_id) > (${after.district}, ${after.caseMonth}::integer, ${after.caseId})`
    : sql``;
  const where = sql`(${district ?? null}::text is null or district = ${district ?? null}::text)
    and (${month ?? null}::integer is null or case_month = ${month ?? null}::integer) ${behind}`;
  const { rows } = await sql<{ district: DistrictCode; case_month: number; case_id: CaseId }>`
    (select district, case_month, case_id from urban_case where ${where} order by 1, 2, 3 limit ${limit})
    union
    (select distinct district, case_month, case_id from case_event where ${where} order by 1, 2, 3 limit ${limit})
    order by 1, 2, 3 limit ${limit}`.execute(db);
  return rows.map((row) => ({ district: row.district, caseMonth: row.case_month, caseId: row.case_id }));
}

/** Everything stored of some cases. Rows, events and texts are of one instant when `db` is a repeatable-read transaction. */
export async function read(db: Kysely<Database>, keys: readonly CaseKey[]): Promise<readonly AuditedCase[]> {
  if (keys.length === 0) return [];
  const here = sql<boolean>`(district, case_month, case_id) in (select * from unnest(
    ${keys.map(({ district }) => district)}::text[], ${keys.map(({ caseMonth }) => caseMonth)}::integer[],
    ${keys.map(({ caseId }) => caseId)}::text[]))`;
  const cases = await db.selectFrom('urban_case').select(['case_id', 'data', 'seq', 'head_mac']).where(here).execute();
  const events = await db
    .selectFrom('case_event')
    .select(['case_id', 'seq', 'version', 'type', 'at', 'body', 'mac'])
    .where(here)
    .orderBy('seq')
    .execute();
  const texts = await db
    .selectFrom('case_content')
    .select(['case_id', 'content_id', 'body', 'salt'])
    .where(here)
    .execute();
  const rowOf = new Map(cases.map((row) => [row.case_id, row]));
  const eventsOf = Map.groupBy(events, ({ case_id }) => case_id);
  const textsOf = Map.groupBy(texts, ({ case_id }) => case_id);
  return keys.map((key) => {
    const row = rowOf.get(key.caseId);
    return {
      key,
      row: row && { state: row.data, seq: row.seq, headMac: row.head_mac },
      events: (eventsOf.get(key.caseId) ?? []).map(({ at, seq, version, type, body, mac }) => ({
        ...{ seq, version, type, body, mac },
        at: at.getTime() as Instant,
      })),
      texts: (textsOf.get(key.caseId) ?? []).map(({ content_id, body, salt }) => ({
        contentId: content_id,
        body,
        salt,
      })),
    };
  });
}
