import { createPostgresBackend, isPgPool, type PgPool, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import type { Driver } from './driver.ts';
import { EVENTS_KEPT, JOB_OPTIONS, WORKER_OPTIONS } from './job-options.ts';

/** BullMQ's fixed name when it is handed a pool. Its tables are called `job`, `event` …: they need a schema of their own. */
const SCHEMA = 'bullmq';
/** One connection a worker stays in LISTEN; the rest are shared. */
const CONNECTIONS = 8;

/** Opens BullMQ on PostgreSQL, making or updating its tables first. */
export async function openPostgresDriver(databaseUrl: string): Promise<Driver> {
  await prepareSchema(databaseUrl);
  const connection = bullmqPool(makePool(databaseUrl));
  const { Queue, Worker } = withBackend(createPostgresBackend);
  return {
    kind: 'postgres',
    makeQueue: (name) =>
      new Queue(name, {
        connection,
        defaultJobOptions: JOB_OPTIONS,
        streams: { events: { maxLen: EVENTS_KEPT } },
      }),
    makeWorker: (name, processor, { concurrency = 1 }) =>
      new Worker(name, processor, { ...WORKER_OPTIONS, connection, concurrency }),
    close: () => connection.end(),
  };
}

function makePool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    // A crash may cost the last moments of a queue, which the outbox makes up for: no job has to wait for the disk.
    options: `-c search_path=${SCHEMA} -c synchronous_commit=off`,
    max: CONNECTIONS,
    application_name: 'wanmi queue',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    keepAlive: true,
  });
  pool.setMaxListeners(50); // each queue and worker listens for errors of the one pool
  pool.on('error', () => undefined); // idle connections that break are replaced
  return pool;
}

/** The same pool as BullMQ's own type sees it, which lists fewer overloads than pg has. */
function bullmqPool(pool: unknown): PgPool {
  if (isPgPool(pool)) return pool;
  throw new Error('cannot open the queues: BullMQ takes no pool of this version of pg, a matching version is needed');
}

/** Serialises the check below among processes that start together; BullMQ's migrator has a lock of its own. */
const LOCK = 7_266_110_102;

async function prepareSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'wanmi queue' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    // Someone emptied the tables, the migrator's ledger among them: it would trip over what is there. All that a queue
    // holds can be published again, so it is made anew.
    if (await lostItsLedger(client)) await dropSchema(client);
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}

const DEADLOCK = '40P01';
const DROP_TRIES = 10;

/** Another process may be at work in the tables, and takes its locks in an order of its own. */
async function dropSchema(client: pg.Client): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await client.query(`drop schema ${SCHEMA} cascade`);
      return;
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === DEADLOCK;
      if (!isDeadlock || tried === DROP_TRIES) throw error;
    }
  }
}

async function lostItsLedger(client: pg.Client): Promise<boolean> {
  const tables = await client.query<{ both: boolean }>(
    `select to_regclass('${SCHEMA}.job') is not null and to_regclass('${SCHEMA}.migration') is not null as both`,
  );
  if (tables.rows[0]?.both !== true) return false;
  const ledger = await client.query(`select from ${SCHEMA}.migration limit 1`);
  return ledger.rowCount === 0;
}
