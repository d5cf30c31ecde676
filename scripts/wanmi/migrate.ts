import { parseArgs } from 'node:util';
import pg from 'pg';
import type { Command } from './command.ts';
import { withDatabase } from './instance.ts';

const USAGE = `wanmi migrate [--json]

Brings the database up to date: applies what is missing of migrations/*.sql, each file in a transaction, forward only.
Without a running instance or DATABASE_URL, PostgreSQL is started and stopped for it.

  --json  { applied: [names], pending: 0 }
`;

/** `wanmi migrate`: brings the database up to date and says what it holds. */
export const command: Command = {
  words: ['migrate'],
  summary: 'bring the database up to date',
  usage: USAGE,
  run: async (argv, context) => {
    const { values } = parseArgs({ args: [...argv], options: { json: { type: 'boolean', default: false } } });
    const applied = await withDatabase(context, listApplied);
    context.out(
      values.json
        ? JSON.stringify({ applied, pending: 0 })
        : `the database is up to date: ${applied.length} migrations, the last is ${applied.at(-1)}`,
    );
    return 0;
  },
};

// withDatabase has migrated; a running instance did so when it started.
async function listApplied(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select name from schema_migration order by name');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
