import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '@wanmi/cases';
import { notices } from '@wanmi/db';
import { coversArea } from '@wanmi/workflow';
import type { Viewer } from '../viewers.ts';

/** Hands new notices to those who watch for them. What nobody was there for waits in `GET /notices`. */
export type NoticeFeed = {
  /** The function returned ends it. */
  readonly watch: (viewer: () => Viewer, onNotice: (notice: notices.Notice) => void) => () => void;
  readonly close: () => Promise<void>;
};

type Watch = { readonly viewer: () => Viewer; readonly onNotice: (notice: notices.Notice) => void };

/** How far back each look goes, in seconds: longer than any transaction that writes a notice. */
const LOOK_BACK = 30;
const POLL_MS = 1000;

/** Reads the new notices of everyone once a second, while anyone watches. */
export function openNoticeFeed({ db }: Desk, onError: (error: unknown) => void): NoticeFeed {
  const watches = new Set<Watch>();
  const stop = new AbortController();
  let seen: ReadonlySet<number> | undefined;

  const look = async (): Promise<void> => {
    const recent = await notices.listRecent(db, LOOK_BACK);
    const known = seen;
    seen = new Set(recent.map(({ noticeId }) => noticeId));
    // The first look only learns what was there before.
    for (const notice of known ? recent.filter(({ noticeId }) => !known.has(noticeId)) : []) {
      for (const { viewer, onNotice } of watches) if (isFor(notice, viewer())) onNotice(notice);
    }
  };
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      if (watches.size > 0) await look().catch(onError);
      else seen = undefined;
      await sleep(POLL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();

  return {
    watch: (viewer, onNotice) => {
      const watch = { viewer, onNotice };
      watches.add(watch);
      return () => void watches.delete(watch);
    },
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

/** The same as `addressedTo` in the list's SQL. */
function isFor({ userId, departmentCode, role, areaCode }: notices.AddressedNotice, viewer: Viewer): boolean {
  if (userId !== null) return userId === viewer.userId;
  if (departmentCode !== null) return viewer.posts.some(({ department }) => department === departmentCode);
  return viewer.posts.some((post) => post.role === role && coversArea(post, areaCode));
}
