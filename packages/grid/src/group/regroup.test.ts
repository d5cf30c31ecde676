import { describe, expect, test } from 'vitest';
import { blob } from '../testing/blobs.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { box } from '../testing/shapes.ts';
import { checkGroups } from './check-groups.ts';
import { type CellToGroup, groupCells } from './group-cells.ts';
import { type OldGroup, regroupCells } from './regroup.ts';

const SIZE = { min: 10, max: 16 };
const STREET = { within: 'street', sizeOf: () => SIZE } as const;
const CALM = { ...STREET, tolerance: null } as const;

/** The groups of some cells, as a system has them. */
const groupedOnce = (cells: readonly CellToGroup[]): OldGroup[] =>
  groupCells(cells, STREET).groups.map((group, i) => ({
    code: `110101001R${String(i + 1).padStart(3, '0')}`,
    cells: group.cells,
  }));
const asChecked = (groups: ReturnType<typeof regroupCells>['groups']) =>
  groups.map(({ code, cells }, i) => ({ code: code ?? `new ${i}`, cells }));

describe('re-balancing', () => {
  const cells = blob(130, 21);
  const old = groupedOnce(cells);

  test('[G67] moves nothing where nothing changed', () => {
    const found = regroupCells(cells, old, CALM);
    expect(found.moved).toEqual([]);
    expect(found.ended).toEqual([]);
    expect(found.groups.map(({ code, cells: members }) => ({ code, cells: members }))).toEqual(
      expect.arrayContaining(old),
    );
  });

  test('[G67] moves nothing for a cell that two replace while there is room', () => {
    const roomy = old.find((group) => group.cells.length < 16)?.cells[0] ?? '';
    const { next, halves } = cutInTwo(cells, roomy);
    const found = regroupCells(next, old, CALM);
    expect(found.moved).toEqual([]);
    const homes = found.groups.filter((group) => halves.some((half) => group.cells.includes(half)));
    expect(homes.every(({ code }) => code !== null)).toBe(true);
    expect(checkGroups(next, asChecked(found.groups), STREET)).toEqual([]);
  });

  test('[G67] streets where cells end and begin stay lawful, and few others move', () => {
    const random = seededRandom(17);
    let [moved, kept] = [0, 0];
    for (let seed = 1; seed <= 25; seed++) {
      const before = blob(60 + seed * 5, 100 + seed);
      const groups = groupedOnce(before);
      const target = before[Math.floor(random() * before.length)]?.code ?? '';
      const { next } = cutInTwo(before, target);
      const found = regroupCells(next, groups, CALM);
      expect(checkGroups(next, asChecked(found.groups), STREET), `seed ${seed}`).toEqual([]);
      moved += found.moved.length;
      kept += before.length - 1;
    }
    expect(moved / kept).toBeLessThan(0.005);
  });

  test('[G67] a group that is full hands one cell on along the shortest chain', () => {
    const row = (length: number) => Array.from({ length }, (_, i) => square(i, i));
    const grouped: OldGroup[] = [
      { code: '110101001R001', cells: codesOf(row(16)) },
      { code: '110101001R002', cells: codesOf(row(29).slice(16)) },
    ];
    const { next } = cutInTwo(row(29), row(29)[3]?.code ?? '');
    const found = regroupCells(next, grouped, CALM);
    expect(found.moved).toEqual([row(29)[15]?.code]);
    expect(found.groups.map(({ cells: members }) => members.length)).toEqual([16, 14]);
  });

  test('[G67] a group without enough cells takes some, or goes up in its neighbour', () => {
    const row = (length: number) => Array.from({ length }, (_, i) => square(i, i));
    const all = row(24);
    const grouped: OldGroup[] = [
      { code: '110101001R001', cells: codesOf(all.slice(0, 12)) },
      { code: '110101001R002', cells: codesOf(all.slice(12)) },
    ];
    const shrunk = regroupCells(all.slice(3), grouped, CALM);
    expect(shrunk.moved).toEqual([all[12]?.code]);
    const gone = regroupCells(all.slice(8), grouped, CALM);
    expect([gone.groups.map(({ code }) => code), gone.ended]).toEqual([['110101001R002'], ['110101001R001']]);
  });

  test('[G67] more cells than the groups can hold make a new group without a code', () => {
    const row = (length: number) => Array.from({ length }, (_, i) => square(i, i));
    const grouped: OldGroup[] = [
      { code: '110101001R001', cells: codesOf(row(16)) },
      { code: '110101001R002', cells: codesOf(row(32).slice(16)) },
    ];
    const found = regroupCells(row(34), grouped, CALM);
    expect(found.groups.map(({ code }) => code).filter((code) => code === null)).toHaveLength(1);
    expect(checkGroups(row(34), asChecked(found.groups), STREET)).toEqual([]);
  });

  test('[G68] weights that changed move cells only beyond the tolerance', () => {
    const heavier = cells.map((cell) => (old[0]?.cells.includes(cell.code) ? { ...cell, weight: 1.6 } : cell));
    expect(regroupCells(heavier, old, { ...STREET, tolerance: 0.9 }).moved).toEqual([]);
    const { groups, moved } = regroupCells(heavier, old, { ...STREET, tolerance: 0.25 });
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThan(20);
    const mean = groups.reduce((sum, { weight }) => sum + weight, 0) / groups.length;
    const spread = Math.max(...groups.map(({ weight }) => Math.abs(weight / mean - 1)));
    const before = Math.max(...old.map((group) => weightOf(heavier, group) / mean - 1));
    expect(spread).toBeLessThan(before);
    expect(checkGroups(heavier, asChecked(groups), STREET)).toEqual([]);
  });
});

const codesOf = (cells: readonly CellToGroup[]): string[] => cells.map(({ code }) => code);
const weightOf = (cells: readonly CellToGroup[], group: OldGroup): number =>
  cells.filter(({ code }) => group.cells.includes(code)).reduce((sum, { weight }) => sum + weight, 0);

const square = (x: number, i: number): CellToGroup => ({
  code: `110101001001${String(i + 1).padStart(3, '0')}`,
  polygons: [[box(x * 100, 0, 100, 100)]],
  weight: 1,
});

/** Ends a cell and begins its northern and southern half under new codes. */
function cutInTwo(cells: readonly CellToGroup[], code: string) {
  const ring = cells.find((cell) => cell.code === code)?.polygons[0]?.[0] ?? [];
  const [[west = 0, south = 0] = [], , [east = 0, north = 0] = []] = ring;
  const middle = (south + north) / 2;
  const half = (number: number, from: number, to: number): CellToGroup => ({
    code: `110101001009${number}`,
    polygons: [
      [
        [
          [west, from],
          [east, from],
          [east, to],
          [west, to],
          [west, from],
        ],
      ],
    ],
    weight: 1,
  });
  const halves = [half(998, south, middle), half(999, middle, north)];
  return { next: [...cells.filter((cell) => cell.code !== code), ...halves], halves: codesOf(halves) };
}
