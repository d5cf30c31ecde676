import { accept, type ClassCode, type Result, refuse } from '@wanmi/kernel';
import type { CatalogueClass, CatalogueKind, Edition, EditionMeta, MajorClass } from './edition.ts';
import { checkLocalOrder, isLocalClass } from './local-classes.ts';
import { cellOf, checkColumns, type Row, type RowProblem, rowNumber } from './row.ts';

const COMPULSORY = ['kind', 'class_code', 'major_code', 'major_name', 'minor_code', 'minor_name'];
const OPTIONAL = ['linked_component_class'];

/** Table kinds. A component anomaly is a matter that names the component whose fault it is. */
const KINDS = new Map<string, CatalogueKind>([
  ['component', 'component'],
  ['matter', 'matter'],
  ['component-anomaly', 'matter'],
]);

/**
 * Reads the classes of one edition. Codes are checked against the edition's own lengths, so catalogues of any number
 * of majors load. Either all rows are right, or every problem of every row is returned.
 */
export function parseEdition(rows: readonly Row[], meta: EditionMeta): Result<Edition, readonly RowProblem[]> {
  const problems: RowProblem[] = [...checkColumns(rows, { compulsory: COMPULSORY, optional: OPTIONAL })];
  if (rows.length === 0) problems.push({ row: 0, field: 'class_code', found: '', needed: 'at least one class' });
  const seen = new Map<string, number>();
  const majors = new Map<string, MajorClass>();
  const classes = rows.map((row, index) => {
    const report = (field: string, needed: string): void => {
      problems.push({ row: rowNumber(index), field, found: cellOf(row, field), needed });
    };
    const parsed = classOf(row, meta, report);
    const key = `${parsed.kind} ${parsed.code}`;
    const first = seen.get(key);
    if (first !== undefined) report('class_code', `a ${parsed.kind} code that is not already in row ${first}`);
    seen.set(key, rowNumber(index));
    noteMajor(majors, parsed, report);
    return parsed;
  });
  problems.push(...danglingLinks(rows, classes), ...checkLocalOrder(classes, meta));
  return problems.length > 0 ? refuse(problems) : accept({ ...meta, majors: [...majors.values()], classes });
}

type Report = (field: string, needed: string) => void;

function classOf(row: Row, meta: EditionMeta, report: Report): CatalogueClass {
  const kind = KINDS.get(cellOf(row, 'kind'));
  if (kind === undefined) report('kind', `one of ${[...KINDS.keys()].join(', ')}`);
  checkCodes(row, meta, report);
  for (const field of ['major_name', 'minor_name']) if (cellOf(row, field) === '') report(field, 'a name');
  const linked = cellOf(row, 'linked_component_class');
  const isAnomaly = cellOf(row, 'kind') === 'component-anomaly';
  if (isAnomaly && linked === '') report('linked_component_class', 'the class of the component');
  if (!isAnomaly && linked !== '') report('linked_component_class', 'nothing: only a component-anomaly has one');
  const parsed = {
    edition: meta.id,
    kind: kind ?? 'matter',
    code: cellOf(row, 'class_code') as ClassCode,
    majorCode: cellOf(row, 'major_code'),
    majorName: cellOf(row, 'major_name'),
    minorCode: cellOf(row, 'minor_code'),
    name: cellOf(row, 'minor_name'),
    ...(linked === '' ? {} : { linkedComponentClass: linked as ClassCode }),
  };
  return isLocalClass(parsed, meta, report) ? { ...parsed, local: true } : parsed;
}

function checkCodes(row: Row, meta: EditionMeta, report: Report): void {
  const { major, minor } = meta.classCodeLengths;
  const hint = 'a spreadsheet may have dropped a leading zero';
  const digits = (field: string, count: number): boolean => {
    const right = cellOf(row, field).length === count && /^\d+$/.test(cellOf(row, field));
    if (!right) report(field, `${count} digits (${hint})`);
    return right;
  };
  const allRight = [digits('class_code', major + minor), digits('major_code', major), digits('minor_code', minor)];
  const joined = cellOf(row, 'major_code') + cellOf(row, 'minor_code');
  if (allRight.every(Boolean) && cellOf(row, 'class_code') !== joined) {
    report('class_code', `${joined}, its major and minor code`);
  }
}

function noteMajor(majors: Map<string, MajorClass>, parsed: CatalogueClass, report: Report): void {
  const key = `${parsed.kind} ${parsed.majorCode}`;
  const known = majors.get(key);
  if (known === undefined) {
    majors.set(key, { kind: parsed.kind, code: parsed.majorCode, name: parsed.majorName });
  } else if (known.name !== parsed.majorName) {
    report('major_name', `${known.name}, as above for ${parsed.kind} major ${known.code}`);
  }
}

function danglingLinks(rows: readonly Row[], classes: readonly CatalogueClass[]): readonly RowProblem[] {
  const components = new Set(classes.filter(({ kind }) => kind === 'component').map(({ code }) => code));
  return rows.flatMap((row, index) => {
    const linked = cellOf(row, 'linked_component_class');
    if (linked === '' || components.has(linked as ClassCode)) return [];
    const needed = 'the code of a component of this edition';
    return [{ row: rowNumber(index), field: 'linked_component_class', found: linked, needed }];
  });
}
