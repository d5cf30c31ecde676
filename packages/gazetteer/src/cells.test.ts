import { distanceM } from '@wanmi/grid';
import { expect, test } from 'vitest';
import { cellsAround } from './cells.ts';

test('[N9] a square holds the cell of the position and its neighbours', () => {
  const { cells } = cellsAround([116.4164, 39.9288], 1);
  expect(cells).toHaveLength(9);
  expect(cells[4]).toBe(129928_296416);
});

test.each([0, 1, 5])('[N9] with %i rings nothing within its reach lies outside', (rings) => {
  for (const at of [
    [116.4164, 39.9288],
    [116.41601, 39.92899],
    [-70.5, -33.2],
  ] as const) {
    const { cells, reachM } = cellsAround(at, rings);
    const known = new Set(cells);
    for (let angle = 0; angle < 360; angle += 5) {
      const step = (reachM * 0.999) / 111_400;
      const there = [
        at[0] + (step * Math.cos((angle * Math.PI) / 180)) / Math.cos((at[1] * Math.PI) / 180),
        at[1] + step * Math.sin((angle * Math.PI) / 180),
      ] as const;
      if (distanceM(at, there) > reachM) continue;
      const cell = Math.floor((there[1] + 90) * 1000) * 1_000_000 + Math.floor((there[0] + 180) * 1000);
      expect(known.has(cell)).toBe(true);
    }
  }
});
