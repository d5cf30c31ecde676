import type { DefaultJobOptions, WorkerOptions } from 'bullmq';

/** Kept of failed jobs, for people to read. Whoever published one publishes it again once it is forgotten. */
const FAILED_KEPT = { count: 1000, age: 7 * 24 * 3600 };

/** Eight tries within about a minute and a half; jitter keeps jobs that failed together from coming back together. */
export const JOB_OPTIONS: DefaultJobOptions = {
  attempts: 8,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  // An id that is free again after its work may be published again; the handlers see that there is nothing to do.
  removeOnComplete: true,
  removeOnFail: FAILED_KEPT,
};

/**
 * A killed worker's jobs come back within about 20 s: the lock (15 s), then the next check.
 * Coming back any number of times is fine, since every handler may run twice.
 */
export const WORKER_OPTIONS = {
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  runRetryDelay: 1_000,
} satisfies Partial<WorkerOptions>;

/** Nobody reads the event stream: keep next to nothing of it. */
export const EVENTS_KEPT = 256;
