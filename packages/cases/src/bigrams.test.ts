import { expect, test } from 'vitest';
import { bigramsOf, wordsOf } from './bigrams.ts';

test.each([
  { texts: ['暴露垃圾'], bigrams: ['暴露', '露垃', '垃圾'] },
  { texts: ['路灯 不亮'], bigrams: ['路灯', '不亮'] },
  { texts: ['ＡＢ 12', 'ab'], bigrams: ['ab', '12'] },
  { texts: ['井'], bigrams: [] },
  { texts: ['𠮷野家'], bigrams: ['𠮷野', '野家'] },
  { texts: [''], bigrams: [] },
])('$texts has the pairs $bigrams', ({ texts, bigrams }) => {
  expect(bigramsOf(...texts)).toEqual(bigrams);
});

test('a query is split at spaces of any width', () => {
  expect(wordsOf(' 东四　北大街\t107 ')).toEqual(['东四', '北大街', '107']);
});
