import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandInput, type Desk, runSystemCommands } from '@wanmi/cases';
import type { TimerJob } from '@wanmi/contracts';
import { timers } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import type { TimerLevel } from '@wanmi/workflow';
import { DISPATCHER } from './dispatcher-actor.ts';

/** Timers read, decided and written together. */
const BATCH = 100;
/** Fired by one job: a slot that holds more is handed over again, so that no job outlives a process that has to stop. */
const MOST = 2_000;
/** Clocks of the machines that hand over and fire may differ so much; a job that comes earlier is tried again later. */
const CLOCK_SKEW_MS = 2_000;

/** Told of each timer that fired, by how many milliseconds it was late. */
export type OnFired = (lateMs: number) => void;

/**
 * Fires the timers of a slot: the workflow decides what each means now. One whose stage ended in time, that moved, or that
 * has fired already is refused, which is normal; the rows of a case's timers are only ever set by its own decisions.
 * A case that fails holds up no other; the job throws for it at the end, and is tried again.
 */
export async function handleTimerSlot(
  desk: Desk,
  { from, until }: TimerJob,
  onFired: OnFired = () => undefined,
): Promise<'fired' | 'stale'> {
  await untilDue(desk, until);
  const failures: unknown[] = [];
  let fired = 0;
  let after: timers.Timer | undefined;
  for (let seen = 0; seen < MOST; seen += BATCH) {
    const slot = { from: from as Instant, until: until as Instant };
    const page = await timers.listTimers(desk.db, slot, { limit: BATCH, after });
    const done = await fireTimers(desk, page);
    failures.push(...done.failures);
    fired += done.fired.length;
    for (const { fireAt } of done.fired) onFired(desk.now() - fireAt);
    after = page.at(-1);
    if (page.length < BATCH) break;
  }
  if (failures.length > 0) throw new AggregateError(failures, `cannot fire ${failures.length} timers of a slot`);
  return fired > 0 ? 'fired' : 'stale';
}

async function untilDue(desk: Desk, until: number): Promise<void> {
  const earlyMs = until - 1 - desk.now();
  if (earlyMs > CLOCK_SKEW_MS) throw new Error(`cannot fire timers: the job came ${earlyMs} ms early`);
  if (earlyMs > 0) await sleep(earlyMs);
}

/** What became of some timers; the others are stale. */
export type Firing = { readonly fired: readonly timers.Timer[]; readonly failures: readonly unknown[] };

/** Fires timers, those of one case together. */
export async function fireTimers(desk: Desk, due: readonly timers.Timer[]): Promise<Firing> {
  const byCase = Map.groupBy(due, ({ caseId }) => caseId);
  const works = [...byCase].map(([caseId, own]) => ({ caseId, inputs: own.map(commandOf) }));
  const outcomes = await runSystemCommands(desk, DISPATCHER, works);
  const failures = outcomes.flatMap((one) => ('error' in one ? [one.error] : []));
  const fired = outcomes.flatMap((one) => {
    if ('error' in one) return [];
    const own = byCase.get(one.caseId as timers.Timer['caseId']) ?? [];
    return own.filter((_, i) => one.outcomes[i] === 'done');
  });
  return { fired, failures };
}

/** A timer's key is its clock's id and the level, as `handle#2:red`. */
function commandOf({ timerKey }: timers.Timer): CommandInput {
  const at = timerKey.lastIndexOf(':');
  const [deadlineId, level] = [timerKey.slice(0, at), timerKey.slice(at + 1) as TimerLevel];
  return { type: 'fire-timer', expectedVersion: 'latest', deadlineId, level };
}
