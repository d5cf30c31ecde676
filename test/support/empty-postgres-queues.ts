import type pg from 'pg';

const DEADLOCK = '40P01';

/** Truncates every table that BullMQ has in the database, its list of migrations included, even while workers use them. */
export async function emptyPostgresQueues(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ list: string | null }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as list from pg_tables where schemaname = 'bullmq'`,
  );
  if (!rows[0]?.list) return;
  for (;;) {
    try {
      await client.query(`truncate ${rows[0].list}`);
      return;
    } catch (error) {
      // Workers take their locks in another order; one side loses and tries again.
      if (!(error instanceof Error && 'code' in error && error.code === DEADLOCK)) throw error;
    }
  }
}
