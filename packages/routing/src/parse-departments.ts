import { cellOf, checkColumns, type Row, type RowProblem, rowNumber } from '@wanmi/catalogue';
import { isAreaCode } from '@wanmi/grid';
import { accept, type DepartmentCode, type Result, refuse } from '@wanmi/kernel';
import type { Department } from './department.ts';

const COMPULSORY = ['code', 'name', 'kind'];
const OPTIONAL = ['credit_code', 'area', 'active', 'note'];

/** Reads the departments of an organisation. All problems are reported together; `active` is yes unless it says no. */
export function parseDepartments(rows: readonly Row[]): Result<readonly Department[], readonly RowProblem[]> {
  const problems: RowProblem[] = [...checkColumns(rows, { compulsory: COMPULSORY, optional: OPTIONAL })];
  const taken = new Map<string, number>();
  const departments = rows.map((row, index) => {
    const report = (field: string, needed: string): void => {
      problems.push({ row: rowNumber(index), field, found: cellOf(row, field), needed });
    };
    for (const field of ['code', 'name', 'credit_code', 'area']) {
      const value = cellOf(row, field);
      const key = `${field} ${value}`;
      if (value !== '' && taken.has(key)) report(field, `no ${field} that row ${taken.get(key)} has already`);
      else taken.set(key, rowNumber(index));
    }
    return departmentOf(row, report);
  });
  return problems.length > 0 ? refuse(problems) : accept(departments);
}

function departmentOf(row: Row, report: (field: string, needed: string) => void): Department {
  const [code, kind, creditCode, area] = [
    cellOf(row, 'code'),
    cellOf(row, 'kind'),
    cellOf(row, 'credit_code'),
    cellOf(row, 'area'),
  ];
  const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  if (!slug.test(code)) report('code', 'a slug of lower-case letters, digits and hyphens');
  if (!slug.test(kind)) report('kind', 'a slug, as bureau, institution, street or enterprise');
  if (cellOf(row, 'name') === '') report('name', 'a name');
  if (creditCode !== '' && !/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(creditCode))
    report('credit_code', '18 characters or nothing');
  if (!/^(yes|no|)$/.test(cellOf(row, 'active'))) report('active', 'yes, no or nothing');
  if (area !== '' && !isAreaCode(area)) report('area', 'an area code of 6, 9, 12 or 15 digits, or nothing');
  return {
    code: code as DepartmentCode,
    name: cellOf(row, 'name'),
    ...(creditCode === '' ? {} : { creditCode }),
    kind,
    ...(isAreaCode(area) ? { area } : {}),
    active: cellOf(row, 'active') !== 'no',
  };
}
