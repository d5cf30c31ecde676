import { randomBytes } from 'node:crypto';
import { planCensus } from '@wanmi/cases';
import { census, connect, type Database, migrate } from '@wanmi/db';
import { type Kysely, sql } from 'kysely';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { loadSurvey } from '../scripts/census/load-survey.ts';
import { importComponents } from '../scripts/import/components/import-components.ts';
import type { RawRecord } from '../scripts/import/records/raw-record.ts';
import { loadReferenceFixture, pointIn } from '../test/support/reference-fixture.ts';
import { type BenchOptions, type Figures, type Measurement, rounded } from './support/measurement.ts';
import { startServer } from './support/open-world.ts';

const ROWS = 100_000;
const ROUND = 'bench';

/** Lamps all over the fixture's grids; every tenth differs from the register where `moved` says so, some are new. */
async function* lamps(from: number, count: number, moved: boolean): AsyncGenerator<RawRecord> {
  for (let i = from; i < from + count; i += 1) {
    const random = seededRandom(i); // the same place each time
    const { lng, lat } = pointIn(i % 4);
    const position = [lng + (random() - 0.5) * 0.0009, lat + (random() - 0.5) * 0.0006] as const;
    const state = moved && i % 10 === 0 ? '破损' : '完好';
    const properties = { id: `p${i}`, classCode: '01037', state, owner: '市政', competentName: '路灯所' };
    yield { place: `row ${i}`, properties, position };
  }
}

async function measure(db: Kysely<Database>, rows: number): Promise<Measurement> {
  const none = { source: 'lamps', onRejected: () => undefined };
  const imported = await timed(() => importComponents(db, { ...none, records: lamps(0, rows, false) }));
  const round = { roundId: ROUND, name: 'bench', area: '110101', classes: [], needed: 96, by: null };
  await planCensus(db, { ...round, plannedFrom: '2026-11-01', plannedTo: '2026-11-30' });
  const loaded = await timed(() => loadSurvey(db, ROUND, { ...none, records: lamps(rows / 10, rows, true) }));
  const planned = await census.findRound(db, ROUND);
  if (planned === undefined) throw new Error('cannot measure a census: its round is gone');
  const compared = await timed(() => census.findings(db, planned));
  const copied = await timed(() => copyComponents(db));
  const applied = await timed(() => db.transaction().execute((trx) => census.applyRecords(trx, ROUND)));
  const limit = rows / copied;
  const figures = (seconds: number): Figures => ({
    ...{ rate: rounded(rows / seconds, 1), limit: rounded(limit, 1), ratio: rounded(rows / seconds / limit, 3) },
    seconds: rounded(seconds, 2),
  });
  return {
    ...figures(loaded),
    ...{ unit: 'records surveyed', rows },
    against: 'the register’s rows inserted into an empty table of the same indexes by one statement',
    parts: {
      import: figures(imported),
      'against the register': figures(compared),
      'into the register': figures(applied),
    },
  };
}

/** What the database does at best: all rows at once, without reading, checking, locating or comparing. */
async function copyComponents(db: Kysely<Database>): Promise<void> {
  await sql`create table plain_copy (like component including all)`.execute(db);
  const { rows } = await sql<{ names: string }>`
    select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
    where table_name = 'component' and is_generated = 'NEVER'`.execute(db);
  const names = sql.raw(rows[0]?.names ?? '');
  await sql`insert into plain_copy (${names}) select ${names} from component`.execute(db);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Records of a census a second, against the same rows copied inside the database. */
export const bench = {
  name: 'census',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const server = await startServer(quick);
    try {
      const url = new URL(server.url);
      const maintenance = connect(url.href);
      url.pathname = `/census_${randomBytes(4).toString('hex')}`;
      await sql`create database ${sql.id(url.pathname.slice(1))}`.execute(maintenance);
      await maintenance.destroy();
      await migrate(url.href);
      await loadReferenceFixture(url.href);
      const db = connect(url.href, { max: 2, statementTimeoutMs: 600_000 });
      try {
        return await measure(db, quick ? 200 : ROWS);
      } finally {
        await db.destroy();
      }
    } finally {
      await server.stop();
    }
  },
};
