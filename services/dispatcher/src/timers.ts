import type { Desk } from '@wanmi/cases';
import type { TimerJob } from '@wanmi/contracts';
import { timers } from '@wanmi/db';
import { type Instant, MINUTE_MS } from '@wanmi/kernel';
import { type Queues, timersJobId } from '@wanmi/queue';

// The rows of case_timer are the truth. Time is cut into slots; a slot in which something fires is one job, delayed until
// the slot's end, and the handler reads from the table what fires in it then. So a timer that moves or goes needs no word to
// the queue, a job lost is handed over again under the same id, and a million timers due in a month cost nothing today.
// A row goes when its case no longer needs the timer, never here.
//
// A slot to come is handed over once and remembered. One that has passed and still holds timers is handed over at each look
// until it is empty: its job waits, is at work, failed and rests, or is missing, and only then anything changes.

/** Timers fire so much late at most for being fired together. */
const WIDTH_MS = 200;
/** What was due so long ago or more was due while nobody was here: it is caught up by the minute. */
const MISSED_MS = 10_000;
/** Timers looked at by one call: what lies beyond is due later, and its turn comes. */
const MOST = 20_000;

/** Hands slots of timers to the queue. */
export type TimerPump = {
  /** Hands over the slots within the horizon that need it. Returns how many. */
  readonly pump: () => Promise<number>;
  /** Hands over all slots within the horizon, for a queue that may have lost them. Returns how many. */
  readonly reconcile: () => Promise<number>;
};

/** Makes a pump. `horizonMs`: how far ahead of its time a slot is handed over; 0 only when its timers are due. */
export function makeTimerPump(desk: Desk, queues: Queues, horizonMs: number): TimerPump {
  let handed: ReadonlySet<string> = new Set();
  const pump = async (): Promise<number> => {
    const now = desk.now();
    const slots = slotsOf(await listStarts(desk, now, horizonMs), now, horizonMs);
    const fresh = slots.filter((slot) => slot.until - 1 <= now || !handed.has(idOf(slot)));
    await queues.publish(
      'timer',
      fresh.map((slot) => ({ jobId: idOf(slot), data: slot, delayMs: Math.max(0, slot.until - 1 - now) })),
    );
    handed = new Set(slots.map(idOf));
    return fresh.length;
  };
  return {
    pump,
    reconcile: () => {
      handed = new Set();
      return pump();
    },
  };
}

const idOf = ({ from, until }: TimerJob): string => timersJobId(from as Instant, until as Instant);

/** With a horizon whole slots are handed over, so that their ids are the same at each look; without one what is due. */
const lastOf = (now: Instant, horizonMs: number): number =>
  horizonMs === 0 ? now + 1 : Math.floor((now + horizonMs) / WIDTH_MS) * WIDTH_MS;

const listStarts = (desk: Desk, now: Instant, horizonMs: number): Promise<readonly Instant[]> =>
  timers.listTimerSlots(desk.db, lastOf(now, horizonMs) as Instant, { widthMs: WIDTH_MS, most: MOST });

/** The jobs for some slots: minutes for what was missed, single slots for the rest. */
function slotsOf(starts: readonly Instant[], now: Instant, horizonMs: number): readonly TimerJob[] {
  const last = lastOf(now, horizonMs);
  const slots = new Map<number, TimerJob>();
  for (const start of starts) {
    const minute = Math.floor(start / MINUTE_MS) * MINUTE_MS;
    const missed = minute + MINUTE_MS <= now - MISSED_MS;
    const from = missed ? minute : start;
    slots.set(from, { from, until: missed ? minute + MINUTE_MS : Math.min(start + WIDTH_MS, last) });
  }
  return [...slots.values()];
}
