/** What to do with each item, and whom to tell at every tenth of them. */
export type ParallelWork<Item, Result> = {
  readonly work: (item: Item) => Promise<Result>;
  readonly onTenth?: (done: number, total: number) => void;
};

/** Does work on items, begun in their order, so many at a time; results in the same order. The first failure ends it. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  lanes: number,
  { work, onTenth }: ParallelWork<Item, Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const tenths = (count: number): number => Math.floor((10 * count) / items.length);
  const lane = async (): Promise<void> => {
    for (const [i, item] of queue) {
      results.set(i, await work(item));
      if (tenths(results.size) > tenths(results.size - 1)) onTenth?.(results.size, items.length);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return items.flatMap((_, i) => (results.has(i) ? [results.get(i) as Result] : []));
}
