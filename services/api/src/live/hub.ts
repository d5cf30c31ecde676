import { setTimeout as sleep } from 'node:timers/promises';
import type { Viewer } from '../viewers.ts';

/** An event as it goes over the line: to whom it concerns, and the text of its message. */
export type LiveItem<Cursor> = {
  /** Where a reader stands that has seen it. */
  readonly cursor: Cursor;
  readonly caseId: string;
  readonly areaCode: string;
  readonly departments: readonly string[];
  /** The message, written once for all who get it. */
  readonly text: string;
};

/** Reads events in an order in which nothing ever appears before what was read already. */
export type LiveSource<Cursor> = {
  /** Where a reader stands that has seen everything. */
  readonly head: () => Promise<Cursor>;
  /** At most `limit` events behind a cursor; `cursor` is where the reader stands then, also when nothing came. */
  readonly readAfter: (
    cursor: Cursor,
    limit: number,
  ) => Promise<{ items: readonly LiveItem<Cursor>[]; cursor: Cursor }>;
  /** Negative when `left` stands before `right`. */
  readonly compare: (left: Cursor, right: Cursor) => number;
};

/** Somebody who watches. The hub sets `position` as it delivers. */
export type Watcher<Cursor> = {
  readonly viewer: () => Viewer;
  readonly topics: ReadonlySet<string>;
  position: Cursor;
  readonly send: (text: string) => void;
};

/** Fans the events of one database reader out to all watchers of the process. */
export type Hub<Cursor> = {
  /** Delivers what came after the watcher's position, then goes on live. False when that is more than is kept for it. */
  readonly join: (watcher: Watcher<Cursor>) => Promise<boolean>;
  readonly leave: (watcher: Watcher<Cursor>) => void;
  /** Where the hub stands; watchers that joined stand there too. */
  readonly position: () => Cursor;
  readonly size: () => number;
  readonly close: () => Promise<void>;
};

export type HubOptions = {
  readonly canSee: (
    viewer: Viewer,
    item: { readonly areaCode: string; readonly departments: readonly string[] },
  ) => boolean;
  readonly onError: (error: unknown) => void;
  /** Pause between two reads that found nothing more, in milliseconds. */
  readonly pollMs?: number;
};

const BATCH = 500;
/** Events that a watcher who comes back is sent at most; who missed more reads the lists again. */
const CATCH_UP = 20_000;
const RETRY_MS = 1000;

/** Opens the hub at the head of the log and starts reading. */
export async function openHub<Cursor>(source: LiveSource<Cursor>, options: HubOptions): Promise<Hub<Cursor>> {
  const { canSee, onError, pollMs = 200 } = options;
  const byTopic = new Map<string, Set<Watcher<Cursor>>>();
  const joined = new Set<Watcher<Cursor>>();
  const stop = new AbortController();
  let position = (await source.head()) as Cursor;

  const offer = (watcher: Watcher<Cursor>, item: LiveItem<Cursor>): void => {
    if (source.compare(item.cursor, watcher.position) <= 0) return;
    if (canSee(watcher.viewer(), item)) watcher.send(item.text);
  };

  const deliver = (item: LiveItem<Cursor>): void => {
    const reached = new Set<Watcher<Cursor>>();
    for (const topic of topicsOf(item)) for (const watcher of byTopic.get(topic) ?? []) reached.add(watcher);
    for (const watcher of reached) offer(watcher, item);
  };

  const read = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const { items, cursor } = await source.readAfter(position, BATCH);
      for (const item of items) deliver(item);
      position = cursor;
      for (const watcher of joined) if (source.compare(watcher.position, cursor) < 0) watcher.position = cursor;
      if (items.length < BATCH) await sleep(pollMs, undefined, { signal: stop.signal });
    }
  };
  const reading = keepUp(read, stop.signal, onError);

  const catchUp = async (watcher: Watcher<Cursor>): Promise<boolean> => {
    for (let sent = 0; sent < CATCH_UP && !stop.signal.aborted; ) {
      // Nothing is awaited between this comparison and joining, so that no event falls in between.
      if (source.compare(watcher.position, position) >= 0) return true;
      const { items, cursor } = await source.readAfter(watcher.position, BATCH);
      for (const item of items) if (topicsOf(item).some((topic) => watcher.topics.has(topic))) offer(watcher, item);
      watcher.position = cursor;
      sent += items.length;
    }
    return false;
  };

  return {
    join: async (watcher) => {
      if (!(await catchUp(watcher))) return false;
      joined.add(watcher);
      for (const topic of watcher.topics) byTopic.set(topic, (byTopic.get(topic) ?? new Set()).add(watcher));
      return true;
    },
    leave: (watcher) => {
      joined.delete(watcher);
      for (const topic of watcher.topics) {
        const watchers = byTopic.get(topic);
        watchers?.delete(watcher);
        if (watchers?.size === 0) byTopic.delete(topic);
      }
    },
    position: () => position,
    size: () => joined.size,
    close: async () => {
      stop.abort();
      await reading;
    },
  };
}

/** Runs the reader until it is stopped; a failed read is told and tried again. Watchers only wait meanwhile. */
async function keepUp(
  read: () => Promise<void>,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await read();
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Every topic that an event belongs to. */
function topicsOf({
  caseId,
  areaCode,
  departments,
}: Pick<LiveItem<unknown>, 'caseId' | 'areaCode' | 'departments'>): readonly string[] {
  const areas = [6, 9, 12, 15]
    .filter((length) => length <= areaCode.length)
    .map((length) => `area:${areaCode.slice(0, length)}`);
  return ['cases', `case:${caseId}`, ...areas, ...departments.map((code) => `department:${code}`)];
}
