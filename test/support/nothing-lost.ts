import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CaseState, timersOf } from '@wanmi/workflow';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { createTestDatabase } from './database.ts';
import { FIXTURE_POLICY, loadReferenceFixture, pointIn } from './reference-fixture.ts';
import { type ServiceProcess, startService } from './service-process.ts';

/** The store of the queues under test. */
export type LostStore = {
  readonly name: string;
  /** Absent: the queues are in the database. */
  readonly redisUrl?: () => string;
  /** Loses all that the queues hold; `client` is connected to the database. */
  readonly empty: (client: pg.Client) => Promise<void>;
};

const REPORTS = 200;
const CLIENTS = 8;
const PASSWORD = 'nothing is lost';
/** Half a minute for a signature: red comes while the test looks on. */
const POLICY = {
  ...FIXTURE_POLICY,
  stageLimits: { ...FIXTURE_POLICY.stageLimits, sign: { value: 0.5, unit: 'natural_minute' } as const },
};

/** Proves that killed processes and an emptied queue lose no report and do nothing twice: real processes, real HTTP. */
export function describeNothingLost(store: LostStore): void {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(store);
  });
  afterAll(() => world?.close());

  test(`with the queues on ${store.name}, every acknowledged report is one case, dispatched once, its timers alive, whatever is killed and emptied`, async () => {
    await reportWhileAllBreaks(world, store);
    await expectDispatchedOnce(world);
    await expectTimersFire(world, store);
    expect(await Promise.all([world.api?.stop(), world.dispatcher?.stop()])).toEqual([0, 0]);
  });
}

async function reportWhileAllBreaks(world: World, store: LostStore): Promise<void> {
  await Promise.all([world.startApi(), world.startDispatcher()]);
  const token = await login(world.call);
  const acknowledged = new Map<number, string>();
  const sending = sendReports(world.call, token, acknowledged);
  await until(() => expect(acknowledged.size).toBeGreaterThan(60));
  await Promise.all([world.api?.kill(), world.dispatcher?.kill()]);
  await store.empty(world.client);
  expect(acknowledged.size).toBeLessThan(REPORTS);
  await world.startApi();
  await until(() => expect(acknowledged.size).toBeGreaterThan(120));
  await world.startDispatcher();
  await until(() => expect(acknowledged.size).toBeGreaterThan(150));
  await store.empty(world.client); // under a dispatcher at work
  await sending;

  expect(new Set(acknowledged.values()).size).toBe(REPORTS);
  expect(await report(world.call, 7, token)).toBe(acknowledged.get(7));
}

async function expectDispatchedOnce({ client }: World): Promise<void> {
  expect(await count(client, 'select count(*) from urban_case')).toBe(REPORTS);
  await until(async () => expect(await count(client, 'select count(*) from outbox')).toBe(0));
  expect(await perCase(client, `e.type = 'case-dispatched'`)).toEqual([1]);
  expect(await count(client, `select count(*) from notice where about = 'case-dispatched'`)).toBe(REPORTS);
  await expectTimersTrue(client);
}

async function expectTimersFire({ client, dispatcher, startDispatcher }: World, store: LostStore): Promise<void> {
  await dispatcher?.kill();
  await store.empty(client);
  await startDispatcher();
  await until(async () => expect(await perCase(client, `e.type = 'supervision-ordered'`)).toEqual([1]));
  expect(await perCase(client, `e.type = 'light-changed' and e.body ->> 'light' = 'red'`)).toEqual([1]);
  expect(await count(client, `select count(*) from urban_case where light = 'red'`)).toBe(REPORTS);
  await expectTimersTrue(client);
}

/** A database, and the two services that can be started on it. */
type World = {
  readonly client: pg.Client;
  readonly call: Call;
  api: ServiceProcess | undefined;
  dispatcher: ServiceProcess | undefined;
  readonly startApi: () => Promise<void>;
  readonly startDispatcher: () => Promise<void>;
  readonly close: () => Promise<void>;
};

async function openWorld(store: LostStore): Promise<World> {
  const database = await createTestDatabase();
  await loadReferenceFixture(database.url, { password: PASSWORD, policy: POLICY });
  const client = new pg.Client(database.url);
  await client.connect();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-nothing-lost-'));
  const secret = path.join(folder, 'secret');
  writeFileSync(secret, randomBytes(32).toString('base64url'), { mode: 0o600 });
  const [apiPort, dispatcherPort] = [await freePort(), await freePort()];
  const env = {
    ...{ DATABASE_URL: database.url, REDIS_URL: store.redisUrl?.() ?? '' },
    ...{ WANMI_DATA_DIR: folder, WANMI_SECRET_FILE: secret },
    ...{ WANMI_HOST: '127.0.0.1', WANMI_PORT: String(apiPort) },
    ...{ WANMI_DISPATCHER_HOST: '127.0.0.1', WANMI_DISPATCHER_PORT: String(dispatcherPort) },
  };
  const world: World = {
    client,
    call: callerOf(apiPort),
    api: undefined,
    dispatcher: undefined,
    startApi: async () => {
      world.api = await startService('api', apiPort, env);
    },
    startDispatcher: async () => {
      world.dispatcher = await startService('dispatcher', dispatcherPort, env);
    },
    close: async () => {
      await Promise.all([world.api?.kill(), world.dispatcher?.kill()]);
      await client.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}

type Call = (at: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;

const callerOf =
  (port: number): Call =>
  (at, body, headers = {}) =>
    fetch(`http://127.0.0.1:${port}/api/v1${at}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

async function login(call: Call): Promise<string> {
  const answer = await call('/auth/login', { username: 'inspector', password: PASSWORD });
  expect(answer.status).toBe(200);
  return textIn(await answer.json(), 'accessToken') ?? '';
}

/** Sends one report until it is acknowledged, as a handheld does: the same key, however often the line breaks. */
async function report(call: Call, number: number, token: string): Promise<string> {
  const body = {
    channel: 'inspector',
    kind: 'matter',
    classCode: '06010',
    position: { ...pointIn(number % 4), datum: 'wgs84' },
    text: `第 ${number} 件`,
  };
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': `report-${number}` };
  for (;;) {
    const answer = await call('/reports', body, headers).catch(() => undefined);
    if (answer?.status === 201) {
      const caseId = textIn(await answer.json().catch(() => undefined), 'caseId'); // the line may break in the body
      if (caseId !== undefined) return caseId;
    } else if (answer && answer.status < 500 && answer.status !== 409) {
      throw new Error(`report ${number} was answered ${answer.status}: ${await answer.text()}`);
    }
    await sleep(50);
  }
}

/** Sends all reports from several clients at once; `acknowledged` fills as answers come. */
async function sendReports(call: Call, token: string, acknowledged: Map<number, string>): Promise<void> {
  let next = 0;
  const oneClient = async (): Promise<void> => {
    while (next < REPORTS) {
      const number = next++;
      acknowledged.set(number, await report(call, number, token));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, oneClient));
}

function textIn(json: unknown, name: string): string | undefined {
  const value = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 90_000, interval: 50 });

async function count(client: pg.Client, statement: string): Promise<number> {
  return Number((await client.query(statement)).rows[0].count);
}

/** How many such events cases have: `[1]` when each has exactly one. */
async function perCase(client: pg.Client, condition: string): Promise<number[]> {
  const { rows } = await client.query<{ times: string }>(
    `select count(e.case_id) as times from urban_case c left join case_event e
     on (e.district, e.case_month, e.case_id) = (c.district, c.case_month, c.case_id) and ${condition}
     group by c.case_id`,
  );
  return [...new Set(rows.map(({ times }) => Number(times)))];
}

/** Every timer that a case needs is there, at its time, and no other; one snapshot, since timers go on firing meanwhile. */
async function expectTimersTrue(client: pg.Client): Promise<void> {
  await client.query('begin isolation level repeatable read');
  const cases = await client.query<{ data: CaseState }>('select data from urban_case');
  const timers = await client.query<{ key: string; at: Date }>(
    `select case_id || ' ' || timer_key as key, fire_at as at from case_timer`,
  );
  await client.query('commit');
  const needed = cases.rows.flatMap(({ data }) =>
    timersOf(data).map(({ key, fireAt }) => `${data.id} ${key} ${fireAt}`),
  );
  expect(timers.rows.map(({ key, at }) => `${key} ${at.getTime()}`).toSorted()).toEqual(needed.toSorted());
}
