import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect, describeSchema, migrate } from '@wanmi/db';
import { sql } from 'kysely';
import { startScratchServer } from './postgres/scratch-server.ts';

// Writes migrations/schema.sql anew from a throw-away server: run it after adding a migration.
const server = await startScratchServer();
try {
  const url = new URL(server.url);
  url.pathname = `/schema_${randomBytes(4).toString('hex')}`;
  const maintenance = connect(server.url);
  await sql`create database ${sql.id(url.pathname.slice(1))} template template0`.execute(maintenance);
  await maintenance.destroy();
  await migrate(url.href);
  const db = connect(url.href);
  writeFileSync(new URL('../migrations/schema.sql', import.meta.url), await describeSchema(db));
  await db.destroy();
} finally {
  await server.stop();
}
