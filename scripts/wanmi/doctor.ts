import { existsSync, readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findUncovered, openReference, ReferenceMissing } from '@wanmi/cases';
import { connect } from '@wanmi/db';
import pg from 'pg';
import { type InstanceFolders, openInstanceFolders } from '../instance/folders.ts';
import { findRunning, lockFileOf, type RunningInstance } from '../instance/running.ts';
import { findLockHolder } from '../process-lock.mjs';
import type { Command } from './command.ts';
import { INSTANCE_ROOT } from './instance.ts';

const USAGE = `wanmi doctor [--json]

Says what runs, in which versions, on which ports, where the data lies and how much room is left. Starts nothing.
Exit code 0 if nothing is wrong, 1 if something needs attention; that is listed last.

  --json  { versions, paths, disk, instance, database, queue, mail, photos, problems: [text] }
`;

const LOW_DISK_MB = 1024;

/** `wanmi doctor`: what runs, in which versions, where. */
export const command: Command = {
  words: ['doctor'],
  summary: 'what runs, versions, ports, disk, and what is wrong',
  usage: USAGE,
  run: async (argv, context) => {
    const { values } = parseArgs({ args: [...argv], options: { json: { type: 'boolean', default: false } } });
    const report = await examine();
    context.out(values.json ? JSON.stringify(report, null, 2) : textOf(report));
    return report.problems.length === 0 ? 0 : 1;
  },
};

async function examine() {
  const folders = openInstanceFolders(INSTANCE_ROOT);
  const running = findRunning(folders.home);
  const databaseUrl = process.env.DATABASE_URL || running?.databaseUrl;
  const problems: string[] = [];
  const note = (problem: string | undefined): void => void (problem && problems.push(problem));
  const instance = await examineInstance(folders, running);
  const database = databaseUrl ? await examineDatabase(databaseUrl) : { state: 'not running' };
  const disk = { freeMb: freeMbOf(folders.data) };
  note(instance.problem);
  note('problem' in database ? database.problem : undefined);
  if (disk.freeMb < LOW_DISK_MB)
    note(`the disk of ${folders.data} has ${disk.freeMb} MB left, ${LOW_DISK_MB} MB are wanted`);
  return {
    versions: { wanmi: versionOf('package.json'), node: process.versions.node },
    paths: { data: folders.data, postgres: path.join(folders.data, 'postgres'), logs: folders.log },
    disk,
    instance,
    database,
    queue: process.env.REDIS_URL ? 'Redis (REDIS_URL)' : 'PostgreSQL',
    mail: process.env.SMTP_URL ? 'SMTP (SMTP_URL)' : 'off (SMTP_URL is not set)',
    photos: process.env.S3_ENDPOINT ? 'S3 (S3_ENDPOINT)' : path.join(folders.data, 'media'),
    problems,
  };
}

type Report = Awaited<ReturnType<typeof examine>>;
type InstanceState = {
  readonly state: string;
  readonly pid?: number;
  readonly address?: string;
  readonly problem?: string;
};

async function examineInstance(folders: InstanceFolders, running: RunningInstance | undefined): Promise<InstanceState> {
  const holder = findLockHolder(lockFileOf(folders.home));
  if (!holder) return { state: 'not running' };
  if (!running) return { state: 'starting, or another command is at work', pid: holder.pid };
  const { pid, address } = running;
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) });
    if (answer.ok) return { state: 'ready', pid, address };
    return { state: 'not ready', pid, address, problem: `${address}/readyz: ${(await answer.text()).slice(0, 500)}` };
  } catch (error) {
    return {
      state: 'not answering',
      pid,
      address,
      problem: `${address}/readyz: ${reasonOf(error)}, see ${folders.log}`,
    };
  }
}

async function examineDatabase(databaseUrl: string) {
  const { hostname, port, pathname } = new URL(databaseUrl);
  const place = { host: hostname, port: Number(port || 5432), name: pathname.slice(1) };
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
              (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
              to_regclass('schema_migration') is not null as migrated`,
    );
    const { version, bytes, connections, migrated } = rows[0];
    const state = { state: 'answers', ...place, version, sizeMb: Math.round(bytes / 2 ** 20), connections };
    if (!migrated) return { ...state, problem: 'the database is empty: run npm start or wanmi migrate' };
    const problem = await uncoveredYears(databaseUrl);
    return problem === undefined ? state : { ...state, problem };
  } catch (error) {
    return {
      state: 'not answering',
      ...place,
      problem: `database ${place.host}:${place.port}/${place.name}: ${reasonOf(error)}`,
    };
  } finally {
    await client.end().catch(() => undefined); // it may never have connected
  }
}

/** Open deadlines that reach into a year without published holidays. Nothing before the first calendar is imported. */
async function uncoveredYears(databaseUrl: string): Promise<string | undefined> {
  const db = connect(databaseUrl);
  try {
    const reference = await openReference(db);
    const { cases, years } = await findUncovered({ db, reference: reference.current });
    await reference.close();
    if (years.length === 0) return undefined;
    const named = years.map(({ calendar, zone, year }) => `${year} (${calendar}, ${zone})`).join(', ');
    return `deadlines of ${cases} open cases are provisional: holidays of ${named} are not loaded, run wanmi import calendar`;
  } catch (error) {
    if (error instanceof ReferenceMissing) return undefined;
    throw error;
  } finally {
    await db.destroy();
  }
}

function freeMbOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 2 ** 20);
}

function versionOf(file: string): string {
  const target = path.join(INSTANCE_ROOT, file);
  const content: unknown = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : {};
  return typeof content === 'object' && content && 'version' in content ? String(content.version) : 'unknown';
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

function textOf(report: Report): string {
  const { problems, ...parts } = report;
  const lines = Object.entries(parts).map(
    ([name, part]) => `${name.padEnd(9)} ${typeof part === 'string' ? part : pairsOf(part)}`,
  );
  return [
    ...lines,
    problems.length === 0 ? 'nothing is wrong' : problems.map((text) => `problem   ${text}`).join('\n'),
  ].join('\n');
}

const pairsOf = (part: object): string =>
  Object.entries(part)
    .filter(([name]) => name !== 'problem')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
