import { expect, test } from 'vitest';
import { momentText } from './moments.ts';

const now = Date.parse('2026-11-21T23:54:00Z'); // Sunday 07:54 in Shanghai

test.each([
  { instant: '2026-11-22T07:54:15.587+08:00', text: '07:54' },
  { instant: '2026-11-23T10:00:00+08:00', text: '11-23 10:00' },
  { instant: '2026-11-21T23:00:00Z', text: '23:00' },
  { instant: '2026-11-21T19:30:00-05:00', text: '19:30' },
])('$instant is shown as the city sees it: $text', ({ instant, text }) => {
  expect(momentText(instant, now)).toBe(text);
});
