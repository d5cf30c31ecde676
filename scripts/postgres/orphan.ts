import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startMarkOf } from '../process-lock.mjs';
import type { PostgresBinaries } from './binaries.ts';
import type { RunUser } from './run-user.ts';

/** Above the largest process id of any system we run on, so never alive. */
const DEAD_PID = 4_194_304;

/**
 * Clears what a killed run left in `dataFolder`: a server still running is stopped, a `postmaster.pid` whose number
 * now belongs to some other process (usual in containers) no longer stands in the way.
 * The caller holds the instance lock, so no live instance is hit.
 */
export function recoverFromKilledRun(
  dataFolder: string,
  binaries: PostgresBinaries,
  user: RunUser,
): 'clean' | 'stopped' {
  const file = path.join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return 'clean';
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(first);
  if (!(pid > 0) || startMarkOf(pid) === undefined) return 'clean'; // PostgreSQL itself removes a dead one
  if (!isServerOf(pid, dataFolder)) {
    // The rest of the file stays: by it PostgreSQL finds shared memory that is still in use.
    writeFileSync(file, [String(DEAD_PID), ...rest].join('\n'));
    return 'clean';
  }
  const stop = spawnSync(binaries.pgCtl, ['stop', '-D', dataFolder, '-m', 'fast', '-w', '-t', '30'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  if (stop.status !== 0) {
    throw new Error(
      `cannot stop the PostgreSQL that an earlier run left (pid ${pid}): ${stop.stderr.trim()}, end it by hand`,
    );
  }
  return 'stopped';
}

function isServerOf(pid: number, dataFolder: string): boolean {
  if (process.platform === 'win32') return true;
  try {
    const line =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return line.includes('postgres') && line.includes(dataFolder);
  } catch {
    return false; // it ended meanwhile
  }
}
