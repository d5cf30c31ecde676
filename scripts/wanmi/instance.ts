import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@wanmi/db';
import { startEmbeddedDatabase } from '../instance/embedded-database.ts';
import { openInstanceFolders } from '../instance/folders.ts';
import { findRunning, lockFileOf } from '../instance/running.ts';
import { takeLock } from '../process-lock.mjs';
import { type CommandContext, CommandError } from './command.ts';

/** The repository whose `.wanmi/` the commands work on. */
export const INSTANCE_ROOT = path.resolve(import.meta.dirname, '../..');

/** How long to wait for another command, or for an instance that is just starting. */
const PATIENCE_MS = 120_000;

/**
 * Runs `work` on the database of this installation: the one in DATABASE_URL, else that of the running instance, else
 * PostgreSQL is started for the time of the work. The database is migrated. Throws CommandError when another process
 * holds the data for too long.
 */
export async function withDatabase<T>(
  context: Pick<CommandContext, 'err'>,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const onStep = (text: string): void => context.err(text);
  const given = process.env.DATABASE_URL;
  if (given) {
    await migrate(given, onStep);
    return work(given);
  }
  const folders = openInstanceFolders(INSTANCE_ROOT);
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 500) {
    const running = findRunning(folders.home);
    if (running) return work(running.databaseUrl);
    const lock = takeLock(lockFileOf(folders.home));
    if (lock.taken) {
      try {
        return await withOwnDatabase(folders, onStep, work);
      } finally {
        lock.release();
      }
    }
    if (waitedMs === 0) context.err(`waiting for process ${lock.holder.pid}, which is using the data`);
    await sleep(500);
  }
  throw new CommandError(
    `cannot open the database: another process has held ${folders.data} for two minutes, end it first`,
  );
}

async function withOwnDatabase<T>(
  folders: ReturnType<typeof openInstanceFolders>,
  onStep: (text: string) => void,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  onStep('starting PostgreSQL for this command');
  const database = await startEmbeddedDatabase(folders, onStep);
  try {
    await migrate(database.url, onStep);
    return await work(database.url);
  } finally {
    await database.stop();
  }
}
