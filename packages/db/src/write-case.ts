import { isoOf } from '@wanmi/kernel';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { CaseRecord, WriteOutcome } from './case-record.ts';
import { lockOf } from './idempotency.ts';
import type { Database } from './schema.ts';

// One statement a write: a round trip costs more than everything in it. A gate decides from the snapshot whether to
// write at all; every part hangs on it. What the snapshot could not see, a row taken between it and the write, ends the
// statement by `abort_write`, and nothing of it stays.

/** Writes a new case with all that belongs to it. */
export function insertCase(
  db: Kysely<Database>,
  record: CaseRecord,
  bigrams: readonly string[],
): Promise<WriteOutcome> {
  const { key, columns } = record;
  return run(
    db,
    sql<Row>`/* prepared: insert-case */ with ${gateOf(record, sql`true`)},
    kept_case as (
      insert into urban_case (district, case_month, case_id, case_no, channel, edition, kind, class_code, registered_by,
        reported_at, lng, lat, area_code, version, seq, state, light, department, departments, inspector, changed_at,
        next_due_at, provisional, data, head_mac)
      select ${key.district}, ${key.caseMonth}::integer, ${key.caseId}, ${columns.state.caseNo}, ${columns.state.channel},
        ${columns.state.subject.edition}, ${columns.state.subject.kind}, ${columns.state.subject.classCode},
        ${columns.state.registeredBy}, ${isoOf(columns.state.reportedAt)}::timestamptz,
        ${columns.state.place.lng}::double precision, ${columns.state.place.lat}::double precision,
        ${columns.state.place.areaCode}, ${changing(record)}
      from gate returning 1),
    kept_search as (
      insert into case_search (district, case_month, case_id, bigrams)
      select ${key.district}, ${key.caseMonth}::integer, ${key.caseId}, ${bigrams}::text[] from gate),
    lost_effect as (select 1 from gate where false),
    ${partsOf(record)} ${outcomeOf(record)}`,
  );
}

/**
 * Writes what a command did to a case whose last event was `previousSeq`. With `effectId` the outbox row that asked
 * for the command goes in the same statement; when it is gone already, the write is outdated.
 */
export function updateCase(
  db: Kysely<Database>,
  record: CaseRecord,
  { previousSeq, effectId }: { readonly previousSeq: number; readonly effectId: number | null },
): Promise<WriteOutcome> {
  const { key } = record;
  const fits = sql`(${effectId}::bigint is null or exists (select from outbox where effect_id = ${effectId}::bigint))`;
  return run(
    db,
    sql<Row>`/* prepared: update-case */ with ${gateOf(record, fits)},
    kept_case as (
      update urban_case set (version, seq, state, light, department, departments, inspector, changed_at, next_due_at, provisional,
        data, head_mac) = (select ${changing(record)})
      where district = ${key.district} and case_month = ${key.caseMonth}::integer and case_id = ${key.caseId}
        and seq = ${previousSeq}::integer and exists (select from gate)
      returning 1),
    done_effect as (
      delete from outbox where effect_id = ${effectId}::bigint and exists (select from kept_case) returning 1),
    lost_effect as (
      select 1 from kept_case where ${effectId}::bigint is not null and not exists (select from done_effect)),
    ${partsOf(record)} ${outcomeOf(record)}`,
  );
}

type Row = {
  held: boolean;
  free_media: boolean;
  written: boolean;
  request_hash: Buffer | null;
  status: number | null;
  body: unknown;
};
/** Whether to write: the key is free and held, the photos are free, and what the caller adds. */
function gateOf({ answer, media }: CaseRecord, fits: RawBuilder<unknown>): RawBuilder<unknown> {
  const lock = answer && lockOf(answer.userId, answer.key);
  return sql`
    held as materialized (
      select case when ${lock}::bigint is null then true else pg_try_advisory_xact_lock(${lock}::bigint) end as ok),
    given as (
      select request_hash, status, body from idempotency
      where user_id = ${answer?.userId ?? null}::text and key = ${answer?.key ?? null}::text),
    free_media as (
      select count(*) = cardinality(${media.mediaIds}::text[]) as ok from media
      where media_id = any(${media.mediaIds}::text[]) and uploaded_by = ${media.by}::text and case_id is null),
    gate as materialized (
      select 1 where (select ok from held) and not exists (select from given) and (select ok from free_media) and ${fits})`;
}

/** The columns that every decision sets, in the order in which both statements name them. */
function changing({ columns }: CaseRecord): RawBuilder<unknown> {
  const { state, department, inspector, changedAt, nextDueAt, provisional, headMac } = columns;
  return sql`${state.version}::integer, ${state.seq}::integer, ${state.state}::text, ${state.light}::text, ${department}::text,
    ${state.departments}::text[], ${inspector}::text, ${isoOf(changedAt)}::timestamptz,
    ${nextDueAt === null ? null : isoOf(nextDueAt)}::timestamptz, ${provisional}::boolean, ${JSON.stringify(state)}::jsonb, ${headMac}::bytea`;
}

/** The rows beside the case: answer, photos, events, texts, effects, timers. */
function partsOf({ key, columns, events, contents, effects, timers, media, answer }: CaseRecord): RawBuilder<unknown> {
  const ofCase = sql`${key.district}::text, ${key.caseMonth}::integer, ${key.caseId}::text`;
  const isCase = sql`district = ${key.district} and case_month = ${key.caseMonth}::integer and case_id = ${key.caseId}`;
  return sql`
    kept_answer as (
      insert into idempotency (user_id, key, request_hash, status, body)
      select ${answer?.userId ?? null}::text, ${answer?.key ?? null}::text, ${bytesOf(answer?.requestHash)}::bytea,
        ${answer?.status ?? null}::integer, ${answer?.body ?? null}::json
      from kept_case where ${answer?.key ?? null}::text is not null
      on conflict do nothing returning 1),
    kept_media as (
      update media set case_id = ${key.caseId}
      where media_id = any(${media.mediaIds}::text[]) and uploaded_by = ${media.by}::text and case_id is null
        and exists (select from kept_case)
      returning 1),
    kept_events as (
      insert into case_event (district, case_month, case_id, seq, version, type, at, area_code, body, mac)
      select ${ofCase}, e.seq, e.version, e.type, e.at, ${columns.state.place.areaCode}::text, e.body::jsonb, e.mac
      from unnest(${events.map(({ seq }) => seq)}::integer[], ${events.map(({ version }) => version)}::integer[],
        ${events.map(({ event }) => event.type)}::text[], ${events.map(({ event }) => isoOf(event.at))}::timestamptz[],
        ${events.map(({ event }) => JSON.stringify(event))}::text[], ${events.map(({ mac }) => mac)}::bytea[])
        as e (seq, version, type, at, body, mac), kept_case
      order by e.seq),
    kept_contents as (
      insert into case_content (district, case_month, case_id, content_id, kind, body, salt, created_at)
      select ${ofCase}, c.content_id, c.kind, c.body, c.salt, ${isoOf(columns.changedAt)}::timestamptz
      from unnest(${contents.map(({ contentId }) => contentId)}::text[], ${contents.map(({ kind }) => kind)}::text[],
        ${contents.map(({ body }) => body)}::text[], ${contents.map(({ salt }) => salt)}::bytea[])
        as c (content_id, kind, body, salt), kept_case),
    kept_effects as (
      insert into outbox (district, case_month, case_id, seq, effect)
      select ${ofCase}, ${columns.state.seq}::integer, e.effect::jsonb
      from unnest(${effects.map((effect) => JSON.stringify(effect))}::text[]) with ordinality as e (effect, place), kept_case
      order by e.place),
    dropped_timers as (
      delete from case_timer where ${isCase} and timer_key <> all(${timers.map((timer) => timer.key)}::text[])
        and exists (select from kept_case)),
    kept_timers as (
      insert into case_timer (district, case_month, case_id, timer_key, fire_at)
      select ${ofCase}, t.timer_key, t.fire_at
      from unnest(${timers.map((timer) => timer.key)}::text[], ${timers.map(({ fireAt }) => isoOf(fireAt))}::timestamptz[])
        as t (timer_key, fire_at), kept_case
      on conflict (district, case_month, case_id, timer_key) do update set fire_at = excluded.fire_at
      where case_timer.fire_at <> excluded.fire_at)`;
}

/** What happened; aborts when the write went ahead but a row that it needed was taken after the snapshot. */
function outcomeOf({ answer, media }: CaseRecord): RawBuilder<unknown> {
  return sql`
    select (select ok from held) as held, (select ok from free_media) as free_media,
      given.request_hash, given.status, given.body,
      case when exists (select from kept_case) and (
          exists (select from lost_effect)
          or (${answer?.key ?? null}::text is not null and not exists (select from kept_answer))
          or (select count(*) from kept_media) <> cardinality(${media.mediaIds}::text[]))
        then abort_write('a key, an effect or a photo was taken')
        else exists (select from kept_case) end as written
    from (select) as one left join given on true`;
}

const bytesOf = (bytes: Uint8Array | undefined): Buffer | null => (bytes ? Buffer.from(bytes) : null);

const ABORTED = 'WN001';
const DEADLOCK = '40P01';

async function run(db: Kysely<Database>, statement: RawBuilder<Row>): Promise<WriteOutcome> {
  try {
    const { rows } = await statement.execute(db);
    return rows[0] ? outcomeFrom(rows[0]) : { outcome: 'outdated' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === ABORTED || code === DEADLOCK) return { outcome: 'outdated' };
    throw error;
  }
}

function outcomeFrom(row: Row): WriteOutcome {
  if (row.request_hash !== null && row.status !== null) {
    return { outcome: 'answered', requestHash: row.request_hash, status: row.status, body: row.body };
  }
  if (!row.held) return { outcome: 'in-progress' };
  if (!row.free_media) return { outcome: 'media-taken' };
  return { outcome: row.written ? 'written' : 'outdated' };
}
