import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { hasRedis, startTestRedis } from '../test/support/redis-server.ts';
import type { ServiceProcess } from '../test/support/service-process.ts';
import { bareQueueRate } from './support/bare-queue.ts';
import { bareLateness } from './support/bare-timers.ts';
import { insertDueCases, insertPendingTimers, makeTemplate, type Template } from './support/due-cases.ts';
import { type BenchOptions, type Figures, type Measurement, quantileOf, rounded } from './support/measurement.ts';
import { openBareWorld, startServer } from './support/open-world.ts';

/** `pending` timers in the table; `burst` overdue at once; then `perSecond` due for `seconds`. */
const SIZES = { pending: 1_000_000, burst: 4_000, perSecond: 200, seconds: 60, jobs: 20_000 };
const QUICK = { pending: 2_000, burst: 400, perSecond: 20, seconds: 2, jobs: 200 };
type Sizes = typeof SIZES;

/** Before the first of the paced cases is due all must be laid in: so often the time that the burst's took. */
const LAY_IN_FACTOR = 2.5;
const LAY_IN_LEAST_MS = 5_000;
const PATIENCE_MS = 300_000;

type Server = Awaited<ReturnType<typeof startServer>>;

async function measureBackend(server: Server, sizes: Sizes, redisUrl?: string): Promise<Figures> {
  const { pending, burst, perSecond, seconds } = sizes;
  const limit = await bareQueueRate(server.url, sizes.jobs, redisUrl);
  const bare = await bareLateness(server.url, { count: perSecond * seconds, perSecond }, redisUrl);
  const world = await openBareWorld(server, redisUrl);
  try {
    const { client } = world;
    const template = await makeTemplate(world.url);
    const overdue = Date.now() - 60_000;
    const began = performance.now();
    const late = await insertDueCases(client, template, 'b', Array(burst).fill(overdue));
    const layInMs = (performance.now() - began) / burst;
    await insertPendingTimers(client, template, pending);
    const dispatcher = await world.startDispatcher();
    const rate = rateOf(await fired(client, late, overdue));
    await world.settle();
    const paced = await measurePace({ client, template, dispatcher, layInMs }, sizes);
    const fullest = await memoryOf(dispatcher);
    return {
      ...{ rate: rounded(rate, 1), limit: rounded(limit, 1), ratio: rounded(rate / limit, 3) },
      ...{ burst, pending, perSecond, seconds, ...paced, rssMbAfter: fullest },
      bareP99Ms: rounded(quantileOf(bare, 0.99), 0),
      loadAverage: os
        .loadavg()
        .map((one) => rounded(one, 1))
        .join(' '),
    };
  } finally {
    await world.close();
  }
}

type Pacing = {
  readonly client: pg.Client;
  readonly template: Template;
  readonly dispatcher: ServiceProcess;
  /** Time that it took to lay in a case. */
  readonly layInMs: number;
};

/** So many due a second, laid in ahead; how late their events were committed, and what the dispatcher took. */
async function measurePace({ client, template, dispatcher, layInMs }: Pacing, sizes: Sizes) {
  const { perSecond, seconds } = sizes;
  const count = perSecond * seconds;
  const rssMbBefore = await memoryOf(dispatcher);
  const first = Date.now() + LAY_IN_LEAST_MS + LAY_IN_FACTOR * layInMs * count;
  const due = Array.from({ length: count }, (_, i) => Math.round(first + (i * 1000) / perSecond));
  const ids = await insertDueCases(client, template, 'p', due);
  if (Date.now() > first) throw new Error('cannot measure: the cases were not laid in before the first was due');
  const commits = await fired(client, ids, first + seconds * 1000);
  const lateMs = ids.map((id, i) => (commits.get(id) ?? Number.NaN) - (due[i] ?? 0));
  return {
    p50Ms: rounded(quantileOf(lateMs, 0.5), 0),
    p99Ms: rounded(quantileOf(lateMs, 0.99), 0),
    mostMs: rounded(Math.max(...lateMs), 0),
    keptPace: rounded(rateOf(commits), 1),
    rssMbBefore,
  };
}

/** Waits until each case has had its timer, and returns when the event of each was committed, in milliseconds. */
async function fired(client: pg.Client, ids: readonly string[], from: number): Promise<ReadonlyMap<string, number>> {
  for (const deadline = from + PATIENCE_MS; ; await sleep(500)) {
    const { rows } = await client.query<{ open: number }>(
      `select count(*)::integer as open from case_timer where fire_at < now() and case_id = any($1)`,
      [ids],
    );
    if (Date.now() > from && rows[0]?.open === 0) break;
    if (Date.now() > deadline) throw new Error(`cannot go on: ${rows[0]?.open} timers have not fired, all should`);
  }
  const { rows } = await client.query<{ id: string; at: number }>(
    `select case_id as id, 1000 * extract(epoch from pg_xact_commit_timestamp(min(txid::text::bigint)::text::xid))::double precision as at
     from case_event where type = 'light-changed' and case_id = any($1) group by case_id`,
    [ids],
  );
  if (rows.length !== ids.length) throw new Error(`cannot trust it: ${ids.length} were due, ${rows.length} fired`);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

function rateOf(commits: ReadonlyMap<string, number>): number {
  const all = [...commits.values()];
  return (1000 * all.length) / Math.max(1, Math.max(...all) - Math.min(...all)); // all in one commit: no span
}

/** Resident memory of the process, in megabytes. */
async function memoryOf({ address }: ServiceProcess): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 2 ** 20);
}

/** Timers fired a second through pump, queue, command and commit, with a million pending, against the queue alone. */
export const bench = {
  name: 'timers',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const sizes = quick ? QUICK : SIZES;
    const server = await startServer(quick, { track_commit_timestamp: 'on' });
    try {
      const postgres = await measureBackend(server, sizes);
      const redis = hasRedis() ? await onRedis(server, sizes) : undefined;
      const { rate, limit, ratio } = postgres;
      return {
        ...{ rate, limit, ratio, unit: 'overdue timers fired' },
        against: 'BullMQ alone: one job a timer, added in bulk and done by empty handlers, as many at once',
        parts: { 'queues on PostgreSQL': postgres, ...(redis === undefined ? {} : { 'queues on Redis': redis }) },
        wished: 'due to committed p99 at most 1000 ms at 200 due a second',
      };
    } finally {
      await server.stop();
    }
  },
};

async function onRedis(server: Server, sizes: Sizes): Promise<Figures> {
  const redis = await startTestRedis();
  try {
    return await measureBackend(server, sizes, redis.url);
  } finally {
    await redis.stop();
  }
}
