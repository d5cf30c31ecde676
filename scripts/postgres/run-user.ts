import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The account that owns the data and runs PostgreSQL. Empty: the account of this process. */
export type RunUser = { readonly uid: number; readonly gid: number } | Record<string, never>;

const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root: root borrows an existing unprivileged account.
 * The owner of `dataFolder` wins if it exists already, so that an account added later does not lock us out.
 */
export function findRunUser(dataFolder: string): RunUser {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of CANDIDATES) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    `cannot start PostgreSQL as root: none of the accounts ${CANDIDATES.join(', ')} exists, ` +
      'add one (useradd --system postgres) or run as another user',
  );
}

/** Whether `user` may enter (a folder) or execute (a file) `target`, through all folders above it. */
export function canReach(user: RunUser, target: string): boolean {
  return spawnSync('test', ['-x', target], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function idOf(option: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? Number(stdout.trim()) : undefined;
}
