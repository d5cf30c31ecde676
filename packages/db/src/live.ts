import type { CaseId, Instant } from '@wanmi/kernel';
import type { CaseEvent, CaseState } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

// A log that many write commits out of order: an event with a lower number may appear after one with a higher. Readers
// therefore follow (transaction id, number) and stop below the oldest transaction that still runs: what is older has
// committed or never will, so nothing appears behind a reader.

/** All events up to and including this one are seen. `txid` is text: 64 bits. */
export type LivePosition = { readonly txid: string; readonly logId: number };

/** How far the log is closed, and which incarnation of the database it belongs to. */
export type LiveHead = {
  readonly epoch: string;
  /** Every event that any reader may see by now stands at or before it. */
  readonly closed: LivePosition;
};

export type LogEvent = {
  readonly position: LivePosition;
  readonly caseId: CaseId;
  readonly seq: number;
  readonly version: number;
  readonly at: Instant;
  readonly body: CaseEvent;
  /** The case as it is now, maybe some events later. */
  readonly state: CaseState;
};

/** Where a reader stands that has seen everything. */
export async function head(db: Kysely<Database>): Promise<LiveHead> {
  const { rows } = await sql<{ epoch: string; xmin: string }>`
    select epoch::text, pg_snapshot_xmin(pg_current_snapshot())::text as xmin from live_epoch`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('cannot read the live log: live_epoch has no row, needs one');
  return { epoch: row.epoch, closed: { txid: row.xmin, logId: 0 } };
}

/**
 * At most `limit` events behind `after`, in order, up to `head`, which must have been read before: what commits in
 * between waits for the next call.
 */
export async function readAfter(
  db: Kysely<Database>,
  after: LivePosition,
  head: LiveHead,
  limit: number,
): Promise<readonly LogEvent[]> {
  const { rows } = await sql<{
    txid: string;
    log_id: number;
    case_id: CaseId;
    seq: number;
    version: number;
    at: Date;
    body: CaseEvent;
    data: CaseState;
  }>`
    select e.txid::text, e.log_id, e.case_id, e.seq, e.version, e.at, e.body, c.data
    from (
      select * from case_event
      where (txid, log_id) > (${after.txid}::xid8, ${after.logId}::bigint) and txid < ${head.closed.txid}::xid8
      order by txid, log_id limit ${limit}) as e
    join urban_case c on c.district = e.district and c.case_month = e.case_month and c.case_id = e.case_id
    order by e.txid, e.log_id`.execute(db);
  return rows.map(({ txid, log_id, case_id, seq, version, at, body, data }) => ({
    position: { txid, logId: log_id },
    caseId: case_id,
    ...{ seq, version, body },
    at: at.getTime() as Instant,
    state: data,
  }));
}

/** Whether more than `most` events stand behind a position. */
export async function isFartherThan(db: Kysely<Database>, after: LivePosition, most: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from case_event where (txid, log_id) > (${after.txid}::xid8, ${after.logId}::bigint)
    order by txid, log_id offset ${most} limit 1`.execute(db);
  return rows.length > 0;
}
