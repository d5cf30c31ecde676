import { openQueues } from '@wanmi/queue';
import { makeDatabase } from './open-world.ts';

/** Jobs of the queue at once, as the dispatcher has them by default. */
const CONCURRENCY = 4;
/** Between the last job's publishing and the first one's time, in milliseconds. */
const AHEAD_MS = 3_000;

/** How late delayed jobs with empty handlers come, in milliseconds, when so many a second are due: BullMQ alone. */
export async function bareLateness(
  serverUrl: string,
  { count, perSecond }: { readonly count: number; readonly perSecond: number },
  redisUrl?: string,
): Promise<readonly number[]> {
  const database = await makeDatabase(serverUrl);
  const queues = await openQueues({ databaseUrl: database.url, redisUrl, onError: () => undefined });
  try {
    const late: number[] = [];
    const all = Promise.withResolvers<void>();
    const first = Date.now() + AHEAD_MS;
    const dueOf = (place: number): number => first + (place * 1000) / perSecond;
    const handler = async ({ effectId }: { readonly effectId: number }): Promise<string> => {
      late.push(Date.now() - dueOf(effectId - 1));
      if (late.length === count) all.resolve();
      return 'done';
    };
    await queues.startWorker('route', handler, { concurrency: CONCURRENCY });
    const jobs = Array.from({ length: count }, (_, i) => ({
      jobId: `effect-${i}`,
      data: { effectId: i + 1, caseId: '110101-202611-0f3k5a7c' },
      delayMs: dueOf(i) - Date.now(),
    }));
    for (let from = 0; from < count; from += 1_000) await queues.publish('route', jobs.slice(from, from + 1_000));
    await all.promise;
    return late;
  } finally {
    await queues.close();
    await database.drop();
  }
}
