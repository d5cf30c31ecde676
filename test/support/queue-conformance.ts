import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EffectJob } from '@wanmi/contracts';
import { HopelessJobError, type JobFailure, openQueues, type QueueSettings, type Queues } from '@wanmi/queue';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runProcess } from './run-process.ts';

/** A store that a suite may fill and empty. */
export type QueueStore = {
  readonly settings: () => Omit<QueueSettings, 'onError'>;
  /** Loses everything, as an operator or a crash might. */
  readonly empty: () => Promise<void>;
};

const HANGING_WORKER = path.join(import.meta.dirname, '../e2e/stand-ins/hanging-worker.ts');

const jobOf = (effectId: number) => ({ jobId: `effect-${effectId}`, data: { effectId, caseId: 'c' } });
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

/** What every store must do for us; run once for each. */
export function describeQueues(storeName: string, store: QueueStore): void {
  const opened: Queues[] = [];
  const open = async (): Promise<Queues> => {
    const queues = await openQueues({ ...store.settings(), onError: () => undefined });
    opened.push(queues);
    return queues;
  };
  /** A worker that notes the effect ids it did. */
  const noting = async (queues: Queues, concurrency = 1): Promise<number[]> => {
    const done: number[] = [];
    const note = async ({ effectId }: EffectJob): Promise<string> => `did ${done.push(effectId)}`;
    await queues.startWorker('route', note, { concurrency });
    return done;
  };

  afterEach(async () => {
    for (const queues of opened.splice(0)) await queues.close();
    await store.empty();
  });

  describe(`queues on ${storeName}`, () => {
    test('do jobs in the order of publishing', async () => {
      const queues = await open();
      const ids = Array.from({ length: 50 }, (_, index) => index + 1);
      await queues.publish('route', ids.map(jobOf));
      const done = await noting(queues);
      await until(() => expect(done).toEqual(ids));
    });

    test('keep each queue to itself', async () => {
      const queues = await open();
      await queues.publish('notice', [jobOf(1)]);
      const done = await noting(queues);
      await queues.publish('route', [jobOf(2)]);
      await until(() => expect(done).toEqual([2]));
      expect(await queues.counts('notice')).toMatchObject({ waiting: 1 });
    });

    test('do a job published twice once, and again only when it is published after its end', async () => {
      const queues = await open();
      await queues.publish('route', [jobOf(1), jobOf(1)]);
      await queues.publish('route', [jobOf(1), jobOf(2)]);
      const done = await noting(queues);
      await until(() => expect(done).toEqual([1, 2]));
      await until(async () =>
        expect(await queues.counts('route')).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
      );
      await queues.publish('route', [jobOf(1)]);
      await until(() => expect(done).toEqual([1, 2, 1]));
    });

    test('hold a delayed job back until its time', async () => {
      const queues = await open();
      const done = await noting(queues);
      const notBefore = Date.now() + 700;
      await queues.publish('route', [{ ...jobOf(1), delayMs: 700 }, jobOf(2)]);
      await until(() => expect(done).toEqual([2]));
      await until(() => expect(done).toEqual([2, 1]));
      expect(Date.now()).toBeGreaterThanOrEqual(notBefore);
    });

    test('share the work between processes, each job once', async () => {
      const [first, second] = [await open(), await open()];
      const ids = Array.from({ length: 200 }, (_, index) => index + 1);
      // Before there are workers: an id whose job is done already may be published again.
      await Promise.all([first.publish('route', ids.map(jobOf)), second.publish('route', ids.map(jobOf))]);
      const done = [await noting(first, 4), await noting(second, 4)];
      await until(() => expect(done.flat().toSorted((a, b) => a - b)).toEqual(ids));
    });

    test('try a failed job again', async () => {
      const queues = await open();
      const failures: JobFailure[] = [];
      let tries = 0;
      const fail = async (): Promise<string> => {
        tries++;
        if (tries < 3) throw new Error('not yet');
        return 'done';
      };
      await queues.startWorker('route', fail, { concurrency: 1, onFailed: (failure) => failures.push(failure) });
      await queues.publish('route', [jobOf(7)]);
      await until(() => expect(tries).toBe(3));
      expect(failures).toMatchObject([
        { queue: 'route', jobId: 'effect-7', attempt: 1, final: false, error: { message: 'not yet' } },
        { attempt: 2, final: false },
      ]);
    });

    test('keep a hopeless job as failed, and take its id again once it is forgotten', async () => {
      const queues = await open();
      const failures: JobFailure[] = [];
      let tries = 0;
      const giveUp = async (): Promise<string> => {
        tries++;
        throw new HopelessJobError('no such case');
      };
      await queues.startWorker('route', giveUp, { concurrency: 1, onFailed: (failure) => failures.push(failure) });
      await queues.publish('route', [jobOf(1)]);
      await until(() => expect(failures).toMatchObject([{ attempt: 1, final: true }]));
      await queues.publish('route', [jobOf(1)]);
      expect(await queues.counts('route')).toMatchObject({ waiting: 0, failed: 1 });
      expect(await queues.forgetFailed('route', 3_600_000)).toBe(0);
      await until(async () => expect(await queues.forgetFailed('route', 0)).toBe(1));
      await queues.publish('route', [jobOf(1)]);
      await until(() => expect(tries).toBe(2));
    });

    test('hand no handler what is not its payload', async () => {
      const queues = await open();
      const done = await noting(queues);
      const strange = JSON.parse('{"effectId":"1; drop table"}');
      await queues.publish('route', [{ jobId: 'strange', data: strange }, jobOf(2)]);
      await until(() => expect(done).toEqual([2]));
      await until(async () => expect(await queues.counts('route')).toMatchObject({ failed: 1 }));
    });

    test('go on after everything in the store was lost', async () => {
      const queues = await open();
      const done = await noting(queues);
      await queues.publish('route', [jobOf(1), { ...jobOf(2), delayMs: 3_600_000 }]);
      await until(() => expect(done).toEqual([1]));
      await store.empty();
      expect(await queues.counts('route')).toMatchObject({ delayed: 0 });
      await queues.publish('route', [jobOf(2)]);
      await until(() => expect(done).toEqual([1, 2]));
      const late = await open();
      await late.publish('route', [jobOf(3)]);
      await until(() => expect(done).toEqual([1, 2, 3]));
    });

    test('give a job back whose worker was killed', { timeout: 120_000 }, async () => {
      const queues = await open();
      const { databaseUrl, redisUrl } = store.settings();
      const hanging = runProcess(process.execPath, [HANGING_WORKER, databaseUrl, ...(redisUrl ? [redisUrl] : [])]);
      await queues.publish('route', [jobOf(1)]);
      await hanging.prints(/began/);
      hanging.child.kill('SIGKILL');
      await hanging.ended;
      await queues.publish('route', [jobOf(1)]); // still held by the dead
      const done = await noting(queues);
      await vi.waitFor(() => expect(done).toEqual([1]), { timeout: 60_000, interval: 100 });
    });

    test('end the job at work before they close', async () => {
      const queues = await open();
      const said: string[] = [];
      const slow = async (): Promise<string> => {
        said.push('began');
        await sleep(300);
        said.push('ended');
        return 'done';
      };
      const worker = await queues.startWorker('route', slow, { concurrency: 1 });
      await queues.publish('route', [jobOf(1), jobOf(2)]);
      await until(() => expect(said).toEqual(['began']));
      await worker.close();
      expect(said).toEqual(['began', 'ended']);
      expect(await queues.counts('route')).toMatchObject({ waiting: 1, active: 0 });
    });
  });
}
