import type { CaseId } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** How far the open cases have been counted anew. `after` is the last one looked at; null when all are through. */
export type RecountProgress = { readonly version: number; readonly after: string | null };

/** The progress, held until `trx` ends. Undefined while another process is at it. */
export async function lockProgress(trx: Transaction<Database>): Promise<RecountProgress | undefined> {
  const { rows } = await sql<{ version: number; after_case: string | null }>`
    select version, after_case from deadline_recount for update skip locked`.execute(trx);
  const [row] = rows;
  return row && { version: row.version, after: row.after_case };
}

/** Notes how far the walk by `version` has come, and how many cases it looked at and moved since the last note. */
export async function noteProgress(
  trx: Transaction<Database>,
  { version, after }: RecountProgress,
  { looked, moved }: { readonly looked: number; readonly moved: number },
): Promise<void> {
  await sql`
    update deadline_recount set after_case = ${after}, changed_at = now(),
      looked = ${looked} + case when version = ${version} then deadline_recount.looked else 0 end,
      moved = ${moved} + case when version = ${version} then deadline_recount.moved else 0 end, version = ${version}`.execute(
    trx,
  );
}

/** Up to `limit` cases with an open clock behind `after`, in the order of their ids. */
export async function listClocked(db: Kysely<Database>, after: string, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await sql<{ case_id: CaseId }>`
    select case_id from urban_case where (next_due_at is not null or provisional) and case_id > ${after} order by case_id limit ${limit}`.execute(
    db,
  );
  return rows.map(({ case_id }) => case_id);
}

/** When the calendars changed last, by the database's clock, and how long ago that is in milliseconds. */
export async function calendarAge(db: Kysely<Database>): Promise<{ readonly version: number; readonly ageMs: number }> {
  const { rows } = await sql<{ version: number; age: number }>`
    select version, extract(epoch from now() - changed_at)::double precision * 1000 as age
    from reference_version where kind = 'calendar'`.execute(db);
  return { version: rows[0]?.version ?? 0, ageMs: rows[0]?.age ?? 0 };
}

/** A span of a clock that is counted with a year without published holidays. Instants are UTC milliseconds. */
export type ProvisionalSpan = { readonly calendar: 'city' | 'duty'; readonly from: number; readonly to: number };

/** Open clocks counted provisionally: the spans of at most `limit` cases, and how many cases there are of them so far. */
export async function listProvisional(
  db: Kysely<Database>,
  limit: number,
): Promise<{ readonly cases: number; readonly spans: readonly ProvisionalSpan[] }> {
  const { rows } = await sql<{ cases: number; spans: ProvisionalSpan[] | null }>`
    with hanging as (select case_id, data from urban_case where provisional order by case_id limit ${limit}),
    spans as (
      select distinct d ->> 'calendar' as calendar,
        extract(year from to_timestamp(((d ->> 'startAt')::bigint) / 1000.0) at time zone 'UTC') as first_year,
        extract(year from to_timestamp(((d ->> 'dueAt')::bigint) / 1000.0) at time zone 'UTC') as last_year,
        min((d ->> 'startAt')::bigint) as from, max((d ->> 'dueAt')::bigint) as to
      from hanging, jsonb_array_elements(data -> 'deadlines') as d
      where (d ->> 'provisional')::boolean and d ->> 'clock' <> 'done'
      group by 1, 2, 3)
    select (select count(*) from hanging) as cases,
      (select jsonb_agg(jsonb_build_object('calendar', calendar, 'from', spans.from, 'to', spans.to)) from spans) as spans`.execute(
    db,
  );
  return { cases: rows[0]?.cases ?? 0, spans: rows[0]?.spans ?? [] };
}
