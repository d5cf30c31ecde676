import path from 'node:path';
import { runToEnd } from '../boot/run-to-end.mjs';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Runs a JavaScript tool (a path below the repository) under our own Node, with our streams; answers its exit code. */
export function runTool(tool: string, args: readonly string[], options: RunToolOptions = {}): Promise<number> {
  const { cwd = ROOT, env = {}, silent = false } = options;
  const preload = path.join(ROOT, 'scripts/follow-parent.mjs');
  return runToEnd(process.execPath, ['--import', preload, path.join(ROOT, tool), ...args], {
    cwd,
    env: { ...process.env, ...env },
    // Results of ours go to stdout, what tools say to stderr.
    stdio: silent ? 'ignore' : ['ignore', 2, 2],
  });
}

export type RunToolOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly silent?: boolean;
};
