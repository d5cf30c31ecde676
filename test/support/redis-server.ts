import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { runProcess } from './run-process.ts';

/** A Redis of one test file: empty, in memory, gone after `stop`. */
export type TestRedis = {
  readonly url: string;
  /** Loses all that it holds. */
  readonly empty: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** True when `redis-server` is on the PATH. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Starts `redis-server` from the PATH on a free port. Throws when it is not installed. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = runProcess('redis-server', [...args, '--maxmemory-policy', 'noeviction']);
  try {
    await server.prints(/Ready to accept connections/);
  } catch (cause) {
    throw new Error(`cannot start a Redis for tests: apt-get install redis-server first\n${server.output()}`, {
      cause,
    });
  }
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url);
  return {
    url,
    empty: async () => {
      await client.flushall();
    },
    stop: async () => {
      client.disconnect();
      server.child.kill('SIGTERM');
      await server.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
