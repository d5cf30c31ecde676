import { performance } from 'node:perf_hooks';
import type { Desk } from '@wanmi/cases';
import type { QueueName } from '@wanmi/contracts';
import { type Instant, MINUTE_MS } from '@wanmi/kernel';
import type { MediaStore } from '@wanmi/media';
import { type JobFailure, type JobHandler, QUEUE_NAMES, type Queues } from '@wanmi/queue';
import type { Logger } from 'pino';
import { handOverDeliveries, isFullOfDeliveries } from './deliveries.ts';
import { handleDelivery, type Outlets } from './handlers/deliver.handler.ts';
import { handleTimerSlot } from './handlers/fire-timers.handler.ts';
import { handleFollow } from './handlers/follow.handler.ts';
import { makeNotifyHandler, NOTICES_AT_ONCE } from './handlers/notify.handler.ts';
import { handleRouteCase } from './handlers/route-case.handler.ts';
import { type Metrics, makeMetrics } from './metrics.ts';
import { isFullStep, recountStep } from './recount-deadlines.ts';
import { isFullBatch, isQueueShort, relayAgain, relayEffects } from './relay.ts';
import { type Repeating, repeat } from './repeat.ts';
import { makeSchedules } from './schedules.ts';
import { makeTimerPump } from './timers.ts';

/** How often the dispatcher looks, all in milliseconds. */
export type Pace = {
  readonly relayMs: number;
  readonly timersMs: number;
  /** Timers are handed to the queue so long ahead. 0 when the desk's clock is not the machine's. */
  readonly horizonMs: number;
  /** The queue is looked at for what it has lost, and told of timers again. Nothing younger counts as lost. */
  readonly reconcileMs: number;
  /** How often due deliveries to channels and changed calendars are looked for. */
  readonly deliveriesMs: number;
  readonly recountMs: number;
  /** What was published so long ago is told again even if the queue seems to have everything. */
  readonly doubtMs: number;
  /** A job that failed for good rests so long before it is forgotten and told of again. */
  readonly failedRestMs: number;
};

const PACE: Pace = {
  relayMs: 100,
  timersMs: 2_000,
  horizonMs: 2 * MINUTE_MS,
  reconcileMs: 10_000,
  deliveriesMs: 1_000,
  recountMs: 2_000,
  doubtMs: 10 * MINUTE_MS,
  failedRestMs: 10 * MINUTE_MS,
};

export type DispatcherParts = {
  readonly desk: Desk;
  readonly queues: Queues;
  readonly store: MediaStore;
  readonly outlets: Outlets;
  readonly log: Logger;
  /** Jobs of each queue at once. */
  readonly concurrency: number;
  readonly pace?: Pace;
};

/** A dispatcher at work. */
export type Dispatcher = {
  readonly metrics: Metrics;
  /** Ends the jobs at work and takes no more. The queues and the desk stay open. */
  readonly stop: () => Promise<void>;
};

/** Starts relay, timers, workers and schedules. What a queue lost while nobody was here is told first. */
export async function startDispatcher(parts: DispatcherParts): Promise<Dispatcher> {
  const { desk, queues, outlets, log, concurrency } = parts;
  const metrics = makeMetrics(desk, queues);
  const workers = await Promise.all([
    startWorker(parts, metrics, 'route', (data) => handleRouteCase(desk, data)),
    startWorker({ ...parts, concurrency: NOTICES_AT_ONCE }, metrics, 'notice', makeNotifyHandler(desk)),
    startWorker(parts, metrics, 'follow', (data) => handleFollow(desk, data)),
    startWorker(parts, metrics, 'timer', (data) => handleTimerSlot(desk, data, metrics.timerFired)),
    startWorker(parts, metrics, 'delivery', (data) => handleDelivery(desk, outlets, data)),
  ]);
  const loops = [...startCouriers(parts, metrics), ...startWalks(parts), ...startSchedules(parts)];
  log.info({ store: queues.store, concurrency }, 'dispatcher started');
  return {
    metrics,
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function startWorker<Name extends QueueName>(
  { queues, log, concurrency }: DispatcherParts,
  metrics: Metrics,
  name: Name,
  handler: JobHandler<Name>,
) {
  const observed: JobHandler<Name> = async (data) => {
    const startedAt = performance.now();
    const outcome = await handler(data);
    metrics.jobDone(name, outcome, (performance.now() - startedAt) / 1000);
    log.debug({ queue: name, job: data, outcome }, 'job done');
    return outcome;
  };
  const onFailed = ({ error, ...failure }: JobFailure): void => {
    metrics.jobFailed(name, failure.final);
    log[failure.final ? 'error' : 'warn']({ ...failure, err: error }, 'job failed');
  };
  return queues.startWorker(name, observed, { concurrency, onFailed });
}

/** Relay and timer pump, and what makes up for a queue that forgot. */
function startCouriers(
  { desk, queues, log, pace = PACE }: DispatcherParts,
  { handedOver }: Metrics,
): readonly Repeating[] {
  const onError = (what: string) => (error: unknown) => log.error({ err: error }, `${what} failed, trying again`);
  const pump = makeTimerPump(desk, queues, pace.horizonMs);
  const relay = async (): Promise<'again' | 'rest'> => {
    const count = await relayEffects(desk, queues);
    handedOver('effects', count);
    return isFullBatch(count) ? 'again' : 'rest';
  };
  const lookForTimers = async (): Promise<'rest'> => {
    handedOver('timers', await pump.pump());
    return 'rest';
  };
  let told = false;
  const reconcile = async (): Promise<'rest'> => {
    for (const name of QUEUE_NAMES) await queues.forgetFailed(name, pace.failedRestMs);
    // The first time whatever was ever published, later what has had its time.
    const ageMs = !told ? 0 : (await isQueueShort(desk, queues)) ? pace.reconcileMs : pace.doubtMs;
    handedOver('effects-again', await relayAgain(desk, queues, (desk.now() - ageMs) as Instant));
    handedOver('timers', await pump.reconcile());
    told = true;
    return 'rest';
  };
  return [
    repeat(reconcile, { restMs: pace.reconcileMs, onError: onError('reconciling') }),
    repeat(relay, { restMs: pace.relayMs, onError: onError('relay') }),
    repeat(lookForTimers, { restMs: pace.timersMs, onError: onError('timer pump') }),
  ];
}

/** Deliveries to channels, and the walk through the open cases when a calendar has changed. */
function startWalks({ desk, queues, log, pace = PACE }: DispatcherParts): readonly Repeating[] {
  const onError = (what: string) => (error: unknown) => log.error({ err: error }, `${what} failed, trying again`);
  const deliver = async (): Promise<'again' | 'rest'> =>
    isFullOfDeliveries(await handOverDeliveries(desk, queues)) ? 'again' : 'rest';
  const onFailures = (failures: readonly unknown[]): void => {
    for (const err of failures) log.error({ err }, 'the deadlines of a case were not counted anew');
  };
  const recount = async (): Promise<'again' | 'rest'> => {
    const looked = await recountStep(desk, onFailures);
    if (looked) log.debug({ looked }, 'deadlines counted anew by the changed calendars');
    return isFullStep(looked) ? 'again' : 'rest';
  };
  return [
    repeat(deliver, { restMs: pace.deliveriesMs, onError: onError('handing over deliveries') }),
    repeat(recount, { restMs: pace.recountMs, onError: onError('counting deadlines anew') }),
  ];
}

function startSchedules({ desk, store, log }: DispatcherParts): readonly Repeating[] {
  return makeSchedules(store).map(({ name, everyMs, run }) =>
    repeat(
      async () => {
        const count = await run(desk);
        log[count === 0 ? 'debug' : 'info']({ schedule: name, count }, 'schedule done');
        return 'rest';
      },
      { restMs: everyMs, onError: (error) => log.error({ err: error, schedule: name }, 'schedule failed') },
    ),
  );
}
