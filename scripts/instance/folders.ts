import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canReach, findRunUser } from '../postgres/run-user.ts';

/** Where root keeps what must lie outside a folder that other accounts cannot enter. */
export const SYSTEM_FOLDER = '/var/lib/wanmi';

/** The folders of one installation. All exist. */
export type InstanceFolders = {
  /** `.wanmi/` of the repository: locks, secrets, state, logs. */
  readonly home: string;
  /** Holds `postgres/` and `media/`; the same as `home` unless `.wanmi/location` names another. */
  readonly data: string;
  readonly log: string;
};

/**
 * Finds or makes the folders below `root`. PostgreSQL refuses to run as root and takes another account, which cannot enter
 * a 0700 home: then the data goes to SYSTEM_FOLDER under a digest of the path, and `.wanmi/location` says so.
 */
export function openInstanceFolders(root: string): InstanceFolders {
  const home = path.join(root, '.wanmi');
  const log = path.join(home, 'log');
  makeFolder(home);
  makeFolder(log);
  const data = dataFolderOf(root, home);
  makeFolder(data);
  return { home, data, log };
}

function dataFolderOf(root: string, home: string): string {
  const location = path.join(home, 'location');
  if (existsSync(location)) return readFileSync(location, 'utf8').trim();
  const user = findRunUser(path.join(home, 'postgres/data'));
  if (!('uid' in user) || canReach(user, home)) return home;
  const data = path.join(SYSTEM_FOLDER, createHash('sha256').update(root).digest('hex').slice(0, 16));
  writeFileSync(location, `${data}\n`);
  return data;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    // Others may pass through, as the account of PostgreSQL must, and see no list.
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot use ${folder}: ${reason}; start as the user that owns it`, { cause });
  }
}
