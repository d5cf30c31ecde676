import { type CompiledCalendar, formatTime } from '@wanmi/calendar';
import { assignments, type Database, responsibility } from '@wanmi/db';
import { DAY_MS, type Instant } from '@wanmi/kernel';
import type { Kysely } from 'kysely';

/** Someone who answers for a responsibility grid at an instant. */
export type OnDuty = {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly shift: string | null;
  /** The user id of who is away. */
  readonly standInFor: string | null;
};

/** The responsibility grid of a unit grid, and who answers for it at the instant asked. */
export type Responsible = { readonly code: string; readonly name: string; readonly people: readonly OnDuty[] };

/** Responsibility grids in memory, from `since` on. */
export type ResponsibilityIndex = {
  readonly since: Instant;
  /** Undefined when the grid belongs to none; the calendar tells what the wall shows. */
  readonly find: (gridCode: string, at: Instant, city: CompiledCalendar) => Responsible | undefined;
};

/** What is kept of the past: a shift that began yesterday, a look at what was just now. */
const KEPT_MS = 2 * DAY_MS;
/** Rows read at once: some milliseconds of work. */
const PAGE = 2000;

/** Reads responsibility grids of now and later, and who is assigned to them. */
export async function readResponsibility(db: Kysely<Database>, now: Instant): Promise<ResponsibilityIndex> {
  const since = (now - KEPT_MS) as Instant;
  const names = await responsibility.listNames(db);
  const held = await readMemberships(db, since);
  const firstDay = new Date(since - DAY_MS).toISOString().slice(0, 10);
  const people = Map.groupBy(await assignments.listAssignmentsSince(db, firstDay), ({ code }) => code);
  return {
    since,
    find: (gridCode, at, city) => {
      const code = held.get(gridCode)?.find(({ from, to }) => from <= at && (to === null || at < to))?.code;
      if (code === undefined) return undefined;
      return { code, name: names.get(code)?.name ?? code, people: onDuty(people.get(code) ?? [], wallAt(city, at)) };
    },
  };
}

/** Page by page, so that a million unit grids do not keep the process from answering meanwhile. */
async function readMemberships(db: Kysely<Database>, since: Instant) {
  const held = new Map<string, responsibility.Membership[]>();
  let page: readonly responsibility.Membership[];
  let after: responsibility.Membership | undefined;
  do {
    page = await responsibility.listMemberships(db, { since, after, limit: PAGE });
    for (const membership of page) {
      const known = held.get(membership.cell);
      if (known === undefined) held.set(membership.cell, [membership]);
      else known.push(membership);
    }
    after = page.at(-1);
  } while (page.length === PAGE);
  return held;
}

/** What the wall of the city shows: `YYYY-MM-DD` and `HH:MM:SS`. */
export type Wall = { readonly day: string; readonly time: string };

/** The wall of the city at an instant. */
export function wallAt(city: CompiledCalendar, at: Instant): Wall {
  const text = formatTime(city, at);
  return { day: text.slice(0, 10), time: text.slice(11, 19) };
}

/**
 * Those on duty: on a day and shift of theirs, less those for whom somebody stands in. A shift that runs past midnight
 * belongs to the day on which it began.
 */
function onDuty(all: readonly assignments.Assignment[], wall: Wall): readonly OnDuty[] {
  const present = all.filter((one) => {
    const began = one.active ? dayBegun(one, wall) : undefined;
    return began !== undefined && began >= one.fromDay && (one.toDay === null || began < one.toDay);
  });
  return present
    .filter((one) => !present.some((other) => other.standInFor === one.userId && other.shift === one.shift))
    .map(({ userId, username, displayName, shift, standInFor }) => ({
      ...{ userId, username, displayName, shift, standInFor },
    }));
}

/** The day on which the shift of this moment began; undefined between its shifts. */
function dayBegun({ starts, ends }: assignments.Assignment, { day, time }: Wall): string | undefined {
  if (starts === null || ends === null) return day;
  if (starts < ends) return time >= starts && time < ends ? day : undefined;
  if (time >= starts) return day;
  return time < ends ? dayBefore(day) : undefined;
}

const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
