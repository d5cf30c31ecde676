import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

test('results come in the order of the items, whichever is done first', async () => {
  const told: number[] = [];
  const results = await inParallel([30, 1, 20, 2], 2, {
    work: async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return ms * 2;
    },
    onTenth: (done) => told.push(done),
  });
  expect(results).toEqual([60, 2, 40, 4]);
  expect(told).toEqual([1, 2, 3, 4]);
});

test('a failure is told when all lanes rest, and no further item is begun', async () => {
  const begun: number[] = [];
  const working = inParallel([1, 2, 3, 4, 5, 6], 2, {
    work: async (item) => {
      begun.push(item);
      if (item <= 2) throw new Error(`item ${item} failed`);
    },
  });
  await expect(working).rejects.toThrow('item 1 failed');
  expect(begun).toEqual([1, 2]);
});
