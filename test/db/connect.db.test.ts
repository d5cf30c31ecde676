import { connect } from '@wanmi/db';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';

test.each([
  { options: {}, idle: '15s', statement: '30s' },
  { options: { idleInTransactionMs: 600_000, statementTimeoutMs: 600_000 }, idle: '10min', statement: '10min' },
])('a connection with $options rests $idle in a transaction at most', async ({ options, idle, statement }) => {
  const database = await createTestDatabase();
  const db = connect(database.url, { max: 1, ...options });
  const { rows } = await sql<{ idle: string; statement: string }>`
    select current_setting('idle_in_transaction_session_timeout') as idle, current_setting('statement_timeout') as statement
  `.execute(db);
  expect(rows).toEqual([{ idle, statement }]);
  await db.destroy();
  await database.drop();
});
