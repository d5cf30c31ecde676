import { describe, expect, test } from 'vitest';
import { buildGrids } from '../build-grids.ts';
import type { LngLat, PolygonRings } from '../geometry.ts';
import { box, community, ring, round } from '../testing/shapes.ts';
import { checkGrids } from './check-grids.ts';
import type { CommunityToCheck, GridToCheck } from './report.ts';
import { shapeFault } from './shape-faults.ts';

const built = buildGrids([
  community('001', [[box(0, 0, 400, 300)]]),
  community('002', [[ring([400, 0], [800, 20], [790, 330], [400, 300])]]),
]);
const GRIDS: readonly GridToCheck[] = built.grids.map((grid) => ({ ...grid, polygons: [grid.rings] }));
const COMMUNITIES: readonly CommunityToCheck[] = built.areas;

type Change = (grids: GridToCheck[]) => GridToCheck[];
const at =
  (place: number, change: (grid: GridToCheck) => GridToCheck): Change =>
  (grids) =>
    grids.map((grid, i) => (i === place ? change(grid) : grid));
const kindsAfter = (change: Change): string[] => [
  ...new Set(checkGrids(change([...GRIDS]), COMMUNITIES).faults.map(({ kind }) => kind)),
];

/** Moves one corner of a grid by metres of longitude, keeping its ring closed. */
const moved =
  (corner: number, metres: number) =>
  (grid: GridToCheck): GridToCheck => {
    const positions = (grid.polygons[0]?.[0] ?? []).slice(0, -1);
    const shifted = positions.map(
      ([lng, lat], i): LngLat => (i === corner ? [lng + metres / 85_400, lat] : [lng, lat]),
    );
    return { ...grid, areaM2: undefined, polygons: [[[...shifted, ...shifted.slice(0, 1)]]] };
  };
const withCode =
  (code: string) =>
  (grid: GridToCheck): GridToCheck => ({ ...grid, code, communityCode: undefined });
const swapCodes: Change = (grids) => {
  const [a, b] = [grids[1]?.code ?? '', grids[2]?.code ?? ''];
  return at(1, withCode(b))(at(2, withCode(a))(grids));
};
const reshaped =
  (rings: PolygonRings) =>
  (grid: GridToCheck): GridToCheck => ({ ...grid, areaM2: undefined, polygons: [rings] });

describe('[G21] faults', () => {
  test('what the builder makes is lawful', () => {
    expect(checkGrids(GRIDS, COMMUNITIES)).toMatchObject({ ok: true, faults: [], figures: { gapM2: 0, overlapM2: 0 } });
  });

  test.each<{ name: string; change: Change; kinds: string[] }>([
    { name: 'a grid that is missing', change: (grids) => grids.slice(1), kinds: ['gap'] },
    { name: 'all grids missing', change: () => [], kinds: ['gap'] },
    { name: 'a corner moved east by a metre', change: at(5, moved(0, 1)), kinds: ['overlap'] },
    { name: 'a corner moved west by a metre', change: at(5, moved(0, -1)), kinds: ['gap', 'order'] },
    { name: 'a grid twice', change: (grids) => [...grids, ...grids.slice(0, 1)], kinds: ['repeated-code', 'overlap'] },
    { name: 'codes exchanged', change: swapCodes, kinds: ['order'] },
    { name: 'a code of 14 digits', change: at(0, withCode('11010100100100')), kinds: ['bad-code'] },
    { name: 'number 000', change: at(0, withCode('110101001001000')), kinds: ['bad-code'] },
    { name: 'a foreign community', change: at(0, withCode('110101001009001')), kinds: ['unknown-community'] },
    {
      name: 'the code of the neighbour',
      change: at(0, withCode('110101001002999')),
      kinds: ['gap', 'outside', 'order'],
    },
    {
      name: 'a community at odds with the code',
      change: at(0, (grid) => ({ ...grid, communityCode: '110101001002' })),
      kinds: ['wrong-community'],
    },
    {
      name: 'a stated area a square metre off',
      change: at(0, (grid) => ({ ...grid, areaM2: (grid.areaM2 ?? 0) + 1 })),
      kinds: ['area-misstated'],
    },
    {
      name: 'a stated area that is no number',
      change: at(0, (grid) => ({ ...grid, areaM2: Number.NaN })),
      kinds: ['area-misstated'],
    },
    {
      name: 'two parts',
      change: at(0, (grid) => ({ ...grid, areaM2: undefined, polygons: [...grid.polygons, [box(2000, 0, 9, 9)]] })),
      kinds: ['several-parts', 'outside'],
    },
    {
      name: 'a bow tie',
      change: at(0, reshaped([ring([0, 0], [100, 100], [100, 0], [0, 100])])),
      kinds: ['invalid-shape', 'gap'],
    },
    {
      name: 'a grid far away',
      change: (grids) => [...grids, { polygons: [[box(5000, 0, 100, 100)]] }],
      kinds: ['outside'],
    },
  ])('$name', ({ change, kinds }) => {
    expect(kindsAfter(change).sort()).toEqual(kinds.sort());
  });

  test('a gap is measured and placed', () => {
    const [fault] = checkGrids(GRIDS.slice(1), COMMUNITIES).faults;
    expect(fault).toMatchObject({ kind: 'gap', subject: 'community 110101001001' });
    expect(fault?.areaM2).toBeCloseTo(GRIDS[0]?.areaM2 ?? 0, 1);
    expect(fault?.at?.[0]).toBeCloseTo(116.4, 2);
  });

  test.each([
    { targetM2: 10_000, ok: true },
    { targetM2: 25_000, ok: false },
    { targetM2: 5_000, ok: false },
  ])('for a target of $targetM2 m² it is $ok that sizes fit', ({ targetM2, ok }) => {
    const faults = checkGrids(GRIDS, COMMUNITIES, targetM2).faults.filter(({ kind }) => kind === 'area-bounds');
    expect(faults.length === 0).toBe(ok);
  });

  test('a small grid is lawful only as a whole part of its community', () => {
    const islet = { code: '110101001001', polygons: [[box(0, 0, 40, 40)]] };
    const halves = [box(0, 0, 20, 40), box(20, 0, 20, 40)].map((half, i) => ({
      code: `11010100100100${i + 1}`,
      polygons: [[half]],
    }));
    expect(checkGrids([{ code: '110101001001001', polygons: islet.polygons }], [islet]).ok).toBe(true);
    expect(checkGrids(halves, [islet]).faults.map(({ kind }) => kind)).toEqual(['area-bounds', 'area-bounds']);
  });

  test.each([
    { name: 'cross', other: [[box(300, 200, 400, 400)]] },
    { name: 'lie in each other', other: [[box(100, 100, 50, 50)]] },
    { name: 'are alike', other: [[box(0, 0, 400, 300)]] },
  ])('communities that $name overlap', ({ other }) => {
    const communities = [
      { code: '110101001001', polygons: [[box(0, 0, 400, 300)]] },
      { code: '110101001002', polygons: other },
    ];
    expect(checkGrids([], communities).faults.map(({ kind }) => kind)).toContain('communities-overlap');
  });
});

describe('[G22] what cannot be told from rounding', () => {
  test.each([
    { metres: 0.01, ok: true },
    { metres: 0.2, ok: false },
  ])('a corner moved by $metres m: lawful is $ok, and the figures tell', ({ metres, ok }) => {
    const report = checkGrids(at(5, moved(0, metres))([...GRIDS]), COMMUNITIES);
    expect(report.ok).toBe(ok);
    expect(report.figures.gapM2 + report.figures.overlapM2).toBeGreaterThan(0);
    if (ok) expect(report.figures.sliverM2).toBeGreaterThan(0);
  });
});

test('[G23] without codes geometry alone is judged', () => {
  const bare = GRIDS.map(({ polygons }) => ({ polygons })).toReversed();
  const areas = COMMUNITIES.map(({ polygons }) => ({ polygons }));
  expect(checkGrids(bare, areas).faults).toEqual([]);
  const [fault] = checkGrids(bare.slice(1), areas).faults;
  expect(fault).toMatchObject({ kind: 'gap', subject: 'community feature 1' });
});

describe('[G21] shapes', () => {
  const hole = box(20, 20, 20, 20);
  test.each([
    { name: 'a box', rings: [box(0, 0, 100, 100)], text: undefined },
    { name: 'a box with a hole', rings: [box(0, 0, 100, 100), hole], text: undefined },
    {
      name: 'a hole that touches in a point',
      rings: [box(0, 0, 100, 100), ring([0, 0], [50, 20], [20, 50])],
      text: undefined,
    },
    { name: 'a hole that crosses', rings: [box(0, 0, 100, 100), box(90, 20, 20, 20)], text: 'two of its rings cross' },
    {
      name: 'a hole along the border',
      rings: [box(0, 0, 100, 100), box(0, 20, 20, 20)],
      text: 'two of its rings cross',
    },
    {
      name: 'a hole outside',
      rings: [box(0, 0, 100, 100), box(200, 20, 20, 20)],
      text: 'a hole lies outside the outer ring',
    },
    {
      name: 'a hole in a hole',
      rings: [box(0, 0, 100, 100), box(10, 10, 60, 60), hole],
      text: 'a hole lies inside another',
    },
    { name: 'a bow tie', rings: [ring([0, 0], [9, 9], [9, 0], [0, 9])], text: 'its border crosses or touches itself' },
    {
      name: 'a spike',
      rings: [ring([0, 0], [90, 0], [90, 90], [150, 90], [90, 90], [0, 90])],
      text: 'its border crosses or touches itself',
    },
    {
      name: 'a pinch',
      rings: [ring([0, 0], [90, 0], [50, 50], [90, 90], [0, 90], [50, 50])],
      text: 'its border crosses or touches itself',
    },
    { name: 'a repeated position', rings: [ring([0, 0], [9, 0], [9, 0], [0, 9])], text: 'a position is repeated' },
    { name: 'an open ring', rings: [box(0, 0, 9, 9).slice(0, -1)], text: 'a ring does not end where it begins' },
    { name: 'two positions', rings: [ring([0, 0], [9, 0])], text: 'a ring has fewer than four positions' },
    { name: 'no rings', rings: [], text: 'it has no rings' },
    { name: 'a round of 400 corners', rings: [round(0, 0, 500, 400)], text: undefined },
  ])('$name: $text', ({ rings, text }) => {
    expect(shapeFault(rings)?.text).toBe(text);
  });
});

describe('[G27] units, buildings, needles and aims', () => {
  const two = buildGrids([community('001', [[box(0, 0, 200, 100)]])]);
  const grids = two.grids.map((grid) => ({ ...grid, polygons: [grid.rings] }));
  const judge = (against: Parameters<typeof checkGrids>[3], given: readonly GridToCheck[] = grids) =>
    checkGrids(given, two.areas, undefined, against);
  const kinds = (report: ReturnType<typeof judge>): string[] => report.faults.map(({ kind }) => kind);

  test.each([
    { name: 'one unit around all', within: [[[box(-10, -10, 300, 300)]]], faults: [] },
    { name: 'a border along the cut', within: [[[box(-10, -10, 110, 300)]]], faults: [] },
    { name: 'a border 80 cm beside it', within: [[[box(-10, -10, 110.8, 300)]]], faults: [] },
    { name: 'a border through a grid', within: [[[box(-10, -10, 80, 300)]]], faults: ['crosses-unit'] },
    { name: 'a unit inside a grid', within: [[[box(20, 20, 30, 30)]]], faults: ['crosses-unit'] },
  ])('$name: $faults', ({ within, faults }) => {
    expect(kinds(judge({ within }))).toEqual(faults);
  });

  test.each([
    { name: 'a building in a grid', building: box(20, 20, 30, 30), faults: [] },
    { name: 'one along the cut', building: box(60, 20, 40, 30), faults: [] },
    { name: 'one 10 cm over the cut', building: box(60, 20, 40.1, 30), faults: [] },
    { name: 'one over the cut', building: box(80, 20, 40, 30), faults: ['cuts-building'] },
    { name: 'one over the border of the community', building: box(20, 80, 30, 40), faults: [] },
  ])('$name: $faults', ({ building, faults }) => {
    expect(kinds(judge({ keep: [[[building]]] }))).toEqual(faults);
  });

  test('a building over the border of a planning unit is not judged', () => {
    const within = [[[box(-10, -10, 110, 300)]]];
    expect(kinds(judge({ within, keep: [[[box(80, 20, 40, 30)]]] }))).toEqual([]);
  });

  test('a needle is told of, unless its part is narrow or the community forces it', () => {
    const needle = ring([0, 0], [1000, 0], [1000, 10], [0, 10]);
    const rest = ring([0, 10], [1000, 10], [1000, 20], [0, 20]);
    const given = [needle, rest].map((rings, i) => ({ code: `11010100100100${2 - i}`, polygons: [[rings]] }));
    const narrow = checkGrids(given, [{ code: '110101001001', polygons: [[box(0, 0, 1000, 20)]] }]);
    expect(narrow).toMatchObject({ ok: true, excused: [{ reason: 'too-thin', grids: 2 }] });
    const wide = [...given, { code: '110101001001003', polygons: [[box(0, -80, 1000, 80)]] }];
    const report = checkGrids(wide, [{ code: '110101001001', polygons: [[box(0, -80, 1000, 100)]] }]);
    expect(report.faults.filter(({ kind }) => kind === 'not-compact').map(({ subject }) => subject)).toEqual([
      '110101001001002',
      '110101001001001',
    ]);
  });

  test('aims count grids that are not excused; a missed one is no fault', () => {
    const uneven = [box(0, 0, 70, 100), box(70, 0, 130, 100)].map((r, i) => ({
      code: `11010100100100${i + 1}`,
      polygons: [[r]],
    }));
    const report = checkGrids(uneven, [{ code: '110101001001', polygons: [[box(0, 0, 200, 100)]] }]);
    expect(report.ok).toBe(true);
    expect(report.aims).toEqual([
      { name: 'share of grids within half and one and a half of the target', value: 1, needs: 0.999, met: true },
      { name: 'share of grids within a fifth of the target', value: 0, needs: 0.98, met: false },
      { name: 'median compactness', value: expect.closeTo(0.76, 1), needs: 0.68, met: true },
      { name: 'compactness that 95 of 100 exceed', value: expect.closeTo(0.76, 1), needs: 0.45, met: true },
    ]);
  });

  test('each community is judged by its own target', () => {
    const [area] = two.areas;
    const own = [{ code: '110101001001', polygons: area?.polygons ?? [], targetM2: 40_000 }];
    expect(checkGrids(grids, own).faults.map(({ kind }) => kind)).toContain('area-bounds');
  });
});
