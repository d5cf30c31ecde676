import type { live } from '@wanmi/db';

/** Writes a cursor as clients hand it back: opaque to them. */
export const formatCursor = ({ epoch, txid, logId }: live.LiveCursor): string =>
  Buffer.from(`${epoch} ${txid} ${logId}`).toString('base64url');

/** Reads a cursor. Undefined for a text that is none of this database, or of a time to come. */
export function parseCursor(text: string, head: live.LiveCursor): live.LiveCursor | undefined {
  const [, epoch, txid, logId] =
    /^([0-9a-f-]{36}) (\d{1,20}) (\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (epoch !== head.epoch || txid === undefined) return undefined;
  const cursor = { epoch, txid: BigInt(txid), logId: Number(logId) };
  // Beyond the head by a little is possible: another process may have read further.
  return cursor.txid > head.txid + FURTHER ? undefined : cursor;
}

/** Transactions by which one process may be ahead of another. */
const FURTHER = 1_000_000n;
