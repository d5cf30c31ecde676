import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyPostgresQueues } from '../support/empty-postgres-queues.ts';
import { describeQueues } from '../support/queue-conformance.ts';

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

describeQueues('PostgreSQL', {
  settings: () => ({ databaseUrl: database.url }),
  empty: () => emptyPostgresQueues(client),
});
