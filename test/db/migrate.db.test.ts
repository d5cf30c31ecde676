import { connect, migrate } from '@wanmi/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('migrating an up-to-date database runs nothing', async () => {
  expect(await migrate(database.url)).toEqual([]);
});

test('two processes that migrate at once both succeed', async () => {
  expect(await Promise.all([migrate(database.url), migrate(database.url)])).toEqual([[], []]);
});

test('an edited migration is refused by name', async () => {
  const db = connect(database.url);
  await sql`update schema_migration set checksum = 'other' where name = '0001_reference.sql'`.execute(db);
  await expect(migrate(database.url)).rejects.toThrow('0001_reference.sql was edited');
  await sql`update schema_migration set name = '9999_future.sql' where name = '0001_reference.sql'`.execute(db);
  await expect(migrate(database.url)).rejects.toThrow('9999_future.sql');
  await db.destroy();
});

test('rows of a month without a partition move when the month is made', async () => {
  const db = connect(database.url);
  await sql`insert into case_timer values ('110101', 203001, '110101-203001-a', 'handle#1:red', now())`.execute(db);
  await sql`insert into case_timer values ('110101', 203002, '110101-203002-a', 'handle#1:red', now())`.execute(db);
  await sql`select make_case_partitions(203001, 203001)`.execute(db);
  const where = await sql<{ part: string }>`select tableoid::regclass::text as part from case_timer order by 1`.execute(
    db,
  );
  expect(where.rows.map(({ part }) => part)).toEqual(['case_timer_203001', 'case_timer_default']);
  await expect(sql`select make_case_partitions(203013, 203101)`.execute(db)).rejects.toThrow('YYYYMM');
  await db.destroy();
});

test('bigints arrive as numbers and never round', async () => {
  const db = connect(database.url);
  const read = (text: string) => sql<{ n: number }>`select ${text}::bigint as n`.execute(db);
  expect((await read('9007199254740991')).rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
  await expect(read('9007199254740993')).rejects.toThrow('beyond 2^53');
  await db.destroy();
});
