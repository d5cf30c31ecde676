import { describe, expect, test } from 'vitest';
import { buildGrids } from '../build-grids.ts';
import { checkGrids } from '../check/check-grids.ts';
import type { Area } from '../geometry.ts';
import { areaOfAllM2 } from '../metric.ts';
import { box, ring } from '../testing/shapes.ts';
import { type Division, drawCommunities } from './draw-communities.ts';

const DISTRICT = { code: '110101', name: 'district' };
const street = (digits: string, ...polygons: Area['polygons']): Area => ({
  ...{ code: `110101${digits}`, name: `street ${digits}`, drawn: false, polygons },
});
/** Two streets with a bent border between them; a building of the second lies alone in the north. */
const WEST = street('001', [ring([0, 0], [1000, 0], [1100, 500], [1000, 1000], [0, 1000])]);
const EAST = street(
  '002',
  [ring([1000, 0], [2500, 0], [2500, 1000], [1000, 1000], [1100, 500])],
  [box(0, 1500, 60, 60)],
);
const BELOW: Division = { mostM2: 400_000, nameOf: ({ name }, sequence) => `${name}, part ${sequence}` };
const NAMED = {
  communities: ['001003', '001001', '001002', '002007', '002001'].map((digits) => ({
    code: `110101${digits}`,
    name: `community ${digits}`,
  })),
};
const communitiesIn = (areas: readonly Area[]): readonly Area[] => areas.filter(({ code }) => code.length === 12);

describe('[G35] communities inside known streets', () => {
  test('known ones have equal areas in each street and keep their codes and names', () => {
    const drawn = communitiesIn(drawCommunities(DISTRICT, [EAST, WEST], NAMED));
    expect(drawn.map(({ code }) => code)).toEqual(
      ['001001', '001002', '001003', '002001', '002007'].map((digits) => `110101${digits}`),
    );
    for (const { code, name, polygons } of drawn) {
      const [whole, count] = code.startsWith(WEST.code) ? [WEST, 3] : [EAST, 2];
      expect(name).toBe(`community ${code.slice(6)}`);
      expect(Math.abs(areaOfAllM2(polygons) / (areaOfAllM2(whole.polygons) / count) - 1)).toBeLessThan(0.05);
    }
  });
  test('without known ones there are as many as keep each below the limit; an islet gets none of its own', () => {
    const drawn = communitiesIn(drawCommunities(DISTRICT, [WEST, EAST], BELOW));
    expect(drawn.map(({ code }) => code.slice(6))).toEqual([
      '001001',
      '001002',
      '001003',
      '002001',
      '002002',
      '002003',
      '002004',
    ]);
    expect(drawn.every(({ polygons }) => areaOfAllM2(polygons) <= 400_000)).toBe(true);
    expect(drawn.filter(({ polygons }) => polygons.length > 1).map(({ code }) => code.slice(6, 9))).toEqual(['002']);
    expect(drawn[0]?.name).toBe('street 001, part 1');
  });
  test('only they say that they are drawn, and they fill their streets', () => {
    const areas = drawCommunities(DISTRICT, [WEST, EAST], BELOW);
    expect(areas.filter(({ drawn }) => !drawn).map(({ code }) => code)).toEqual(['110101', '110101001', '110101002']);
    const built = buildGrids(areas);
    const grids = built.grids.map((grid) => ({ ...grid, polygons: [grid.rings] }));
    expect(checkGrids(grids, communitiesIn(built.areas))).toMatchObject({
      ok: true,
      figures: { gapM2: 0, overlapM2: 0 },
    });
    expect(areaOfAllM2(areas[0]?.polygons ?? [])).toBeCloseTo(areaOfAllM2([...WEST.polygons, ...EAST.polygons]), -2);
  });
  test('order of the streets does not matter', () => {
    expect(drawCommunities(DISTRICT, [EAST, WEST], BELOW)).toEqual(drawCommunities(DISTRICT, [WEST, EAST], BELOW));
  });
});

test.each([
  [
    'a street without communities',
    [WEST, EAST],
    { communities: NAMED.communities.slice(0, 3) },
    'it has no communities',
  ],
  ['a community elsewhere', [WEST], NAMED, 'is in none of the streets'],
  ['streets that overlap', [WEST, street('003', [box(500, 0, 1000, 1000)])], BELOW, 'overlap'],
  ['a street twice', [WEST, WEST], BELOW, 'each code once'],
  ['a street of another district', [{ ...WEST, code: '110102001' }], BELOW, 'begins with 110101'],
  ['no streets', [], BELOW, 'it has no streets'],
  ['no room', [WEST], { ...BELOW, mostM2: 900 }, 'needs at most 999'],
  ['no limit', [WEST], { ...BELOW, mostM2: 0 }, 'needs more than 0'],
])('[G34] %s is refused', (_, streets, division, message) => {
  expect(() => drawCommunities(DISTRICT, streets, division)).toThrow(message);
});
