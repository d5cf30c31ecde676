import { expect, test } from 'vitest';
import { lineWriter } from './line-writer.ts';

test.each([
  { text: 'a', written: 'a\n' },
  { text: 'a\n', written: 'a\n' },
  { text: 'a\nb', written: 'a\nb\n' },
  { text: '', written: '' },
])('$text is written as $written', ({ text, written }) => {
  let out = '';
  lineWriter({
    write: (part) => {
      out += part;
    },
  })(text);
  expect(out).toBe(written);
});
