import type { Desk } from '@wanmi/cases';
import { connect } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { openQueues, type Queues } from '@wanmi/queue';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { isQueueShort, relayAgain, relayEffects } from '../../services/dispatcher/src/relay.ts';
import { makeTimerPump } from '../../services/dispatcher/src/timers.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyPostgresQueues } from '../support/empty-postgres-queues.ts';

const CASE = '110101-202611-c1';
const START = Date.UTC(2026, 10, 20, 1) as Instant;
const SECOND = 1_000;

let database: TestDatabase;
let client: pg.Client;
let queues: Queues;
let desk: Desk;
let clock: Instant;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  queues = await openQueues({ databaseUrl: database.url, onError: () => undefined });
  const reference = () => {
    throw new Error('couriers need no reference data');
  };
  const db = connect(database.url);
  desk = { db, now: () => clock, newId: () => 'none', reference, auditKey: new Uint8Array(32) };
  clock = START;
});
afterEach(async () => {
  await emptyPostgresQueues(client);
  await client.query('truncate outbox, case_timer');
  clock = START;
});
afterAll(async () => {
  await queues.close();
  await desk.db.destroy();
  await client.end();
  await database.drop();
});

const insertEffects = async (...types: readonly string[]): Promise<number[]> => {
  const { rows } = await client.query<{ effect_id: string }>(
    `insert into outbox (district, case_month, case_id, seq, effect)
     select '110101', 202611, $1, 1, jsonb_build_object('type', type) from unnest($2::text[]) as type
     returning effect_id`,
    [CASE, types],
  );
  return rows.map(({ effect_id }) => Number(effect_id));
};
const jobs = async (queue: string): Promise<unknown[]> => {
  const { rows } = await client.query('select data, state from bullmq.job where queue = $1 order by seq', [queue]);
  return rows;
};

describe('the relay', () => {
  test('hands effects to their queues in order, each once', async () => {
    const [first, second, third] = await insertEffects('route-case', 'notify', 'notify');
    expect(await relayEffects(desk, queues)).toBe(3);
    expect(await relayEffects(desk, queues)).toBe(0);
    expect(await jobs('route')).toEqual([{ data: { effectId: first, caseId: CASE }, state: 'waiting' }]);
    expect(await jobs('notice')).toEqual([
      { data: { effectId: second, caseId: CASE }, state: 'waiting' },
      { data: { effectId: third, caseId: CASE }, state: 'waiting' },
    ]);
  });

  test('leaves the effects to the process that is at it', async () => {
    await insertEffects('notify');
    await desk.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(7266110103)`.execute(trx);
      expect(await relayEffects(desk, queues)).toBe(0);
    });
    expect(await relayEffects(desk, queues)).toBe(1);
  });

  test('keeps an effect that the queue did not take', async () => {
    await insertEffects('notify');
    await client.query('alter table bullmq.job rename to job_away');
    await expect(relayEffects(desk, queues)).rejects.toThrow();
    await client.query('alter table bullmq.job_away rename to job');
    expect(await relayEffects(desk, queues)).toBe(1);
  });

  test('takes more effects than one batch holds', async () => {
    await insertEffects(...Array.from({ length: 1_201 }, () => 'notify'));
    expect([await relayEffects(desk, queues), await relayEffects(desk, queues)]).toEqual([500, 500]);
    clock = (START + SECOND) as Instant;
    expect(await relayAgain(desk, queues, clock)).toBe(1_000);
    expect(await relayEffects(desk, queues)).toBe(201);
    expect(await jobs('notice')).toHaveLength(1_201);
  });

  test.each([
    { after: 'the queue lost everything', lose: true },
    { after: 'the queue lost nothing', lose: false },
  ])('hands over again what is not done, after $after', async ({ lose }) => {
    const [done, open] = await insertEffects('notify', 'notify');
    await relayEffects(desk, queues);
    if (lose) await emptyPostgresQueues(client);
    await client.query('delete from outbox where effect_id = $1', [done]);
    expect(await relayAgain(desk, queues, clock)).toBe(0);
    expect(await isQueueShort(desk, queues)).toBe(lose);
    clock = (START + 1) as Instant;
    expect(await relayAgain(desk, queues, clock)).toBe(1);
    const found = await jobs('notice');
    expect(found).toHaveLength(lose ? 1 : 2);
    expect(await isQueueShort(desk, queues)).toBe(false);
    expect(found).toContainEqual({ data: { effectId: open, caseId: CASE }, state: 'waiting' });
  });
});

describe('the timer pump', () => {
  const insertTimer = (key: string, fireAt: number): Promise<unknown> =>
    client.query(
      `insert into case_timer values ('110101', 202611, $1, $2, $3)
       on conflict (district, case_month, case_id, timer_key) do update set fire_at = excluded.fire_at`,
      [CASE, key, new Date(fireAt)],
    );
  const slotOf = (at: number, width = 200) => {
    const from = Math.floor(at / width) * width;
    return { from, until: from + width };
  };
  const slots = async (): Promise<unknown[]> => {
    const { rows } = await client.query<{ data: { from: number }; state: string }>(
      "select data, state from bullmq.job where queue = 'timer'",
    );
    return rows.toSorted((one, other) => one.data.from - other.data.from);
  };

  test('hands over the slots within its horizon in which something fires, those to come once', async () => {
    await insertTimer('accept#1:yellow', START - 1);
    await insertTimer('accept#1:red', START + 59 * SECOND);
    await insertTimer('sign#1:yellow', START + 59 * SECOND + 199);
    await insertTimer('accept#1:escalate', START + 60 * SECOND);
    const { pump } = makeTimerPump(desk, queues, 60 * SECOND);
    expect(await pump()).toBe(2);
    expect(await pump()).toBe(1); // what has passed and still holds timers is told again, to no effect
    const due = { data: slotOf(START - 1), state: 'waiting' };
    const next = { data: slotOf(START + 59 * SECOND), state: 'delayed' };
    expect(await slots()).toEqual([due, next]);
    clock = (START + 200) as Instant;
    await pump();
    expect(await slots()).toEqual([due, next, { data: slotOf(START + 60 * SECOND), state: 'delayed' }]);
  });

  test('hands over the slot of a timer that moved', async () => {
    await insertTimer('handle#1:red', START + SECOND);
    const { pump } = makeTimerPump(desk, queues, 60 * SECOND);
    expect(await pump()).toBe(1);
    await insertTimer('handle#1:red', START + 2 * SECOND);
    expect(await pump()).toBe(1);
    expect(await slots()).toHaveLength(2);
  });

  test('catches up by the minute with what was missed long ago', async () => {
    for (const second of [0, 7, 59, 61]) await insertTimer(`handle#${second}:red`, START + second * SECOND);
    clock = (START + 180 * SECOND) as Instant;
    await makeTimerPump(desk, queues, 0).pump();
    expect(await slots()).toEqual([
      { data: slotOf(START, 60 * SECOND), state: 'waiting' },
      { data: slotOf(START + 60 * SECOND, 60 * SECOND), state: 'waiting' },
    ]);
  });

  test('refills a queue that lost everything, and leaves one alone that did not', async () => {
    await insertTimer('handle#1:red', START + SECOND);
    const { pump, reconcile } = makeTimerPump(desk, queues, 60 * SECOND);
    await pump();
    expect(await reconcile()).toBe(1);
    expect(await slots()).toHaveLength(1);
    await emptyPostgresQueues(client);
    expect(await pump()).toBe(0);
    await reconcile();
    expect(await slots()).toEqual([{ data: slotOf(START + SECOND), state: 'delayed' }]);
  });

  test('makes one job of many timers that fire together', async () => {
    await client.query(
      `insert into case_timer select '110101', 202611, '${CASE}-' || n, 'handle#1:red', $1
       from generate_series(1, 2500) as n`,
      [new Date(START)],
    );
    expect(await makeTimerPump(desk, queues, 0).pump()).toBe(1);
    expect(await slots()).toEqual([{ data: { from: START, until: START + 1 }, state: 'waiting' }]);
  });

  test('hands nothing over twice when two processes pump', async () => {
    await insertTimer('handle#1:red', START);
    const done: number[] = [];
    await Promise.all([makeTimerPump(desk, queues, 0).pump(), makeTimerPump(desk, queues, 0).pump()]);
    const note = async ({ from }: { from: number }): Promise<string> => `${done.push(from)}`;
    const worker = await queues.startWorker('timer', note, { concurrency: 4 });
    await vi.waitFor(() => expect(done).toEqual([START]));
    await vi.waitFor(async () => expect(await queues.counts('timer')).toMatchObject({ waiting: 0, active: 0 }));
    await worker.close();
    expect(done).toHaveLength(1);
  });
});
