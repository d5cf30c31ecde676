import { DAY_MS } from '@wanmi/kernel';
import { IANAZone } from 'luxon';
import { itemAt } from './item-at.ts';

/**
 * When a zone's offset from UTC changed: from `starts[i]` until `starts[i + 1]` it was `offsets[i]`, in milliseconds east.
 * Known up to `until`. Depends on the zone rules of the runtime and on nothing else.
 */
export type ZoneOffsets = {
  readonly zone: string;
  readonly starts: number[];
  readonly offsets: number[];
  until: number;
};

/** Whether the runtime knows the zone by this name. */
export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

const offsetMs = (zone: IANAZone, at: number): number => Math.round(zone.offset(at) * 60_000);

/** An empty table that begins at `from`. */
export function offsetsFrom(zone: string, from: number): ZoneOffsets {
  return { zone, starts: [from], offsets: [offsetMs(IANAZone.create(zone), from)], until: from };
}

/** Extends the table to `until`, one look a day. Two changes inside 24 hours, which no zone has had, would be missed. */
export function extendOffsets(table: ZoneOffsets, until: number): void {
  const zone = IANAZone.create(table.zone);
  for (; table.until < until; table.until += DAY_MS) {
    const before = itemAt(table.offsets, table.offsets.length - 1);
    const after = offsetMs(zone, table.until + DAY_MS);
    if (after === before) continue;
    table.starts.push(changeBetween(zone, table.until, table.until + DAY_MS));
    table.offsets.push(after);
  }
}

/** The first millisecond with the later offset, between two instants whose offsets differ. */
function changeBetween(zone: IANAZone, from: number, to: number): number {
  const before = offsetMs(zone, from);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** The index of the span that holds the instant. */
export function spanAt({ starts }: ZoneOffsets, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (itemAt(starts, middle) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a span ends; the last one never does. */
export const spanEnd = ({ starts }: ZoneOffsets, span: number): number => starts[span + 1] ?? Number.POSITIVE_INFINITY;

/** The offset from UTC at an instant, in milliseconds east. */
export const offsetAt = (table: ZoneOffsets, at: number): number => itemAt(table.offsets, spanAt(table, at));

/** The first span that has not ended when its clocks show `wall`, local milliseconds since 1970-01-01T00:00. */
function spanOfWall(table: ZoneOffsets, wall: number): number {
  let span = spanAt(table, wall - DAY_MS);
  while (spanEnd(table, span) + itemAt(table.offsets, span) <= wall) span += 1;
  return span;
}

/**
 * The instant at which clocks show `wall`. Shown twice (clocks set back): the first time. Never shown (clocks set
 * forward): as much later as the clocks were set, as RFC 5545 and Temporal's `compatible` have it.
 */
export function instantOfWall(table: ZoneOffsets, wall: number): number {
  const span = spanOfWall(table, wall);
  const at = wall - itemAt(table.offsets, span);
  return at >= itemAt(table.starts, span) || span === 0 ? at : wall - itemAt(table.offsets, span - 1);
}

/** The first instant at which clocks show `wall` or later. */
export function firstInstantFrom(table: ZoneOffsets, wall: number): number {
  const span = spanOfWall(table, wall);
  return Math.max(itemAt(table.starts, span), wall - itemAt(table.offsets, span));
}
