import { cellOf, checkColumns, type Row, type RowProblem, rowNumber } from '@wanmi/catalogue';
import { isAreaCode } from '@wanmi/grid';
import { ROLES, type Role } from '@wanmi/workflow';

/** A shift as its table brings it. Times are `HH:MM` by the clock on the wall. */
export type ShiftRecord = {
  readonly code: string;
  readonly name: string;
  readonly starts: string;
  readonly ends: string;
};
export type PersonRecord = { readonly username: string; readonly displayName: string; readonly active: boolean };
export type PostRecord = {
  readonly username: string;
  readonly role: Role;
  /** Code prefix; empty is everywhere. */
  readonly area: string;
  readonly department: string | null;
  readonly shift: string | null;
  /** Of the department; null for none. */
  readonly squad: string | null;
};
/** The records that are right, and every problem of those that are not. */
export type Parsed<T> = { readonly value: readonly T[]; readonly problems: readonly RowProblem[] };

/** Codes that posts may name. */
export type Known = {
  readonly usernames: ReadonlySet<string>;
  readonly departments: ReadonlySet<string>;
  readonly shifts: ReadonlySet<string>;
};

/** A username is short, lower case and safe in a URL: `handler.urban-management`. */
export const USERNAME = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

type Report = (field: string, needed: string) => void;

function parseTable<T>(
  rows: readonly Row[],
  columns: { readonly compulsory: readonly string[]; readonly optional: readonly string[] },
  parse: (row: Row, report: Report) => { readonly key: string; readonly value: T },
): Parsed<T> {
  const problems: RowProblem[] = [...checkColumns(rows, columns)];
  const keys = new Map<string, number>();
  const value = rows.map((row, index) => {
    const report: Report = (field, needed) => {
      problems.push({ row: rowNumber(index), field, found: cellOf(row, field), needed });
    };
    const parsed = parse(row, report);
    const first = keys.get(parsed.key);
    if (first !== undefined) report(columns.compulsory[0] ?? '', `a record that is not already in row ${first}`);
    keys.set(parsed.key, rowNumber(index));
    return parsed.value;
  });
  return { value, problems };
}

/** Reads shifts: `code,name,starts,ends`. */
export const parseShifts = (rows: readonly Row[]): Parsed<ShiftRecord> =>
  parseTable(rows, { compulsory: ['code', 'name', 'starts', 'ends'], optional: [] }, (row, report) => {
    const [code, name] = [cellOf(row, 'code'), cellOf(row, 'name')];
    const [starts, ends] = [cellOf(row, 'starts'), cellOf(row, 'ends')];
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)) report('code', 'a slug of lower-case letters, digits and hyphens');
    if (name === '') report('name', 'a name');
    for (const field of ['starts', 'ends']) {
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(cellOf(row, field))) report(field, 'a time as 08:00');
    }
    return { key: code, value: { code, name, starts, ends } };
  });

/** Reads people: `username,display_name[,active]`. Passwords never stand in a file. */
export const parsePeople = (rows: readonly Row[]): Parsed<PersonRecord> =>
  parseTable(rows, { compulsory: ['username', 'display_name'], optional: ['active'] }, (row, report) => {
    const [username, displayName] = [cellOf(row, 'username'), cellOf(row, 'display_name')];
    if (!USERNAME.test(username)) report('username', 'lower-case letters and digits, joined by single . _ or -');
    if (displayName === '') report('display_name', 'a name');
    if (!/^(yes|no|)$/.test(cellOf(row, 'active'))) report('active', 'yes, no or nothing');
    return { key: username, value: { username, displayName, active: cellOf(row, 'active') !== 'no' } };
  });

/** Reads posts: `username,role[,area,department,shift,squad]`. Heads and handlers have a department, nobody else has. */
export const parsePosts = (rows: readonly Row[], known: Known): Parsed<PostRecord> =>
  parseTable(
    rows,
    { compulsory: ['username', 'role'], optional: ['area', 'department', 'shift', 'squad'] },
    (row, report) => {
      const value = postOf(row, known, report);
      return { key: [value.username, value.role, value.area, value.department].join(' '), value };
    },
  );

function postOf(row: Row, known: Known, report: Report): PostRecord {
  const [username, area] = [cellOf(row, 'username'), cellOf(row, 'area')];
  const [department, shift] = [cellOf(row, 'department'), cellOf(row, 'shift')];
  const squad = cellOf(row, 'squad');
  const role = ROLES.find((one) => one === cellOf(row, 'role'));
  const needsDepartment = role === 'head' || role === 'handler';
  if (!known.usernames.has(username)) report('username', 'a user of the table of users, or one there already');
  if (role === undefined) report('role', `one of ${ROLES.join(', ')}`);
  if (area !== '' && !isAreaCode(area)) report('area', 'a code of 6, 9, 12 or 15 digits, or nothing for everywhere');
  if (role !== undefined && needsDepartment !== (department !== '')) {
    report('department', needsDepartment ? 'a department: heads and handlers have one' : `nothing for ${role}`);
  }
  if (department !== '' && !known.departments.has(department)) report('department', 'the code of a department');
  if (shift !== '' && !known.shifts.has(shift)) report('shift', 'the code of a shift, or nothing');
  if (squad !== '' && department === '') report('squad', 'nothing without a department');
  if (squad.length > 50) report('squad', 'at most 50 characters');
  return {
    username,
    role: role ?? 'admin',
    area,
    department: department || null,
    shift: shift || null,
    squad: squad || null,
  };
}
