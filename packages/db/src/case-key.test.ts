import { expect, test } from 'vitest';
import { caseKeyOf } from './case-key.ts';

test('a case id tells its partition', () => {
  const key = { district: '110101', caseMonth: 202611, caseId: '110101-202611-0f3k-9x2m' };
  expect(caseKeyOf('110101-202611-0f3k-9x2m')).toEqual(key);
});

test.each([
  '',
  '110101-202611-',
  '110101-202600-a',
  '110101-202613-a',
  '11010-202611-a',
  '110101-202611-A',
  '110101-202611-a/b',
  "110101-202611-a'",
  ` 110101-202611-a`,
  '110101-202611-a\n',
  `110101-202611-${'a'.repeat(51)}`,
])('%j is no case id', (text) => {
  expect(caseKeyOf(text)).toBeUndefined();
});
