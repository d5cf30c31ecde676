import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

const SIGNALS = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A child that has not ended by then after a signal is killed: 15 s is what we promise for the whole. */
const PATIENCE_MS = 14_000;

/**
 * Runs a program with our own streams and resolves with its exit code, 128 + n for signal n.
 * Signals to us go on to it. So does the death of npm, which starts us and dies of SIGTERM without a word.
 * With `group`, the program leads a process group and signals reach all of it.
 */
export function runToEnd(
  program,
  args,
  { cwd, env, sharesTerminal = true, group = false, stdio = 'inherit', onChild },
) {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    // npx is a batch file on Windows, which only a shell can run.
    const child = spawn(program, args, {
      cwd,
      env,
      stdio,
      detached: group && !windows,
      shell: windows && program === 'npx',
    });
    const send = (signal) => {
      try {
        if (group && !windows) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // it is gone already
      }
    };
    const forward = (signal) => {
      setTimeout(() => send('SIGKILL'), PATIENCE_MS).unref();
      // Ctrl+C reaches everything that shares the terminal by itself; twice would mean "at once" to some programs.
      if (signal === 'SIGINT' && sharesTerminal && !group && process.stdin.isTTY) return;
      send(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    const callers = callersOf();
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event === undefined || callersOf() === callers) return;
      clearInterval(watch);
      forward('SIGTERM');
    }, 500);
    const done = (settle) => {
      clearInterval(watch);
      for (const signal of SIGNALS) process.off(signal, forward);
      settle();
    };
    child.once('error', (error) => done(() => reject(error)));
    child.once('close', (code, signal) => done(() => resolve(code ?? 128 + (os.constants.signals[signal] ?? 0))));
    onChild?.(child);
  });
}

// Our parent, and if that is the shell between npm and us, also npm: a shell outlives an npm that was killed.
function callersOf() {
  const parent = process.ppid;
  try {
    const [, name, rest] = /\((.*)\) \S (\d+) /.exec(readFileSync(`/proc/${parent}/stat`, 'utf8'));
    return /^(sh|dash|bash|ash)$/.test(name) ? `${parent} ${rest}` : `${parent}`;
  } catch {
    return `${parent}`; // not Linux
  }
}
