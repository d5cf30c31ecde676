import type { CompiledCalendar } from '@wanmi/calendar';
import { type Desk, writeTime } from '@wanmi/cases';
import type { ServerMessage } from '@wanmi/contracts';
import { live } from '@wanmi/db';
import type { LiveItem, LiveSource } from './hub.ts';

/** The events of all cases as the hub reads them. */
export const eventLog = (desk: Desk): LiveSource<live.LiveCursor> => ({
  head: () => live.head(desk.db),
  compare: live.compareCursors,
  readAfter: async (after, limit) => {
    const { events, cursor } = await live.readEventsAfter(desk.db, after, limit);
    const { city } = desk.reference().calendars;
    return { items: events.map((event) => itemOf(event, city)), cursor };
  },
});

/** An event as watchers get it: its plain fields. Texts, tasks and clocks are read from the case. */
function itemOf(stored: live.LiveEvent, city: CompiledCalendar): LiveItem<live.LiveCursor> {
  const { cursor, caseId, seq, version, at, areaCode, departments, event } = stored;
  const plain = Object.entries(event).filter(([, value]) => typeof value !== 'object');
  const message: ServerMessage = {
    type: 'event',
    cursor: formatCursor(cursor),
    caseId,
    version,
    event: { ...Object.fromEntries(plain), seq, version, type: event.type, at: writeTime(city, at), by: event.by },
  };
  return { cursor, caseId, areaCode, departments, text: JSON.stringify(message) };
}

/** Writes a cursor as clients hand it back: opaque to them. */
export const formatCursor = ({ epoch, txid, logId }: live.LiveCursor): string =>
  Buffer.from(`${epoch} ${txid} ${logId}`).toString('base64url');

/** Reads a cursor. Undefined for a text that is none of this incarnation of the database. */
export function parseCursor(text: string, epoch: string): live.LiveCursor | undefined {
  const plain = Buffer.from(text, 'base64url').toString();
  const [, found, txid, logId] = /^([0-9a-f-]{36}) (\d{1,19}) (\d{1,16})$/.exec(plain) ?? [];
  if (found !== epoch || txid === undefined) return undefined;
  return { epoch, txid: BigInt(txid), logId: Number(logId) };
}
