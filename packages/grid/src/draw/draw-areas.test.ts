import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { multiPolygon, point } from '@turf/helpers';
import { describe, expect, test } from 'vitest';
import { buildGrids } from '../build-grids.ts';
import { checkGrids } from '../check/check-grids.ts';
import type { Area, LngLat } from '../geometry.ts';
import { areaOfAllM2 } from '../metric.ts';
import { box, ring } from '../testing/shapes.ts';
import { drawAreas, type Outline, type StreetPlan } from './draw-areas.ts';

const centre = (x: number, y: number): LngLat => [box(x, y, 1, 1)[0]?.[0] ?? 0, box(x, y, 1, 1)[0]?.[1] ?? 0];
const plan = (digits: string, [x, y]: readonly [number, number], areaKm2: number, communities: number): StreetPlan => ({
  code: `110101${digits}`,
  name: `street ${digits}`,
  centre: centre(x, y),
  areaKm2,
  communities: Array.from({ length: communities }, (_, i) => ({
    code: `110101${digits}${String(i + 1).padStart(3, '0')}`,
    name: `community ${digits} ${i + 1}`,
  })),
});

/** A U: the cell of its western street reaches across the bay and would have two parts. */
const U: Outline = {
  code: '110101',
  name: 'district',
  polygons: [[ring([0, 0], [3000, 0], [3000, 2500], [2000, 2400], [1900, 800], [1000, 700], [1100, 2600], [0, 2500])]],
};
const PLANS = [plan('001', [500, 2000], 1.2, 5), plan('002', [1500, 300], 2, 7), plan('003', [2500, 1900], 0.8, 1)];
const areas = drawAreas(U, PLANS);
const find = (code: string): Area => areas.find((area) => area.code === code) ?? { ...U, drawn: false, polygons: [] };
const sizes = (code: string) => areaOfAllM2(find(code).polygons);

describe('[G30] [G31] streets', () => {
  const total = sizes('110101');
  test.each(PLANS)(
    '$code has its share of the outline, in one piece, around its centre',
    ({ code, areaKm2, centre: at }) => {
      expect(Math.abs(sizes(code) / ((total * areaKm2) / 4) - 1)).toBeLessThan(0.01);
      expect(find(code).polygons).toHaveLength(1);
      const shape = multiPolygon(find(code).polygons.map((rings) => rings.map((r) => r.map(([x, y]) => [x, y]))));
      expect(booleanPointInPolygon(point([at[0], at[1]]), shape)).toBe(true);
    },
  );
  test('together they are the outline', () => {
    expect(Math.abs(total / areaOfAllM2(U.polygons) - 1)).toBeLessThan(1e-6);
  });
});

describe('[G32] [G33] communities', () => {
  test.each(PLANS)('those of $code have equal areas', ({ code, communities }) => {
    for (const own of communities) {
      expect(Math.abs(sizes(own.code) / (sizes(code) / communities.length) - 1)).toBeLessThan(0.05);
    }
  });
  test('everything says that it is drawn', () => {
    expect(areas).toHaveLength(1 + 3 + 13);
    expect(areas.every(({ drawn }) => drawn)).toBe(true);
  });
  test('grids fit them without gap or overlap', () => {
    const built = buildGrids(areas);
    const grids = built.grids.map((grid) => ({ ...grid, polygons: [grid.rings] }));
    const report = checkGrids(
      grids,
      built.areas.filter(({ code }) => code.length === 12),
    );
    expect(report.faults).toEqual([]);
    expect(report.figures).toMatchObject({ gapM2: 0, overlapM2: 0, outsideM2: 0 });
  });
  test('order of the facts does not matter', () => {
    const turned = PLANS.toReversed().map((one) => ({ ...one, communities: one.communities.toReversed() }));
    expect(JSON.stringify(drawAreas(U, turned))).toBe(JSON.stringify(areas));
  });
});

test('an outline in two islands with a hole is drawn', () => {
  const outline = { ...U, polygons: [[box(0, 0, 2000, 1000), box(900, 300, 300, 300)], [box(2500, 0, 400, 400)]] };
  const drawn = drawAreas(outline, [plan('001', [400, 500], 1, 4), plan('002', [1700, 500], 1, 4)]);
  expect(Math.abs(areaOfAllM2(drawn[0]?.polygons ?? []) / areaOfAllM2(outline.polygons) - 1)).toBeLessThan(1e-6);
  expect(drawn).toHaveLength(11);
});

describe('[G34] facts that contradict each other are refused', () => {
  const [one = plan('001', [500, 500], 1, 1)] = PLANS;
  test.each([
    { plans: [], error: 'cannot draw district 110101: it has no streets' },
    { plans: [one, one], error: 'cannot draw street 110101001: the code occurs twice' },
    { plans: [{ ...one, code: '110102001' }], error: 'needs 9 digits that begin with 110101' },
    { plans: [{ ...one, areaKm2: 0 }], error: 'its area is 0 km², needs more than 0' },
    { plans: [{ ...one, centre: [Number.NaN, 1] as const }], error: 'its centre is NaN, 1' },
    {
      plans: [one, { ...plan('002', [0, 0], 1, 1), centre: one.centre }],
      error: 'its centre is also that of 110101002',
    },
    { plans: [{ ...one, communities: [] }], error: 'it has no communities' },
    {
      plans: [{ ...one, communities: [{ code: '110101002001', name: '' }] }],
      error: 'community 110101002001 is repeated or not 12',
    },
  ])('$error', ({ plans, error }) => {
    expect(() => drawAreas(U, plans)).toThrow(error);
  });
  test('a district needs a code of 6 digits', () => {
    expect(() => drawAreas({ ...U, code: '11' }, PLANS)).toThrow('cannot draw district "11"');
  });
});
