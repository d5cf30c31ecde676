import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningProcess, runProcess } from './run-process.ts';

/** A service of the product as a real process. */
export type ServiceProcess = {
  readonly address: string;
  /** All that it printed. */
  readonly output: () => string;
  /** SIGKILL: it has no chance to say good-bye. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM. Resolves with the exit code. */
  readonly stop: () => Promise<number | NodeJS.Signals>;
};

const READY_MS = 60_000;

/** Starts `services/<name>` and waits until it says that it is ready at `port`. Throws with its output if it does not. */
export async function startService(
  name: 'api' | 'dispatcher',
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<ServiceProcess> {
  const script = path.join(import.meta.dirname, `../../services/${name}/src/main.ts`);
  const run = runProcess(process.execPath, [script], { WANMI_PARENT_PID: String(process.pid), ...env });
  const address = `http://127.0.0.1:${port}`;
  await untilReady(name, address, run);
  return {
    address,
    output: run.output,
    kill: async () => {
      run.child.kill('SIGKILL');
      await run.ended;
    },
    stop: () => {
      run.child.kill('SIGTERM');
      return run.ended;
    },
  };
}

async function untilReady(name: string, address: string, run: RunningProcess): Promise<void> {
  let isGone = false;
  void run.ended.then(() => {
    isGone = true;
  });
  for (const deadline = Date.now() + READY_MS; !isGone && Date.now() < deadline; await sleep(50)) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  run.child.kill('SIGKILL');
  throw new Error(`${name} did not get ready:\n${run.output()}`);
}
