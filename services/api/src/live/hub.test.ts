import { setTimeout as sleep } from 'node:timers/promises';
import type { UserId } from '@wanmi/kernel';
import { afterEach, describe, expect, test } from 'vitest';
import type { Viewer } from '../viewers.ts';
import { type Hub, type LiveItem, type LiveSource, openHub, type Watcher } from './hub.ts';

// The log is an array here; a cursor is how many of its items a reader has seen.
const log: LiveItem<number>[] = [];
const source: LiveSource<number> = {
  head: async () => log.length,
  compare: (left, right) => left - right,
  readAfter: async (after, limit) => {
    const items = log.slice(after, after + limit);
    await sleep(1);
    return { items, cursor: after + items.length };
  },
};

const write = (caseId: string, areaCode = '110101001001001', departments: readonly string[] = []): void => {
  const cursor = log.length + 1;
  log.push({ cursor, caseId, areaCode, departments, text: `${cursor} ${caseId}` });
};

const viewer: Viewer = { kind: 'user', userId: 'u' as UserId, username: 'u', displayName: 'u', posts: [] };

const watcherOf = (topics: readonly string[], position: number) => {
  const got: string[] = [];
  const watcher: Watcher<number> = {
    viewer: () => viewer,
    topics: new Set(topics),
    position,
    send: (text) => got.push(text),
  };
  return { got, watcher };
};

let hub: Hub<number> | undefined;
afterEach(async () => {
  await hub?.close();
  log.length = 0;
});

const open = async (options: { readonly catchUp?: number; readonly hidden?: string } = {}): Promise<Hub<number>> => {
  const { hidden, ...rest } = options;
  hub = await openHub(source, {
    canSee: (_viewer, { areaCode }) => areaCode !== hidden,
    onError: () => undefined,
    pollMs: 2,
    ...rest,
  });
  return hub;
};

describe('a watcher', () => {
  test.each([
    { topic: 'cases', reached: ['1 a', '2 b', '3 c'] },
    { topic: 'case:b', reached: ['2 b'] },
    { topic: 'area:110101', reached: ['1 a', '2 b'] },
    { topic: 'area:110101001001002', reached: ['2 b'] },
    { topic: 'department:sanitation', reached: ['3 c'] },
    { topic: 'notices', reached: [] },
  ])('of $topic gets $reached', async ({ topic, reached }) => {
    const opened = await open();
    const { got, watcher } = watcherOf([topic], 0);
    await opened.join(watcher);
    write('a');
    write('b', '110101001001002');
    write('c', '110102001001001', ['sanitation']);
    await expect.poll(() => opened.position()).toBe(3);
    expect(got).toEqual(reached);
  });

  test('gets an event once, however many of its topics it watches', async () => {
    const opened = await open();
    const { got, watcher } = watcherOf(['cases', 'case:a', 'area:110101'], 0);
    await opened.join(watcher);
    write('a');
    await expect.poll(() => got).toEqual(['1 a']);
  });

  test('gets nothing that it may not see', async () => {
    const opened = await open({ hidden: '110101001001001' });
    const { got, watcher } = watcherOf(['cases'], 0);
    await opened.join(watcher);
    write('a');
    write('b', '110101001001002');
    await expect.poll(() => got).toEqual(['2 b']);
  });

  test('that comes back gets what it missed and all that comes meanwhile, in order, each once', async () => {
    for (let i = 0; i < 1200; i++) write(`old-${i}`);
    const opened = await open();
    const { got, watcher } = watcherOf(['cases'], 0);
    const writing = (async () => {
      for (let i = 0; i < 200; i++) {
        write(`new-${i}`);
        if (i % 10 === 0) await sleep(1);
      }
    })();
    expect(await opened.join(watcher)).toBe(true);
    await writing;
    await expect.poll(() => got.length).toBe(1400);
    expect(got).toEqual(log.map(({ text }) => text));
  });

  test('that missed too much is told so', async () => {
    for (let i = 0; i < 1200; i++) write(`old-${i}`);
    const opened = await open({ catchUp: 600 });
    expect(await opened.join(watcherOf(['cases'], 0).watcher)).toBe(false);
  });

  test('that left gets nothing more', async () => {
    const opened = await open();
    const { got, watcher } = watcherOf(['cases'], 0);
    await opened.join(watcher);
    opened.leave(watcher);
    write('a');
    await expect.poll(() => opened.position()).toBe(1);
    expect(got).toEqual([]);
  });
});

test('a read that fails is tried again and loses nothing', async () => {
  let failures = 1;
  const errors: unknown[] = [];
  const shaky: LiveSource<number> = {
    ...source,
    readAfter: async (after, limit) => {
      if (log.length > 0 && failures-- > 0) throw new Error('away');
      return source.readAfter(after, limit);
    },
  };
  hub = await openHub(shaky, { canSee: () => true, onError: (error) => errors.push(error), pollMs: 2 });
  const { got, watcher } = watcherOf(['cases'], 0);
  await hub.join(watcher);
  write('a');
  await expect.poll(() => got, { timeout: 5000 }).toEqual(['1 a']);
  expect(errors).toHaveLength(1);
});
