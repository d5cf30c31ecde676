import { describe, expect, test } from 'vitest';
import type { LngLat } from './geometry.ts';
import { areaM2, areaOfAllM2, distanceM, localScale, planarCentroid, ringAreaM2 } from './metric.ts';

const box = (x: number, y: number, w: number, h: number): LngLat[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
  [x, y],
];

/** Area of a box of meridians and parallels by summing thin strips: M · N · cos φ dφ dλ. */
function stripSumM2(lat: number, w: number, h: number): number {
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const { lngM, latM } = localScale(lat + ((i + 0.5) * h) / steps);
    sum += (lngM * w * latM * h) / steps;
  }
  return sum;
}

describe('[G3] area on the ellipsoid', () => {
  test.each([
    { lat: 39.9, w: 0.0012, h: 0.0009 },
    { lat: 0, w: 1, h: 1 },
    { lat: -33, w: 0.01, h: 0.01 },
    { lat: 60, w: 0.5, h: 0.25 },
  ])('a box at latitude $lat of $w by $h degrees equals the sum of its strips', ({ lat, w, h }) => {
    const expected = stripSumM2(lat, w, h);
    expect(Math.abs(areaM2([box(116.4, lat, w, h)]) / expected - 1)).toBeLessThan(1e-8);
  });

  test('the whole ellipsoid has the area of its authalic sphere', () => {
    expect(areaM2([box(-180, -90, 360, 180)]) / (4 * Math.PI * 6371007.1809 ** 2)).toBeCloseTo(1, 9);
  });

  test('a ring counts up counter-clockwise and down clockwise', () => {
    const ring = box(116.4, 39.9, 0.001, 0.001);
    expect(ringAreaM2(ring)).toBeGreaterThan(0);
    expect(ringAreaM2(ring.toReversed())).toBeCloseTo(-ringAreaM2(ring), 6);
  });

  test('a hole is taken away whatever its direction', () => {
    const outer = box(116.4, 39.9, 0.003, 0.003);
    const hole = box(116.401, 39.901, 0.001, 0.001);
    const expected = areaM2([outer]) - areaM2([hole]);
    expect(areaM2([outer, hole])).toBeCloseTo(expected, 6);
    expect(areaM2([outer, hole.toReversed()])).toBeCloseTo(expected, 6);
    expect(areaOfAllM2([[outer, hole], [hole]])).toBeCloseTo(areaM2([outer]), 6);
  });
});

describe('[G4] centroid and distance', () => {
  test('the centroid of an L lies at its centre of mass', () => {
    const ring = [
      [0, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 2],
      [0, 2],
      [0, 0],
    ] as const;
    const [x, y] = planarCentroid([ring]);
    expect(x).toBeCloseTo(5 / 6, 12);
    expect(y).toBeCloseTo(5 / 6, 12);
  });
  test('a hole pushes the centroid away, whatever its direction', () => {
    const outer = box(0, 0, 4, 4);
    const hole = box(0.5, 1, 1, 2);
    const expected = (4 * 4 * 2 - 2 * 1) / 14;
    expect(planarCentroid([outer, hole])[0]).toBeCloseTo(expected, 12);
    expect(planarCentroid([outer, hole.toReversed()])[0]).toBeCloseTo(expected, 12);
  });
  test('a minute of latitude at 45° is 1852.2 m', () => {
    expect(distanceM([9, 45 - 1 / 120], [9, 45 + 1 / 120])).toBeCloseTo(1852.2, 1);
  });
  test('a degree of longitude at the equator is 111319.5 m', () => {
    expect(distanceM([9, 0], [10, 0])).toBeCloseTo(111319.49, 1);
  });
});
