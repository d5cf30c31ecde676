import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '@wanmi/cases';
import { notices } from '@wanmi/db';
import type { UserId } from '@wanmi/kernel';
import { coversArea } from '@wanmi/workflow';
import type { Viewer } from '../viewers.ts';

/** What a person who watches is told: a new notice, or only the count; always with how many are unread. */
export type NoticeNews = { readonly notice: notices.Notice | null; readonly unread: number };

/** Hands new notices to those who watch for them. What nobody was there for waits in `GET /notices`. */
export type NoticeFeed = {
  /** Tells the count first. The function returned ends it. */
  readonly watch: (viewer: () => Viewer, onNews: (news: NoticeNews) => void) => () => void;
  /** The person has read something: the count is told anew to all lines of theirs. */
  readonly recount: (userId: UserId) => void;
  readonly close: () => Promise<void>;
};

type Watch = {
  readonly viewer: () => Viewer;
  readonly onNews: (news: NoticeNews) => void;
  /** What is to be told at the next look, the count always. */
  news: notices.Notice[];
  due: boolean;
};

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
      for (const watch of watches) if (isFor(notice, watch.viewer())) watch.news.push(notice);
    }
    await tell(db, watches);
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
    watch: (viewer, onNews) => {
      const watch: Watch = { viewer, onNews, news: [], due: true };
      watches.add(watch);
      return () => void watches.delete(watch);
    },
    recount: (userId) => {
      for (const watch of watches) if (watch.viewer().userId === userId) watch.due = true;
    },
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

/** Counts once for each person who has news, whatever lines they hold open. */
async function tell(db: Desk['db'], watches: ReadonlySet<Watch>): Promise<void> {
  const told = [...watches].filter(({ due, news }) => due || news.length > 0);
  for (const own of Map.groupBy(told, ({ viewer }) => viewer().userId).values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { userId, posts } = first.viewer();
    // Taken before the count is read: what comes while it is read is told at the next look.
    const taken = own.map((watch) => ({ watch, news: watch.news.splice(0) }));
    for (const { watch } of taken) watch.due = false;
    const unread = await notices.countUnread(db, { userId, posts }).catch((error: unknown) => {
      for (const { watch, news } of taken) {
        watch.news.unshift(...news);
        watch.due = true;
      }
      throw error;
    });
    for (const { watch, news } of taken) {
      for (const [i, notice] of news.entries()) watch.onNews({ notice, unread: unread - (news.length - 1 - i) });
      if (news.length === 0) watch.onNews({ notice: null, unread });
    }
  }
}

/** The same as `numbersFor` in the list's SQL. */
function isFor({ userId, departmentCode, role, areaCode }: notices.AddressedNotice, viewer: Viewer): boolean {
  if (userId !== null) return userId === viewer.userId;
  if (departmentCode !== null) return viewer.posts.some(({ department }) => department === departmentCode);
  return viewer.posts.some((post) => post.role === role && (areaCode === '' || coversArea(post, areaCode)));
}
