import type pg from 'pg';

/** Truncates every table that BullMQ has in the database, its list of migrations included. */
export async function emptyPostgresQueues(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ list: string | null }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as list from pg_tables where schemaname = 'bullmq'`,
  );
  if (rows[0]?.list) await client.query(`truncate ${rows[0].list}`);
}
