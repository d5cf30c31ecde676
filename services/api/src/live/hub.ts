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

export type HubOptions = {
  readonly canSee: (
    viewer: Viewer,
    item: { readonly areaCode: string; readonly departments: readonly string[] },
  ) => boolean;
  readonly onError: (error: unknown) => void;
  /** Pause between two reads that found nothing more, in milliseconds. */
  readonly pollMs?: number;
  /** Events that a watcher who comes back is sent at most; who missed more reads the lists again. */
  readonly catchUp?: number;
};

const BATCH = 500;
const CATCH_UP = 20_000;
const RETRY_MS = 1000;

/** Fans the events of one database reader out to all watchers of the process. `openHub` starts it. */
export class Hub<Cursor> {
  readonly #source: LiveSource<Cursor>;
  readonly #options: HubOptions;
  readonly #joined = new Set<Watcher<Cursor>>();
  readonly #byTopic = new Map<string, Set<Watcher<Cursor>>>();
  readonly #stop = new AbortController();
  readonly #reading: Promise<void>;
  #position: Cursor;

  constructor(source: LiveSource<Cursor>, position: Cursor, options: HubOptions) {
    this.#source = source;
    this.#position = position;
    this.#options = options;
    this.#reading = keepUp(() => this.#read(), this.#stop.signal, options.onError);
  }

  /** Where the hub stands; watchers that joined stand there too. */
  position(): Cursor {
    return this.#position;
  }

  /** Delivers what came after the watcher's position, then goes on live. False when that is more than is kept for it. */
  async join(watcher: Watcher<Cursor>): Promise<boolean> {
    if (!(await this.#catchUp(watcher))) return false;
    this.#joined.add(watcher);
    for (const topic of watcher.topics) {
      this.#byTopic.set(topic, (this.#byTopic.get(topic) ?? new Set()).add(watcher));
    }
    return true;
  }

  /** Does nothing for one that has not joined. */
  leave(watcher: Watcher<Cursor>): void {
    this.#joined.delete(watcher);
    for (const topic of watcher.topics) {
      const watchers = this.#byTopic.get(topic);
      watchers?.delete(watcher);
      if (watchers?.size === 0) this.#byTopic.delete(topic);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const { items, cursor } = await this.#source.readAfter(this.#position, BATCH);
      for (const item of items) this.#deliver(item);
      this.#position = cursor;
      for (const watcher of this.#joined) if (this.#isBefore(watcher.position, cursor)) watcher.position = cursor;
      if (items.length < BATCH) await sleep(this.#options.pollMs ?? 200, undefined, { signal });
    }
  }

  #deliver(item: LiveItem<Cursor>): void {
    const reached = new Set<Watcher<Cursor>>();
    for (const topic of topicsOf(item)) for (const watcher of this.#byTopic.get(topic) ?? []) reached.add(watcher);
    for (const watcher of reached) this.#offer(watcher, item);
  }

  #offer(watcher: Watcher<Cursor>, item: LiveItem<Cursor>): void {
    if (!this.#isBefore(watcher.position, item.cursor)) return;
    if (this.#options.canSee(watcher.viewer(), item)) watcher.send(item.text);
  }

  async #catchUp(watcher: Watcher<Cursor>): Promise<boolean> {
    const { catchUp = CATCH_UP } = this.#options;
    for (let sent = 0; sent <= catchUp && !this.#stop.signal.aborted; ) {
      // Nothing is awaited between this comparison and joining, so that no event falls in between.
      if (!this.#isBefore(watcher.position, this.#position)) return true;
      const { items, cursor } = await this.#source.readAfter(watcher.position, BATCH);
      for (const item of items) {
        if (topicsOf(item).some((topic) => watcher.topics.has(topic))) this.#offer(watcher, item);
      }
      watcher.position = cursor;
      sent += items.length;
    }
    return false;
  }

  #isBefore(left: Cursor, right: Cursor): boolean {
    return this.#source.compare(left, right) < 0;
  }
}

/** Opens a hub at the head of the log and starts reading. */
export async function openHub<Cursor>(source: LiveSource<Cursor>, options: HubOptions): Promise<Hub<Cursor>> {
  const position = (await source.head()) as Cursor;
  return new Hub(source, position, options);
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
