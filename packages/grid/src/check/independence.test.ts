import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('./', import.meta.url);
const sources = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
/** Types of rings and the parts of a code: nothing that computes geometry. */
const SHARED = ['../code.ts', '../geometry.ts'];

test.each(sources)('[G20] %s of the checker takes no geometry from the builder, nor its clipper', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, specifier = '']) => specifier);
  expect(imported.filter((specifier) => specifier.startsWith('../') && !SHARED.includes(specifier))).toEqual([]);
  expect(imported).not.toContain('clipper2-ts');
});
