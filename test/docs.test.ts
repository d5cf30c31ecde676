import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CODES } from '@wanmi/contracts';
import { describe, expect, test } from 'vitest';
import { listSources, ROOT } from './support/sources.ts';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const sources = listSources(['packages', 'services', 'scripts', 'test', 'bench']);
const pages = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|dist|\.wanmi|\.git)\//.test(file))
  .map((file) => ({ file, text: read(file) }));

/** Where a link with `#anchor` may lead: GitHub's slugs of the headings, and ids written by hand. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const ids = [...text.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...headings, ...ids]);
}

describe('docs/errors.md', () => {
  const documented = [...read('docs/errors.md').matchAll(/^\| `([a-z-]+)` *\| *(\d{3})/gm)].map(
    ([, code = '', status]) => ({ code, status: Number(status) }),
  );

  test('has one row `code`, status for every error code, and no other', () => {
    const known = Object.entries(ERROR_CODES).map(([code, status]) => ({ code, status }));
    const byCode = (a: { code: string }, b: { code: string }): number => (a.code < b.code ? -1 : 1);
    expect(documented.toSorted(byCode)).toEqual(known.toSorted(byCode));
  });
});

describe('docs/sources.md', () => {
  test('has every anchor that code and pages cite', () => {
    const anchors = anchorsOf(read('docs/sources.md'));
    const cited = [...sources, ...pages].flatMap(({ file, text }) =>
      [...text.matchAll(/\bsources\.md#([\p{L}\p{N}_-]+)/gu)].map(([, anchor = '']) => ({ file, anchor })),
    );
    expect(cited.filter(({ anchor }) => !anchors.has(anchor))).toEqual([]);
  });
});

describe('a page', () => {
  test('links only to files and headings that exist', () => {
    const broken = pages.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^[a-z]+:/.test(link) && !isThere(file, link))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});

function isThere(page: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? page : path.posix.join(path.posix.dirname(page), decodeURI(target));
  if (!existsSync(path.join(ROOT, file))) return false;
  return anchor === undefined || !file.endsWith('.md') || anchorsOf(read(file)).has(decodeURI(anchor));
}

describe('a rule', () => {
  const rules = readdirSync(path.join(ROOT, 'packages')).flatMap((name) => {
    const file = `packages/${name}/SPEC.md`;
    if (!existsSync(path.join(ROOT, file))) return [];
    return [...read(file).matchAll(/^(?:\| |- \*\*)([A-Z]+\d+)(?=\*\*| )/gm)].map(([, id = '']) => id);
  });
  // In a title, `[T1]`, or as the column `id` or `rule` of a table whose title shows it.
  const NAMED = /\[([A-Z]\d+(?:[, ]+[A-Z]\d+)*)\]|\b(?:id|rule): '([A-Z]\d+)'/g;
  const named = sources
    .filter(({ file }) => file.endsWith('.test.ts'))
    .flatMap(({ file, text }) =>
      [...text.matchAll(NAMED)].flatMap(([, ids, id = '']) =>
        (ids ?? id).split(/[, ]+/).map((one) => ({ file, id: one })),
      ),
    );

  test('has an id of its own in all of the house', () => {
    expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]);
  });

  test('is named by a test', () => {
    const tested = new Set(named.map(({ id }) => id));
    expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  });

  test('exists where a test names it', () => {
    expect(named.filter(({ id }) => !rules.includes(id))).toEqual([]);
  });
});
