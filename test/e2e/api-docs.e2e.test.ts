import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../scripts/demo/load-demo.ts';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type ServiceProcess, startService } from '../support/service-process.ts';

// docs/api.md against the demo district, with both services as processes.

const ROOT = path.join(import.meta.dirname, '../..');
const PASSWORD = 'walks through the docs';

let database: TestDatabase;
let folder = '';
let services: readonly ServiceProcess[] = [];
let address = '';
beforeAll(async () => {
  database = await createTestDatabase();
  await loadDemo(database.url, { password: PASSWORD });
  folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-api-docs-'));
  writeFileSync(path.join(folder, 'secret'), randomBytes(32).toString('hex'), { mode: 0o600 });
  const [port, other] = [await freePort(), await freePort()];
  const shared = { DATABASE_URL: database.url, WANMI_DATA_DIR: folder, WANMI_SECRET_FILE: path.join(folder, 'secret') };
  const api = startService('api', port, { ...shared, WANMI_HOST: '127.0.0.1', WANMI_PORT: String(port) });
  const own = { WANMI_DISPATCHER_HOST: '127.0.0.1', WANMI_DISPATCHER_PORT: String(other) };
  services = await Promise.all([api, startService('dispatcher', other, { ...shared, ...own })]);
  address = services[0]?.address ?? '';
});
afterAll(async () => {
  await Promise.all(services.map(({ kill }) => kill()));
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every line of the blocks that prints something, with what its comment promises. */
function promisesOf(blocks: readonly string[]): readonly string[] {
  return blocks.flatMap((block) => block.split('\n').flatMap((line) => /\| field .*?# (\S+)$/.exec(line)?.[1] ?? []));
}

/** A folder with node and, where the machine has none, a curl. */
function tools(): string {
  const curl = path.join(folder, 'curl');
  writeFileSync(curl, `#!/bin/sh\nexec "${process.execPath}" "${ROOT}/test/support/stand-in-curl.mjs" "$@"\n`);
  chmodSync(curl, 0o755);
  return `${path.dirname(process.execPath)}:${process.env.PATH}:${folder}`;
}

test('the walk through docs/api.md goes as it is written', async () => {
  const page = readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8');
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const promises = promisesOf(blocks);
  expect(promises.length).toBeGreaterThan(10);
  const { stdout, stderr } = await promisify(execFile)('sh', ['-e', '-c', blocks.join('\n')], {
    env: { PATH: tools(), WANMI: address, WANMI_DEMO_PASSWORD: PASSWORD },
    timeout: 120_000,
  });
  const printed = stdout.trim().split('\n');
  // By hand or by rule: the line that dispatches by hand prints only when no rule decided.
  const said = printed.filter((line) => line !== 'dispatched');
  expect({ said, stderr }).toEqual({ said: promises, stderr: '' });
});
