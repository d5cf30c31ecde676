import { geocode, reverseGeocode } from '@wanmi/cases';
import { connect, type Database, migrate } from '@wanmi/db';
import { soundOf } from '@wanmi/gazetteer';
import { type Kysely, sql } from 'kysely';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { fillAddresses, type ManyAddresses } from './support/many-addresses.ts';
import {
  type BenchOptions,
  type Figures,
  figuresOf,
  type Measurement,
  quantileOf,
  rounded,
} from './support/measurement.ts';
import { startServer } from './support/open-world.ts';

const ROWS = 1_000_000;
/** Searches at once, each on a connection. */
const LINES = 4;
const ROUNDS = 3;

/** One way of asking; gives the ids of what was found. */
type Asking = () => Promise<readonly string[]>;

const NO_AREAS = { areaKeys: { districts: [], others: [] } };

function askings(db: Kysely<Database>, { roads, sights, doorsARoad }: ManyAddresses): Readonly<Record<string, Asking>> {
  const random = seededRandom(7);
  const one = (names: readonly string[]): string => names[Math.floor(random() * names.length)] ?? '';
  const find = (q: string) => geocode({ db, reference: NO_AREAS }, { q, area: '', limit: 10 }).then(idsOf);
  const near = () => {
    const position = [116.2 + random() * 0.4, 39.8 + random() * 0.3] as const;
    return reverseGeocode(db, { position, withinM: 200, limit: 3 }).then(idsOf);
  };
  const misspelt = (name: string): string => `${name.slice(0, 1)}误${name.slice(2)}`;
  return {
    'house number': () => find(`${one(roads)}${1 + Math.floor(random() * doorsARoad)}号`),
    'two characters': () => find(one(sights).slice(0, 2)),
    'part of a name': () => find(one(sights).slice(1)),
    pinyin: () => find(soundOf(one(sights)).full),
    misspelt: () => find(misspelt(one(sights))),
    reverse: near,
  };
}

const idsOf = (rows: readonly { readonly addressId: string }[]): readonly string[] =>
  rows.map(({ addressId }) => addressId);

type Asked = {
  readonly rate: number;
  readonly found: readonly (readonly string[])[];
  readonly tookMs: readonly number[];
};

async function askFor(ms: number, ask: Asking): Promise<Asked> {
  const found: (readonly string[])[] = [];
  const tookMs: number[] = [];
  const began = performance.now();
  const work = async (): Promise<void> => {
    while (performance.now() - began < ms) {
      const at = performance.now();
      found.push(await ask());
      tookMs.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: LINES }, work));
  return { rate: (1000 * found.length) / (performance.now() - began), found, tookMs };
}

/** Searches, and right after each round the rows that it found fetched by their keys. */
async function measure(db: Kysely<Database>, ask: Asking, quick: boolean): Promise<Figures> {
  const ms = quick ? 60 : 2500;
  await askFor(ms / 2, ask);
  const rounds = [];
  const took: number[] = [];
  for (let round = 0; round < (quick ? 1 : ROUNDS); round += 1) {
    const { rate, found, tookMs } = await askFor(ms, ask);
    took.push(...tookMs);
    let next = 0;
    const fetch = async (): Promise<readonly string[]> => {
      const ids = found[next++ % found.length] ?? [];
      await sql`select * from address where address_id = any(${[...ids]}::text[]) and valid_to is null`.execute(db);
      return ids;
    };
    rounds.push({ rate, limit: (await askFor(ms, fetch)).rate });
  }
  const [p50, p99] = [rounded(quantileOf(took, 0.5), 1), rounded(quantileOf(took, 0.99), 1)];
  return { ...figuresOf(rounds), p50Ms: p50, p99Ms: p99 };
}

/** Searches of addresses a second at 10^6 rows, against fetching the rows they find by their keys. */
export const bench = {
  name: 'geocode',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const server = await startServer(quick);
    try {
      const url = new URL(server.url);
      await makeDatabase(url);
      const db = connect(url.href, { max: LINES, statementTimeoutMs: 600_000 });
      try {
        const filled = await fillAddresses(db, quick ? 1000 : ROWS);
        const parts: Record<string, Figures> = {};
        for (const [name, ask] of Object.entries(askings(db, filled))) parts[name] = await measure(db, ask, quick);
        const slowest = Object.values(parts).toSorted((a, b) => a.ratio - b.ratio)[0];
        if (slowest === undefined) throw new Error('cannot measure searching: there is no way of asking');
        const { rate, limit, ratio } = slowest;
        return {
          ...{
            rate,
            limit,
            ratio,
            unit: 'searches, the kind of the lowest ratio',
            rows: quick ? 1000 : ROWS,
            lines: LINES,
          },
          against: 'the rows found, fetched by their keys on as many connections',
          parts,
        };
      } finally {
        await db.destroy();
      }
    } finally {
      await server.stop();
    }
  },
};

async function makeDatabase(url: URL): Promise<void> {
  const maintenance = connect(url.href);
  url.pathname = '/geocode';
  await sql`create database geocode`.execute(maintenance);
  await maintenance.destroy();
  await migrate(url.href);
}
