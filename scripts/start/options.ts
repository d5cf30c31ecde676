import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export type StartOptions = { readonly port: number; readonly reset: boolean; readonly help: boolean };

export const START_USAGE = `Usage: npm start [-- --port N --reset]

Starts Wanmi on this machine: PostgreSQL, dispatcher and api, with the demo district on the first start.

  --port N   listen on 127.0.0.1:N (default 3000)
  --reset    empty the database and the photos first; accounts and keys of the demo stay
  --help     this text

Environment:
  DATABASE_URL         a PostgreSQL 15 or newer of your own; absent: an embedded PostgreSQL 18 below .wanmi/
  REDIS_URL            a Redis 6.2 or newer; absent: the queue lives in PostgreSQL
  S3_*                 an object store for photos; absent: a folder below .wanmi/
  WANMI_DEMO_PASSWORD  password of the demo accounts; absent: random and printed

Stop it with Ctrl+C or SIGTERM: it drains and leaves no process behind.
`;

/** Reads the arguments. Throws with what was expected when they are wrong. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '3000' },
      reset: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`cannot listen on port ${JSON.stringify(values.port)}: a whole number from 1 to 65535 is needed`);
  }
  return { port, reset: values.reset, help: values.help };
}
