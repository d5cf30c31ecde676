import type { Desk } from '@wanmi/cases';
import { timers } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { type Queues, timerJobId } from '@wanmi/queue';

// The rows of case_timer are the truth. Those due soon are handed to the queue as delayed jobs, the overdue ones at
// once. What was handed over is remembered here, so that the same rows cost nothing at the next look; forgetting it
// (`reconcile`) hands everything over anew, which changes nothing in a queue that still has it and refills one that
// does not. A row goes when its case no longer needs the timer, never here.

/** Rows read at a time. */
const PAGE = 1_000;
/** Rows handed over by one call: what lies beyond is due later, and its turn comes. */
const MOST = 20_000;

/** Hands timers to the queue. */
export type TimerPump = {
  /** Hands over what is due within the horizon and was not handed over before. Returns how many. */
  readonly pump: () => Promise<number>;
  /** Hands over everything due within the horizon. Returns how many. */
  readonly reconcile: () => Promise<number>;
};

/** Makes a pump. `horizonMs`: how far ahead of its time a timer is handed over; 0 only when it is due. */
export function makeTimerPump(desk: Desk, queues: Queues, horizonMs: number): TimerPump {
  let handed: ReadonlySet<string> = new Set();
  const pump = async (): Promise<number> => {
    const seen = new Set<string>();
    let count = 0;
    let after: timers.Timer | undefined;
    do {
      const now = desk.now();
      const page = await timers.listTimersBefore(desk.db, (now + horizonMs + 1) as Instant, { limit: PAGE, after });
      const fresh = page.filter((timer) => !handed.has(jobIdOf(timer)));
      await queues.publish(
        'timer',
        fresh.map((timer) => jobOf(timer, now)),
      );
      for (const timer of page) seen.add(jobIdOf(timer));
      count += fresh.length;
      after = page.length === PAGE ? page.at(-1) : undefined;
    } while (after !== undefined && seen.size < MOST);
    handed = seen;
    return count;
  };
  return {
    pump,
    reconcile: () => {
      handed = new Set();
      return pump();
    },
  };
}

const jobIdOf = ({ caseId, timerKey, fireAt }: timers.Timer): string => timerJobId(caseId, timerKey, fireAt);

const jobOf = (timer: timers.Timer, now: Instant) => ({
  jobId: jobIdOf(timer),
  data: { caseId: timer.caseId, timerKey: timer.timerKey },
  delayMs: Math.max(0, timer.fireAt - now),
});
