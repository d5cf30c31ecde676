import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openLine } from '../support/live-client.ts';
import { loadReferenceFixture } from '../support/reference-fixture.ts';
import { runProcess } from '../support/run-process.ts';
import { type ServiceProcess, startService } from '../support/service-process.ts';

const MAIN = path.join(import.meta.dirname, '../../services/api/src/main.ts');

let database: TestDatabase;
let empty: TestDatabase;
let folder: string;
let running: ServiceProcess | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  empty = await createTestDatabase();
  await loadReferenceFixture(database.url);
  folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-api-'));
  writeFileSync(path.join(folder, 'secret'), randomBytes(32).toString('hex'), { mode: 0o600 });
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
});
afterAll(async () => {
  await database?.drop();
  await empty?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (port: number): NodeJS.ProcessEnv => ({
  DATABASE_URL: database.url,
  WANMI_DATA_DIR: folder,
  WANMI_SECRET_FILE: path.join(folder, 'secret'),
  WANMI_HOST: '127.0.0.1',
  WANMI_PORT: String(port),
});
const start = async (env: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> => {
  const port = await freePort();
  running = await startService('api', port, { ...environment(port), ...env });
  return running;
};

describe('the api process', () => {
  test('ends in order on SIGTERM and tells live clients to come back', async () => {
    const { address, stop } = await start();
    const client = await openLine(`${address.replace('http', 'ws')}/api/v1/live`);
    expect(await stop()).toBe(0);
    expect((await client.closed).code).toBe(1001);
  });

  test('ends when the process it belongs to is killed', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { output } = await start({ WANMI_PARENT_PID: String(parent.pid) });
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(output()).toContain('the parent process ended'), { timeout: 10_000 });
  });

  test.each([
    {
      name: 'everything that its environment lacks',
      env: { DATABASE_URL: 'mysql://x', WANMI_PORT: '' },
      says: ['DATABASE_URL', 'WANMI_PORT missing'],
    },
    { name: 'what was never imported', env: () => ({ DATABASE_URL: empty.url }), says: ['wanmi import'] },
    { name: 'a secret that is not there', env: { WANMI_SECRET_FILE: '/nowhere/secret' }, says: ['/nowhere/secret'] },
    {
      name: 'a port in use',
      env: () => ({ WANMI_PORT: new URL(database.url).port }),
      says: ['cannot listen on 127.0.0.1:'],
    },
  ])('names $name, and ends', async ({ env, says }) => {
    const change = typeof env === 'function' ? env() : env;
    const run = runProcess(process.execPath, [MAIN], { ...environment(await freePort()), ...change });
    expect(await run.ended).not.toBe(0);
    for (const words of says) expect(run.output()).toContain(words);
    expect(run.output()).not.toContain('    at ');
  });
});
