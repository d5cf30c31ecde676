import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findLockHolder, takeLock } from '../process-lock.mjs';
import { expected } from './expected.mjs';
import { assertRuns, pinnedNode } from './pinned-node.mjs';
import { runToEnd } from './run-to-end.mjs';

/** node_modules takes about 750 MB; files shared with pnpm's store are counted once. */
const NEEDED_BYTES = 1000 * 1024 * 1024;
const KEPT_OUTPUT = 20_000;

/** Installs the packages unless node_modules matches the lock file already; then nothing touches the network. */
export async function ensureInstalled(root, say) {
  const stamp = path.join(root, 'node_modules/.wanmi-installed');
  const wanted = digestOf(root);
  const installed = () => readOr(stamp) === wanted && existsSync(pinnedNode(root) ?? root);
  if (installed()) return;
  const lock = await lockInstallation(root, say, installed);
  if (!lock) return;
  try {
    assertSpace(root);
    await install(root, say);
    assertRuns(root);
    writeFileSync(stamp, wanted);
  } finally {
    lock.release();
  }
}

function digestOf(root) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'scripts/toolchain.json']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

// Undefined when another process finished the installation while we waited for it.
async function lockInstallation(root, say, installed) {
  const file = path.join(root, '.wanmi/install.lock');
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 });
  for (let told = false; ; told = true) {
    const attempt = takeLock(file);
    if (attempt.taken) {
      if (!installed()) return attempt;
      attempt.release();
      return undefined;
    }
    if (!told) say(`waiting for the installation that process ${attempt.holder.pid} is running`);
    while (findLockHolder(file)) await sleep(300);
  }
}

function assertSpace(root) {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  if (existsSync(path.join(root, 'node_modules')) || free >= NEEDED_BYTES) return;
  throw expected(
    `cannot install the packages into ${root}: the disk has ${Math.floor(free / 2 ** 20)} MB left, about ${NEEDED_BYTES / 2 ** 20} MB are needed; free some and start again`,
  );
}

async function install(root, say) {
  const { pnpm } = JSON.parse(readFileSync(path.join(root, 'scripts/toolchain.json'), 'utf8'));
  const started = Date.now();
  say(`installing packages with pnpm ${pnpm} (the first time this takes a minute or more)`);
  let output = '';
  const args = ['--yes', `pnpm@${pnpm}`, 'install', '--frozen-lockfile', '--reporter=append-only'];
  const code = await runToEnd('npx', [...args, '--config.confirm-modules-purge=false'], {
    cwd: root,
    env: process.env,
    group: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    onChild: (child) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          output = (output + text).slice(-KEPT_OUTPUT);
          process.stderr.write(text);
        });
      }
    },
  }).catch((error) => {
    throw expected(`cannot run npx: ${error.message}; npm must be installed beside Node`);
  });
  if (code >= 128) throw expected('installation interrupted; the next start takes it up again', code);
  if (code !== 0) throw expected(`cannot install the packages: ${adviceFor(output)}`);
  say(`packages installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

const ADVICE = [
  [/ENOSPC|No\s+space\s+left|os error 28|disk\s+quota/i, 'the disk is full, free about 1 GB and start again'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|META_FETCH_FAIL|network/i,
    'the package registry cannot be reached; the first start needs the network (see npm config get registry, proxy), later ones do not',
  ],
  [
    /OUTDATED_LOCKFILE/,
    'pnpm-lock.yaml does not fit a package.json that was changed; run pnpm install once and commit both',
  ],
  [/EACCES|EPERM/, 'a folder above may not be written; start as the user that owns it'],
];

function adviceFor(output) {
  const known = ADVICE.find(([pattern]) => pattern.test(output));
  return known ? known[1] : 'pnpm failed as shown above; mend that and start again';
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
