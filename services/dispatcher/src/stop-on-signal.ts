import type { Logger } from 'pino';

/** SIGTERM must be obeyed within 10 s; what is not done by then is done again by the next process. */
const PATIENCE_MS = 9_000;
const WATCH_MS = 500;

export type StopOptions = {
  readonly log: Logger;
  /** Ends the process when this one is gone: a killed launcher passes no signal on. */
  readonly parentPid: number | null;
  readonly stop: () => Promise<void>;
};

/** Ends the process in good order on SIGTERM, SIGINT or the parent's end, and at once on an error nobody caught. */
export function stopOnSignal({ log, parentPid, stop }: StopOptions): void {
  let stopping = false;
  const end = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => {
      log.warn('not drained in time, leaving; what is open is done again later');
      process.exit(0);
    }, PATIENCE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, event);
      process.exit(1);
    });
  }
  if (parentPid === null) return;
  const watch = setInterval(() => {
    if (!isAlive(parentPid)) end('parent is gone');
  }, WATCH_MS);
  watch.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
