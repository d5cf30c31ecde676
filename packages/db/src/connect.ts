import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

export type ConnectOptions = {
  /** Connections at most. 4 beats 10 on two cores, where round trips are short and the server shares the machine. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** A statement that runs longer is cancelled: no request of ours may. */
  readonly statementTimeoutMs?: number;
  /**
   * A transaction that rests longer between two statements is ended: it holds locks for nobody. 15 s unless said, longer
   * than any pause of the services; an import judges a whole city's borders in one.
   */
  readonly idleInTransactionMs?: number;
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
};

const INT8_OID = 20;
const NAMED = /^\/\* prepared: ([a-z-]+) \*\//;

/**
 * Opens a pool. Nothing is sent before the first query; `destroy()` closes it.
 *
 * `bigint` columns arrive as numbers and throw above 2^53 rather than round; `timestamptz` as Date, `xid8` and
 * `numeric` as text. A statement that begins with `prepared: name` in a comment is parsed once a connection.
 */
export function connect(url: string, options: ConnectOptions = {}): Kysely<Database> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8_OID, safeInteger);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 4,
    application_name: options.applicationName ?? 'wanmi',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 15_000,
    connectionTimeoutMillis: 10_000,
    types,
    Client: PreparingClient,
  });
  pool.on('error', options.onIdleError ?? (() => undefined));
  // A connection lost between two statements has nobody waiting on it; without a listener that would end the process.
  // The next statement on it fails and tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`cannot read bigint ${text}: it is beyond 2^53, needs a text column type`);
}

type Query = typeof pg.Client.prototype.query;

/** Sends statements that carry a name as named prepared statements, which Kysely has no way to ask for. */
class PreparingClient extends pg.Client {
  override query: Query = (...args: unknown[]) => Reflect.apply(super.query, this, named(args));
}

function named(args: unknown[]): unknown[] {
  const [text, values, ...rest] = args;
  const name = typeof text === 'string' && Array.isArray(values) ? NAMED.exec(text)?.[1] : undefined;
  return name === undefined ? args : [{ name, text, values }, ...rest];
}
