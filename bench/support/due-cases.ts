import { type Desk, openReference, registerReport, runCommand } from '@wanmi/cases';
import { caseKeyOf, cases, connect } from '@wanmi/db';
import type { CaseId, Instant, UserId } from '@wanmi/kernel';
import { type CaseState, timersOf } from '@wanmi/workflow';
import type pg from 'pg';
import { DISTRICT, pointIn } from '../../test/support/reference-fixture.ts';

/** Cases laid in at a time. */
const CHUNK = 500;
/** Every other case turns yellow; the rest are yellow already and turn red, which orders supervision. */
const CLOCK = 'sign#1';

/** A dispatched case that the product itself made; its copies differ in id, number and when their signature is due. */
export type Template = { readonly state: CaseState };

/** Lets the product take a report and dispatch it. */
export async function makeTemplate(databaseUrl: string): Promise<Template> {
  const db = connect(databaseUrl);
  const reference = await openReference(db, { pollMs: 3_600_000 });
  try {
    const now = () => Date.now() as Instant;
    const desk: Desk = {
      ...{ db, now, newId: () => crypto.randomUUID(), reference: reference.current },
      auditKey: new Uint8Array(32),
    };
    const { user_id } = await db
      .selectFrom('app_user')
      .select('user_id')
      .where('username', '=', 'inspector')
      .executeTakeFirstOrThrow();
    const posts = [{ role: 'inspector', area: DISTRICT, department: null }] as const;
    const registered = await registerReport(
      desk,
      { kind: 'user', userId: user_id as UserId, posts },
      {
        ...{ channel: 'inspector', kind: 'matter', classCode: '06010', text: '便道上有一堆装修垃圾' },
        position: { ...pointIn(0), datum: 'wgs84' },
      },
      { key: 'template', requestHash: new Uint8Array(32) },
    );
    if (!registered.ok) throw registered.error;
    const { caseId } = registered.value.body;
    const dispatch = { type: 'dispatch', expectedVersion: 'latest', departmentCode: 'sanitation' } as const;
    const dispatched = await runCommand(desk, caseId, dispatch, { by: { kind: 'system', name: 'dispatcher' } });
    if (!dispatched.ok) throw dispatched.error;
    const key = caseKeyOf(caseId);
    const state = key && (await cases.find(db, key));
    if (!state) throw new Error(`cannot copy case ${caseId}: it was not found, needs the one just dispatched`);
    await db.deleteFrom('outbox').execute();
    return { state };
  } finally {
    await reference.close();
    await db.destroy();
  }
}

/**
 * Lays in copies of the template with its events, one for each instant: a timer of the copy fires then. Returns the ids
 * in the order of the instants.
 */
export async function insertDueCases(
  client: pg.Client,
  { state }: Template,
  run: string,
  dueAt: readonly number[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = 0; from < dueAt.length; from += CHUNK) {
    const copies = dueAt.slice(from, from + CHUNK).map((at, i) => copyDueAt(state, `${run}${from + i}`, at));
    await insertCopies(client, state.id, copies);
    ids.push(...copies.map(({ id }) => id));
  }
  return ids;
}

/** The same case under another id, its signature's clock moved so that its next timer fires at `at`. */
function copyDueAt(template: CaseState, mark: string, at: number): CaseState {
  const id = `${template.id.slice(0, 14)}${mark}` as CaseId;
  const red = Number(mark.at(-1)) % 2 === 1;
  const deadlines = template.deadlines.map((clock) => {
    if (clock.id !== CLOCK) return clock;
    const moved = shifted(clock, at - (red ? clock.dueAt + 1 : clock.yellowAt));
    return red ? { ...moved, light: 'yellow' as const } : moved;
  });
  return { ...template, id, caseNo: `${template.caseNo}-${mark}`, light: red ? 'yellow' : 'green', deadlines };
}

/** Every instant in a value moved by so many milliseconds, however the value is built. */
function shifted<Value>(value: Value, byMs: number): Value {
  if (typeof value === 'number') return (value > 1e12 ? value + byMs : value) as Value;
  if (Array.isArray(value)) return value.map((one) => shifted(one, byMs)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shifted(one, byMs)])) as Value;
}

async function insertCopies(client: pg.Client, templateId: string, copies: readonly CaseState[]): Promise<void> {
  const column = <Value>(of: (copy: CaseState) => Value): Value[] => copies.map(of);
  await client.query(
    `insert into urban_case
     select (jsonb_populate_record(o, jsonb_build_object('case_id', c.id, 'case_no', c.no, 'light', c.light, 'data', c.data))).*
     from urban_case o, unnest($2::text[], $3::text[], $4::text[], $5::jsonb[]) as c (id, no, light, data)
     where o.case_id = $1`,
    [
      templateId,
      ...[column(({ id }) => id), column(({ caseNo }) => caseNo), column(({ light }) => light)],
      column((copy) => JSON.stringify(copy)),
    ],
  );
  await client.query(
    `insert into case_event (district, case_month, case_id, seq, version, type, at, area_code, body, mac, txid)
     select e.district, e.case_month, c.id, e.seq, e.version, e.type, e.at, e.area_code, e.body, e.mac, e.txid
     from case_event e, unnest($2::text[]) as c (id) where e.case_id = $1`,
    [templateId, column(({ id }) => id)],
  );
  const timers = copies.flatMap((copy) =>
    timersOf(copy).map(({ key, fireAt }) => ({ id: copy.id, key, at: new Date(fireAt).toISOString() })),
  );
  await client.query(
    `insert into case_timer (district, case_month, case_id, timer_key, fire_at)
     select left(t.id, 6), substr(t.id, 8, 6)::integer, t.id, t.key, t.at
     from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (id, key, at)`,
    [timers.map(({ id }) => id), timers.map(({ key }) => key), timers.map(({ at }) => at)],
  );
}

/** Lays in so many timers of cases that are not due for an hour and up to sixty days: rows alone. Statistics are settled. */
export async function insertPendingTimers(client: pg.Client, { state }: Template, count: number): Promise<void> {
  await client.query(
    `insert into case_timer (district, case_month, case_id, timer_key, fire_at)
     select left($1, 6), substr($1, 8, 6)::integer, left($1, 14) || 'p' || md5((n / 3)::text),
       (array['handle#1:yellow', 'handle#1:red', 'handle#2:red'])[n % 3 + 1],
       now() + interval '1 hour' + ((n * 7919::bigint) % $2) * (interval '60 days' / $2)
     from generate_series(0, $2::integer - 1) as n`,
    [state.id, count],
  );
  await client.query('vacuum analyze case_timer, urban_case, case_event');
}
