import { describe, expect, test } from 'vitest';
import { confidenceOf } from './confidence.ts';
import { soundOf } from './pinyin.ts';
import { areaKeysOf, readQuery } from './query.ts';

const AREAS = areaKeysOf([
  { name: '东城区', level: 'district' },
  { name: '东四街道', level: 'street' },
  { name: '六条社区居委会', level: 'community' },
]);
const confidence = (query: string, name: string, aliases: readonly string[] = []): number => {
  const read = readQuery(query, AREAS);
  return read === undefined ? -1 : confidenceOf(read, { name, aliases, sound: soundOf(name) });
};

describe('confidence', () => {
  test.each([
    { rule: 'N1', query: '东四北大街', name: '东四北大街', is: 1 },
    { rule: 'N1', query: '东四 北大街１０７号', name: '东四北大街107号', is: 1 },
    { rule: 'N2', query: '东四', name: '东四北大街', is: 0.74 },
    { rule: 'N2', query: '北大街', name: '东四北大街', is: 0.71 },
    { rule: 'N2', query: '东四北大街门口', name: '东四北大街', is: 0.8 },
    { rule: 'N3', query: '东四北太街', name: '东四北大街', is: 0.72 },
    { rule: 'N3', query: '东四北街', name: '东四北大街', is: 0.72 },
    { rule: 'N3', query: '四东北大街', name: '东四北大街', is: 0.72 },
    { rule: 'N4', query: '东四北大街999号', name: '东四北大街', is: 0.6 },
    { rule: 'N4', query: '东四北大街999号', name: '东四北大街107号', is: 0.5 },
    { rule: 'N4', query: '东四北大街107', name: '东四北大街107号', is: 0.91 },
    { rule: 'N5', query: 'dongsibeidajie', name: '东四北大街', is: 0.95 },
    { rule: 'N5', query: 'DSBDJ', name: '东四北大街', is: 0.85 },
    { rule: 'N5', query: 'dongsi', name: '东四北大街', is: 0.7 },
    { rule: 'N5', query: 'dsb', name: '东四北大街', is: 0.68 },
    { rule: 'N5', query: 'dongsibeidajei', name: '东四北大街', is: 0.79 },
    { rule: 'N5', query: '冬寺背大街', name: '东四北大街', is: 0.85 },
    { rule: 'N6', query: '北京市东城区东四街道六条社区东四北大街107号', name: '东四北大街107号', is: 1 },
    { rule: 'N1', query: '隆福寺', name: '朝阳门外大街', is: 0 },
  ])('[$rule] of $query for $name is $is', ({ query, name, is }) => {
    expect(confidence(query, name)).toBeCloseTo(is, 2);
  });

  test('[N1] an alias counts like the name', () => {
    expect(confidence('工体', '工人体育场', ['工体'])).toBe(1);
  });

  test('[N6] the name of an area alone is a query of its own, and marks alone are none', () => {
    expect(confidence('东四街道', '东四街道办事处')).toBeGreaterThan(0.7);
    expect(readQuery(' ，。-', AREAS)).toBeUndefined();
  });
});
