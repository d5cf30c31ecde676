import type { CatalogueClass, EditionMeta } from './edition.ts';
import { type RowProblem, rowNumber } from './row.ts';

/**
 * Tells whether a city added the class to the standard, and reports a class that breaks the edition's rule for
 * additions: a local name without the suffix, or the suffix on a code of the standard.
 */
export function isLocalClass(
  parsed: CatalogueClass,
  meta: EditionMeta,
  report: (field: string, needed: string) => void,
): boolean {
  const { localExtension } = meta;
  if (localExtension.by === 'major') return Number(parsed.majorCode) > localExtension.standardMajors[parsed.kind];
  const { from, to, suffix } = localExtension;
  const minor = Number(parsed.minorCode);
  const inRange = minor >= from && minor <= to;
  const marked = suffix !== '' && parsed.name.endsWith(suffix);
  if (inRange && suffix !== '' && !marked) report('minor_name', `a local name ending in ${suffix}`);
  if (!inRange && marked) report('minor_code', `a local minor code from ${to} down to ${from}`);
  return inRange;
}

/** Local minors are given from the highest downward, without holes, in each major of each kind. */
export function checkLocalOrder(classes: readonly CatalogueClass[], meta: EditionMeta): readonly RowProblem[] {
  const { localExtension } = meta;
  if (localExtension.by === 'major') return [];
  const width = meta.classCodeLengths.minor;
  const next = new Map<string, number>();
  return classes
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => one.local === true)
    .toSorted((left, right) => Number(right.one.minorCode) - Number(left.one.minorCode))
    .flatMap(({ one, index }) => {
      const group = `${one.kind} ${one.majorCode}`;
      const expected = next.get(group) ?? localExtension.to;
      next.set(group, Number(one.minorCode) - 1);
      if (Number(one.minorCode) === expected) return [];
      const needed = `${String(expected).padStart(width, '0')} next, counting downward`;
      return [{ row: rowNumber(index), field: 'minor_code', found: one.minorCode, needed }];
    });
}
