import { setTimeout as sleep } from 'node:timers/promises';

/** A task that runs again and again. */
export type Repeating = {
  /** Starts no further run and resolves when the one under way has ended. */
  readonly stop: () => Promise<void>;
};

export type RepeatOptions = {
  /** Pause between the end of a run and the next. A run that answers `again` has none. */
  readonly restMs: number;
  /** Told of a run that threw; the next comes after the pause, a second at least. */
  readonly onError: (error: unknown) => void;
};

/** What failed once fails again at once, and fills the log. */
const FAILED_REST_MS = 1_000;

/** Runs `task` now and then again after each rest until stopped. Runs never overlap. */
export function repeat(task: () => Promise<'again' | 'rest'>, { restMs, onError }: RepeatOptions): Repeating {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const next = await task().catch((error: unknown) => {
        onError(error);
        return 'failed' as const;
      });
      if (next === 'failed') await rest(Math.max(restMs, FAILED_REST_MS), stopping.signal);
      else if (next === 'rest') await rest(restMs, stopping.signal);
    }
  };
  const ended = loop();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

async function rest(restMs: number, signal: AbortSignal): Promise<void> {
  await sleep(restMs, undefined, { signal }).catch(() => undefined); // woken up to stop
}
