import { setTimeout as sleep } from 'node:timers/promises';
import { countRoutes, type Desk } from '@wanmi/cases';
import { sql } from 'kysely';

/**
 * Counts until every event there is has been counted. Events wait for the oldest transaction of the whole server, and test
 * files share one. Returns how many.
 */
export async function countAllRoutes(desk: Desk): Promise<number> {
  let total = await countRoutes(desk);
  for (;;) {
    const { rows } = await sql<{ behind: boolean }>`
      select coalesce(max(e.txid) >= (select txid from routing_position), false) as behind from case_event e`.execute(
      desk.db,
    );
    if (rows[0]?.behind !== true) return total;
    await sleep(20);
    total += await countRoutes(desk);
  }
}
