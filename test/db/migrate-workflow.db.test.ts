import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { verifyAudit } from '@wanmi/cases';
import { connect, type Database, migrate } from '@wanmi/db';
import { type CaseEvent, type CaseState, parsePolicy, replay, timersOf } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

// Rows, events, texts, timers and settings as the version before 0012_workflow.sql wrote them, word for word: thirteen
// cases in ten states, with returns, reworks (resumed and begun anew), assisting departments, orders and escalations.

const BEFORE = '0012';
const FOLDER = new URL('../../migrations/', import.meta.url);
/** The key of the history in all our tests. */
const AUDIT_KEY = new Uint8Array(32).fill(7);

type Stored = { readonly table: string; readonly row: Readonly<Record<string, unknown>> };
const STORED: readonly Stored[] = readFileSync(new URL('../fixtures/cases-before-0012.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

let database: TestDatabase;
let db: Kysely<Database>;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  await goBack();
  for (const { table, row } of STORED) {
    const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
    await sql`insert into ${sql.table(table)} (${columns})
      select ${columns} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)`.execute(
      db,
    );
  }
  await migrate(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Makes the database what it was before the migration. */
async function goBack(): Promise<void> {
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await sql`create table schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`.execute(db);
  for (const name of readdirSync(FOLDER).sort()) {
    if (!/^\d{4}_/.test(name) || name >= BEFORE) continue;
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    await sql.raw(text).execute(db);
    const checksum = createHash('sha256').update(text).digest('hex');
    await sql`insert into schema_migration (name, checksum) values (${name}, ${checksum})`.execute(db);
  }
}

const rows = async (): Promise<readonly CaseState[]> =>
  (await db.selectFrom('urban_case').select('data').orderBy('case_id').execute()).map(({ data }) => data);

test('every row is what replaying its old events gives, and the history is whole', async () => {
  const found = await rows();
  expect(found).toHaveLength(13);
  for (const state of found) {
    const events = await db
      .selectFrom('case_event')
      .select('body')
      .where('case_id', '=', state.id)
      .orderBy('seq')
      .execute();
    expect(state).toEqual(replay(events.map(({ body }) => body as CaseEvent)));
  }
  expect(await verifyAudit(db, AUDIT_KEY)).toMatchObject({ cases: 13, events: 98, findings: [] });
});

test('the timers are those of the rows, at the instants that they had', async () => {
  const stored = await db.selectFrom('case_timer').select(['case_id', 'timer_key', 'fire_at']).execute();
  const needed = (await rows()).flatMap((state) =>
    timersOf(state).map(({ key, fireAt }) => `${state.id} ${key} ${fireAt}`),
  );
  expect(
    stored.map(({ case_id, timer_key, fire_at }) => `${case_id} ${timer_key} ${fire_at.getTime()}`).toSorted(),
  ).toEqual(needed.toSorted());
  expect(needed.filter((timer) => timer.includes(':escalate-1')).length).toBeGreaterThan(10);
});

describe('a case of the version before', () => {
  const one = async (is: (state: CaseState) => boolean): Promise<CaseState> => {
    const found = (await rows()).find(is);
    if (!found) throw new Error('no such case');
    return found;
  };

  test('that is closed stays closed: no clock would ever end its reopening', async () => {
    const closed = (await rows()).filter(({ state }) => state === 'closed');
    expect(closed).toHaveLength(2);
    for (const state of closed) expect(state).toMatchObject({ reopenable: false, reply: null });
  });

  test('with assisting departments has a part for each, whose clocks never started', async () => {
    const state = await one((found) => found.state === 'handling' && found.handling.tasks.length > 0);
    expect(state).toMatchObject({
      handling: {
        tasks: [
          { taskId: 'assist-1', kind: 'assisting', deadlineId: null, done: null },
          { taskId: 'assist-2', kind: 'assisting', deadlineId: null, done: null },
        ],
        extension: null,
        suspension: null,
      },
    });
    expect(state).not.toHaveProperty('handling.assisting');
  });

  test('that was escalated has reached the one level it had', async () => {
    const state = await one((found) => found.state === 'handling' && found.handling.tasks.length > 0);
    const clock = state.deadlines.find(({ id }) => id === 'handle#1');
    expect(clock).toMatchObject({ reached: 1, rungs: [{ to: 'supervisor' }], extensions: [] });
    expect(clock).not.toHaveProperty('escalateAt');
  });

  test('whose limit began anew after rework has forgotten the pauses before', async () => {
    const state = await one((found) => found.state === 'confirmed');
    expect(state.deadlines.find(({ id }) => id === 'handle#1')).toMatchObject({ pauses: [], clock: 'stopped' });
    const resumed = await one((found) => found.state === 'closed' && found.counts.reworks > 0);
    expect(resumed.deadlines.find(({ id }) => id === 'handle#2')?.pauses.length).toBeGreaterThan(0);
  });
});

test('the settings are whole, with those that a city had', async () => {
  const { rows: found } = await sql<{ body: object }>`select body from workflow_policy`.execute(db);
  const parsed = parsePolicy(found[0]?.body);
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      stageLimits: { sign: { value: 60, unit: 'natural_minute' }, reply: { value: 1, unit: 'working_day' } },
      unableTries: 3,
      arbitrationAfter: 2,
      duplicateMetres: 50,
    },
  });
  const demo = JSON.parse(readFileSync(new URL('../../data/demo/dongcheng/policy.json', import.meta.url), 'utf8'));
  const { source: _source, stageLimits, ...others } = demo;
  const [{ body } = { body: {} }] = found;
  const stored = STORED.find(({ table }) => table === 'workflow_policy')?.row.body;
  const had = stored as { readonly stageLimits: object }; // as: the fixture's one row of settings
  expect(body).toEqual({ ...others, ...had, stageLimits: { ...stageLimits, ...had.stageLimits } });
});

test('migrating again changes nothing', async () => {
  const before = await rows();
  expect(await migrate(database.url)).toEqual([]);
  expect(await rows()).toEqual(before);
});
