import { describe, expect, test } from 'vitest';
import { blob } from '../testing/blobs.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { box } from '../testing/shapes.ts';
import { checkGroups } from './check-groups.ts';
import { figuresOf } from './figures.ts';
import { type CellToGroup, groupCells } from './group-cells.ts';
import { partCount } from './part-counts.ts';

const SIZE = { min: 10, max: 16 };
const STREET = { within: 'street', sizeOf: () => SIZE } as const;
const coded = (cells: readonly CellToGroup[], options: Parameters<typeof groupCells>[1] = STREET) => {
  const found = groupCells(cells, options);
  return { ...found, coded: found.groups.map((group, i) => ({ code: `g${i}`, cells: group.cells })) };
};

describe('responsibility grids', () => {
  test('[G60] [G61] are a partition into connected groups of 10 to 16 cells, whatever shape the street has', () => {
    let [groups, faults] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const cells = blob(20 + ((seed * 37) % 180), seed);
      const { coded: found, excuses } = coded(cells);
      const wrong = checkGroups(cells, found, STREET).filter(({ kind }) => kind !== 'size');
      expect(wrong, `seed ${seed}`).toEqual([]);
      groups += found.length;
      const outside = found.filter((group) => group.cells.length < 10 || group.cells.length > 16);
      faults += excuses.length > 0 ? 0 : outside.length;
    }
    expect(faults / groups).toBeLessThanOrEqual(0.005);
  });

  test.each([
    { what: 'equal weights', weightOf: () => 1, most: 0.1 },
    { what: 'weights from 1 to 5', weightOf: (random: () => number) => 1 + Math.floor(5 * random()), most: 0.12 },
    { what: 'weights that a few cells have', weightOf: (random: () => number) => random() ** 4 * 100, most: 0.3 },
  ])('[G62] share $what about equally', ({ weightOf, most }) => {
    const cells = blob(160, 5, { weightOf });
    const { groups, excuses } = groupCells(cells, STREET);
    const figures = figuresOf(groups, excuses, () => SIZE);
    expect(figures.shareInRange).toBe(1);
    expect(figures.weightVariation.mean).toBeLessThan(most);
  });

  test('[G63] are compact', () => {
    const cells = Array.from({ length: 12 * 13 }, (_, i) => square(i % 12, Math.floor(i / 12), i));
    const { groups } = groupCells(cells, STREET);
    const { compactness } = figuresOf(groups, [], () => SIZE);
    expect(compactness.median).toBeGreaterThan(0.6);
    expect(compactness.p5).toBeGreaterThan(0.45);
  });

  test('[G64] are the same in whatever order the cells come', () => {
    const cells = blob(120, 9);
    const random = seededRandom(3);
    const shuffled = cells.map((cell) => ({ cell, key: random() })).sort((p, q) => p.key - q.key);
    expect(
      groupCells(
        shuffled.map(({ cell }) => cell),
        STREET,
      ),
    ).toEqual(groupCells(cells, STREET));
  });

  test('[G65] streets that are too small make one group, and are named', () => {
    const found = groupCells([...blob(7, 1), ...blob(40, 2, { street: '110101002', at: [5000, 0] })], STREET);
    expect(found.excuses).toEqual([
      { scope: '110101001', cells: 7, text: 'only 7 cells hang together, a group needs 10' },
    ]);
    expect(found.groups.filter(({ scope }) => scope === '110101001').map(({ cells }) => cells.length)).toEqual([7]);
  });

  test('[G60] an island is a group of its own, cells that meet in a corner do not hang together', () => {
    const main = blob(26, 4);
    const [island, corner] = [square(80, 80, 500), square(81, 81, 501)];
    const { groups, excuses } = groupCells([...main, island, corner], STREET);
    expect(
      groups
        .map(({ cells }) => cells.length)
        .sort((p, q) => p - q)
        .slice(0, 3),
    ).toEqual([1, 1, expect.toSatisfy((size: number) => size >= 10)]);
    expect(excuses).toHaveLength(2);
  });

  test('[G60] borders digitised twice, with vertices of their own, are shared borders', () => {
    const [west, east] = [square(0, 0, 0), square(1, 0, 1)];
    const north = { ...square(0, 1, 2), polygons: [[box(0.03, 100.04, 200, 100)]] };
    const { groups } = groupCells([west, east, north], { within: 'street', sizeOf: () => ({ min: 3, max: 3 }) });
    expect(groups.map(({ cells }) => cells.length)).toEqual([3]);
  });

  test('[G60] stay inside a community where that is asked', () => {
    const cells = blob(26, 11).map((cell, i) => ({ ...cell, code: communityCode(i < 13 ? '001' : '002', i) }));
    const options = { within: 'community', sizeOf: () => SIZE } as const;
    const { coded: found } = coded(cells, options);
    expect(checkGroups(cells, found, options).map(({ kind }) => kind)).not.toContain('several-communities');
  });
});

const square = (x: number, y: number, i: number): CellToGroup => ({
  code: communityCode('001', i),
  polygons: [[box(x * 100, y * 100, 100, 100)]],
  weight: 1,
});
const communityCode = (community: string, i: number): string =>
  `110101001${community}${String(i + 1).padStart(3, '0')}`;

test.each([
  { cells: 1, parts: 1, excused: true },
  { cells: 9, parts: 1, excused: true },
  { cells: 10, parts: 1, excused: false },
  { cells: 16, parts: 1, excused: false },
  { cells: 17, parts: 1, excused: true },
  { cells: 18, parts: 2, excused: true },
  { cells: 19, parts: 2, excused: true },
  { cells: 20, parts: 2, excused: false },
  { cells: 33, parts: 3, excused: false },
  { cells: 130, parts: 10, excused: false },
])('[G65] $cells cells make $parts groups of 10 to 16', ({ cells, parts, excused }) => {
  const found = partCount(cells, SIZE);
  expect([found.parts, found.excuse !== undefined]).toEqual([parts, excused]);
});

describe('the check of groups', () => {
  const cells = blob(26, 4);
  const [first = '', ...others] = cells.map(({ code }) => code).toSorted();
  const kinds = (groups: Parameters<typeof checkGroups>[1]) => [
    ...new Set(
      checkGroups(cells, groups, { within: 'street', sizeOf: () => ({ min: 1, max: 30 }) }).map(({ kind }) => kind),
    ),
  ];
  const whole = { code: 'a', cells: [first, ...others] };

  test.each([
    { what: 'nothing', groups: [whole], found: [] },
    { what: 'a cell that is left out', groups: [{ code: 'a', cells: others }], found: ['left-out'] },
    { what: 'a cell in two groups', groups: [whole, { code: 'b', cells: [first] }], found: ['shared-cell'] },
    {
      what: 'a code that occurs twice',
      groups: [whole, { ...whole, cells: [] }],
      found: ['repeated-code', 'empty', 'size'],
    },
    {
      what: 'cells that are none, in another street',
      groups: [{ code: 'a', cells: [...whole.cells, '110101002001001'] }],
      found: ['unknown-cell', 'several-streets', 'not-connected'],
    },
  ])('[G66] tells of $what', ({ groups, found }) => {
    expect(kinds(groups)).toEqual(found);
  });

  test('[G66] tells of parts that share only a corner, and of sizes', () => {
    const corners = [square(0, 0, 0), square(1, 1, 1)];
    const group = { code: 'a', cells: corners.map(({ code }) => code) };
    expect(checkGroups(corners, [group], STREET).map(({ kind }) => kind)).toEqual(['not-connected', 'size']);
  });
});
