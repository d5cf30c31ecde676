import type { Desk } from '@wanmi/cases';
import { deliveries } from '@wanmi/db';
import { type Instant, MINUTE_MS } from '@wanmi/kernel';
import { deliveryJobId, type Queues } from '@wanmi/queue';

// The rows of notice_delivery are the truth, as those of the outbox and of the timers are: each says when its next try is
// due. The queue is told of those that are; one that it loses is told again. A try that fails ends its job, and the row
// says when the next comes: waiting for hours is no job's business.

/** Handed over by one call. */
const BATCH = 200;
/** What the queue was told of so long ago and is still due was lost. */
const LOST_MS = 2 * MINUTE_MS;

/** Tells the queue of the deliveries that are due. Returns how many; `BATCH` of them means there may be more. */
export async function handOverDeliveries(desk: Desk, queues: Queues): Promise<number> {
  const at = desk.now();
  const due = await deliveries.takeDue(desk.db, { at, lostBefore: (at - LOST_MS) as Instant, limit: BATCH });
  await queues.publish(
    'delivery',
    due.map((one) => ({ jobId: deliveryJobId(one.deliveryId, one.attempts), data: one })),
  );
  return due.length;
}

/** True when `handOverDeliveries` took all that a call may take. */
export const isFullOfDeliveries = (count: number): boolean => count === BATCH;
