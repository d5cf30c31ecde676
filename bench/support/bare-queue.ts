import { openQueues } from '@wanmi/queue';
import { makeDatabase } from './open-world.ts';

/** Jobs of one queue at once, as the dispatcher has them by default. */
const CONCURRENCY = 4;
/** As the relay hands them over. */
const BATCH = 500;

/**
 * Jobs a second that the queues take and give when the handlers do nothing: half through each of two queues, in one
 * process, with the product's options.
 */
export async function bareQueueRate(serverUrl: string, jobs: number, redisUrl?: string): Promise<number> {
  const database = await makeDatabase(serverUrl);
  const problems: Error[] = [];
  const queues = await openQueues({
    databaseUrl: database.url,
    redisUrl,
    onError: (error) => problems.push(error),
  });
  try {
    const all = Promise.withResolvers<void>();
    let done = 0;
    const handler = async (): Promise<string> => {
      done += 1;
      if (done === jobs) all.resolve();
      return 'done';
    };
    for (const name of ['route', 'notice'] as const)
      await queues.startWorker(name, handler, { concurrency: CONCURRENCY });
    const began = performance.now();
    for (let from = 0; from < jobs / 2; from += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, jobs / 2 - from) }, (_, i) => ({
        jobId: `effect-${from + i}`,
        data: { effectId: from + i + 1, caseId: '110101-202611-0f3k5a7c-0d3e-4b1f-9a54-1c2d3e4f5a6b' },
      }));
      for (const name of ['route', 'notice'] as const) await queues.publish(name, batch);
    }
    await all.promise;
    const seconds = (performance.now() - began) / 1000;
    if (problems[0]) throw problems[0];
    return jobs / seconds;
  } finally {
    await queues.close();
    await database.drop();
  }
}
