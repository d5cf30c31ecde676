import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { cleanEnv, makeData, startError } from './make-data.ts';
import { recoverFromKilledRun } from './orphan.ts';
import { canReach, findRunUser, type RunUser } from './run-user.ts';
import { productSettings, type Settings } from './settings.ts';

/** A running server of our own on 127.0.0.1. */
export type PostgresServer = {
  readonly port: number;
  readonly pid: number;
  /** Connection string of the superuser for one database. */
  readonly urlOf: (database: string) => string;
  /** Ends clients and the server (fast shutdown); resolves when the process is gone. */
  readonly stop: () => Promise<void>;
  /** Resolves when the server process ends, for whatever reason. */
  readonly ended: Promise<void>;
};

export type PostgresOptions = {
  /** Holds `data/` and `postgres.log`; made if missing. The account that runs PostgreSQL must be able to enter it. */
  readonly folder: string;
  /** Password of the superuser `postgres`, set when the data is made. */
  readonly password: string;
  /** Where a copy of the programs goes if that account cannot reach node_modules. */
  readonly copyFolder: string;
  /** Tried first; another free one is taken when it is busy. */
  readonly port?: number | undefined;
  readonly settings?: Settings;
  /** `false` for data that may be lost in a power cut. */
  readonly durable?: boolean;
  readonly onStep?: (text: string) => void;
  /** Ends the start early: it rejects and nothing runs. */
  readonly signal?: AbortSignal | undefined;
};

const MAJOR = '18';
const NEEDED_BYTES = 200 * 1024 * 1024;
const LOG_CAP_BYTES = 10 * 1024 * 1024;
const START_MS = 60_000;
const STARTS = 5;

/**
 * Starts PostgreSQL on `folder`, making its data first if there is none. Recovers from a run that was killed.
 * The caller sees to it that nobody else uses the folder. The server ends with this process, even one ended by SIGKILL.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const data = path.join(options.folder, 'data');
  const user = findRunUser(data);
  mkdirSync(options.folder, { recursive: true, mode: 0o711 });
  assertUsable(options.folder, user);
  const binaries = findPostgresBinaries(user, options.copyFolder);
  if (existsSync(data)) {
    assertVersion(data);
    if (recoverFromKilledRun(data, binaries, user) === 'stopped')
      options.onStep?.('stopped the PostgreSQL of a killed run');
  } else {
    options.onStep?.('making the database files');
    await makeData(data, {
      initdb: binaries.initdb,
      user,
      password: options.password,
      durable: options.durable ?? true,
      signal: options.signal,
    });
  }
  let port = await freePort(options.port);
  for (let attempt = 1; ; attempt++) {
    const outcome = await launch(data, port, { binaries, user, options });
    if (typeof outcome !== 'string') return outcome;
    if (attempt === STARTS) throw startError(options.folder, outcome);
    if (/could not (bind|create any TCP)/i.test(outcome)) port = await freePort();
    else if (/shared memory block .* is still in use/.test(outcome))
      await sleep(500); // backends of a killed server
    else throw startError(options.folder, outcome);
  }
}

function assertUsable(folder: string, user: RunUser): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < NEEDED_BYTES) {
    const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
    throw new Error(
      `cannot start PostgreSQL in ${folder}: the disk has ${freeMb} MB left, at least ${NEEDED_BYTES / 1024 / 1024} MB are needed`,
    );
  }
  if ('uid' in user && !canReach(user, folder)) {
    throw new Error(
      `cannot start PostgreSQL in ${folder}: account ${user.uid} cannot enter it, every folder above needs o+x`,
    );
  }
}

function assertVersion(data: string): void {
  const version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR) return;
  throw new Error(
    `cannot start PostgreSQL on ${data}: the data is of version ${version}, ${MAJOR} is needed; restore a backup into an empty folder`,
  );
}

type Launch = { readonly binaries: PostgresBinaries; readonly user: RunUser; readonly options: PostgresOptions };

/** The server once it takes connections, or the text it left when it ended instead. */
async function launch(
  data: string,
  port: number,
  { binaries, user, options }: Launch,
): Promise<PostgresServer | string> {
  const log = path.join(options.folder, 'postgres.log');
  const before = rotate(log);
  const settings: Settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // paths of sockets are limited to 107 bytes
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.settings ?? productSettings()),
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const sink = openSync(log, 'a', 0o600);
  // A session of its own: Ctrl+C in the terminal must not end the database before its clients have drained.
  const child = spawn(binaries.postgres, args, {
    ...user,
    cwd: '/',
    env: cleanEnv(),
    detached: true,
    stdio: ['ignore', sink, sink],
  });
  closeSync(sink);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const pid = await started(child);
  if (typeof pid === 'string') return pid;
  const guard = guardOf(pid);
  let gone = false;
  void ended.then(() => {
    gone = true;
    guard?.kill('SIGKILL');
  });
  for (const deadline = Date.now() + START_MS; !gone && Date.now() < deadline; await sleep(20)) {
    if (options.signal?.aborted) break;
    if (isReady(data, pid)) {
      const urlOf = (database: string) => `postgres://postgres:${options.password}@127.0.0.1:${port}/${database}`;
      return { port, pid, urlOf, ended, stop: () => stop(child, ended) };
    }
  }
  if (!gone) await stop(child, ended);
  options.signal?.throwIfAborted();
  return readFileSync(log, 'utf8').slice(before).trim() || 'it did not get ready within a minute';
}

function started(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`${error.message} (the programs need glibc on Linux; Alpine has none)`));
    child.once('spawn', () => resolve(child.pid ?? 'no process id'));
  });
}

// Line 8 of postmaster.pid says "ready" once connections are taken: no need to log in or to read the log.
function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

// A shell that waits on a pipe only we hold: it closes however we end, and the shell then stops the server.
function guardOf(pid: number): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const script = 'trap "" INT TERM HUP; while read -r _; do :; done; kill -INT "$0"';
  const guard = spawn('sh', ['-c', script, String(pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined); // without a guard the next start recovers
  guard.unref();
  return guard;
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT'); // fast: SIGTERM would wait for every client to leave
  const patience = setTimeout(() => child.kill('SIGQUIT'), 4000);
  await ended;
  clearTimeout(patience);
}

/** Keeps the log small; returns the length that it has now. */
function rotate(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LOG_CAP_BYTES) return size;
  renameSync(log, `${log}.1`);
  chmodSync(`${log}.1`, 0o600);
  return 0;
}
