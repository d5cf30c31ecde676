import type { Brand } from './ids.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. Never a local time. */
export type Instant = Brand<number, 'Instant'>;
/** A local calendar date, `YYYY-MM-DD`, in the zone of the calendar that uses it. */
export type WorkDate = Brand<string, 'WorkDate'>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Reads an RFC 3339 date-time with an offset or `Z`.
 * Throws RangeError, naming what it got, for anything else: a time without an offset is ambiguous.
 */
export function instantOf(text: string): Instant {
  const shaped = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i.test(text);
  const ms = shaped ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not an RFC 3339 date-time with an offset: ${JSON.stringify(text)}`);
  return ms as Instant;
}

/** Writes an instant as RFC 3339 in UTC, with milliseconds. */
export const isoOf = (at: Instant): string => new Date(at).toISOString();
