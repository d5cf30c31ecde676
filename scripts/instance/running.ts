import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { findLockHolder } from '../process-lock.mjs';

const Running = Type.Object({ pid: Type.Integer(), address: Type.String(), databaseUrl: Type.String() });
/** What `npm start` leaves for the admin commands while it runs. */
export type RunningInstance = Static<typeof Running>;

/** The lock that one process at a time holds on the data. */
export const lockFileOf = (home: string): string => path.join(home, 'lock');
const stateFileOf = (home: string): string => path.join(home, 'running.json');

/** Says where the instance of this process answers. The file holds a password: mode 0600. */
export function recordRunning(home: string, state: Omit<RunningInstance, 'pid'>): void {
  const file = stateFileOf(home);
  writeFileSync(`${file}.new`, `${JSON.stringify({ pid: process.pid, ...state })}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Takes back what `recordRunning` said. */
export const forgetRunning = (home: string): void => rmSync(stateFileOf(home), { force: true });

/** Whether the last instance on `home` had no time to take back what it recorded. The caller holds the lock. */
export const wasKilled = (home: string): boolean => existsSync(stateFileOf(home));

/** The instance that runs on `home` and has got as far as its database; undefined if there is none. */
export function findRunning(home: string): RunningInstance | undefined {
  const holder = findLockHolder(lockFileOf(home));
  if (!holder) return undefined;
  try {
    const state = Value.Parse(Running, JSON.parse(readFileSync(stateFileOf(home), 'utf8')));
    return state.pid === holder.pid ? state : undefined;
  } catch {
    return undefined; // not written yet
  }
}
