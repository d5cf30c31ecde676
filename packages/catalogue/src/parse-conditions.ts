import { accept, type DepartmentCode, type Result, refuse } from '@wanmi/kernel';
import { type FilingCondition, LIMIT_UNITS, type Limit, type LimitStep } from './condition.ts';
import type { CatalogueClass, CatalogueKind, Edition } from './edition.ts';
import { parseLimit } from './parse-limit.ts';
import { cellOf, checkColumns, type Row, type RowProblem, rowNumber } from './row.ts';
import { SELECTOR_WIDTHS, type SelectorWidth, selectClasses } from './select-classes.ts';

const COMPULSORY = ['id', 'edition', 'kind', 'classes', 'filing_condition', 'closing_condition', 'limit_a', 'source'];
const OPTIONAL = [
  'limit_b',
  'limit_c',
  'default_department',
  'ladder',
  'step_order',
  'step',
  'is_default',
  'place',
  'remark',
];

type Report = (field: string, needed: string) => void;
type Expanded = { readonly condition: FilingCondition; readonly width: SelectorWidth; readonly index: number };

/**
 * Reads filing conditions with their limits. A row names one class, a range, a major or `*`, and yields one condition
 * for each class; of several default rows the one that names a class most narrowly holds. A row without a place is an
 * example, unless it is a default. In an edition with anomalies a component's condition hangs on its anomaly.
 * Every problem of every row is returned together.
 */
export function parseConditions(
  rows: readonly Row[],
  editions: readonly Edition[],
): Result<readonly FilingCondition[], readonly RowProblem[]> {
  const problems: RowProblem[] = [...checkColumns(rows, { compulsory: COMPULSORY, optional: OPTIONAL })];
  const ids = new Set<string>();
  const expanded = rows.flatMap((row, index) => {
    const report = (field: string, needed: string): void => {
      problems.push({ row: rowNumber(index), field, found: cellOf(row, field), needed });
    };
    const id = cellOf(row, 'id');
    if (id === '' || ids.has(id)) report('id', 'an id that no other row has');
    ids.add(id);
    return expandRow(row, editions, report).map((one) => ({ ...one, index }));
  });
  const defaults = narrowestDefaults(expanded, problems);
  if (problems.length > 0) return refuse(problems);
  return accept([...expanded.map(({ condition }) => condition).filter((one) => !one.isDefault), ...defaults]);
}

function expandRow(row: Row, editions: readonly Edition[], report: Report): Omit<Expanded, 'index'>[] {
  const edition = editions.find(({ id }) => id === cellOf(row, 'edition'));
  const kind = kindOf(cellOf(row, 'kind'));
  if (edition === undefined) report('edition', `one of ${editions.map(({ id }) => id).join(', ')}`);
  if (kind === undefined) report('kind', 'component or matter');
  const shared = sharedPart(row, report);
  if (edition === undefined || kind === undefined || shared === undefined) return [];
  const { width, classes } = selectClasses(edition, kind, cellOf(row, 'classes'));
  if (classes.length === 0) report('classes', `a class, range, major or * of ${kind} in ${edition.id}`);
  return classes.map((one) => {
    const target = anomalyIn(edition, one) ?? one;
    const id = width === 'class' ? shared.id : `${shared.id}.${one.code}`;
    return { width, condition: { ...shared, id, edition: edition.id, kind: target.kind, classCode: target.code } };
  });
}

/** The matter that is the fault of a component; undefined for matters and in editions without anomalies. */
function anomalyIn(edition: Edition, one: CatalogueClass): CatalogueClass | undefined {
  if (one.kind !== 'component') return undefined;
  return edition.classes.find(({ linkedComponentClass }) => linkedComponentClass === one.code);
}

const kindOf = (text: string): CatalogueKind | undefined =>
  text === 'component' || text === 'matter' ? text : undefined;

/** What all classes named by a row have in common. Undefined, with problems reported, when it has no usable limit. */
function sharedPart(row: Row, report: Report): Omit<FilingCondition, 'edition' | 'kind' | 'classCode'> | undefined {
  for (const field of ['filing_condition', 'closing_condition', 'source']) {
    if (cellOf(row, field) === '') report(field, 'a text');
  }
  if (!/^(yes|no|)$/.test(cellOf(row, 'is_default'))) report('is_default', 'yes, no or nothing');
  const limits = limitsOf(row, report);
  const step = stepOf(row, report);
  const isDefault = cellOf(row, 'is_default') === 'yes';
  const place = cellOf(row, 'place');
  const department = cellOf(row, 'default_department');
  if (limits === undefined) return undefined;
  return {
    id: cellOf(row, 'id'),
    text: cellOf(row, 'filing_condition'),
    closing: cellOf(row, 'closing_condition'),
    limits,
    ...(department === '' ? {} : { defaultDepartment: department as DepartmentCode }),
    ...(step === undefined ? {} : { step }),
    isDefault,
    ...(place === '' && !isDefault ? { example: true as const } : {}),
    scope: place === '' ? (isDefault ? 'default' : 'unnamed place') : place,
    source: cellOf(row, 'source'),
  };
}

function limitsOf(row: Row, report: Report): FilingCondition['limits'] | undefined {
  const read = (field: string, absent: Limit | undefined): Limit | undefined => {
    const text = cellOf(row, field);
    if (text === '' && absent !== undefined) return absent;
    const limit = parseLimit(text);
    if (limit === undefined) report(field, `a number above 0 and one of ${LIMIT_UNITS.join(', ')}; whole days`);
    return limit;
  };
  const A = read('limit_a', undefined);
  const B = read('limit_b', A);
  const C = read('limit_c', B);
  return A && B && C ? { A, B, C } : undefined;
}

function stepOf(row: Row, report: Report): LimitStep | undefined {
  const [ladder, order, name] = [cellOf(row, 'ladder'), cellOf(row, 'step_order'), cellOf(row, 'step')];
  if (ladder === '' && order === '' && name === '') return undefined;
  if (ladder === '') report('ladder', 'the ladder of the step');
  if (!/^[1-9]\d?$/.test(order)) report('step_order', 'a number from 1');
  if (name === '') report('step', 'the name of the step');
  return { ladder, order: Number(order), name };
}

function narrowestDefaults(expanded: readonly Expanded[], problems: RowProblem[]): readonly FilingCondition[] {
  const best = new Map<string, Expanded>();
  for (const one of expanded) {
    if (!one.condition.isDefault) continue;
    const key = `${one.condition.edition} ${one.condition.kind} ${one.condition.classCode}`;
    const rival = best.get(key);
    const gain = rival ? SELECTOR_WIDTHS.indexOf(one.width) - SELECTOR_WIDTHS.indexOf(rival.width) : 1;
    if (gain > 0) best.set(key, one);
    if (gain === 0 && rival !== undefined && rival.index !== one.index) {
      const needed = `one default for a class, row ${rowNumber(rival.index)} is as narrow`;
      problems.push({ row: rowNumber(one.index), field: 'classes', found: one.condition.classCode, needed });
    }
  }
  return [...best.values()].map(({ condition }) => condition);
}
