import { readFileSync } from 'node:fs';
import { connect, describeSchema } from '@wanmi/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('migrations/schema.sql is what the migrations make; after a change run scripts/dump-schema.ts', async () => {
  const db = connect(database.url);
  const written = readFileSync(new URL('../../migrations/schema.sql', import.meta.url), 'utf8');
  expect(await describeSchema(db)).toBe(written);
  await db.destroy();
});
