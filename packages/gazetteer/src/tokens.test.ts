import { expect, test } from 'vitest';
import { soundOf } from './pinyin.ts';
import { gramsOf, keyOf } from './text.ts';
import { lenientSetsOf, tokenSetsOf, tokensOf } from './tokens.ts';

test.each([
  { text: 'Ａ座 12－3号', key: 'a座12-3号' },
  { text: '东四（北）大街', key: '东四北大街' },
  { text: '—', key: '' },
])('the key of "$text" is "$key"', ({ text, key }) => {
  expect(keyOf(text)).toBe(key);
});

test('a row is found by pairs, numbers, and the letters of its sound', () => {
  const name = '朝阳门12号';
  const tokens = tokensOf([name], [soundOf('朝阳门')]);
  expect(tokens).toEqual(expect.arrayContaining(['朝阳', '阳门', '门1', '12', '2号', '#12', 'chao', 'gmen', 'cym']));
});

test('a query of two characters is one token, which rows with both in a row have', () => {
  const [query = []] = tokenSetsOf('东四', false);
  expect(query).toEqual(['东四']);
  expect(tokensOf(['东四北大街'], [])).toEqual(expect.arrayContaining([...query]));
});

test.each([
  { query: '东四背大街', name: '东四北大街' },
  { query: '东四大街', name: '东四北大街' },
  { query: '东四北北大街', name: '东四北大街' },
  { query: 'dongsibaidajie', name: '东四北大街' },
])('a row of $name holds one of the lenient sets of $query', ({ query, name }) => {
  const latin = /[a-z]/.test(query);
  const row = new Set(tokensOf([name], [soundOf(name)]));
  const sets = lenientSetsOf(gramsOf(query, latin ? 4 : 2), latin);
  expect(sets.some((set) => set.every((token) => row.has(token)))).toBe(true);
});
