import { isJob, type JobPayload, type QueueName } from '@wanmi/contracts';
import { UnrecoverableError } from 'bullmq';
import type { Driver } from './driver.ts';
import { HopelessJobError } from './hopeless-job-error.ts';

/** Name of the job that only warms a queue; a worker that meets one lets it pass. */
export const WARMING = 'warming';

/** Does one job. Must be safe to run again; resolves with a word on what came of it. */
export type JobHandler<Name extends QueueName> = (data: JobPayload<Name>) => Promise<string>;

export type JobFailure = {
  readonly queue: QueueName;
  readonly jobId: string;
  readonly attempt: number;
  /** No try is left, or none would help. */
  readonly final: boolean;
  readonly error: Error;
};

export type WorkerSettings = {
  /** Jobs at once in this process. */
  readonly concurrency: number;
  readonly onFailed?: (failure: JobFailure) => void;
};

/** A worker at work. */
export type RunningWorker = {
  /** Takes no more jobs and resolves when those at work are done. */
  readonly close: () => Promise<void>;
};

type Settings<Name extends QueueName> = WorkerSettings & {
  readonly handler: JobHandler<Name>;
  readonly onError: (error: Error) => void;
};

/** Starts a worker on a driver; resolves once it listens. */
export async function startWorkerOn<Name extends QueueName>(
  driver: Driver,
  name: Name,
  { handler, onError, concurrency, onFailed }: Settings<Name>,
): Promise<RunningWorker> {
  const worker = driver.makeWorker(name, (job) => run(name, handler, job), { concurrency });
  worker.on('error', onError);
  worker.on('failed', (job, error) => {
    if (job === undefined) onError(error);
    else {
      const final = job.finishedOn !== undefined;
      onFailed?.({ queue: name, jobId: job.id ?? '', attempt: job.attemptsMade, final, error });
    }
  });
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}

async function run<Name extends QueueName>(
  name: Name,
  handler: JobHandler<Name>,
  job: { readonly id?: string | undefined; readonly name: string; readonly data: unknown },
): Promise<string> {
  if (job.name === WARMING) return WARMING;
  if (!isJob(name, job.data)) {
    const found = JSON.stringify(job.data).slice(0, 200);
    throw new UnrecoverableError(`cannot do job ${job.id} of queue ${name}: found ${found}, needs its payload`);
  }
  try {
    return await handler(job.data);
  } catch (error) {
    if (error instanceof HopelessJobError) throw new UnrecoverableError(error.message);
    throw error;
  }
}
