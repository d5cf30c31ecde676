import { JOB_PAYLOADS, type JobPayload, type QueueName } from '@wanmi/contracts';
import type { Driver, JobQueue } from './driver.ts';
import { openPostgresDriver } from './postgres-driver.ts';
import { openRedisDriver } from './redis-driver.ts';
import { type JobHandler, type RunningWorker, startWorkerOn, WARMING, type WorkerSettings } from './start-worker.ts';

export const QUEUE_NAMES = Object.keys(JOB_PAYLOADS) as readonly QueueName[];

/** One job to publish. While a job of the id waits, runs or rests as failed, publishing it again changes nothing. */
export type JobToPublish<Name extends QueueName> = {
  readonly jobId: string;
  readonly data: JobPayload<Name>;
  /** Zero or absent: at once. */
  readonly delayMs?: number;
};

export type JobCounts = {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
};

/** The three queues, on whichever store. */
export type Queues = {
  readonly store: Driver['kind'];
  /** Adds jobs in their order, in one round trip. Throws, having added all or some, when the store is away. */
  readonly publish: <Name extends QueueName>(name: Name, jobs: readonly JobToPublish<Name>[]) => Promise<void>;
  /** Works on a queue until closed. `handler` may get a job more than once. */
  readonly startWorker: <Name extends QueueName>(
    name: Name,
    handler: JobHandler<Name>,
    settings: WorkerSettings,
  ) => Promise<RunningWorker>;
  /** Drops jobs that failed for good at least `olderThanMs` ago, so that their ids can be published again. Returns how many. */
  readonly forgetFailed: (name: QueueName, olderThanMs: number) => Promise<number>;
  readonly counts: (name: QueueName) => Promise<JobCounts>;
  /** Closes workers gracefully, then the connections. */
  readonly close: () => Promise<void>;
};

export type QueueSettings = {
  readonly databaseUrl: string;
  /** Present: BullMQ on Redis, else on the database. */
  readonly redisUrl?: string | undefined;
  /** Told of broken connections and of jobs that vanished under a worker; BullMQ goes on by itself. */
  readonly onError: (error: Error) => void;
};

const FORGOTTEN_AT_ONCE = 1_000;

/** Opens every queue and warms it: the first job ever of a queue takes a lock that no caller should meet. */
export async function openQueues({ databaseUrl, redisUrl, onError }: QueueSettings): Promise<Queues> {
  const driver = redisUrl ? openRedisDriver(redisUrl, onError) : await openPostgresDriver(databaseUrl);
  const queues = new Map<QueueName, JobQueue>();
  const workers = new Set<RunningWorker>();
  for (const name of QUEUE_NAMES) queues.set(name, await warmQueue(driver, name, onError));
  const queueOf = (name: QueueName): JobQueue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`cannot use queue ${name}: not open, needs one of ${QUEUE_NAMES}`);
    return queue;
  };
  return {
    store: driver.kind,
    publish: async (name, jobs) => {
      if (jobs.length === 0) return;
      await queueOf(name).addBulk(
        jobs.map(({ jobId, data, delayMs = 0 }) => ({ name, data, opts: { jobId, delay: Math.max(0, delayMs) } })),
      );
    },
    startWorker: async (name, handler, settings) => {
      const worker = await startWorkerOn(driver, name, { handler, onError, ...settings });
      workers.add(worker);
      return worker;
    },
    forgetFailed: async (name, olderThanMs) =>
      (await queueOf(name).clean(olderThanMs, FORGOTTEN_AT_ONCE, 'failed')).length,
    counts: (name) => countsOf(queueOf(name)),
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await driver.close();
    },
  };
}

async function warmQueue(driver: Driver, name: QueueName, onError: (error: Error) => void): Promise<JobQueue> {
  const queue = driver.makeQueue(name);
  queue.on('error', onError);
  await queue.waitUntilReady();
  await queue.addBulk([{ name: WARMING, data: {}, opts: { jobId: WARMING, delay: 3_600_000 } }]);
  await queue.remove(WARMING);
  return queue;
}

async function countsOf(queue: JobQueue): Promise<JobCounts> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return { waiting, active, delayed, failed };
}
