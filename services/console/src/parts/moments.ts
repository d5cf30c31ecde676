const MINUTE_MS = 60_000;

/**
 * An instant as the city's clocks show it, whatever zone the reader sits in: the server writes times with the city's
 * offset. The day only when it is not today there.
 */
export function momentText(instant: string, now: number = Date.now()): string {
  const [, date = '', time = '', offset = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[^Z+-]*(Z|[+-]\d{2}:\d{2})$/.exec(instant) ?? [];
  const today = new Date(now + offsetMinutes(offset) * MINUTE_MS).toISOString().slice(0, 10);
  return date === today ? time : `${date.slice(5)} ${time}`;
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return offset.startsWith('-') ? -minutes : minutes;
}
