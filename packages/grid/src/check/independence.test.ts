import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

const BUILDER = ['../build', '../cut', '../mend', '../build-grids.ts', '../number-grids.ts', '../metric.ts'];
const builderFiles = BUILDER.flatMap((place) => {
  const path = fileURLToPath(new URL(place, FOLDER));
  return place.endsWith('.ts') ? [path] : readdirSync(path).map((name) => join(path, name));
}).filter((path) => !path.endsWith('.test.ts'));

test('[G20] the builder takes nothing from the checker, nor its clipper', () => {
  const taken = builderFiles.filter((path) => /from '(\.\.\/check\/|polyclip-ts)/.test(readFileSync(path, 'utf8')));
  expect(builderFiles.length).toBeGreaterThan(30);
  expect(taken).toEqual([]);
});
