import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './page-cursor.ts';

test.each([
  { at: 1_795_000_000_123, caseId: '110101-202611-a' },
  { at: null, caseId: '110101-202611-a' },
  { at: -1, caseId: '' },
])('$at and $caseId come back as they went', ({ at, caseId }) => {
  expect(readCursor(writeCursor(at, caseId))).toEqual({ at, caseId });
});

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
test.each([
  'x',
  '',
  encoded('{}'),
  encoded('[]'),
  encoded('[1]'),
  encoded('["1","a"]'),
  encoded('[1,2]'),
  encoded('[1,"a",3]'),
  encoded('[1e300,"a"]'),
  encoded('[1,"a\\u0000"]'),
])('%j is no cursor', (text) => {
  expect(() => readCursor(text)).toThrow('cursor');
});
