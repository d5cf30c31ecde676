import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of one test file: migrated, empty, its own. */
export type TestDatabase = {
  readonly url: string;
  /** Removes it, closing whatever is still connected. */
  readonly drop: () => Promise<void>;
};

/** Clones the migrated template (about 50 ms). Throws when the run has no server: such a test must not pass unseen. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const given = inject('testPostgres');
  if (!given) {
    throw new Error('cannot create a test database: no server was started, put the test into test/db or test/e2e');
  }
  const name = `wanmi_test_${randomBytes(6).toString('hex')}`;
  const maintain = async (statement: string): Promise<void> => {
    const client = new pg.Client(given.url);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await maintain(`create database ${name} template ${given.template}`);
  const url = new URL(given.url);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => maintain(`drop database if exists ${name} with (force)`) };
}
