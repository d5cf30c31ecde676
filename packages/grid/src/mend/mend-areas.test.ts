import { describe, expect, test } from 'vitest';
import { drawCommunities } from '../draw/draw-communities.ts';
import type { Area, LngLat, MultiPolygonRings } from '../geometry.ts';
import { areaOfAllM2 } from '../metric.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { box, ring } from '../testing/shapes.ts';
import { MendError, mendAreas } from './mend-areas.ts';

const area = (digits: string, ...polygons: MultiPolygonRings): Area => ({
  ...{ code: `110101${digits}`, name: digits, drawn: false, polygons },
});
const sizesOf = (areas: readonly Area[]): number[] =>
  mendAreas(areas).areas.map(({ polygons }) => Math.round(areaOfAllM2(polygons) / 1000));

describe('[G40] ground that several areas claim goes to the lowest code', () => {
  const ROWS: readonly (readonly [name: string, areas: readonly Area[], thousandM2: readonly number[]])[] = [
    ['apart', [area('001', [box(0, 0, 100, 100)]), area('002', [box(200, 0, 100, 100)])], [10, 10]],
    ['side by side', [area('001', [box(0, 0, 100, 100)]), area('002', [box(100, 0, 100, 100)])], [10, 10]],
    ['overlapping', [area('001', [box(0, 0, 100, 100)]), area('002', [box(50, 0, 100, 100)])], [10, 5]],
    ['the higher code first', [area('002', [box(0, 0, 100, 100)]), area('001', [box(50, 0, 100, 100)])], [10, 5]],
    [
      'the lower inside the higher',
      [area('001', [box(50, 50, 100, 100)]), area('002', [box(0, 0, 200, 200)])],
      [10, 30],
    ],
    [
      'three over one place',
      [area('001', [box(0, 0, 100, 100)]), area('002', [box(50, 0, 100, 100)]), area('003', [box(0, 50, 200, 100)])],
      [10, 5, 12],
    ],
    ['across each other', [area('001', [box(100, 0, 100, 300)]), area('002', [box(0, 100, 300, 100)])], [30, 20]],
    [
      'in the hole of the other',
      [area('001', [box(0, 0, 300, 300), box(100, 100, 100, 100)]), area('002', [box(50, 50, 200, 200)])],
      [80, 10],
    ],
  ];
  test.each(ROWS)('%s', (_, areas, thousandM2) => {
    expect(sizesOf(areas)).toEqual(thousandM2);
    expect(mendAreas(areas.toReversed())).toEqual(mendAreas(areas));
  });
});

describe('[G41] [G42] dirt on borders', () => {
  test('a gap and an overlap of centimetres along a border both become one line', () => {
    const wavy = [0, 1, 2, 3, 4].map((i): [number, number] => [100 + (i % 2 === 0 ? 0.08 : -0.08), 100 - 25 * i]);
    const west = area('001', [ring([0, 0], [100, 0], [100, 100], [0, 100])]);
    const east = area('002', [ring([200, 0], [200, 100], ...wavy)]);
    const { areas } = mendAreas([west, east]);
    expect(areaOfAllM2(areas.flatMap(({ polygons }) => polygons))).toBeCloseTo(20_000, -1.5);
    const community = drawCommunities({ code: '110101', name: '' }, areas, { mostM2: 1e6, nameOf: () => 'c' });
    expect(community).toHaveLength(5);
  });
  test('a bow tie is read by parity', () => {
    const tie = area('001', [ring([0, 0], [100, 100], [100, 0], [0, 100])]);
    const { areas } = mendAreas([tie]);
    expect(areas[0]?.polygons).toHaveLength(2);
    expect(areaOfAllM2(areas[0]?.polygons ?? [])).toBeCloseTo(5000, -1.5);
  });
  test('parts smaller than 400 m² fall away and are counted', () => {
    const dotted = area('001', [box(0, 0, 100, 100)], [box(200, 0, 19, 20)], [box(300, 0, 21, 20)]);
    const { areas, mendings } = mendAreas([dotted]);
    expect(areas[0]?.polygons).toHaveLength(2);
    expect(mendings[0]?.splintersM2).toBeCloseTo(380, -1.3);
    expect(mendAreas([dotted], { leastPartM2: 0 }).areas[0]?.polygons).toHaveLength(3);
  });
  test('an area of which nothing is left is refused', () => {
    const areas = [area('001', [box(0, 0, 100, 100)]), area('002', [box(10, 10, 50, 50)])];
    expect(() => mendAreas(areas)).toThrow(MendError);
  });
});

/** A star with a border as wild as it likes: neighbours, overlaps, needles and crossings of all kinds. */
function wildRing(random: () => number): readonly LngLat[] {
  const [x, y] = [random() * 1000, random() * 1000];
  const corners = Array.from({ length: 12 }, (): [number, number] => [x + random() * 400, y + random() * 400]);
  return ring(...corners);
}

test('[G40] [G43] whatever the borders, nothing overlaps afterwards and mending again changes nothing', () => {
  const random = seededRandom(311);
  for (let round = 0; round < 30; round++) {
    const wild = Array.from({ length: 8 }, (_, i) => area(String(i + 1).padStart(3, '0'), [wildRing(random)]));
    const frame = area('900', [box(-500, -500, 2500, 2500)]);
    const { areas, mendings } = mendAreas([...wild, frame], { leastPartM2: 0 });
    // The frame gets what the others leave: together they fill it, so that nothing was counted twice or lost.
    expect(mendings.reduce((sum, { afterM2 }) => sum + afterM2, 0)).toBeCloseTo(areaOfAllM2(frame.polygons), -3);
    expect(mendAreas(areas, { leastPartM2: 0 }).areas).toEqual(areas);
    // The builder refuses borders that cross or overlap.
    const drawn = drawCommunities({ code: '110101', name: '' }, areas, { mostM2: 1e8, nameOf: () => 'c' });
    expect(drawn).toHaveLength(1 + 2 * 9);
  }
});
