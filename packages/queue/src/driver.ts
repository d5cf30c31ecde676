import type { Processor, Queue, Worker, WorkerOptions } from 'bullmq';

/** BullMQ on one kind of store. Everything it opens is closed by `close`, after the queues and workers it made. */
export type Driver = {
  readonly kind: 'postgres' | 'redis';
  readonly makeQueue: (name: string) => JobQueue;
  readonly makeWorker: (name: string, processor: Processor, options: Partial<WorkerOptions>) => JobWorker;
  readonly close: () => Promise<void>;
};

/** What we use of BullMQ's queue, whichever the store. */
export type JobQueue = Pick<Queue, 'addBulk' | 'clean' | 'close' | 'getJobCounts' | 'remove' | 'waitUntilReady'> & {
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** What we use of BullMQ's worker. */
export type JobWorker = Pick<Worker, 'close' | 'waitUntilReady'> & {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: FailedJob | undefined, error: Error) => void): unknown;
};
export type FailedJob = {
  readonly id?: string | undefined;
  readonly attemptsMade: number;
  readonly finishedOn?: number | undefined;
};
