import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { RunUser } from './run-user.ts';

/** What it takes to make the files of a new database cluster. */
export type NewData = {
  readonly initdb: string;
  readonly user: RunUser;
  /** Of the superuser `postgres`. */
  readonly password: string;
  /** `false` for data that may be lost in a power cut. */
  readonly durable: boolean;
  /** Ends initdb early. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Character types of the C library, best first: pg_trgm asks it what a letter is, and under plain C no Chinese character
 * is one. C.UTF-8 is in glibc and absent from macOS; the last always exists.
 */
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** Runs initdb. The files are made under another name first, so that an interrupted run never looks like data. */
export async function makeData(data: string, plan: NewData): Promise<void> {
  const { user, password, durable } = plan;
  const draft = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if ('uid' in user) for (const file of [draft, passwordFile]) chownSync(file, user.uid, user.gid);
  const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const manner = ['--text-search-config=simple', '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  try {
    let output = '';
    for (const characterType of CHARACTER_TYPES) {
      // The builtin provider sorts and folds alike on every system.
      const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      const args = ['-D', draft, ...locale, `--lc-ctype=${characterType}`, ...access, ...manner];
      const attempt = await runInitdb(args, plan);
      if (attempt.code === 0) return renameSync(draft, data);
      output = attempt.output;
      if (!/invalid locale name/.test(output)) break;
    }
    throw startError(data, output);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function runInitdb(args: readonly string[], plan: NewData): Promise<{ code: number | null; output: string }> {
  const { initdb, user, signal } = plan;
  return new Promise((resolve) => {
    let output = '';
    // It leads a group of its own: the PostgreSQL that it runs would go on without it.
    const options = { ...user, cwd: '/', env: cleanEnv(), detached: true };
    const child = spawn(initdb, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => void (child.pid && process.kill(-child.pid, 'SIGKILL'));
    signal?.addEventListener('abort', end);
    const keep = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end);
      resolve({ code, output });
    });
  });
}

/** PGDATA, PGPORT and the like of the caller must not reach the server; messages come in English so that we can read them. */
export const cleanEnv = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });

/** What the programs said, with what to do about it where we know. */
export function startError(folder: string, output: string): Error {
  const text = output.split('\n').slice(-15).join('\n');
  const full = /No space left on device|Disk quota exceeded/i.test(output);
  const reason = full ? 'the disk is full, free some space and start again' : 'it ended with';
  return new Error(`cannot start PostgreSQL in ${folder}: ${reason}\n${text}`);
}
