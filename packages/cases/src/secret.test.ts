import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { deriveKey, readSecret } from './secret.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-secret-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));
const fileOf = (text: string): string => {
  const file = path.join(folder, 'secret');
  writeFileSync(file, text);
  return file;
};

describe('the secret of an installation', () => {
  test.each([
    { text: bytes.toString('hex') },
    { text: `${bytes.toString('hex').toUpperCase()}\n` },
    { text: `${bytes.toString('base64url')}\n` },
  ])('is read from $text', ({ text }) => {
    expect(Buffer.from(readSecret(fileOf(text)))).toEqual(bytes);
  });

  test.each([{ text: '' }, { text: 'deadbeef' }, { text: 'not a secret at all, with blanks and commas in it' }])(
    'is not "$text"',
    ({ text }) => {
      const file = fileOf(text);
      expect(() => readSecret(file)).toThrow(`cannot read the secret in ${file}`);
      if (text) expect(() => readSecret(file)).not.toThrow(text);
    },
  );

  test('gives each purpose a key of its own', () => {
    const purposes = ['access-token', 'media-link', 'audit'] as const;
    const keys = purposes.map((purpose) => deriveKey(bytes, purpose).toString('hex'));
    expect(new Set(keys).size).toBe(3);
    expect(keys.every((key) => key.length === 64)).toBe(true);
  });
});
