import { localDateOf } from '@wanmi/calendar';
import { countRoutes, type Desk, proposeHabits, settleNextChange } from '@wanmi/cases';
import { housekeeping } from '@wanmi/db';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@wanmi/kernel';
import { fullKey, type MediaStore, thumbnailKey } from '@wanmi/media';
import { warnOfUncovered } from './recount-deadlines.ts';

/** Something done every so often. Safe to run at the same time in several processes. */
export type Schedule = {
  readonly name: string;
  readonly everyMs: number;
  /** Returns how much it did, for the log. */
  readonly run: (desk: Desk) => Promise<number>;
};

/** Rows that one statement deletes: short enough to hold nobody up. */
const BATCH = 1_000;
/** Few enough that their files are gone well before the transaction times out. */
const PHOTOS_AT_ONCE = 50;
const ANSWERS_KEPT_MS = 90 * DAY_MS;
const UNUSED_PHOTO_KEPT_MS = DAY_MS;
/** An expired token is worthless; a day more tells a thief's reuse from an old phone in the log. */
const EXPIRED_TOKEN_KEPT_MS = DAY_MS;
/** A notice is read or it is stale; what happened stands in the case's history. */
const NOTICES_KEPT_MS = 90 * DAY_MS;
const MONTHS_AHEAD = 3;
/** How old what candidates and figures know of routing may be. */
const ROUTING_COUNTS_MS = 5_000;

/** What time wears out, and what it brings. */
export const makeSchedules = (store: MediaStore): readonly Schedule[] => [
  { name: 'grid-changes', everyMs: MINUTE_MS, run: settleGridChanges },
  { name: 'partitions-ahead', everyMs: 6 * HOUR_MS, run: makePartitionsAhead },
  { name: 'old-answers', everyMs: HOUR_MS, run: deleteOldAnswers },
  { name: 'expired-tokens', everyMs: HOUR_MS, run: deleteExpiredTokens },
  { name: 'old-notices', everyMs: HOUR_MS, run: deleteOldNotices },
  { name: 'uncovered-years', everyMs: 5 * MINUTE_MS, run: warnOfUncovered },
  { name: 'routing-counts', everyMs: ROUTING_COUNTS_MS, run: countRoutes },
  { name: 'learned-rules', everyMs: DAY_MS, run: proposeHabits },
  { name: 'unused-photos', everyMs: 10 * MINUTE_MS, run: (desk) => removeUnusedPhotos(desk, store) },
];

/** Grids that change at a time told before: what stands in them gets the new codes when the time has come. */
async function settleGridChanges(desk: Desk): Promise<number> {
  let settled = 0;
  while (await settleNextChange(desk.db, desk.now())) settled += 1;
  return settled;
}

async function makePartitionsAhead(desk: Desk): Promise<number> {
  const today = localDateOf(desk.reference().calendars.city, desk.now());
  const first = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  await housekeeping.makeCasePartitions(desk.db, monthOf(first), monthOf(first + MONTHS_AHEAD));
  return MONTHS_AHEAD + 1;
}

/** YYYYMM of a count of months since year 0. */
const monthOf = (count: number): number => Math.floor(count / 12) * 100 + (count % 12) + 1;

const deleteOldAnswers = (desk: Desk): Promise<number> =>
  inBatches(BATCH, (limit) => housekeeping.deleteOldAnswers(desk.db, ago(desk, ANSWERS_KEPT_MS), limit));

const deleteExpiredTokens = (desk: Desk): Promise<number> =>
  inBatches(BATCH, (limit) => housekeeping.deleteExpiredTokens(desk.db, ago(desk, EXPIRED_TOKEN_KEPT_MS), limit));

async function deleteOldNotices(desk: Desk): Promise<number> {
  const before = ago(desk, NOTICES_KEPT_MS);
  const count = await inBatches(BATCH, (limit) => housekeeping.deleteOldNotices(desk.db, before, limit));
  if (count > 0) await housekeeping.deleteOldMarks(desk.db);
  return count;
}

/** Row and files go together: a crash in between leaves the row, and the next run takes both. */
const removeUnusedPhotos = (desk: Desk, store: MediaStore): Promise<number> =>
  inBatches(PHOTOS_AT_ONCE, (limit) =>
    desk.db.transaction().execute(async (trx) => {
      const mediaIds = await housekeeping.deleteUnusedMedia(trx, ago(desk, UNUSED_PHOTO_KEPT_MS), limit);
      for (const mediaId of mediaIds) {
        for (const key of [fullKey(mediaId), thumbnailKey(mediaId)]) await store.delete(key);
      }
      return mediaIds.length;
    }),
  );

const ago = (desk: Desk, ms: number): Instant => (desk.now() - ms) as Instant;

async function inBatches(size: number, step: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await step(size);
    total += count;
    if (count < size) return total;
  }
}
