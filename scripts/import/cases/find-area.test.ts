import { expect, test } from 'vitest';
import { areaFinder } from './find-area.ts';

const areas = [
  { code: '110105', name: '朝阳区' },
  { code: '110105001', name: '建外街道' },
  { code: '110105001001', name: '永安里东社区居委会' },
  { code: '220104', name: '朝阳区' },
  { code: '220104001', name: '前进街道' },
  { code: '220104001001', name: '和平社区居民委员会' },
  { code: '220104001002', name: '新村村委会' },
  { code: '220104001003', name: '新村' },
];
const of = (district: string | null, street: string | null, community: string | null) => ({
  district,
  street,
  community,
});

test.each([
  { names: of('朝阳区', '建外街道', '永安里东社区'), code: '110105001001' },
  { names: of('朝阳区', '前进街道', '和平社区'), code: '220104001001' }, // two districts of the name: the street tells
  { names: of('朝阳区', '前进街道', '和平社区居委会'), code: '220104001001' },
  { names: of('朝阳区', '前进街道', '无此社区'), code: '220104001' },
  { names: of('朝阳区', '前进街道', '新村'), code: undefined }, // two of the name
  { names: of('朝阳区', '无此街道', '和平社区'), code: undefined },
  { names: of('朝阳区', null, null), code: undefined },
  { names: of('海淀区', '前进街道', '和平社区'), code: undefined },
  { names: of(null, null, null), code: undefined },
])('$names lies in $code', ({ names, code }) => {
  expect(areaFinder(areas)(names)).toBe(code);
});

test('only areas within the code given are looked through', () => {
  expect(areaFinder(areas, '220104')(of('朝阳区', null, null))).toBe('220104');
  expect(areaFinder(areas, '110105')(of('朝阳区', '前进街道', '和平社区'))).toBeUndefined();
});
