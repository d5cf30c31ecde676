import pg from 'pg';
import type { Sent } from './send-requests.ts';

// The limit of writing: what the product stored is read back as text and inserted again, into the same tables with the
// same indexes, by one prepared statement for each case. One statement is one transaction and one round trip, and holds
// nothing but inserts of ready values: no client can have the same rows written one case at a time for less.

/** A column with its type, as a cast needs it. */
type Column = { readonly name: string; readonly type: string };

/** The tables that a report writes to, and how a row is found to belong to a case. */
const TABLES = {
  urban_case: 'case_id',
  case_event: 'case_id',
  case_content: 'case_id',
  case_search: 'case_id',
  case_timer: 'case_id',
  outbox: 'case_id',
  idempotency: `body ->> 'caseId'`,
} as const;

/** Given by the database itself, for the limit as for the product. */
const DEFAULTS = ['effect_id', 'txid', 'log_id', 'published_at'];

/** All rows of one case, ready to be inserted. */
export type CaseRows = { readonly name: string; readonly text: string; readonly values: readonly (string | null)[] };

/** Reads all cases with their rows. */
export async function readCases(client: pg.Client): Promise<readonly CaseRows[]> {
  const cases = new Map<string, { shape: string; parts: string[]; values: (string | null)[] }>();
  for (const [table, owner] of Object.entries(TABLES)) {
    const columns = await columnsOf(client, table);
    const names = columns.map(({ name }) => name);
    const { rows } = await client.query<{ owner: string; row: (string | null)[] }>(
      `select ${owner} as owner, array[${names.map((name) => `${name}::text`)}] as row from ${table} order by 1`,
    );
    for (const [caseId, own] of Map.groupBy(rows, (row) => row.owner)) {
      const found = cases.get(caseId) ?? { shape: '', parts: [], values: [] };
      cases.set(caseId, found);
      const tuples = own.map((_, i) => tupleOf(columns, found.values.length + i * columns.length));
      found.shape += `-${own.length}`;
      found.parts.push(`${table}_part as (insert into ${table} (${names}) values ${tuples})`);
      found.values.push(...own.flatMap(({ row }) => row));
    }
  }
  return [...cases.values()].map(({ shape, parts, values }) => ({
    name: `case${shape}`,
    text: `with ${parts.join(',\n')} select 1`,
    values,
  }));
}

async function columnsOf(client: pg.Client, table: string): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> all($2) order by attnum`,
    [table, DEFAULTS],
  );
  return rows;
}

const tupleOf = (columns: readonly Column[], from: number): string =>
  `(${columns.map(({ type }, i) => `$${from + i + 1}::${type}`)})`;

/** Empties what `readCases` reads. */
export async function emptyCases(client: pg.Client): Promise<void> {
  await client.query(`truncate ${Object.keys(TABLES)}`);
}

/** Inserts them over so many connections, one case after the other on each, the plans of all shapes made before. */
export async function insertCases(url: string, connections: number, cases: readonly CaseRows[]): Promise<Sent> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client(url);
      await client.connect();
      return client;
    }),
  );
  try {
    const shapes = new Map(cases.map((one) => [one.name, one]));
    for (const client of clients) for (const shape of shapes.values()) await prepare(client, shape);
    let next = 0;
    const began = performance.now();
    const work = async (client: pg.Client): Promise<void> => {
      for (let one = cases[next++]; one !== undefined; one = cases[next++]) {
        await client.query({ name: one.name, text: one.text, values: [...one.values] });
      }
    };
    await Promise.all(clients.map(work));
    return { count: cases.length, seconds: (performance.now() - began) / 1000 };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** Runs it some times and takes it back: the server settles on a plan of its own after five. */
async function prepare(client: pg.Client, { name, text, values }: CaseRows): Promise<void> {
  for (let i = 0; i < 6; i += 1) {
    await client.query('begin');
    await client.query({ name, text, values: [...values] });
    await client.query('rollback');
  }
}
