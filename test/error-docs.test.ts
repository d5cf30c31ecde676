import { readFileSync } from 'node:fs';
import { ERROR_CODES } from '@wanmi/contracts';
import { expect, test } from 'vitest';

const ROW = /^\| `([a-z-]+)` \| (\d{3}) \| (.+?) \| (.+?) \|$/gm;

test('docs/errors.md has one row a code, with its status, and no others', () => {
  const text = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(ROW)].map(([, code, status]) => [code, Number(status)]);
  expect(rows).toEqual(Object.entries(ERROR_CODES));
});
