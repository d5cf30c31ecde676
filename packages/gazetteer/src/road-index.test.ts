import { localScale } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import { expect, test } from 'vitest';
import { buildRoadIndex, nearestSection, type RoadSection } from './road-index.ts';

const LAT = 39.92;
const { latM } = localScale(LAT);
const section = (code: string, lat: number, more: Partial<RoadSection> = {}): RoadSection => ({
  ...{ code, roadName: '安和路', name: '一段', roadClass: 'model', drawn: true },
  lines: [
    [
      [116.41, lat],
      [116.412, lat],
      [116.414, lat],
    ],
  ],
  ...{ validFrom: 1000 as Instant, validTo: null },
  ...more,
});
const at = (instant: number) => ({ withinM: 30, at: instant as Instant });
const northOf = (lat: number, metres: number): [number, number] => [116.413, lat + metres / latM];

test.each([
  { metres: 29.99, code: 'a' },
  { metres: 30.01, code: undefined },
])('[N7] $metres m from the middle line, a point lies on $code', ({ metres, code }) => {
  expect(nearestSection(buildRoadIndex([section('a', LAT)]), northOf(LAT, metres), at(2000))?.section.code).toBe(code);
});

test('[N7] the nearer of two wins, and of equally near ones the lowest code', () => {
  const index = buildRoadIndex([section('b', LAT), section('c', LAT + 40 / latM), section('a', LAT)]);
  expect(nearestSection(index, northOf(LAT, 25), at(2000))?.section.code).toBe('c');
  expect(nearestSection(index, northOf(LAT, 15), at(2000))).toMatchObject({ section: { code: 'a' } });
});

test.each([
  { instant: 999, code: undefined },
  { instant: 1000, code: 'a' },
  { instant: 1999, code: 'a' },
  { instant: 2000, code: 'b' },
])('[N8] at $instant the section is $code', ({ instant, code }) => {
  const index = buildRoadIndex([
    section('a', LAT, { validTo: 2000 as Instant }),
    section('b', LAT, { validFrom: 2000 as Instant }),
  ]);
  expect(nearestSection(index, northOf(LAT, 0), at(instant))?.section.code).toBe(code);
});

test('[N7] without sections nothing is near', () => {
  expect(nearestSection(buildRoadIndex([]), [116.41, LAT], at(2000))).toBeUndefined();
});
