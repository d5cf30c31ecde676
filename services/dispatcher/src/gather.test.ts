import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('does at once what is asked at once, and next what was asked meanwhile, so many at most', async () => {
  const batches: number[][] = [];
  const double = gather(async (numbers: readonly number[]) => {
    batches.push([...numbers]);
    await sleep(5);
    return numbers.map((number) => 2 * number);
  }, 3);
  const first = double(1);
  await sleep(1);
  const others = [2, 3, 4, 5].map(double);
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  expect(await double(6)).toBe(12);
});

test('lets one that fails fail alone', async () => {
  const root = gather(async (numbers: readonly number[]) => {
    if (numbers.some((number) => number < 0)) throw new Error('negative');
    return numbers.map(Math.sqrt);
  }, 10);
  const settled = await Promise.allSettled([4, -1, 9].map(root));
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    2,
    'Error: negative',
    3,
  ]);
});
