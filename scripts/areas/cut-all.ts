import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type BuiltCommunity, type CutResult, cutCommunity, type GridPlan } from '@wanmi/grid';

export type CutOptions = {
  /** Threads; as many as the machine has cores unless said. One cuts here. */
  readonly threads?: number;
  /** Takes communities as they become final, in order of code. The next are cut meanwhile. */
  readonly onBuilt: (built: BuiltCommunity) => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
};

/** Below so many communities threads cost more time to start than they save. */
const WORTH_THREADS = 8;

/** Works off a plan. What is built is the same for any number of threads. */
export async function cutAll(plan: GridPlan, options: CutOptions): Promise<void> {
  const { threads = plan.total < WORTH_THREADS ? 1 : availableParallelism(), onBuilt, onProgress } = options;
  let done = 0;
  const take = async (result: CutResult): Promise<void> => {
    for (const built of plan.finish(result)) await onBuilt(built);
    done += 1;
    onProgress(done, plan.total);
  };
  if (threads > 1) return cutByThreads(plan, Math.min(threads, plan.total), take);
  for (let task = plan.next(); task !== undefined; task = plan.next()) await take(cutCommunity(task));
}

async function cutByThreads(
  plan: GridPlan,
  threads: number,
  take: (result: CutResult) => Promise<void>,
): Promise<void> {
  const idle = Array.from({ length: threads }, () => new Worker(new URL('./cut-worker.ts', import.meta.url)));
  const all = [...idle];
  const busy = new Map<Worker, Promise<{ readonly worker: Worker; readonly result: CutResult }>>();
  try {
    for (;;) {
      for (let worker = idle.at(-1); worker !== undefined; worker = idle.at(-1)) {
        const task = plan.next();
        if (task === undefined) break;
        idle.pop();
        const own = worker;
        busy.set(
          own,
          // an error of the thread rejects, too
          once(own, 'message').then(([result]) => ({ worker: own, result })),
        );
        own.postMessage(task);
      }
      if (busy.size === 0) return;
      const { worker, result } = await Promise.race(busy.values());
      busy.delete(worker);
      idle.push(worker);
      await take(result);
    }
  } finally {
    await Promise.all(all.map((worker) => worker.terminate()));
  }
}
