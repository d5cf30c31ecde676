import { accept, type Result, refuse } from '@wanmi/kernel';
import type { EditionMeta, LocalExtension } from './edition.ts';
import { cellOf, checkColumns, type Row, type RowProblem, rowNumber } from './row.ts';

const COMPULSORY = ['id', 'name', 'in_force_from', 'major_digits', 'minor_digits', 'source', 'transcribed'];
const OPTIONAL = [
  'local_minor_from',
  'local_minor_to',
  'local_suffix',
  'standard_component_majors',
  'standard_matter_majors',
  'file',
];

/**
 * Reads the list of editions. Local classes are minors when `local_minor_from` and `local_minor_to` are given, and
 * further majors otherwise. All problems are reported together.
 */
export function parseEditionMetas(rows: readonly Row[]): Result<readonly EditionMeta[], readonly RowProblem[]> {
  const problems: RowProblem[] = [...checkColumns(rows, { compulsory: COMPULSORY, optional: OPTIONAL })];
  const ids = new Set<string>();
  const metas = rows.map((row, index) => {
    const meta = metaOf(row, (field, needed) => {
      problems.push({ row: rowNumber(index), field, found: cellOf(row, field), needed });
    });
    if (ids.has(meta.id)) problems.push({ row: rowNumber(index), field: 'id', found: meta.id, needed: 'a new id' });
    ids.add(meta.id);
    return meta;
  });
  return problems.length > 0 ? refuse(problems) : accept(metas);
}

type Report = (field: string, needed: string) => void;

function metaOf(row: Row, report: Report): EditionMeta {
  const id = cellOf(row, 'id');
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(id)) report('id', 'a slug of lower-case letters, digits, dots and hyphens');
  if (cellOf(row, 'name') === '') report('name', 'a name');
  if (!/^\d{4}(-\d{2}-\d{2})?$/.test(cellOf(row, 'in_force_from'))) report('in_force_from', 'a date or a year');
  if (!/^(yes|no)$/.test(cellOf(row, 'transcribed'))) report('transcribed', 'yes or no');
  return {
    id,
    name: cellOf(row, 'name'),
    inForceFrom: cellOf(row, 'in_force_from'),
    classCodeLengths: { major: countOf(row, 'major_digits', report), minor: countOf(row, 'minor_digits', report) },
    localExtension: extensionOf(row, report),
    source: cellOf(row, 'source'),
    transcribed: cellOf(row, 'transcribed') === 'yes',
  };
}

function extensionOf(row: Row, report: Report): LocalExtension {
  if (cellOf(row, 'local_minor_from') !== '') {
    const from = countOf(row, 'local_minor_from', report);
    const to = countOf(row, 'local_minor_to', report);
    if (from > to) report('local_minor_to', `a number of at least ${from}`);
    return { by: 'minor', from, to, suffix: cellOf(row, 'local_suffix') };
  }
  const component = countOf(row, 'standard_component_majors', report);
  return { by: 'major', standardMajors: { component, matter: countOf(row, 'standard_matter_majors', report) } };
}

function countOf(row: Row, field: string, report: Report): number {
  const text = cellOf(row, field);
  if (!/^\d{1,4}$/.test(text)) report(field, 'a whole number');
  return Number(text);
}
