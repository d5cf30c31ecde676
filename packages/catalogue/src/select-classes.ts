import type { CatalogueClass, CatalogueKind, Edition } from './edition.ts';

/** How narrowly a selector names a class, the widest first. */
export const SELECTOR_WIDTHS = ['any', 'major', 'range', 'class'] as const;
export type SelectorWidth = (typeof SELECTOR_WIDTHS)[number];

export type Selection = { readonly width: SelectorWidth; readonly classes: readonly CatalogueClass[] };

/**
 * Finds the classes of one kind that a selector names: a class code, a range of class codes `01001-01023` (both ends
 * included; codes the edition leaves out are passed over), a major code, or `*`. Empty when it names none.
 */
export function selectClasses(edition: Edition, kind: CatalogueKind, selector: string): Selection {
  const ofKind = edition.classes.filter((one) => one.kind === kind);
  if (selector === '*') return { width: 'any', classes: ofKind };
  const [first = '', last] = selector.split('-');
  if (last !== undefined) {
    const codeLength = edition.classCodeLengths.major + edition.classCodeLengths.minor;
    const isRange = first.length === codeLength && last.length === codeLength;
    return { width: 'range', classes: isRange ? ofKind.filter(({ code }) => code >= first && code <= last) : [] };
  }
  const width = selector.length === edition.classCodeLengths.major ? 'major' : 'class';
  const classes = ofKind.filter((one) => (width === 'major' ? one.majorCode : one.code) === selector);
  return { width, classes };
}
