import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { listProcesses, whenGone } from '../support/process-list.ts';
import { type RunningProcess, runProcess } from '../support/run-process.ts';

const STAND_IN = path.join(import.meta.dirname, 'stand-ins/instance.ts');
const PRELOAD = path.join(import.meta.dirname, '../../scripts/follow-parent.mjs');
/** What `npm start` promises: nothing runs 15 s after it was told to stop. */
const GONE_MS = 15_000;

describe('an instance', () => {
  let root: string;
  let port: number;
  let runs: RunningProcess[];
  beforeEach(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'wanmi instance '));
    chmodSync(root, 0o755);
    port = await freePort();
    runs = [];
  });
  afterEach(async () => {
    for (const { child } of runs) child.kill('SIGTERM');
    expect(await whenGone(root, GONE_MS)).toEqual([]);
    rmSync(root, { recursive: true, force: true });
  });

  const start = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): RunningProcess => {
    const run = runProcess(process.execPath, ['--import', PRELOAD, STAND_IN, root, String(port), ...args], env);
    runs.push(run);
    return run;
  };
  const ready = async (run: RunningProcess): Promise<RunningProcess> => {
    await run.prints(/Wanmi is ready/);
    return run;
  };
  const ask = async (at: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${at}`)).text();
  const postgresPids = (): readonly number[] =>
    listProcesses(`${root}/.wanmi`).flatMap(({ pid, command }) => (/ -D /.test(command) ? [pid] : []));
  const postgresPid = (): number => {
    const [pid] = postgresPids();
    if (pid === undefined) throw new Error(`no PostgreSQL runs on ${root}`);
    return pid;
  };
  const soon = { timeout: 30_000, interval: 200 };

  test('prints its address and accounts, and leaves no process behind after SIGTERM', async () => {
    const run = await ready(start());
    expect(run.output()).toContain(`http://127.0.0.1:${port}`);
    expect(run.output()).toContain('inspector, admin');
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(listProcesses(root)).toEqual([]);
  });

  test.each(['SIGINT', 'SIGHUP'] as const)('ends in order on %s', async (signal) => {
    const run = await ready(start());
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(listProcesses(root)).toEqual([]);
  });

  test('ends in order when it is told to while it is starting', async () => {
    const run = start();
    await run.prints(/making the database files/);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(listProcesses(root)).toEqual([]);
  });

  test('keeps password, port and data from start to start, secrets readable by one user only', async () => {
    const first = await ready(start());
    const firstUrl = await ask('/');
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await ready(start());
    const password = /Their password: +(\S+)/;
    expect(password.exec(second.output())?.[1]).toBe(password.exec(first.output())?.[1]);
    expect(second.output()).not.toMatch(/making the database files|loading the demo/);
    expect((await ask('/')).split(' ')[1]).toBe(firstUrl.split(' ')[1]);
    for (const file of ['secret', 'signing-key', 'demo-password', 'running.json']) {
      expect(statSync(path.join(root, '.wanmi', file)).mode & 0o777).toBe(0o600);
    }
  });

  test('starts again after it was killed, with nothing left of the killed run', async () => {
    const run = await ready(start());
    const before = postgresPid();
    run.child.kill('SIGKILL');
    await run.ended;
    await ready(start());
    expect(postgresPid()).not.toBe(before);
    expect(postgresPids()).toHaveLength(1);
  });

  test('refuses a second one on the same data and says where the first answers', async () => {
    await ready(start());
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/cannot start on .*process \d+ is using this data, it answers on http:\/\/127/);
  });

  test('says which port is in use and what to do', async () => {
    const other = net.createServer().listen(port, '127.0.0.1');
    const run = start();
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(`cannot listen on 127.0.0.1:${port}: another program does`);
    other.close();
  });

  test('starts a service again that died', async () => {
    const run = await ready(start());
    const [pid] = (await ask('/')).split(' ');
    await ask('/die').catch(() => undefined);
    await run.prints(/api ended unexpectedly \(exit code 3\)/);
    const answers = (): Promise<string> =>
      ask('/').then(
        (text) => text.split(' ')[0] ?? '',
        () => 'silence',
      );
    await expect.poll(answers, soon).toMatch(/^\d+$/);
    expect(await answers()).not.toBe(pid);
  });

  test('starts PostgreSQL again when it was killed', async () => {
    const run = await ready(start());
    const before = postgresPid();
    process.kill(before, 'SIGKILL');
    await run.prints(/PostgreSQL ended unexpectedly/);
    await expect.poll(() => postgresPids().filter((pid) => pid !== before), soon).toHaveLength(1);
  });

  test('gives up with the log of a service that cannot start', async () => {
    const run = start(['broken']);
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/cannot start dispatcher: it ended 4 times, its log says[\s\S]*missing\.ts/);
  });

  test('kills a service that does not drain in time', async () => {
    const run = await ready(start([], { STAND_IN_DEAF: '1' }));
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(listProcesses(root)).toEqual([]);
  });

  test('ends when the process that started it is killed', async () => {
    const line = `"${process.execPath}" --import "${PRELOAD}" "${STAND_IN}" "${root}" ${port}; true`;
    const shell = runProcess('sh', ['-c', line]);
    await shell.prints(/Wanmi is ready/);
    shell.child.kill('SIGKILL');
    expect(await whenGone(root, GONE_MS)).toEqual([]);
  });

  test('keeps the data where PostgreSQL can reach it below a folder that others cannot enter', async () => {
    chmodSync(root, 0o700);
    const location = path.join(root, '.wanmi/location');
    await ready(start());
    const asRoot = process.getuid?.() === 0;
    expect(existsSync(location)).toBe(asRoot);
    if (!asRoot) return;
    const data = readFileSync(location, 'utf8').trim();
    expect(data).toMatch(/^\/var\/lib\/wanmi\/[0-9a-f]{16}$/);
    expect(existsSync(path.join(data, 'postgres/data/PG_VERSION'))).toBe(true);
    runs[0]?.child.kill('SIGTERM');
    await runs[0]?.ended;
    rmSync(data, { recursive: true });
  });

  test('empties the data on --reset, after saying so', async () => {
    const first = await ready(start());
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await ready(start(['--reset']));
    expect(second.output()).toMatch(/emptying the data in .*\n[\s\S]*making the database files/);
  });
});
