import type { Desk } from '@wanmi/cases';
import { deliveries, outbox, timers } from '@wanmi/db';
import { QUEUE_NAMES, type Queues } from '@wanmi/queue';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus may ask of the process. */
export type Metrics = {
  readonly registry: Registry;
  /** One job is done: which queue, what came of it, how long it took. */
  readonly jobDone: (queue: string, outcome: string, seconds: number) => void;
  readonly jobFailed: (queue: string, final: boolean) => void;
  /** A timer fired so many milliseconds after its time. */
  readonly timerFired: (lateMs: number) => void;
  /** Effects or slots of timers were handed to the queues; `again` when they had been before. */
  readonly handedOver: (what: 'effects' | 'effects-again' | 'timers', count: number) => void;
};

/** Registers the metrics. The gauges read the database and the queues when they are asked for, not before. */
export function makeMetrics(desk: Desk, queues: Queues): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const done = new Histogram({
    name: 'wanmi_job_seconds',
    help: 'Time a handler took, by queue and what came of it.',
    labelNames: ['queue', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const failed = new Counter({
    name: 'wanmi_job_failures_total',
    help: 'Failed tries by queue; final: none is left.',
    labelNames: ['queue', 'final'],
    registers,
  });
  const late = new Histogram({
    name: 'wanmi_timer_lateness_seconds',
    help: 'From the instant a timer was due to the commit of what it did.',
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600],
    registers,
  });
  const handed = new Counter({
    name: 'wanmi_handed_over_total',
    help: 'Effects and timers handed to the queues.',
    labelNames: ['what'],
    registers,
  });
  gaugeDeliveries(desk, registry);
  gaugeBacklog(desk, registry);
  gaugeQueues(queues, registry);
  return {
    registry,
    jobDone: (queue, outcome, seconds) => done.observe({ queue, outcome }, seconds),
    jobFailed: (queue, final) => failed.inc({ queue, final: String(final) }),
    timerFired: (lateMs) => late.observe(Math.max(0, lateMs) / 1000),
    handedOver: (what, count) => handed.inc({ what }, count),
  };
}

function gaugeDeliveries(desk: Desk, registry: Registry): void {
  new Gauge({
    name: 'wanmi_notice_deliveries',
    help: 'Notices on their way to channels: waiting, and those among them that are due for more than a minute.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { waiting, overdue } = await deliveries.countDeliveries(desk.db);
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'overdue' }, overdue);
    },
  });
}

function gaugeBacklog(desk: Desk, registry: Registry): void {
  new Gauge({
    name: 'wanmi_outbox_effects',
    help: 'Effects decided and not done, by whether the queue was told.',
    labelNames: ['published'],
    registers: [registry],
    async collect() {
      const { unpublished, published } = await outbox.measureBacklog(desk.db);
      this.set({ published: 'false' }, unpublished);
      this.set({ published: 'true' }, published);
    },
  });
  new Gauge({
    name: 'wanmi_overdue_timers',
    help: 'Timers that should have fired.',
    registers: [registry],
    async collect() {
      this.set(await timers.countOverdueTimers(desk.db, desk.now()));
    },
  });
}

function gaugeQueues(queues: Queues, registry: Registry): void {
  new Gauge({
    name: 'wanmi_queue_jobs',
    help: 'Jobs in the queues by state.',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      for (const queue of QUEUE_NAMES) {
        const counts = await queues.counts(queue);
        for (const [state, count] of Object.entries(counts)) this.set({ queue, state }, count);
      }
    },
  });
}
