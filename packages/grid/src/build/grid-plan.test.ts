import { describe, expect, test } from 'vitest';
import { buildGrids } from '../build-grids.ts';
import { checkGrids } from '../check/check-grids.ts';
import type { Area, LngLat, MultiPolygonRings } from '../geometry.ts';
import { areaOfAllM2 } from '../metric.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { box, community, ring } from '../testing/shapes.ts';
import type { BuildOptions } from './build-input.ts';
import { type CutTask, cutCommunity } from './cut-community.ts';
import { type BuiltCommunity, GridPlan } from './grid-plan.ts';

const digits = (i: number): string => String(i + 1).padStart(3, '0');

/** A town of 4 by 4 communities whose inner borders are bent, each border drawn once for both sides. */
function town(): Area[] {
  const random = seededRandom(5);
  const corner = Array.from({ length: 5 }, (_, row) =>
    Array.from({ length: 5 }, (_, column): [number, number] => [
      400 * column + 90 * random(),
      400 * row + 90 * random(),
    ]),
  );
  return Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [Math.floor(i / 4), i % 4];
    const at = (r: number, c: number): [number, number] => corner[r]?.[c] ?? [0, 0];
    return community(digits(i), [
      [ring(at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column))],
    ]);
  });
}

/** Works a plan off as threads would that take their time: results come back in any order. */
function inAnyOrder(areas: readonly Area[], options: BuildOptions, seed: number): BuiltCommunity[] {
  const random = seededRandom(seed);
  const plan = new GridPlan(areas, options);
  const out: CutTask[] = [];
  const built: BuiltCommunity[] = [];
  for (;;) {
    for (let task = plan.next(); task !== undefined; task = plan.next()) out.push(structuredClone(task));
    const [task] = out.splice(Math.floor(random() * out.length), 1);
    if (task === undefined) return built;
    built.push(...plan.finish(structuredClone(cutCommunity(task))));
  }
}

describe('[G17] what is built does not depend on who cuts when', () => {
  const lines = [ring([-50, 700], [900, 760], [1700, 640]).slice(0, -1)];
  const keep = [[box(300, 300, 60, 40)], [box(850, 820, 50, 60)]];
  test.each([
    { name: 'plain', options: {} },
    { name: 'with lines, buildings and units', options: { lines, keep, within: [[[box(-100, -100, 1000, 1800)]]] } },
  ])('$name', ({ options }) => {
    const areas = town();
    const one = buildGrids(areas, options).grids;
    for (const seed of [1, 2, 3]) {
      const turned = seed === 2 ? areas.toReversed() : areas;
      const built = inAnyOrder(turned, options, seed);
      expect(built.map(({ area }) => area.code)).toEqual(areas.map(({ code }) => code));
      expect(JSON.stringify(built.flatMap(({ grids }) => grids))).toBe(JSON.stringify(one));
    }
  });
  test('the order of lines and buildings in their files does not matter', () => {
    const more = { lines: [...lines, ring([800, -20], [820, 900], [790, 1700]).slice(0, -1)], keep };
    const turned = {
      lines: more.lines.map((chain) => chain.toReversed()).reverse(),
      keep: keep.map((rings) => rings.map((r) => r.toReversed())).reverse(),
    };
    expect(JSON.stringify(buildGrids(town(), turned).grids)).toBe(JSON.stringify(buildGrids(town(), more).grids));
  });
});

test('[G12] grids of many bent communities fit their borders exactly', () => {
  const { grids, areas } = buildGrids(town());
  const report = checkGrids(
    grids.map((grid) => ({ ...grid, polygons: [grid.rings] })),
    areas,
  );
  expect(report).toMatchObject({ ok: true, figures: { gapM2: 0, overlapM2: 0, outsideM2: 0 } });
  expect(report.aims.every(({ met }) => met)).toBe(true);
});

describe('[G10] the target of an area', () => {
  const areas = (targets: { street?: number; one?: number }): Area[] => [
    {
      ...community('001', []),
      code: '110101001',
      ...(targets.street === undefined ? {} : { targetM2: targets.street }),
    },
    { ...community('001', [[box(0, 0, 400, 400)]]), ...(targets.one === undefined ? {} : { targetM2: targets.one }) },
    community('002', [[box(400, 0, 400, 400)]]),
  ];
  const countsOf = (built: { grids: readonly { communityCode: string }[] }): number[] =>
    [...Map.groupBy(built.grids, ({ communityCode }) => communityCode).values()].map(({ length }) => length);
  test.each([
    { targets: {}, counts: [16, 16] },
    { targets: { street: 40_000 }, counts: [4, 4] },
    { targets: { one: 20_000 }, counts: [8, 16] },
    { targets: { street: 40_000, one: 10_000 }, counts: [16, 4] },
  ])('$targets gives $counts grids', ({ targets, counts }) => {
    const built = buildGrids(areas(targets));
    expect(countsOf(built)).toEqual(counts);
    const report = checkGrids(
      built.grids.map((grid) => ({ ...grid, polygons: [grid.rings] })),
      built.areas.filter(({ code }) => code.length === 12).map((area) => ({ targetM2: targets.street, ...area })),
    );
    expect(report.faults).toEqual([]);
  });
  test.each([0, 99, 2e8])('%s m² is refused by the area', (one) => {
    expect(() => buildGrids(areas({ one }))).toThrow(`m² in area 110101001001: needs a target from 100`);
  });
});

describe('[G24] parts that cannot have ordinary grids are excused by name', () => {
  const strip = ring([0, 500], [1500, 500], [1500, 512], [0, 512]);
  test.each<{ name: string; polygons: MultiPolygonRings; reasons: string[] }>([
    { name: '300 m²', polygons: [[box(0, 0, 20, 15)]], reasons: ['too-small'] },
    { name: '7,000 m²', polygons: [[box(0, 0, 100, 70)]], reasons: ['between-sizes'] },
    { name: '13,000 m²', polygons: [[box(0, 0, 130, 100)]], reasons: ['between-sizes'] },
    { name: '8,100 m²', polygons: [[box(0, 0, 90, 90)]], reasons: [] },
    { name: 'a strip of 12 m', polygons: [[strip]], reasons: ['too-thin'] },
    { name: 'a square and an islet', polygons: [[box(0, 0, 300, 300)], [box(500, 0, 9, 9)]], reasons: ['too-small'] },
  ])('$name: $reasons', ({ polygons, reasons }) => {
    const { excused, grids } = buildGrids([community('001', polygons)]);
    expect(excused.map(({ reason }) => reason)).toEqual(reasons);
    expect(excused.every(({ community: code, areaM2 }) => code === '110101001001' && areaM2 > 0)).toBe(true);
    const report = checkGrids(
      grids.map((grid) => ({ ...grid, polygons: [grid.rings] })),
      [{ code: '110101001001', polygons }],
    );
    expect(report.faults).toEqual([]);
    expect(report.excused.map(({ reason }) => reason)).toEqual(reasons);
  });
  test('50 km² are refused with the way out', () => {
    expect(() => buildGrids([community('001', [[box(0, 0, 10_000, 5_000)]])])).toThrow(
      /community 110101001001: 4998 grids of 10000 m², needs at most 999; split the community or enlarge the target to 50100 m² or more \(--target for all, "targetM2" of the area for it alone\)/,
    );
  });
});

/** Centimetres to metres of dirt, as digitising each area for itself leaves it. */
describe('[G16] dirt does not break it', () => {
  const wavy = (amplitude: number): [number, number][] =>
    Array.from({ length: 9 }, (_, i) => [400 + (i % 2 === 0 ? amplitude : -amplitude), 400 - 50 * i]);
  const west = community('001', [[ring([0, 0], [400, 0], [400, 400], [0, 400])]]);
  const twice = (at: readonly LngLat[]): readonly LngLat[] => at.flatMap((place) => [place, place]);
  test.each<{ name: string; areas: Area[]; lost: number }>([
    {
      name: 'slivers and overlaps of 8 mm',
      areas: [west, community('002', [[ring([800, 0], [800, 400], ...wavy(0.008))]])],
      lost: 1,
    },
    { name: 'of 40 cm', areas: [west, community('002', [[ring([800, 0], [800, 400], ...wavy(0.4))]])], lost: 200 },
    { name: 'of 3 m', areas: [west, community('002', [[ring([800, 0], [800, 400], ...wavy(3))]])], lost: 1500 },
    { name: 'positions twice', areas: [community('001', [[twice(west.polygons[0]?.[0] ?? [])]])], lost: 1 },
    {
      name: 'a spike',
      areas: [community('001', [[ring([0, 0], [400, 0], [400, 200], [460, 200], [400, 200], [400, 400], [0, 400])]])],
      lost: 1,
    },
    {
      name: 'a ring that touches itself',
      areas: [community('001', [[ring([0, 0], [400, 0], [400, 400], [200, 0], [0, 400])]])],
      lost: 5,
    },
    {
      name: 'a small loop',
      areas: [community('001', [[ring([0, 0], [400, 0], [400, 395], [402, 400], [402, 395], [398, 400], [0, 400])]])],
      lost: 100,
    },
    {
      name: 'a hole on the border',
      areas: [community('001', [[box(0, 0, 400, 400), ring([0, 100], [50, 80], [50, 120])]])],
      lost: 1,
    },
    {
      name: 'a speck of 3 m² beside',
      areas: [community('001', [[box(0, 0, 400, 400)], [box(600, 0, 2, 1.5)]])],
      lost: 1,
    },
  ])('$name', ({ areas, lost }) => {
    const built = buildGrids(areas);
    const report = checkGrids(
      built.grids.map((grid) => ({ ...grid, polygons: [grid.rings] })),
      built.areas,
    );
    expect(report.faults).toEqual([]);
    expect(report.figures).toMatchObject({ gapM2: 0, overlapM2: 0 });
    const [before, after] = [areas, built.areas].map((all) =>
      all.reduce((sum, one) => sum + areaOfAllM2(one.polygons), 0),
    );
    expect(Math.abs((after ?? 0) - (before ?? 0))).toBeLessThan(lost);
  });
  test('what was mended is told', () => {
    const east = community('002', [[ring([800, 0], [800, 400], ...wavy(0.4))]]);
    expect(new GridPlan([west, east]).mended).toEqual([
      expect.stringMatching(/^area 110101001002 gave up \d+\.\d\d m² that was claimed twice/),
    ]);
    expect(new GridPlan([west]).mended).toEqual([]);
  });
  test('an area of no ground, and areas too far apart, are refused', () => {
    const flat = community('002', [[ring([0, 0], [100, 0], [200, 0])]]);
    expect(() => buildGrids([west, flat])).toThrow('cannot cut community 110101001002: its border encloses no ground');
    expect(() => buildGrids([west, community('002', [[box(700_000, 0, 100, 100)]])])).toThrow('needs less than 6.7°');
  });
});
