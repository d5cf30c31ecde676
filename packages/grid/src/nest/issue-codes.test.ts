import { describe, expect, test } from 'vitest';
import type { MultiPolygonRings, Ring } from '../geometry.ts';
import { box, ring } from '../testing/shapes.ts';
import { IssueError, issueCodes } from './issue-codes.ts';
import { commonM2, outsideM2 } from './reach.ts';

const only = (...rings: Ring[]): MultiPolygonRings => [rings];
const square = (x: number, y: number, size = 100): MultiPolygonRings => only(box(x, y, size, size));
const named = (name: string, polygons: MultiPolygonRings) => ({ name, polygons });
const street = (digits: string, polygons: MultiPolygonRings) => ({ code: `110101${digits}`, polygons });

/** Names in the order of their codes, with the last three digits. */
const numbered = (coded: ReturnType<typeof issueCodes<ReturnType<typeof named>>>): string[] =>
  coded.map(({ area, code }) => `${code?.slice(-3)} ${area.name}`).sort();

describe('what lies outside', () => {
  const host = square(0, 0, 1000);
  const bay = only(box(0, 0, 1000, 1000), box(400, 400, 200, 200));
  test.each([
    { title: 'a shape inside', inner: square(100, 100), outer: host, m2: 0 },
    { title: 'a shape along the border', inner: square(0, 0), outer: host, m2: 0 },
    { title: 'the same shape', inner: host, outer: host, m2: 0 },
    { title: 'a shape half outside', inner: square(950, 0), outer: host, m2: 5_000 },
    { title: 'a shape beside', inner: square(2000, 0), outer: host, m2: 10_000 },
    { title: 'a shape over a hole', inner: square(300, 300, 400), outer: bay, m2: 40_000 },
    {
      title: 'a shape that closes a bay',
      inner: square(400, 400, 600),
      outer: only(ring([0, 0], [1000, 0], [1000, 400], [400, 400], [400, 1000], [0, 1000])),
      m2: 360_000,
    },
    {
      title: 'a shape whose edge is the mouth of a bay',
      inner: square(0, 0, 1000),
      outer: only(ring([0, 0], [1000, 0], [1000, 1000], [500, 500], [0, 1000])),
      m2: 250_000,
    },
    { title: 'a shape that fills a hole', inner: square(400, 400, 200), outer: bay, m2: 40_000 },
  ])('[G53] $title: $m2 m²', ({ inner, outer, m2 }) => {
    expect(Math.abs(outsideM2(inner, outer) - m2)).toBeLessThan(m2 / 1_000 + 0.01);
  });

  test('[G50] shapes whose boxes do not meet share nothing', () => {
    expect(commonM2(square(0, 0), square(500, 500))).toBe(0);
    expect(commonM2(square(0, 0), square(50, 0))).toBeCloseTo(5_000, -1);
  });
});

describe('codes by position', () => {
  const parent = street('001', square(0, 0, 300));
  const nine = [2, 1, 0].flatMap((row) =>
    [0, 1, 2].map((x) => named(`${'nms'[2 - row]}${x}`, square(100 * x, 100 * row))),
  );

  test('[G51] run from north to south and west to east, whatever the order of the file', () => {
    const expected = ['001 n0', '002 n1', '003 n2', '004 m0', '005 m1', '006 m2', '007 s0', '008 s1', '009 s2'];
    expect(numbered(issueCodes(nine, [parent]))).toEqual(expected);
    expect(numbered(issueCodes(nine.toReversed(), [parent]))).toEqual(expected);
  });

  test('[G50] an area belongs to the parent that holds most of it, of equals to the lowest code', () => {
    const parents = [street('002', square(300, 0, 300)), street('001', square(0, 0, 300))];
    const areas = [
      named('west', square(220, 0)),
      named('east', square(280, 0)),
      named('middle', square(250, 100)),
      named('nowhere', square(5_000, 0)),
    ];
    const codes = issueCodes(areas, parents).map(({ area, code }) => [area.name, code]);
    expect(codes).toEqual([
      ['west', '110101001002'],
      ['east', '110101002001'],
      ['middle', '110101001001'],
      ['nowhere', undefined],
    ]);
  });

  test('[G52] a code once issued stays, and new areas get the next free numbers', () => {
    const known = new Map(nine.slice(1).map(({ name }, i) => [name, `110101001${String(i + 1).padStart(3, '0')}`]));
    const taken = [...known.values(), '110101001020', '110101002999'];
    const codeOf = ({ name }: { name: string }, parentCode: string) =>
      parentCode === '110101001' ? known.get(name) : undefined;
    const coded = issueCodes(nine, [parent], { codeOf, taken });
    expect(numbered(coded)[0]).toBe('001 n1');
    expect(numbered(coded).at(-1)).toBe('021 n0');
  });

  test('[G52] more than 999 areas in one parent are refused', () => {
    const areas = [named('last', square(0, 0)), named('one more', square(100, 0))];
    expect(() => issueCodes(areas, [parent], { taken: ['110101001998'] })).toThrow(IssueError);
    expect(() => issueCodes(areas, [parent], { taken: ['110101001998'] })).toThrow(
      /in 110101001: 2 areas, needs at most 999/,
    );
  });
});
