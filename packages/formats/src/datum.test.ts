import { describe, expect, test } from 'vitest';
import { type Datum, fromWgs84, isDatum, toWgs84 } from './datum.ts';

const metresApart = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot((a[0] - b[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180), (a[1] - b[1]) * 111_320);

const CITIES = [
  { city: 'Beijing', lng: 116.3995, lat: 39.9114 },
  { city: 'Shanghai', lng: 121.4737, lat: 31.2304 },
  { city: 'Shenzhen', lng: 114.3463, lat: 22.6909 },
  { city: 'Urumqi', lng: 87.6168, lat: 43.8256 },
  { city: 'Harbin', lng: 126.6425, lat: 45.7567 },
  { city: 'Lhasa', lng: 91.1172, lat: 29.6469 },
];
const MAP_DATUMS: readonly Datum[] = ['gcj02', 'bd09'];

describe('conversion of datums', () => {
  test.each(CITIES.flatMap((city) => MAP_DATUMS.map((datum) => ({ ...city, datum }))))(
    '$city in $datum comes back to WGS 84 within a millimetre',
    ({ lng, lat, datum }) => {
      const shifted = fromWgs84(lng, lat, datum);
      expect(metresApart(shifted, [lng, lat])).toBeGreaterThan(100);
      expect(metresApart(toWgs84(...shifted, datum), [lng, lat])).toBeLessThan(0.001);
    },
  );

  test('a net over Beijing comes back within a millimetre', () => {
    for (let i = 0; i < 400; i++) {
      const at = [115.5 + (i % 20) * 0.1, 39.5 + Math.floor(i / 20) * 0.075] as const;
      for (const datum of MAP_DATUMS) {
        expect(metresApart(toWgs84(...fromWgs84(...at, datum), datum), at)).toBeLessThan(0.001);
      }
    }
  });

  test('the offset of GCJ-02 at Tiananmen is the published one', () => {
    // WGS 84 116.3913, 39.9075 is drawn at 116.39754, 39.90890 by map kits in GCJ-02
    expect(metresApart(fromWgs84(116.3913, 39.9075, 'gcj02'), [116.39754, 39.9089])).toBeLessThan(2);
  });

  test.each(['wgs84', 'cgcs2000'] as const)('%s is left as it is', (datum) => {
    expect(toWgs84(116.4, 39.9, datum)).toEqual([116.4, 39.9]);
  });

  test('outside China map kits do not shift', () => {
    expect(toWgs84(2.35, 48.85, 'gcj02')).toEqual([2.35, 48.85]);
  });

  test.each([
    { lng: Number.NaN, lat: 39, needs: 'longitude is NaN, needs a number from -180 to 180' },
    { lng: 116, lat: Number.NaN, needs: 'latitude is NaN, needs a number from -90 to 90' },
    { lng: 180.0001, lat: 39, needs: 'longitude is 180.0001' },
    { lng: 39.9, lat: 116.4, needs: 'latitude is 116.4' },
    { lng: Number.POSITIVE_INFINITY, lat: 0, needs: 'longitude is Infinity' },
  ])('[$lng, $lat] is refused', ({ lng, lat, needs }) => {
    for (const datum of ['wgs84', 'gcj02', 'bd09', 'cgcs2000'] as const) {
      expect(() => toWgs84(lng, lat, datum)).toThrow(needs);
    }
  });

  test('names of datums are recognised exactly', () => {
    expect(['wgs84', 'GCJ02', 'bd09', ''].map(isDatum)).toEqual([true, false, true, false]);
  });
});
