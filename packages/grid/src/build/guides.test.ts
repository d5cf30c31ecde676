import { describe, expect, test } from 'vitest';
import { type BuiltGrids, buildGrids } from '../build-grids.ts';
import { checkGrids } from '../check/check-grids.ts';
import type { CheckAgainst } from '../check/report.ts';
import type { LngLat, MultiPolygonRings, PolygonRings } from '../geometry.ts';
import { distanceM } from '../metric.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { box, community, ring } from '../testing/shapes.ts';

const reportOf = ({ grids, areas }: BuiltGrids, against: CheckAgainst = {}) =>
  checkGrids(
    grids.map((grid) => ({ ...grid, polygons: [grid.rings] })),
    areas.filter(({ code }) => code.length === 12),
    10_000,
    against,
  );
const SQUARE = community('001', [[box(0, 0, 1000, 1000)]]);
const EAST = community('002', [[box(1000, 0, 900, 1000)]]);
const line = (...metres: readonly (readonly [number, number])[]): readonly LngLat[] => ring(...metres).slice(0, -1);

/** Share of places on a line that lie within a metre of a border of some grid. */
function followed({ grids }: BuiltGrids, chain: readonly LngLat[]): number {
  const edges = grids.flatMap(({ rings }) => rings.flatMap((r) => r.slice(1).map((b, i) => [r[i] ?? b, b] as const)));
  const places = chain.slice(1).flatMap((b, i) => {
    const a = chain[i] ?? b;
    return [0.1, 0.3, 0.5, 0.7, 0.9].map(
      (share): LngLat => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])],
    );
  });
  return places.filter((at) => edges.some(([a, b]) => toEdgeM(at, a, b) < 1)).length / places.length;
}

function toEdgeM(at: LngLat, a: LngLat, b: LngLat): number {
  const [dx, dy] = [(b[0] - a[0]) * 0.77, b[1] - a[1]];
  const along = ((at[0] - a[0]) * 0.77 * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy);
  const share = Math.max(0, Math.min(1, along));
  return distanceM(at, [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
}

describe('[G19] given lines', () => {
  const bent = line([-50, 480], [300, 510], [600, 450], [1050, 500]);
  test.each([
    { name: 'a bent road across', lines: [bent], least: 1 },
    {
      name: 'a road in pieces, one of them turned',
      lines: [bent.slice(0, 2), bent.slice(1, 3).toReversed(), bent.slice(2)],
      least: 1,
    },
    { name: 'a crossing', lines: [bent, line([500, -20], [520, 1020])], least: 1 },
    { name: 'a road that ends 40 m before the border', lines: [line([0, 350], [960, 330])], least: 1 },
  ])('$name is followed', ({ lines, least }) => {
    const built = buildGrids([SQUARE], { lines });
    for (const one of lines) {
      const inside = one.filter(([lng]) => lng > 116.4 && lng < 116.4117);
      if (inside.length > 1) expect(followed(built, inside)).toBeGreaterThanOrEqual(least);
    }
    const { faults, figures } = reportOf(built);
    expect(faults).toEqual([]);
    expect(figures.gridAreaM2.min).toBeGreaterThan(8_000);
    expect(figures.gridAreaM2.max).toBeLessThan(12_000);
  });

  test('a line that fits no sizes is let be', () => {
    const built = buildGrids([community('001', [[box(0, 0, 200, 100)]])], { lines: [line([30, -5], [30, 105])] });
    expect(built.grids.map(({ areaM2 }) => Math.round(areaM2 / 100))).toEqual([100, 100]);
  });

  test('lines outside, of one place, or along the border change nothing', () => {
    const lines = [line([3000, 0], [4000, 0]), line([5, 5], [5, 5]), line([0, 0], [1000, 0])];
    expect(buildGrids([SQUARE], { lines }).grids).toEqual(buildGrids([SQUARE]).grids);
  });
});

/** Houses in rows, some wall to wall, one over the community's border. */
function town(): PolygonRings[] {
  const random = seededRandom(11);
  const houses: PolygonRings[] = [[box(980, 500, 40, 30)]];
  for (let y = 20; y < 960; y += 45) {
    for (let x = 15; x < 940; ) {
      const [w, h] = [15 + 25 * random(), 12 + 18 * random()];
      houses.push([box(x, y, w, h)]);
      x += w + (random() < 0.3 ? 0 : 10 + 12 * random());
    }
  }
  return houses;
}

describe('[G26] kept buildings', () => {
  test('no border between grids of a community enters one', () => {
    const keep = town();
    const built = buildGrids([SQUARE, EAST], { keep });
    const against = { keep: keep.map((rings) => [rings]) };
    const { faults, aims } = reportOf(built, against);
    expect(faults).toEqual([]);
    expect(aims.slice(0, 2)).toEqual([expect.objectContaining({ met: true }), expect.objectContaining({ met: true })]);
    expect(reportOf(buildGrids([SQUARE, EAST]), against).faults.length).toBeGreaterThan(30);
  });

  test('a building larger than a grid stays whole, and its part is told of when it cannot be cut', () => {
    const hall = [box(100, 100, 180, 180)];
    const built = buildGrids([community('001', [[box(0, 0, 400, 400)]])], { keep: [hall] });
    expect(reportOf(built, { keep: [[hall]] }).faults.filter(({ kind }) => kind === 'cuts-building')).toEqual([]);
    expect(built.excused.map(({ reason }) => reason)).toEqual(['not-cut']);
  });
});

describe('[G25] planning units', () => {
  const units: readonly MultiPolygonRings[] = [[[box(-20, -20, 520, 700)]], [[box(500, -20, 700, 1100)]]];
  test('no grid lies in two, ground in none is a unit of its own, and communities come back whole', () => {
    const built = buildGrids([SQUARE, EAST], { within: units });
    const { faults, figures } = reportOf(built, { within: units });
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({ gapM2: 0, overlapM2: 0 });
    expect(built.areas.map(({ polygons }) => polygons.map((rings) => rings.length))).toEqual([[1], [1]]);
    expect(reportOf(buildGrids([SQUARE, EAST]), { within: units }).faults.map(({ kind }) => kind)).toContain(
      'crosses-unit',
    );
  });

  test('borders within a metre of each other are one; a wider strip is a grid of its own, excused by name', () => {
    const near: MultiPolygonRings[] = [[[box(-20, -20, 1020.6, 1100)]]];
    expect(buildGrids([SQUARE, EAST], { within: near }).excused).toEqual([]);
    const off: MultiPolygonRings[] = [[[box(-20, -20, 1026, 1100)]]];
    const built = buildGrids([SQUARE, EAST], { within: off });
    expect(built.excused.map(({ community, reason }) => `${community} ${reason}`)).toEqual([
      expect.stringMatching(/110101001002 (between-sizes|too-small|too-thin)/),
      ...built.excused.slice(1).map(() => expect.stringContaining('110101001002')),
    ]);
    expect(reportOf(built, { within: off }).faults).toEqual([]);
  });

  test('units that overlap are parted', () => {
    const overlapping: MultiPolygonRings[] = [[[box(-20, -20, 700, 2000)]], [[box(400, -20, 2000, 2000)]]];
    const built = buildGrids([SQUARE], { within: overlapping });
    expect(reportOf(built).faults).toEqual([]);
    expect(JSON.stringify(buildGrids([SQUARE], { within: overlapping.toReversed() }).grids)).toBe(
      JSON.stringify(built.grids),
    );
  });
});
