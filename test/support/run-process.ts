import { type ChildProcess, spawn } from 'node:child_process';

/** A program under test and all that it printed so far. */
export type RunningProcess = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves once the output matches; rejects when the program ends first. */
  readonly prints: (pattern: RegExp) => Promise<void>;
  /** Resolves with the exit code, or the signal it died of. */
  readonly ended: Promise<number | NodeJS.Signals>;
};

/** Starts a program with its output gathered. The caller ends it. */
export function runProcess(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProcess {
  let output = '';
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const waiting = new Set<() => void>();
  const keep = (text: string): void => {
    output += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const prints = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(output)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      const missed = (): void => reject(new Error(`${program} ended before it printed ${pattern}:\n${output}`));
      void ended.then(missed, missed);
    });
  return { child, output: () => output, prints, ended };
}
