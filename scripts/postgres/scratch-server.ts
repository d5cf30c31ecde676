import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findLockHolder, takeLock } from '../process-lock.mjs';
import { findPostgresBinaries } from './binaries.ts';
import { recoverFromKilledRun } from './orphan.ts';
import { canReach, findRunUser } from './run-user.ts';
import { productSettings, type Settings, TEST_SETTINGS } from './settings.ts';
import { startPostgres } from './start-postgres.ts';

/** A server for tests and other work whose data nobody keeps: where a role that owns no data but may make databases logs in, and how to end it all. */
export type ScratchServer = {
  /** Connection string of the maintenance database. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const PREFIX = 'wanmi-test-';
/** Programs that the account running PostgreSQL can reach are kept here for root when node_modules is out of its reach. */
const COPY_FOLDER = '/var/lib/wanmi';

export type ScratchOptions = {
  /** True: it waits for the disk as in the product, for measuring. */
  readonly durable?: boolean;
  /** On top of the product's or the tests' own. */
  readonly settings?: Settings;
};

/** Starts PostgreSQL on an empty folder of its own. Nothing outlives `stop`, nor a killed run by much. */
export async function startScratchServer(options: ScratchOptions = {}): Promise<ScratchServer> {
  const { durable = false, settings = {} } = options;
  const base = baseFolder();
  removeAbandoned(base);
  const folder = path.join(base, `${PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder);
  chmodSync(folder, 0o711); // as root another account runs the server
  takeLock(path.join(folder, 'lock'));
  const password = randomBytes(18).toString('base64url');
  const server = await startPostgres({
    folder,
    password,
    copyFolder: COPY_FOLDER,
    settings: { ...(durable ? productSettings() : TEST_SETTINGS), ...settings },
    durable,
  });
  const client = new pg.Client(server.urlOf('postgres'));
  await client.connect();
  // The same rights as in the product: no superuser.
  await client.query(`create role wanmi login createdb password '${password}'`);
  await client.end();
  return {
    url: server.urlOf('postgres').replace('//postgres:', '//wanmi:'),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function baseFolder(): string {
  const user = findRunUser(os.tmpdir() + path.sep + PREFIX);
  const folders = [os.tmpdir(), '/tmp', '/var/tmp'];
  const found = folders.find((folder) => !('uid' in user) || canReach(user, folder));
  if (found === undefined)
    throw new Error(`cannot start a scratch server: account ${user.uid} can enter none of ${folders}`);
  return found;
}

// A run that was killed had no chance to clean up.
function removeAbandoned(base: string): void {
  for (const name of readdirSync(base).filter((name) => name.startsWith(PREFIX))) {
    const folder = path.join(base, name);
    const lock = path.join(folder, 'lock');
    if (findLockHolder(lock)) continue;
    try {
      const user = findRunUser(path.join(folder, 'data'));
      recoverFromKilledRun(path.join(folder, 'data'), findPostgresBinaries(user, COPY_FOLDER), user);
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      process.stderr.write(`left alone ${folder}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}
