import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/postgres/free-port.ts';

/** A Redis of one test file. */
export type RedisServer = {
  readonly url: string;
  readonly empty: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts `redis-server` from the PATH on a free port, keeping nothing on disk. Throws when it is not installed. */
export async function startRedisServer(): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-redis-'));
  const port = await freePort();
  const settings = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    dir: folder,
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', (cause) => {
      reject(
        new Error('cannot start redis-server: it is not installed, the packages of the system have it', { cause }),
      );
    });
  });
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined); // until it listens
  await Promise.race([client.ping(), ended]);
  return {
    url,
    empty: async () => {
      await client.flushall();
    },
    stop: async () => {
      client.disconnect();
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
