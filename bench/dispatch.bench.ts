import { hasRedis, startTestRedis } from '../test/support/redis-server.ts';
import { bareQueueRate } from './support/bare-queue.ts';
import {
  type BenchOptions,
  type Figures,
  figuresOf,
  type Measurement,
  quantileOf,
  rounded,
} from './support/measurement.ts';
import { openWorld, startServer, type World } from './support/open-world.ts';
import { type Clients, openClients, reportRequests } from './support/send-requests.ts';

/** So long reports are sent: until the machine is warm, at full speed, and at half of the rate found. */
const LENGTHS = { warmMs: 4000, fullMs: 8000, halfMs: 20_000, jobs: 20_000 };
const QUICK = { warmMs: 200, fullMs: 300, halfMs: 500, jobs: 200 };

type Server = Awaited<ReturnType<typeof startServer>>;

async function measureBackend(server: Server, lengths: typeof LENGTHS, redisUrl?: string): Promise<Figures> {
  const limit = (await bareQueueRate(server.url, lengths.jobs, redisUrl)) / 2; // a case takes two jobs: route, notice
  const world = await openWorld({ server, dispatcher: true, ...(redisUrl === undefined ? {} : { redisUrl }) });
  const clients = await openClients(world.port, 'inspector');
  try {
    await dispatched(world, () => clients.sendFor(lengths.warmMs, reportRequests(clients)));
    const full = await dispatched(world, () => clients.sendFor(lengths.fullMs, reportRequests(clients)));
    const half = await dispatched(world, () => paced(clients, lengths.halfMs, full.rate / 2));
    const waits = {
      p50Ms: rounded(quantileOf(half.waitsMs, 0.5), 0),
      p99Ms: rounded(quantileOf(half.waitsMs, 0.99), 0),
      mostMs: rounded(Math.max(...half.waitsMs), 0),
    };
    const { rate, limit: bare, ratio } = figuresOf([{ rate: full.rate, limit }]);
    return { rate, limit: bare, ratio, cases: full.waitsMs.length, halfRate: rounded(full.rate / 2, 1), ...waits };
  } finally {
    clients.close();
    await world.close();
  }
}

const paced = (clients: Clients, ms: number, rate: number) => clients.sendPaced(ms, rate, reportRequests(clients));

/** Sends, waits until nothing is left to do, and looks at when each case was accepted and when it was dispatched. */
async function dispatched(
  { client, settle }: World,
  send: () => Promise<{ readonly count: number }>,
): Promise<{ readonly rate: number; readonly waitsMs: readonly number[] }> {
  const { rows: before } = await client.query<{ log: string }>(
    'select coalesce(max(log_id), 0) as log from case_event',
  );
  const { count } = await send();
  await settle();
  // Commit by commit: an event's own instant is that of its decision.
  const { rows } = await client.query<{ accepted: number; done: number }>(
    `select 1000 * extract(epoch from pg_xact_commit_timestamp(r.txid::xid))::double precision as accepted,
            1000 * extract(epoch from pg_xact_commit_timestamp(d.txid::xid))::double precision as done
     from case_event r join case_event d on d.case_id = r.case_id and d.type = 'case-dispatched'
     where r.seq = 1 and r.log_id > $1`,
    [before[0]?.log ?? 0],
  );
  if (rows.length !== count) throw new Error(`cannot trust the rate: ${count} accepted, ${rows.length} dispatched`);
  const first = Math.min(...rows.map(({ accepted }) => accepted));
  const last = Math.max(...rows.map(({ done }) => done));
  return { rate: (1000 * count) / (last - first), waitsMs: rows.map(({ accepted, done }) => done - accepted) };
}

/** Reports to dispatched cases a second through api, outbox, queue and dispatcher, against the queue library alone. */
export const bench = {
  name: 'dispatch',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const lengths = quick ? QUICK : LENGTHS;
    const server = await startServer(quick, { track_commit_timestamp: 'on' });
    try {
      const postgres = await measureBackend(server, lengths);
      const redis = hasRedis() ? await onRedis(server, lengths) : undefined;
      const { rate, limit, ratio } = postgres;
      return {
        ...{ rate, limit, ratio, unit: 'cases' },
        against: 'BullMQ alone: two jobs a case, added in bulk and done by empty handlers, as many at once',
        parts: { 'queues on PostgreSQL': postgres, ...(redis === undefined ? {} : { 'queues on Redis': redis }) },
        ...(redis === undefined ? { redis: 'not measured: there is no redis-server on the PATH' } : {}),
        wished: 'accepted to dispatched p99 below 1000 ms at half the rate',
      };
    } finally {
      await server.stop();
    }
  },
};

async function onRedis(server: Server, lengths: typeof LENGTHS): Promise<Figures> {
  const redis = await startTestRedis();
  try {
    return await measureBackend(server, lengths, redis.url);
  } finally {
    await redis.stop();
  }
}
