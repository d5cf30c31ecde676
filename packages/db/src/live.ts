import type { CaseId, Instant } from '@wanmi/kernel';
import type { CaseEvent } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

// Transactions commit out of order: an event with a lower number may appear after one with a higher. Readers therefore
// follow (transaction id, number) and stop below the oldest transaction that still runs: what is older has committed or
// never will, so nothing appears behind a reader. Ids are shared by all databases of a server: any long transaction that
// writes, an import say, holds events back until it ends; none is lost. Transactions that only read have no id.

/** Where a reader stands: every event up to and including this one is seen. `epoch` is the incarnation of the database. */
export type LiveCursor = { readonly epoch: string; readonly txid: bigint; readonly logId: number };

export type LiveEvent = {
  readonly cursor: LiveCursor;
  readonly caseId: CaseId;
  readonly seq: number;
  readonly version: number;
  readonly at: Instant;
  readonly areaCode: string;
  /** Of the case as it is now: who may see it decides who gets the event. */
  readonly departments: readonly string[];
  readonly event: CaseEvent;
};

/** Negative when `left` stands before `right`. */
export const compareCursors = (left: LiveCursor, right: LiveCursor): number =>
  left.txid === right.txid ? left.logId - right.logId : left.txid < right.txid ? -1 : 1;

/** Where a reader stands that has seen everything. */
export async function head(db: Kysely<Database>): Promise<LiveCursor> {
  const { rows } = await sql<HeadRow>`select ${HEAD} from live_epoch`.execute(db);
  return headOf(rows[0]);
}

/**
 * At most `limit` events behind a cursor, in order, and where the reader stands then, also when nothing came.
 * Cost: one index probe a partition and the events themselves.
 */
export async function readEventsAfter(
  db: Kysely<Database>,
  after: LiveCursor,
  limit: number,
): Promise<{ readonly events: readonly LiveEvent[]; readonly cursor: LiveCursor }> {
  const { rows } = await sql<HeadRow & Partial<EventRow>>`
    select ${HEAD}, e.*
    from live_epoch left join lateral (
      select log.txid::text, log.log_id, log.case_id, log.seq, log.version, log.at, log.body,
        log.area_code, coalesce(c.departments, '{}') as departments
      from (
        select * from case_event
        where (txid, log_id) > (${String(after.txid)}::xid8, ${after.logId}::bigint)
          and txid < pg_snapshot_xmin(pg_current_snapshot())
        order by txid, log_id limit ${limit}) as log
      left join urban_case c on c.district = log.district and c.case_month = log.case_month and c.case_id = log.case_id
      order by log.txid, log.log_id) as e on true`.execute(db);
  const closed = headOf(rows[0]);
  const events = rows.filter(isEventRow).map((row) => eventOf(row, closed.epoch));
  const last = events.at(-1);
  // The head never moves back; a cursor from another process may be ahead of this snapshot.
  const end = compareCursors(after, closed) > 0 ? after : closed;
  return { events, cursor: last && events.length >= limit ? last.cursor : end };
}

const HEAD = sql`epoch::text, pg_snapshot_xmin(pg_current_snapshot())::text as xmin`;

type HeadRow = { epoch: string; xmin: string };

function headOf(row: HeadRow | undefined): LiveCursor {
  if (row === undefined) throw new Error('cannot read the live log: live_epoch has no row, needs one');
  return { epoch: row.epoch, txid: BigInt(row.xmin), logId: 0 };
}

type EventRow = {
  txid: string;
  log_id: number;
  case_id: CaseId;
  seq: number;
  version: number;
  at: Date;
  body: CaseEvent;
  area_code: string;
  departments: string[];
};

// Without events the join leaves one row of nulls.
const isEventRow = (row: HeadRow & Partial<EventRow>): row is HeadRow & EventRow => row.txid != null;

const eventOf = (row: EventRow, epoch: string): LiveEvent => ({
  cursor: { epoch, txid: BigInt(row.txid), logId: row.log_id },
  caseId: row.case_id,
  seq: row.seq,
  version: row.version,
  at: row.at.getTime() as Instant,
  areaCode: row.area_code,
  departments: row.departments,
  event: row.body,
});
