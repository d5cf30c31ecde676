import type { CatalogueKind, Edition, EditionMeta } from '../edition.ts';
import { parseEdition } from '../parse-edition.ts';
import type { Row } from '../row.ts';

/** Codes of 2 + 3 digits, local classes by minor from 999 down to 080. */
export const modern: EditionMeta = {
  id: 'modern',
  name: 'modern',
  inForceFrom: '2026-07-01',
  classCodeLengths: { major: 2, minor: 3 },
  localExtension: { by: 'minor', from: 80, to: 999, suffix: '（自定义）' },
  source: 'made for tests',
  transcribed: false,
};

/** Codes of 2 + 2 digits, 6 majors of components, 5 of matters, local classes behind them. */
export const classic: EditionMeta = {
  ...modern,
  id: 'classic',
  classCodeLengths: { major: 2, minor: 2 },
  localExtension: { by: 'major', standardMajors: { component: 6, matter: 5 } },
};

/** A row of a class table; the code is cut at two digits. */
export const classRow = (kind: string, code: string, changes: Row = {}): Row => ({
  kind,
  class_code: code,
  major_code: code.slice(0, 2),
  major_name: `major ${code.slice(0, 2)}`,
  minor_code: code.slice(2),
  minor_name: `class ${code}`,
  linked_component_class: kind === 'component-anomaly' ? code : '',
  ...changes,
});

/** As many classes as asked for, spread over the majors in turn. */
export const classRows = (kind: CatalogueKind, majors: number, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => {
    const major = String((index % majors) + 1).padStart(2, '0');
    return classRow(kind, `${major}${String(Math.floor(index / majors) + 1).padStart(2, '0')}`);
  });

/** A component with its anomaly and two matters. */
export function buildEdition(changes: Partial<EditionMeta> = {}): Edition {
  const rows = [
    classRow('component', '01001'),
    classRow('component-anomaly', '01001'),
    classRow('matter', '06001'),
    classRow('matter', '06002'),
  ];
  const parsed = parseEdition(rows, { ...modern, ...changes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** A row of a table of conditions. */
export const conditionRow = (changes: Row = {}): Row => ({
  id: 'c1',
  edition: 'modern',
  kind: 'matter',
  classes: '06001',
  filing_condition: '成堆',
  closing_condition: '清除',
  limit_a: '4 working_hour',
  place: '某市',
  source: 'made for tests',
  ...changes,
});
