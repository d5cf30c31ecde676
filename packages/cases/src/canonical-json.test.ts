import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test.each([
  { value: { b: 1, a: [2, { d: null, c: 'x' }] }, text: '{"a":[2,{"c":"x","d":null}],"b":1}' },
  { value: { a: undefined, b: 0 }, text: '{"b":0}' },
  { value: [undefined, null], text: '[null,null]' },
  { value: { é: 1, z: 2, 中: 3 }, text: '{"z":2,"é":1,"中":3}' },
  { value: -0, text: '0' },
  { value: 'a"\n\u2028', text: '"a\\"\\n\u2028"' },
])('writes $text', ({ value, text }) => {
  expect(canonicalJson(value)).toBe(text);
});

test('is the same after a round trip through JSON in another order', () => {
  const value = { at: 1_795_000_000_123, lng: 116.416_400_1, text: { digest: 'x', contentId: 'c-1' } };
  const stored = { text: { contentId: 'c-1', digest: 'x' }, lng: 116.416_400_1, at: 1_795_000_000_123 };
  expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(stored));
});
