import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@wanmi/db';
import pg from 'pg';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { type ScratchServer, startScratchServer } from '../../scripts/postgres/scratch-server.ts';
import { loadReferenceFixture } from '../../test/support/reference-fixture.ts';
import { type ServiceProcess, startService } from '../../test/support/service-process.ts';

/**
 * A server with the product's settings and `settings` on top, durable as in the product; a quick run waits for no disk.
 */
export function startServer(quick: boolean, settings: Readonly<Record<string, string>> = {}): Promise<ScratchServer> {
  return startScratchServer({ durable: !quick, settings });
}

/** A database with the reference data of the test fixture, and the product's processes on it. */
export type World = {
  readonly url: string;
  /** Of the api. */
  readonly port: number;
  readonly client: pg.Client;
  /** Waits until the outbox is empty: nothing is left to dispatch or to tell. Throws after two minutes. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type WorldOptions = {
  readonly server: ScratchServer;
  readonly dispatcher?: boolean;
  /** Queues there, else in the database. */
  readonly redisUrl?: string;
  readonly env?: NodeJS.ProcessEnv;
};

const PATIENCE_MS = 120_000;

/** Of everyone in the fixture. */
export const PASSWORD = 'a password for benchmarks';

/** Makes a database of its own on the server and starts the services. `close` stops them and drops it. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const database = await makeDatabase(options.server.url);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-bench-'));
  const services: ServiceProcess[] = [];
  const client = new pg.Client(database.url);
  const close = async (): Promise<void> => {
    await Promise.all(services.map((service) => service.stop()));
    await client.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(database.url);
    await loadReferenceFixture(database.url, { password: PASSWORD });
    await client.connect();
    await makePartitions(client);
    const env = { ...environmentOf(database.url, folder), REDIS_URL: options.redisUrl ?? '', ...options.env };
    const port = await freePort();
    services.push(await startService('api', port, { ...env, WANMI_HOST: '127.0.0.1', WANMI_PORT: String(port) }));
    if (options.dispatcher) services.push(await startDispatcher(env));
    return { url: database.url, port, client, settle: () => settle(client), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A database with the fixture's reference data, on which the dispatcher can be started when all is laid in. */
export type BareWorld = Pick<World, 'url' | 'client' | 'settle' | 'close'> & {
  readonly startDispatcher: () => Promise<ServiceProcess>;
};

/** As `openWorld`, without the api, and nothing started yet. */
export async function openBareWorld(server: ScratchServer, redisUrl = ''): Promise<BareWorld> {
  const database = await makeDatabase(server.url);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-bench-'));
  const services: ServiceProcess[] = [];
  await migrate(database.url);
  await loadReferenceFixture(database.url);
  const client = new pg.Client(database.url);
  await client.connect();
  await makePartitions(client);
  return {
    url: database.url,
    client,
    settle: () => settle(client),
    startDispatcher: async () => {
      const service = await startDispatcher({ ...environmentOf(database.url, folder), REDIS_URL: redisUrl });
      services.push(service);
      return service;
    },
    close: async () => {
      await Promise.all(services.map((service) => service.stop()));
      await client.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makePartitions(client: pg.Client): Promise<void> {
  const month = Number(new Date().toISOString().slice(0, 7).replace('-', ''));
  await client.query('select make_case_partitions($1, $2)', [month - 1, month + 1]);
}

async function settle(client: pg.Client): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const { rows } = await client.query<{ count: string }>('select count(*) from outbox');
    if (rows[0]?.count === '0') return;
    if (Date.now() > deadline) {
      throw new Error(`cannot go on: ${rows[0]?.count} effects wait after ${PATIENCE_MS / 1000} s, none should`);
    }
  }
}

async function startDispatcher(env: NodeJS.ProcessEnv): Promise<ServiceProcess> {
  const port = await freePort();
  const own = { WANMI_DISPATCHER_HOST: '127.0.0.1', WANMI_DISPATCHER_PORT: String(port) };
  return startService('dispatcher', port, { ...env, ...own });
}

function environmentOf(databaseUrl: string, folder: string): NodeJS.ProcessEnv {
  const secret = path.join(folder, 'secret');
  writeFileSync(secret, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return { DATABASE_URL: databaseUrl, WANMI_DATA_DIR: folder, WANMI_SECRET_FILE: secret };
}

/** An empty database on the server. */
export async function makeDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const maintain = async (statement: string): Promise<void> => {
    const client = new pg.Client(serverUrl);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await maintain(`create database ${name} template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => maintain(`drop database if exists ${name} with (force)`) };
}
