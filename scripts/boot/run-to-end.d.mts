import type { ChildProcess, StdioOptions } from 'node:child_process';

export type RunOptions = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether Ctrl+C in the terminal reaches it by itself. Default true. */
  readonly sharesTerminal?: boolean;
  /** Gives it a process group of its own, all of which our signals reach. Default false. */
  readonly group?: boolean;
  readonly stdio?: StdioOptions;
  readonly onChild?: (child: ChildProcess) => void;
};
/** Runs a program, passing our signals on, and resolves with its exit code, 128 + n for signal n. */
export function runToEnd(program: string, args: readonly string[], options: RunOptions): Promise<number>;
