import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { migrate } from '@wanmi/db';
import pg from 'pg';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ReplayPlan } from './replay-plan.ts';

/** The database of a replay, with reference data and nothing else at first. */
export type ReplayDatabase = {
  readonly url: string;
  /** Names this run; idempotency keys begin with it. */
  readonly run: string;
  /** Whether an earlier process began this run and did not end it. */
  readonly resumed: boolean;
  /** Remembers that the run came to its end: the next one begins anew. */
  readonly finish: () => Promise<void>;
};

const Remark = Type.Object({ fingerprint: Type.String(), run: Type.String(), finished: Type.Boolean() });
type Remark = Static<typeof Remark>;

const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/**
 * Opens the database of a replay on a server: that of a run that was broken off, else a new one. Reference data is
 * made once and kept in a second database, from which each run is copied; both say what they hold in their comment.
 * `secret` is what the run's history is signed with: with another one a run cannot be continued.
 */
export async function openReplayDatabase(
  serverUrl: string,
  { name, fingerprint, load }: Pick<ReplayPlan, 'name' | 'fingerprint' | 'load'>,
  secret: string,
  say: (text: string) => void,
): Promise<ReplayDatabase> {
  const [base, own] = namesOf(name);
  const basis = digestOf(fingerprint, migrationText());
  const server = new pg.Client({ connectionString: serverUrl, application_name: 'wanmi replay' });
  await server.connect();
  try {
    const url = databaseUrl(serverUrl, own);
    const wanted = digestOf(basis, secret);
    const earlier = await readRemark(server, own);
    const resumed = earlier?.fingerprint === wanted && !earlier.finished;
    const run = resumed ? earlier.run : randomUUID().slice(0, 8);
    if (!resumed) {
      await ensureBase(server, { name: base, url: databaseUrl(serverUrl, base), basis }, load, say);
      await server.query(`drop database if exists ${own} with (force)`);
      await server.query(`create database ${own} template ${base}`);
      await writeRemark(server, own, { fingerprint: wanted, run, finished: false });
    }
    await migrate(url);
    return { url, run, resumed, finish: () => finishRun(serverUrl, own, { fingerprint: wanted, run, finished: true }) };
  } finally {
    await server.end();
  }
}

/** Removes all databases of a replay. */
export async function dropReplayDatabases(serverUrl: string, name: string): Promise<void> {
  const server = new pg.Client(serverUrl);
  await server.connect();
  try {
    for (const database of namesOf(name)) await server.query(`drop database if exists ${database} with (force)`);
  } finally {
    await server.end();
  }
}

function namesOf(name: string): readonly [base: string, own: string] {
  if (!/^[a-z0-9_]{1,30}$/.test(name))
    throw new Error(`cannot name a database after replay "${name}": needs a-z, 0-9, _`);
  return [`wanmi_replay_${name}_base`, `wanmi_replay_${name}`];
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

type Base = { readonly name: string; readonly url: string; readonly basis: string };

// A comment is written last: a base without it is half made.
async function ensureBase(
  server: pg.Client,
  { name, url, basis }: Base,
  load: ReplayPlan['load'],
  say: (text: string) => void,
): Promise<void> {
  const remark = await readRemark(server, name);
  if (remark?.fingerprint === basis) return say('the reference data of an earlier run is kept');
  await server.query(`drop database if exists ${name} with (force)`);
  await server.query(`create database ${name} template template0`);
  await migrate(url);
  await load(url, say);
  await writeRemark(server, name, { fingerprint: basis, run: '', finished: true });
}

async function readRemark(server: pg.Client, database: string): Promise<Remark | undefined> {
  const { rows } = await server.query<{ text: string | null }>(
    `select shobj_description(oid, 'pg_database') as text from pg_database where datname = $1`,
    [database],
  );
  try {
    return Value.Parse(Remark, JSON.parse(rows[0]?.text ?? ''));
  } catch {
    return undefined; // none, or one that was never finished
  }
}

async function writeRemark(server: pg.Client, database: string, remark: Remark): Promise<void> {
  await server.query(`comment on database ${database} is ${pg.escapeLiteral(JSON.stringify(remark))}`);
}

async function finishRun(serverUrl: string, database: string, remark: Remark): Promise<void> {
  const server = new pg.Client(serverUrl);
  await server.connect();
  await writeRemark(server, database, remark).finally(() => server.end());
}

const digestOf = (...texts: readonly string[]): string =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 32);

const migrationText = (): string =>
  readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(new URL(file, MIGRATIONS), 'utf8'))
    .join('\n');
