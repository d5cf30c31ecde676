import { createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Driver } from './driver.ts';
import { EVENTS_KEPT, JOB_OPTIONS, WORKER_OPTIONS } from './job-options.ts';

/** The braces keep all keys in one slot of a cluster. */
const PREFIX = '{wanmi}';

/** Opens BullMQ on Redis or Valkey. */
export function openRedisDriver(redisUrl: string, onError: (error: Error) => void): Driver {
  // Publishing must fail, not hang, while Redis is away: the caller holds rows locked. Workers wait as long as it takes.
  const producer = new Redis(redisUrl, { maxRetriesPerRequest: 2, commandTimeout: 5_000 });
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null });
  for (const client of [producer, consumer]) client.on('error', onError);
  const { Queue, Worker } = withBackend(createRedisBackend);
  return {
    kind: 'redis',
    makeQueue: (name) =>
      new Queue(name, {
        connection: producer,
        prefix: PREFIX,
        defaultJobOptions: JOB_OPTIONS,
        streams: { events: { maxLen: EVENTS_KEPT } },
      }),
    makeWorker: (name, processor, { concurrency = 1 }) =>
      new Worker(name, processor, { ...WORKER_OPTIONS, connection: consumer, prefix: PREFIX, concurrency }),
    close: async () => {
      await Promise.allSettled([producer.quit(), consumer.quit()]);
    },
  };
}
