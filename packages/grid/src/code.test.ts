import { describe, expect, test } from 'vitest';
import {
  communityOf,
  districtOf,
  gridCodeOf,
  isWithinArea,
  levelOfCode,
  parseAreaCode,
  parseGridCode,
  streetOf,
} from './code.ts';

describe('[G1] codes and their levels', () => {
  test.each([
    { code: '110101', level: 'district' },
    { code: '110101001', level: 'street' },
    { code: '110101001001', level: 'community' },
    { code: '110101001001001', level: 'grid' },
    { code: '110101001001999', level: 'grid' },
    { code: '110101001001000', level: undefined }, // sequence starts at 001
    { code: '110101000001', level: undefined },
    { code: '110101000', level: undefined },
    { code: '1101010', level: undefined },
    { code: '010101', level: undefined },
    { code: '11010100100100a', level: undefined },
    { code: ' 110101', level: undefined },
    { code: '', level: undefined },
  ])('$code is of level $level', ({ code, level }) => {
    expect(levelOfCode(code)).toBe(level);
  });

  test('a wrong code is refused with what was found and what is needed', () => {
    expect(() => parseGridCode('110101001001')).toThrow('cannot read grid code "110101001001": needs 15 digits');
    expect(() => parseAreaCode('11')).toThrow('cannot read area code "11": needs 6, 9, 12 or 15 digits');
  });
});

describe('[G2] prefixes', () => {
  const grid = parseGridCode('110101001002003');
  const community = parseAreaCode('110101001002');
  test('the prefixes of a grid are its community, street and district', () => {
    expect([communityOf(grid), streetOf(grid), districtOf(grid)]).toEqual(['110101001002', '110101001', '110101']);
  });
  test('a district has no street and a street no community', () => {
    expect(streetOf(parseAreaCode('110101'))).toBeUndefined();
    expect(communityOf(parseAreaCode('110101001'))).toBeUndefined();
  });
  test('a grid lies within its own community and in no other', () => {
    expect(isWithinArea(grid, community)).toBe(true);
    expect(isWithinArea(grid, parseAreaCode('110101001003'))).toBe(false);
    expect(isWithinArea(community, grid)).toBe(false);
  });
  test.each([
    { sequence: 1, code: '110101001002001' },
    { sequence: 999, code: '110101001002999' },
  ])('number $sequence gives $code', ({ sequence, code }) => {
    expect(gridCodeOf(community as Parameters<typeof gridCodeOf>[0], sequence)).toBe(code);
  });
  test.each([0, 1000, 1.5, Number.NaN])('number %s is refused', (sequence) => {
    expect(() => gridCodeOf(community as Parameters<typeof gridCodeOf>[0], sequence)).toThrow('needs 1 to 999');
  });
});
