// `node scripts/boot.mjs TARGET [args]`: runs on any Node >= 20 without a package installed. It installs the packages when
// they do not match the lock file, then runs the target under the pinned Node that is one of them.
// Progress goes to stderr; the target's exit code is ours.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './boot/install.mjs';
import { findNode } from './boot/pinned-node.mjs';
import { runToEnd } from './boot/run-to-end.mjs';

const TARGETS = {
  start: ['start.ts'],
  test: ['test.ts'],
  'test:real': ['test.ts', '--real'],
  check: ['check.ts'],
  build: ['build.ts'],
  bench: ['bench.ts'],
  wanmi: ['wanmi/main.ts'],
};

const scripts = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(scripts);
const say = (text) => process.stderr.write(`${text}\n`);

async function main([target, ...args]) {
  if (!Object.hasOwn(TARGETS, target ?? '')) {
    say(`cannot run ${JSON.stringify(target ?? '')}: known targets are ${Object.keys(TARGETS).join(', ')}`);
    return 2;
  }
  if (Number(process.versions.node.split('.')[0]) < 20) {
    say(`cannot start on Node ${process.versions.node}: Node 20 or newer is needed (https://nodejs.org)`);
    return 1;
  }
  await ensureInstalled(root, say);
  const node = findNode(root);
  const [script, ...fixed] = TARGETS[target];
  const preload = new URL('follow-parent.mjs', import.meta.url).href;
  const env = {
    ...process.env,
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    PATH: path.dirname(node) + path.delimiter + process.env.PATH,
  };
  const argv = ['--import', preload, path.join(scripts, script), ...fixed, ...args];
  return runToEnd(node, argv, { cwd: root, env, sharesTerminal: target !== 'start' });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error.expected ? error.message : error.stack);
  process.exitCode = error.exitCode ?? 1;
}
