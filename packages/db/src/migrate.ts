import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const FOLDER = new URL('../../../migrations/', import.meta.url);
const FILE = /^\d{4}_[a-z_]+\.sql$/;
/** Any constant of our own: holds off a second process that migrates the same database. */
const LOCK = 7_266_110_101;

type Migration = { readonly name: string; readonly text: string; readonly checksum: string };

/**
 * Brings a database up to date and returns the names of the files that ran. Each runs in a transaction of its own,
 * forward only; a second process waits for the first. Afterwards the partitions of the months around now exist.
 * Throws, changing nothing, when an applied file was edited or the database is newer than the program.
 */
export async function migrate(
  connectionString: string,
  onStep: (text: string) => void = () => undefined,
): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'wanmi migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const pending = await findPending(client);
    for (const migration of pending) {
      onStep(`migrating ${migration.name}`);
      await apply(client, migration);
    }
    await client.query(MONTHS_AROUND_NOW);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

// The month before, for offline reports that arrive late, and three ahead, should the dispatcher be down for long.
const MONTHS_AROUND_NOW = `
  select make_case_partitions(
    to_char(local - interval '1 month', 'YYYYMM')::integer, to_char(local + interval '3 months', 'YYYYMM')::integer)
  from (select date_trunc('month', now() at time zone 'Asia/Shanghai')) as today (local)`;

async function findPending(client: pg.Client): Promise<readonly Migration[]> {
  await client.query(`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration',
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const files = readMigrations();
  for (const { name, checksum } of files) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new Error(`cannot migrate: ${name} was edited after it was applied, a new numbered file is needed`);
    }
  }
  const known = new Set(files.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(`cannot migrate: the database has ${unknown.join(', ')}, a program at least as new is needed`);
  }
  return files.filter(({ name }) => !applied.has(name));
}

function readMigrations(): readonly Migration[] {
  const names = readdirSync(FOLDER).filter((name) => FILE.test(name));
  return names.sort().map((name) => {
    // Line ends do not count: a checkout on Windows may change them.
    const text = readFileSync(new URL(name, FOLDER), 'utf8').replaceAll('\r\n', '\n');
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

async function apply(client: pg.Client, { name, text, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot apply ${name}: ${found}; nothing of it was kept`, { cause });
  }
}
