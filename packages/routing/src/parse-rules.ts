import {
  type Catalogue,
  type CatalogueKind,
  cellOf,
  checkColumns,
  type Row,
  type RowProblem,
  rowNumber,
  selectClasses,
} from '@wanmi/catalogue';
import { isAreaCode } from '@wanmi/grid';
import { accept, type DepartmentCode, type Result, refuse } from '@wanmi/kernel';
import type { Department } from './department.ts';
import { PRINCIPLES, type Rule } from './rule.ts';
import { dayWindowOf, isoDateOf, polygonOf } from './rule-cells.ts';

const COMPULSORY = ['id', 'principle', 'valid_from', 'department', 'source'];
const OPTIONAL = [
  ...['edition', 'kind', 'classes', 'condition', 'area', 'polygon', 'channel', 'hours', 'valid_to'],
  ...['assisting', 'note'],
];

/** The columns of a table of rules, in the order in which they are written. */
export const RULE_COLUMNS = [
  ...['id', 'principle', 'edition', 'kind', 'classes', 'condition', 'area', 'polygon', 'channel', 'hours'],
  ...['valid_from', 'valid_to', 'department', 'assisting', 'source', 'note'],
] as const;

type Report = (field: string, needed: string) => void;
type Known = {
  readonly catalogue: Catalogue;
  readonly departments: ReadonlyMap<string, Department>;
};

/**
 * Reads rules, checked against the organisation and the catalogue. A rule that names what does not exist is an error,
 * with all others, and nothing is imported: no rule is ever silently off.
 * `classes` and `assisting` hold several entries separated by `;`; a class entry may be a range `01001-01023`.
 */
export function parseRules(
  rows: readonly Row[],
  knownDepartments: readonly Department[],
  catalogue: Catalogue,
): Result<readonly Rule[], readonly RowProblem[]> {
  const problems: RowProblem[] = [...checkColumns(rows, { compulsory: COMPULSORY, optional: OPTIONAL })];
  const known = { catalogue, departments: new Map(knownDepartments.map((one) => [one.code, one])) };
  const ids = new Map<string, number>();
  const rules = rows.flatMap((row, index) => {
    const report: Report = (field, needed) => {
      problems.push({ row: rowNumber(index), field, found: cellOf(row, field), needed });
    };
    const id = cellOf(row, 'id');
    if (id === '') report('id', 'an id');
    if (ids.has(id)) report('id', `an id that is not already in row ${ids.get(id)}`);
    ids.set(id, rowNumber(index));
    return ruleOf(row, known, report) ?? [];
  });
  return problems.length > 0 ? refuse(problems) : accept(rules);
}

/** The rule of a row. May be undefined, or incomplete, only when a problem was reported. */
function ruleOf(row: Row, known: Known, report: Report): Rule | undefined {
  const principle = PRINCIPLES.find((one) => one === cellOf(row, 'principle'));
  if (principle === undefined) report('principle', `one of ${PRINCIPLES.join(', ')}`);
  if (cellOf(row, 'source') === '') report('source', 'where the rule comes from');
  const what = whatOf(row, known.catalogue, report);
  const scope = scopeOf(row, report);
  const validity = validityOf(row, report);
  const who = whoOf(row, known, report);
  if (principle === undefined || validity === undefined) return undefined;
  const origin = { source: cellOf(row, 'source'), note: cellOf(row, 'note') };
  return { id: cellOf(row, 'id'), principle, ...what, ...scope, ...validity, ...who, ...origin };
}

/** Kind, classes and condition. */
function whatOf(
  row: Row,
  catalogue: Catalogue,
  report: Report,
): Pick<Rule, 'edition' | 'kind' | 'classes' | 'conditionId'> {
  const [editionId, conditionId] = [cellOf(row, 'edition'), cellOf(row, 'condition')];
  const kind = kindOf(cellOf(row, 'kind'));
  if (kind === undefined && cellOf(row, 'kind') !== '') report('kind', 'component, matter or nothing');
  const edition = catalogue.findEdition(editionId);
  const names = catalogue.editions.map(({ id }) => id).join(', ');
  if (edition === undefined && editionId !== '') report('edition', `one of ${names}, or nothing`);
  const selectors = listOf(cellOf(row, 'classes'));
  if (selectors.length > 0 && editionId === '') report('edition', `the edition of the classes, one of ${names}`);
  const kinds: readonly CatalogueKind[] = kind === undefined ? ['component', 'matter'] : [kind];
  const classes = selectors.flatMap((selector) => {
    if (edition === undefined) return [];
    const found = kinds.map((one) => selectClasses(edition, one, selector)).find((one) => one.classes.length > 0);
    if (found === undefined || found.width === 'any') {
      report('classes', `classes or majors of ${edition.id}, not "${selector}"`);
      return [];
    }
    return found.width === 'range' ? found.classes.map(({ code }) => code) : [selector];
  });
  checkCondition(conditionId, catalogue, report);
  return {
    ...(edition === undefined ? {} : { edition: edition.id }),
    ...(kind === undefined ? {} : { kind }),
    classes: [...new Set(classes)],
    ...(conditionId === '' ? {} : { conditionId }),
  };
}

function checkCondition(conditionId: string, catalogue: Catalogue, report: Report): void {
  if (conditionId !== '' && catalogue.findCondition(conditionId) === undefined) {
    report('condition', 'the id of a filing condition, or nothing');
  }
}

/** Area, polygon, channel and hours. */
function scopeOf(row: Row, report: Report): Pick<Rule, 'area' | 'polygon' | 'channel' | 'hours'> {
  const [area, channel] = [cellOf(row, 'area'), cellOf(row, 'channel')];
  if (area !== '' && !isAreaCode(area)) report('area', 'a code of 6, 9, 12 or 15 digits, or nothing');
  if (!/^[a-z0-9-]*$/.test(channel)) report('channel', 'a channel in lower-case letters, or nothing');
  const polygon = polygonOf(cellOf(row, 'polygon'));
  if (polygon === undefined && cellOf(row, 'polygon') !== '') {
    report('polygon', 'a GeoJSON Polygon or MultiPolygon in WGS 84 with closed rings, or nothing');
  }
  const hours = dayWindowOf(cellOf(row, 'hours'));
  if (hours === undefined && cellOf(row, 'hours') !== '')
    report('hours', 'as 20:00-06:00, two different times, or nothing');
  return {
    ...(isAreaCode(area) ? { area } : {}),
    ...(polygon === undefined ? {} : { polygon }),
    ...(channel === '' ? {} : { channel }),
    ...(hours === undefined ? {} : { hours }),
  };
}

function validityOf(row: Row, report: Report): Pick<Rule, 'validFrom' | 'validTo'> | undefined {
  const [validFrom, validTo] = [isoDateOf(cellOf(row, 'valid_from')), isoDateOf(cellOf(row, 'valid_to'))];
  if (validFrom === undefined) report('valid_from', 'a date YYYY-MM-DD');
  if (validTo === undefined && cellOf(row, 'valid_to') !== '') report('valid_to', 'a date YYYY-MM-DD, or nothing');
  if (validFrom !== undefined && validTo !== undefined && validTo <= validFrom)
    report('valid_to', `a date after ${validFrom}`);
  return validFrom && { validFrom, ...(validTo === undefined ? {} : { validTo }) };
}

/** Lead and assisting departments: all must exist and be active. */
function whoOf(row: Row, { departments }: Known, report: Report): Pick<Rule, 'department' | 'assisting'> {
  const check = (field: string, code: string): DepartmentCode => {
    const found = departments.get(code);
    if (found === undefined) report(field, `the code of a department of this organisation, not "${code}"`);
    else if (!found.active) report(field, `an active department, "${code}" is not`);
    return code as DepartmentCode;
  };
  const department = check('department', cellOf(row, 'department'));
  const assisting = listOf(cellOf(row, 'assisting')).map((code) => check('assisting', code));
  if (assisting.includes(department)) report('assisting', `others than the lead ${department}`);
  return { department, assisting };
}

const kindOf = (text: string): CatalogueKind | undefined =>
  text === 'component' || text === 'matter' ? text : undefined;

const listOf = (text: string): readonly string[] =>
  text
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
