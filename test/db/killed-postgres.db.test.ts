import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SYSTEM_FOLDER } from '../../scripts/instance/folders.ts';
import { TEST_SETTINGS } from '../../scripts/postgres/settings.ts';
import { type PostgresServer, startPostgres } from '../../scripts/postgres/start-postgres.ts';

describe('PostgreSQL of our own', () => {
  let folder: string;
  let running: PostgresServer | undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi postgres '));
    chmodSync(folder, 0o711);
  });
  afterEach(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (port?: number): Promise<PostgresServer> => {
    const fast = { settings: TEST_SETTINGS, durable: false, copyFolder: SYSTEM_FOLDER };
    running = await startPostgres({ folder, password: 'secret', port, ...fast });
    return running;
  };
  const ask = async (url: string): Promise<unknown> => {
    const client = new pg.Client(url);
    await client.connect();
    return client
      .query('select 1 as one')
      .then(({ rows }) => rows[0].one)
      .finally(() => client.end());
  };

  test('lets in who knows the password, and nobody else', async () => {
    const server = await start();
    expect(await ask(server.urlOf('postgres'))).toBe(1);
    await expect(ask(server.urlOf('postgres').replace('secret', 'wrong'))).rejects.toThrow(
      /password authentication failed/,
    );
    expect(readFileSync(path.join(folder, 'data/pg_hba.conf'), 'utf8')).not.toMatch(/^[^#]*\btrust\b/m);
  });

  test('keeps its port from start to start, and takes another when that is busy', async () => {
    const first = await start();
    await first.stop();
    const second = await start(first.port);
    expect(second.port).toBe(first.port);
    await second.stop();
    const other = await startPostgres({
      folder: path.join(folder, 'other'),
      password: 'secret',
      port: first.port,
      settings: TEST_SETTINGS,
      durable: false,
      copyFolder: SYSTEM_FOLDER,
    });
    const third = await start(first.port);
    expect(third.port).not.toBe(first.port);
    await other.stop();
  });

  test('starts again after SIGKILL', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    expect(existsSync(path.join(folder, 'data/postmaster.pid'))).toBe(true);
    expect(await ask((await start()).urlOf('postgres'))).toBe(1);
  });

  test('stops a server that a killed run left behind', async () => {
    const left = await start();
    const next = await start();
    await left.ended;
    expect(await ask(next.urlOf('postgres'))).toBe(1);
  });

  test('is not held up by a number that belongs to another process by now', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const file = path.join(folder, 'data/postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [process.pid, ...rest].join('\n'));
    expect(await ask((await start()).urlOf('postgres'))).toBe(1);
  });

  test('refuses data of another major version', async () => {
    await (await start()).stop();
    writeFileSync(path.join(folder, 'data/PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/the data is of version 17, 18 is needed/);
  });
});
