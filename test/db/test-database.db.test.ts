import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('a test database', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const one = async (expression: string): Promise<unknown> =>
    (await client.query(`select ${expression} as it`)).rows[0].it;

  test.each([
    { expression: `current_setting('server_encoding')`, it: 'UTF8' },
    { expression: `lower('ÄÉ王')`, it: 'äé王' },
    { expression: `'王' ~ '\\w'`, it: true },
    { expression: `'b' > 'B'`, it: true }, // by code point, on every system alike
    { expression: `current_setting('TimeZone')`, it: 'UTC' },
  ])('answers $expression with $it', async ({ expression, it }) => {
    expect(await one(expression)).toBe(it);
  });

  test('finds trigrams in Chinese text', async () => {
    await client.query('create extension if not exists pg_trgm');
    expect(await one(`cardinality(show_trgm('城市管理'))`)).toBeGreaterThan(0);
  });

  test('is not shared with another file', async () => {
    const other = await createTestDatabase();
    expect(other.url).not.toBe(database.url);
    await other.drop();
  });
});
