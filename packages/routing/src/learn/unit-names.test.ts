import { describe, expect, test } from 'vitest';
import { buildCase } from './testing/build-history.ts';
import { bringUnitsTogether, plainUnitName } from './unit-names.ts';
import { readTerritories } from './unit-territory.ts';

const history = (...units: readonly (readonly [code: string, name: string])[]) =>
  units.map(([unit, unitName], index) => buildCase(index, { class: 'a1', unit, unitName }));

test.each([
  { written: '城管办（坑梓街道办事处）', plain: '城管办(坑梓街道办事处)' },
  { written: ' 城管 办&nbsp;', plain: '城管办' },
  { written: 'A&amp;B &#40;x&#x29;', plain: 'A&B (x)' },
  { written: 'Street  Lighting', plain: 'Street Lighting' },
  { written: '&unknown;', plain: '&unknown;' },
])('[R30] $written is read as $plain', ({ written, plain }) => {
  expect(plainUnitName(written)).toBe(plain);
});

describe('[R30] units', () => {
  test('with one code are one, under the fullest name', () => {
    const units = bringUnitsTogether(history(['1', '六和社区'], ['1', '六和社区（坪山街道办事处）']));
    expect(units.codes).toEqual(['1']);
    expect(units.nameOf('1')).toBe('六和社区(坪山街道办事处)');
    expect(units.merged).toEqual([{ code: '1', codes: ['1'], names: ['六和社区', '六和社区(坪山街道办事处)'] }]);
  });

  test('with two codes and one whole name are one', () => {
    const units = bringUnitsTogether(history(['1', '城建办（南河）'], ['2', '城建办(南河)']));
    expect(units.unitOf({ code: '2', name: '城建办(南河)' })).toBe('1');
  });

  test('of two streets under one short name stay two', () => {
    const units = bringUnitsTogether(
      history(['1', '城建办(南河)'], ['1', '城建办'], ['2', '城建办'], ['2', '城建办(北山)']),
    );
    expect(units.codes).toEqual(['1', '2']);
  });

  test('written as a dash are unknown', () => {
    expect(bringUnitsTogether(history(['-', '-'])).unitOf({ code: '-', name: '-' })).toBeUndefined();
  });
});

describe('[R31] territories', () => {
  const areas = ['北山', '南河', '东岭', '西湖'].map((stem, index) => ({
    code: `s${index}`,
    name: `${stem}街道`,
    level: 0,
  }));
  const names = [
    ...['北山街道执法队', '南河办事处执法队', '东岭办事处执法队', '西湖办事处执法队', '城管办(北山街道办事处)'],
    ...['城市管理办公室(南河街道办事处)', '土地中心(东岭)', '北山公安分局', '教育局'],
  ];
  const read = readTerritories(
    names.map((name) => ({ code: name, name })),
    areas,
  );

  test.each([
    { name: '北山街道执法队', area: 's0', role: '0:执法队' },
    { name: '南河办事处执法队', area: 's1', role: '0:执法队' },
    { name: '城管办(北山街道办事处)', area: 's0', role: '0:城管办' },
    { name: '城市管理办公室(南河街道办事处)', area: 's1', role: '0:城管办' },
    { name: '土地中心(东岭)', area: 's2', role: '0:土地中心' },
    { name: '北山公安分局', area: undefined, role: '北山公安分局' },
    { name: '教育局', area: undefined, role: '教育局' },
  ])('$name: $area, $role', ({ name, area, role }) => {
    expect(read.get(name)).toEqual(area === undefined ? { role } : { area, role });
  });
});
