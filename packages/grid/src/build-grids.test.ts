import { describe, expect, test } from 'vitest';
import { buildGrids } from './build-grids.ts';
import { checkGrids } from './check/check-grids.ts';
import type { Area, MultiPolygonRings } from './geometry.ts';
import { areaOfAllM2 } from './metric.ts';
import { seededRandom } from './testing/seeded-random.ts';
import { box, community, ring, round } from './testing/shapes.ts';

const reportOf = ({ grids, areas }: ReturnType<typeof buildGrids>, targetM2?: number) =>
  checkGrids(
    grids.map((grid) => ({ ...grid, polygons: [grid.rings] })),
    areas.filter(({ code }) => code.length === 12),
    targetM2,
  );

/** A border bent at random in ever smaller steps, as a surveyed one looks. */
function jagged(seed: number): MultiPolygonRings {
  const random = seededRandom(seed);
  let points: [number, number][] = [
    [0, 0],
    [1500, 0],
    [1500, 1200],
    [0, 1200],
  ];
  for (let level = 0; level < 6; level++) {
    points = points.flatMap(([ax, ay], i) => {
      const [bx, by] = points[(i + 1) % points.length] ?? [ax, ay];
      const bend = (random() - 0.5) * 0.3;
      return [
        [ax, ay],
        [(ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend],
      ];
    });
  }
  return [[ring(...points)]];
}

const comb = ring(
  [0, 0],
  [1000, 0],
  [1000, 100],
  ...[9, 8, 7, 6, 5, 4, 3, 2, 1, 0].flatMap((i): [number, number][] => [
    [i * 100 + 60, 100],
    [i * 100 + 60, 600],
    [i * 100 + 20, 600],
    [i * 100 + 20, 100],
  ]),
  [0, 100],
);

const SHAPES: readonly { name: string; polygons: MultiPolygonRings; grids: number }[] = [
  { name: 'an islet of 1,500 m²', polygons: [[box(0, 0, 50, 30)]], grids: 1 },
  { name: 'a block just below one and a half', polygons: [[box(0, 0, 149, 100)]], grids: 1 },
  { name: 'a block just above one and a half', polygons: [[box(0, 0, 151, 100)]], grids: 2 },
  { name: 'a square kilometre', polygons: [[box(0, 0, 1000, 1000)]], grids: 100 },
  { name: 'a river bank of 30 m by 3 km', polygons: [[box(0, 0, 3000, 30)]], grids: 9 },
  { name: 'an L', polygons: [[ring([0, 0], [1500, 0], [1500, 60], [60, 60], [60, 1500], [0, 1500])]], grids: 18 },
  { name: 'a comb', polygons: [[comb]], grids: 30 },
  { name: 'a ring of 60 m', polygons: [[round(0, 0, 500, 90), round(0, 0, 440, 90)]], grids: 18 },
  {
    name: 'a block with two enclaves',
    polygons: [[box(0, 0, 1000, 700), box(200, 200, 150, 150), box(600, 300, 90, 200)]],
    grids: 66,
  },
  {
    name: 'a hole that touches the outer ring',
    polygons: [[box(0, 0, 600, 600), ring([0, 300], [100, 250], [100, 350])]],
    grids: 35,
  },
  {
    name: 'a block with islands',
    polygons: [[box(0, 0, 600, 600)], [box(700, 0, 100, 100)], [box(900, 0, 3, 3)]],
    grids: 38,
  },
  {
    name: 'a neck of 4 m',
    polygons: [
      [
        ring(
          [0, 0],
          [400, 0],
          [400, 198],
          [700, 198],
          [700, 0],
          [1100, 0],
          [1100, 400],
          [700, 400],
          [700, 202],
          [400, 202],
          [400, 400],
          [0, 400],
        ),
      ],
    ],
    grids: 32,
  },
  { name: 'a jagged border', polygons: jagged(3), grids: 180 },
];

describe('[G10] [G11] [G12] shapes of all kinds are cut into lawful grids', () => {
  test.each(SHAPES)('$name', ({ polygons, grids }) => {
    const built = buildGrids([community('001', polygons)]);
    const report = reportOf(built);
    expect(report.faults).toEqual([]);
    expect(report.figures).toMatchObject({ gapM2: 0, overlapM2: 0, outsideM2: 0 });
    expect(built.uncut).toEqual([]);
    expect(Math.abs(built.grids.length - grids)).toBeLessThanOrEqual(grids > 99 ? 20 : 0);
    const [before, after] = [areaOfAllM2(polygons), built.grids.reduce((sum, { areaM2 }) => sum + areaM2, 0)];
    expect(Math.abs(after / before - 1)).toBeLessThan(1e-4);
  });

  test('another target gives as many grids as fit', () => {
    const built = buildGrids([community('001', [[box(0, 0, 1000, 1000)]])], { targetM2: 40_000 });
    expect(built.grids).toHaveLength(25);
    expect(reportOf(built, 40_000).faults).toEqual([]);
    expect(reportOf(built).ok).toBe(false);
  });
});

/** Three communities whose borders meet in a T that the western one has no vertex for, in a street. */
const NEIGHBOURS: readonly Area[] = [
  { ...community('001', [[ring([0, 0], [500, 30], [520, 600], [0, 600])]]), drawn: true },
  community('002', [[ring([500, 30], [1100, 0], [1100, 310], [510, 315])]]),
  community('003', [[ring([510, 315], [1100, 310], [1100, 600], [520, 600])]]),
  { code: '110101001', name: 'street', drawn: false, polygons: [[box(0, 0, 1100, 600)]] },
  { code: '110101', name: 'district', drawn: false, polygons: [[box(-9, -9, 1200, 700)]] },
  { code: '110101002', name: 'bare street', drawn: false, polygons: [[box(2000, 0, 100, 100)]] },
];

describe('[G13] neighbours share the vertices of cuts', () => {
  const built = buildGrids(NEIGHBOURS);
  const find = (code: string) => built.areas.find((area) => area.code === code)?.polygons ?? [];
  test('every edge inside the street is walked once each way, the outer ones are the street', () => {
    const edges = (polygons: MultiPolygonRings): string[] =>
      polygons.flatMap((rings) => rings.flatMap((r) => r.slice(1).map((b, i) => `${r[i]?.join()} ${b.join()}`)));
    const sides = built.grids.flatMap(({ rings }) => edges([rings]));
    const known = new Set(sides);
    expect(known.size).toBe(sides.length);
    const outer = sides.filter((side) => !known.has(side.split(' ').reverse().join(' ')));
    expect(outer.sort()).toEqual(edges(find('110101001')).sort());
  });
  test('street and district become the union of their communities, others stay', () => {
    expect(find('110101')).toEqual(find('110101001'));
    expect(find('110101002')).toEqual([[box(2000, 0, 100, 100)]]);
    expect(built.areas.map(({ code }) => code)).toEqual(NEIGHBOURS.map(({ code }) => code).sort());
  });
  test('a grid is drawn when its community is', () => {
    for (const { drawn, communityCode } of built.grids) expect(drawn).toBe(communityCode === '110101001001');
  });
  test('[G12] all of them are lawful', () => {
    expect(reportOf(built).faults).toEqual([]);
  });
});

describe('[G14] numbers', () => {
  test('run west to east in rows from north to south', () => {
    const { grids } = buildGrids([community('001', [[box(0, 0, 200, 200)]])]);
    const corner = grids.map(({ rings }) => {
      const positions = rings[0] ?? [];
      return [Math.min(...positions.map(([x]) => x)) < 116.401, Math.max(...positions.map(([, y]) => y)) > 39.9015];
    });
    expect(grids.map(({ code }) => code.slice(12))).toEqual(['001', '002', '003', '004']);
    expect(corner).toEqual([
      [true, true],
      [false, true],
      [true, false],
      [false, false],
    ]);
  });
});

describe('[G15] [G16] what cannot be built is refused', () => {
  const big = box(0, 0, 3200, 3200);
  test.each([
    {
      name: 'too many grids',
      areas: [community('001', [[big]])],
      error: /110101001001: 1024 grids .* at most 999; split the community or enlarge the target/,
    },
    {
      name: 'an overlap',
      areas: [community('001', [[box(0, 0, 300, 300)]]), community('002', [[box(200, 100, 300, 300)]])],
      error: /110101001001 and 110101001002 overlap near \[116\.40\d+, 39\.90\d+\]/,
    },
    {
      name: 'one inside another',
      areas: [community('001', [[box(0, 0, 300, 300)]]), community('002', [[box(100, 100, 50, 50)]])],
      error: /001 and 110101001002 overlap/,
    },
    {
      name: 'the same twice',
      areas: [community('001', [[box(0, 0, 300, 300)]]), community('002', [[box(0, 0, 300, 300)]])],
      error: /overlap/,
    },
    {
      name: 'a bow tie',
      areas: [community('001', [[ring([0, 0], [300, 300], [300, 0], [0, 200])]])],
      error: /border of 110101001001 crosses or repeats itself/,
    },
    {
      name: 'no community',
      areas: [{ ...community('001', []), code: '110101001' }],
      error: /none of 1 areas is a community/,
    },
    {
      name: 'a repeated code',
      areas: [community('001', [[big]]), community('001', [[big]])],
      error: /110101001001: the code occurs twice/,
    },
    { name: 'a wrong code', areas: [community('0x1', [[big]])], error: /needs a code of 6, 9 or 12 digits/ },
  ])('$name', ({ areas, error }) => {
    expect(() => buildGrids(areas)).toThrow(error);
  });
  test.each([0, -1, 99, Number.NaN, Number.POSITIVE_INFINITY])('a target of %s m²', (targetM2) => {
    expect(() => buildGrids(NEIGHBOURS, { targetM2 })).toThrow('needs a target from 100');
  });
  test('999 grids are built with a larger target', () => {
    expect(buildGrids([community('001', [[big]])], { targetM2: 10_500 }).grids.length).toBeLessThanOrEqual(999);
  });
  test('an enclave in its hole is no overlap', () => {
    const [hole, rest] = [box(100, 100, 120, 120), box(0, 0, 400, 400)];
    const built = buildGrids([community('001', [[rest, hole]]), community('002', [[hole]])]);
    expect(reportOf(built).faults).toEqual([]);
  });
  test('borders that miss each other by a centimetre are brought together', () => {
    const built = buildGrids([
      community('001', [[box(0, 0, 300, 300)]]),
      community('002', [[box(300.01, 0.01, 300, 150)]]),
    ]);
    expect(reportOf(built).faults).toEqual([]);
  });
});

test('[G17] order of features, parts, directions and first vertices do not matter', () => {
  const parts: MultiPolygonRings = [
    [box(0, 0, 500, 400), box(100, 100, 80, 80), box(300, 100, 80, 80)],
    [box(600, 0, 200, 100)],
  ];
  const turned = parts
    .toReversed()
    .map(([outer = [], ...holes]) => [turn(outer), ...holes.toReversed().map((hole) => turn(hole.toReversed()))]);
  const other = community('002', [[box(0, 400, 500, 300)]]);
  const one = buildGrids([community('001', parts), other]);
  const two = buildGrids([{ ...other, polygons: [[turn(other.polygons[0]?.[0] ?? [])]] }, community('001', turned)]);
  expect(JSON.stringify(two)).toBe(JSON.stringify(one));
});
const turn = <T>(closed: readonly T[]): T[] => [...closed.slice(2), ...closed.slice(1, 3)];

test('[G18] smooth borders give compact grids', () => {
  const { compactness } = reportOf(buildGrids([community('001', [[round(0, 0, 900, 60)]])])).figures;
  expect(compactness.median).toBeGreaterThanOrEqual(0.68);
  expect(compactness.p5).toBeGreaterThanOrEqual(0.6);
});
