import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { loadReferenceFixture } from '../support/reference-fixture.ts';
import { runProcess } from '../support/run-process.ts';
import { type ServiceProcess, startService } from '../support/service-process.ts';

const MAIN = path.join(import.meta.dirname, '../../services/dispatcher/src/main.ts');

let database: TestDatabase;
let folder: string;
let running: ServiceProcess | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  await loadReferenceFixture(database.url);
  folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-dispatcher-'));
  writeFileSync(path.join(folder, 'secret'), randomBytes(32).toString('hex'), { mode: 0o600 });
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (port: number): NodeJS.ProcessEnv => ({
  DATABASE_URL: database.url,
  REDIS_URL: '',
  WANMI_DATA_DIR: folder,
  WANMI_SECRET_FILE: path.join(folder, 'secret'),
  WANMI_DISPATCHER_HOST: '127.0.0.1',
  WANMI_DISPATCHER_PORT: String(port),
});
const start = async (env: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> => {
  const port = await freePort();
  running = await startService('dispatcher', port, { ...environment(port), ...env });
  return running;
};

describe('the dispatcher process', () => {
  test('tells health, readiness and metrics, and ends in order on SIGTERM', async () => {
    const { address, stop, output } = await start();
    const ask = async (at: string): Promise<string> => (await fetch(address + at)).text();
    expect(await ask('/healthz')).toBe('{"status":"ok"}');
    expect(JSON.parse(await ask('/readyz'))).toMatchObject({ status: 'ready', reasons: [] });
    const metrics = await ask('/metrics');
    for (const name of ['wanmi_outbox_effects', 'wanmi_overdue_timers', 'wanmi_queue_jobs', 'wanmi_job_seconds']) {
      expect(metrics).toContain(`# TYPE ${name} `);
    }
    expect(await stop()).toBe(0);
    expect(output()).toContain('"why":"SIGTERM"');
  });

  test('ends when the process it belongs to is killed', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { output } = await start({ WANMI_PARENT_PID: String(parent.pid) });
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(output()).toContain('parent is gone'), { timeout: 10_000 });
  });

  test('names everything that its environment lacks, and ends', async () => {
    const run = runProcess(process.execPath, [MAIN], { DATABASE_URL: 'mysql://x', WANMI_DATA_DIR: '' });
    expect(await run.ended).toBe(1);
    for (const name of ['DATABASE_URL', 'WANMI_DATA_DIR', 'WANMI_SECRET_FILE']) expect(run.output()).toContain(name);
  });
});
