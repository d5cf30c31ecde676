import { isoOf } from '@wanmi/kernel';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { CaseKey } from './case-key.ts';
import type { CaseRecord } from './case-record.ts';
import type { Database } from './schema.ts';

// Many cases in one statement and one commit: what the system does to cases by itself, a batch of timers that are due. No
// key, photo or effect hangs on such a write, so its only condition is that each case is still the one that was read; one
// that is not is left out, the others are written whole.

/** What a command of the system did to one case whose last event was `previousSeq`. */
export type SystemRecord = { readonly record: CaseRecord; readonly previousSeq: number };

/** Writes all cases that are still as they were read, and returns their ids. Nothing when two writers met crosswise. */
export async function updateCases(db: Kysely<Database>, given: readonly SystemRecord[]): Promise<ReadonlySet<string>> {
  // One order for all writers, so that two batches wait for each other and do not lock up.
  const records = given.toSorted((one, other) => (one.record.key.caseId < other.record.key.caseId ? -1 : 1));
  try {
    const { rows } = await sql<{ case_id: string }>`/* prepared: update-cases */ with given as (${givenCases(records)}),
      kept as (
        update urban_case c set version = g.version, seq = g.seq, state = g.state, light = g.light, department = g.department,
          departments = array(select jsonb_array_elements_text(g.departments)), inspector = g.inspector,
          changed_at = g.changed_at, next_due_at = g.next_due_at, provisional = g.provisional, data = g.data, head_mac = g.head_mac
        from given g
        where c.district = g.district and c.case_month = g.case_month and c.case_id = g.case_id and c.seq = g.previous_seq
        returning c.district, c.case_month, c.case_id, c.area_code, c.changed_at, c.seq),
      ${partsOf(records.map(({ record }) => record))}
      select case_id from kept`.execute(db);
    return new Set(rows.map(({ case_id }) => case_id));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === DEADLOCK) return new Set();
    throw error;
  }
}

const DEADLOCK = '40P01';

function givenCases(records: readonly SystemRecord[]): RawBuilder<unknown> {
  const key = (of: (key: CaseKey) => string | number) => records.map(({ record }) => of(record.key));
  const column = <Value>(of: (columns: CaseRecord['columns']) => Value) =>
    records.map(({ record }) => of(record.columns));
  return sql`
    select * from unnest(${key(({ district }) => district)}::text[], ${key(({ caseMonth }) => caseMonth)}::integer[],
      ${key(({ caseId }) => caseId)}::text[], ${records.map(({ previousSeq }) => previousSeq)}::integer[],
      ${column(({ state }) => state.version)}::integer[], ${column(({ state }) => state.seq)}::integer[],
      ${column(({ state }) => state.state)}::text[], ${column(({ state }) => state.light)}::text[],
      ${column(({ department }) => department)}::text[],
      ${column(({ state }) => JSON.stringify(state.departments))}::jsonb[], ${column(({ inspector }) => inspector)}::text[],
      ${column(({ changedAt }) => isoOf(changedAt))}::timestamptz[],
      ${column(({ nextDueAt }) => (nextDueAt === null ? null : isoOf(nextDueAt)))}::timestamptz[],
      ${column(({ provisional }) => provisional)}::boolean[], ${column(({ state }) => JSON.stringify(state))}::jsonb[],
      ${column(({ headMac }) => headMac)}::bytea[])
      as g (district, case_month, case_id, previous_seq, version, seq, state, light, department, departments, inspector,
        changed_at, next_due_at, provisional, data, head_mac)`;
}

/** One value a row of some part of all records, with the id of the case it belongs to. */
function flat<Row>(records: readonly CaseRecord[], of: (record: CaseRecord) => readonly Row[]) {
  const rows = records.flatMap((record) => of(record).map((row) => ({ caseId: record.key.caseId, row })));
  return {
    ids: rows.map(({ caseId }) => caseId),
    column: <Value>(pick: (row: Row) => Value) => rows.map(({ row }) => pick(row)),
  };
}

/** The rows beside the cases: events, texts, effects, timers. Each hangs on its case having been written. */
function partsOf(records: readonly CaseRecord[]): RawBuilder<unknown> {
  const events = flat(records, (record) => record.events);
  const contents = flat(records, (record) => record.contents);
  const effects = flat(records, (record) => record.effects);
  const timers = flat(records, (record) => record.timers);
  return sql`
    kept_events as (
      insert into case_event (district, case_month, case_id, seq, version, type, at, area_code, body, mac)
      select k.district, k.case_month, k.case_id, e.seq, e.version, e.type, e.at, k.area_code, e.body, e.mac
      from unnest(${events.ids}::text[], ${events.column(({ seq }) => seq)}::integer[],
        ${events.column(({ version }) => version)}::integer[], ${events.column(({ event }) => event.type)}::text[],
        ${events.column(({ event }) => isoOf(event.at))}::timestamptz[],
        ${events.column(({ event }) => JSON.stringify(event))}::jsonb[], ${events.column(({ mac }) => mac)}::bytea[])
        as e (case_id, seq, version, type, at, body, mac) join kept k on k.case_id = e.case_id
      order by e.case_id, e.seq),
    kept_contents as (
      insert into case_content (district, case_month, case_id, content_id, kind, body, salt, created_at)
      select k.district, k.case_month, k.case_id, c.content_id, c.kind, c.body, c.salt, k.changed_at
      from unnest(${contents.ids}::text[], ${contents.column(({ contentId }) => contentId)}::text[],
        ${contents.column(({ kind }) => kind)}::text[], ${contents.column(({ body }) => body)}::text[],
        ${contents.column(({ salt }) => salt)}::bytea[])
        as c (case_id, content_id, kind, body, salt) join kept k on k.case_id = c.case_id),
    kept_effects as (
      insert into outbox (district, case_month, case_id, seq, effect)
      select k.district, k.case_month, k.case_id, k.seq, e.effect
      from unnest(${effects.ids}::text[], ${effects.column((effect) => JSON.stringify(effect))}::jsonb[]) with ordinality
        as e (case_id, effect, place) join kept k on k.case_id = e.case_id
      order by e.place),
    needed as (
      select * from unnest(${timers.ids}::text[], ${timers.column(({ key }) => key)}::text[],
        ${timers.column(({ fireAt }) => isoOf(fireAt))}::timestamptz[]) as t (case_id, timer_key, fire_at)),
    dropped_timers as (
      delete from case_timer t using kept k
      where t.district = k.district and t.case_month = k.case_month and t.case_id = k.case_id
        and not exists (select from needed n where n.case_id = t.case_id and n.timer_key = t.timer_key)),
    kept_timers as (
      insert into case_timer (district, case_month, case_id, timer_key, fire_at)
      select k.district, k.case_month, k.case_id, n.timer_key, n.fire_at from needed n join kept k on k.case_id = n.case_id
      on conflict (district, case_month, case_id, timer_key) do update set fire_at = excluded.fire_at
      where case_timer.fire_at <> excluded.fire_at)`;
}
