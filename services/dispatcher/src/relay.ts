import type { Desk } from '@wanmi/cases';
import { outbox } from '@wanmi/db';
import { assertNever, type Instant } from '@wanmi/kernel';
import { effectJobId, type Queues } from '@wanmi/queue';

// The outbox is the truth, the queue a courier. An effect is a row from the commit that decided it to the commit that
// did it; being published only means that the queue was told. So the queue may be told twice (the same job id, and the
// handlers look for the row first), and a queue that forgot is told again.
//
// One relay publishes at a time, in the order of the rows, and rows of one case are written in the order of its events:
// a case's effects reach each queue in order.

/** Effects published by one call. */
const BATCH = 500;

/** Tells the queues of effects that they were never told of. Returns how many; a full batch means there may be more. */
export async function relayEffects(desk: Desk, queues: Queues): Promise<number> {
  return publish(desk, queues, (trx) => outbox.lockUnpublished(trx, BATCH));
}

/** Tells the queues again of effects published before `before` and still not done. Returns how many. */
export async function relayAgain(desk: Desk, queues: Queues, before: Instant): Promise<number> {
  let total = 0;
  for (;;) {
    // Each is marked as published now, which is not before `before`: the loop ends.
    const count = await publish(desk, queues, (trx) => outbox.lockPublishedBefore(trx, before, BATCH));
    total += count;
    if (count < BATCH) return total;
  }
}

/**
 * True when the queues hold fewer jobs than effects were published and are not done: some were lost. Jobs that ended a
 * moment ago may hide a loss for as long. It saves a long backlog from being published over and over.
 */
export async function isQueueShort(desk: Desk, queues: Queues): Promise<boolean> {
  const { published } = await outbox.measureBacklog(desk.db);
  if (published === 0) return false;
  const counts = await Promise.all(EFFECT_QUEUES.map((name) => queues.counts(name)));
  const jobs = counts.reduce(
    (sum, { waiting, active, delayed, failed }) => sum + waiting + active + delayed + failed,
    0,
  );
  return jobs < published;
}

/** True when `relayEffects` took all that a call may take. */
export const isFullBatch = (count: number): boolean => count === BATCH;

type Trx = Parameters<typeof outbox.lockRelay>[0];

function publish(
  desk: Desk,
  queues: Queues,
  lock: (trx: Trx) => Promise<readonly outbox.OutboxEntry[]>,
): Promise<number> {
  return desk.db.transaction().execute(async (trx) => {
    if (!(await outbox.lockRelay(trx))) return 0;
    const entries = await lock(trx);
    if (entries.length === 0) return 0;
    for (const name of EFFECT_QUEUES) {
      const mine = entries.filter(({ type }) => queueOf(type) === name);
      await queues.publish(name, mine.map(jobOf));
    }
    // A crash before this commits publishes them once more.
    await outbox.markPublished(
      trx,
      entries.map(({ effectId }) => effectId),
      desk.now(),
    );
    return entries.length;
  });
}

const jobOf = ({ effectId, caseId }: outbox.OutboxEntry) => ({
  jobId: effectJobId(effectId),
  data: { effectId, caseId },
});

/** The queues that carry effects. */
const EFFECT_QUEUES = ['route', 'notice', 'follow'] as const;

function queueOf(type: outbox.OutboxEntry['type']): (typeof EFFECT_QUEUES)[number] {
  switch (type) {
    case 'route-case':
      return 'route';
    case 'notify':
      return 'notice';
    case 'adopt':
    case 'tell-follower':
    case 'propose-rule':
      return 'follow';
    default:
      return assertNever(type);
  }
}
