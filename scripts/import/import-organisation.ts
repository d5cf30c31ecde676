import { randomUUID } from 'node:crypto';
import { cellOf, type RowProblem } from '@wanmi/catalogue';
import { type Database, imports, reference } from '@wanmi/db';
import { type Department, parseDepartments } from '@wanmi/routing';
import type { Kysely, Transaction } from 'kysely';
import type { ImportOutcome, Rejection, SourceFile } from './outcome.ts';
import { type PersonRecord, type PostRecord, parsePeople, parsePosts, parseShifts } from './people-rows.ts';
import { type RowsRead, readRows } from './read-rows.ts';
import { runImport } from './run-import.ts';
import { storedRules } from './stored-reference.ts';

export type OrganisationImport = {
  readonly departments?: SourceFile;
  readonly shifts?: SourceFile;
  readonly users?: SourceFile;
  /** Posts of exactly the people that it or `users` names; theirs that it leaves out end. */
  readonly posts?: SourceFile;
  /** Hashes of first passwords by username; a new person who is not there cannot sign in until one is set. */
  readonly passwordHashes?: ReadonlyMap<string, string>;
};

/** No hash of any password: whoever has it cannot sign in before one is set. */
export const NO_PASSWORD = '!';

type Table<T> = { readonly value: readonly T[]; readonly table: RowsRead; readonly rejected: readonly Rejection[] };

/**
 * Imports departments, shifts, people and their posts, each table that is given. Departments left out become inactive;
 * a department that a routing rule still names cannot: change the rules first. People left out stay.
 */
export function importOrganisation(db: Kysely<Database>, files: OrganisationImport): Promise<ImportOutcome> {
  return runImport(db, 'organisation', async (trx) => {
    const departments = await readDepartments(trx, files.departments);
    const shifts = readTable(files.shifts, ({ rows }) => parseShifts(rows));
    const users = readTable(files.users, ({ rows }) => parsePeople(rows));
    const known = await knownTo(
      trx,
      departments,
      shifts.value.map(({ code }) => code),
      users.value,
    );
    const posts = readTable(files.posts, ({ rows }) => parsePosts(rows, known));
    const tables = [departments, shifts, users, posts];
    return {
      read: tables.reduce((sum, { table }) => sum + table.rows.length, 0),
      rejected: tables.flatMap(({ rejected }) => rejected),
      write: async () => {
        const counts = [
          ...(files.departments ? [await imports.saveDepartments(trx, departments.rows)] : []),
          await imports.saveShifts(
            trx,
            shifts.value.map(({ code, ...rest }) => ({ shift_code: code, ...rest })),
          ),
          await savePeople(trx, users.value, files.passwordHashes ?? new Map()),
          ...(files.posts ? [await savePosts(trx, posts.value, users.value)] : []),
        ];
        return counts.reduce((sum, one) => ({
          added: sum.added + one.added,
          changed: sum.changed + one.changed,
          removed: sum.removed + one.removed,
        }));
      },
    };
  });
}

function readTable<T>(
  file: SourceFile | undefined,
  parse: (table: RowsRead) => { readonly value: readonly T[]; readonly problems: readonly RowProblem[] },
): Table<T> {
  const table = readRows(file ? [file] : []);
  const { value, problems } = parse(table);
  return { value, table, rejected: [...table.rejected, ...problems.map(table.locate)] };
}

type DepartmentTable = Table<Department> & { readonly rows: readonly imports.DepartmentRow[] };

async function readDepartments(trx: Transaction<Database>, file: SourceFile | undefined): Promise<DepartmentTable> {
  const read = readTable(file, ({ rows }) => {
    const parsed = parseDepartments(rows);
    return parsed.ok ? { value: parsed.value, problems: [] } : { value: [], problems: parsed.error };
  });
  const rows = read.value.map((one, index) => ({
    department_code: one.code,
    name: one.name,
    credit_code: one.creditCode ?? null,
    kind: one.kind,
    area: one.area ?? null,
    active: one.active,
    remark: cellOf(read.table.rows[index] ?? {}, 'note') || null,
  }));
  if (file === undefined || read.rejected.length > 0) return { ...read, rows };
  return { ...read, rows, rejected: await orphanedRules(trx, file.name, read.value) };
}

async function orphanedRules(
  trx: Transaction<Database>,
  file: string,
  departments: readonly Department[],
): Promise<readonly Rejection[]> {
  const active = new Set(departments.filter((one) => one.active).map(({ code }) => code));
  return (await storedRules(trx)).flatMap(({ id, department, assisting }) => {
    const missing = [department, ...assisting].filter((code) => !active.has(code));
    const reason = `rule ${id} names ${missing.join(', ')}, needs active departments here: change the rules first`;
    return missing.length === 0 ? [] : [{ file, place: 'file', reason }];
  });
}

async function knownTo(
  trx: Transaction<Database>,
  departments: DepartmentTable,
  shifts: readonly string[],
  users: readonly PersonRecord[],
) {
  const stored = await reference.departments(trx);
  return {
    usernames: new Set([...users, ...(await imports.listPeople(trx))].map(({ username }) => username)),
    departments: new Set([...departments.value, ...stored].map(({ code }) => code)),
    shifts: new Set([...shifts, ...(await imports.listShiftCodes(trx))]),
  };
}

async function savePeople(
  trx: Transaction<Database>,
  people: readonly PersonRecord[],
  hashes: ReadonlyMap<string, string>,
): Promise<imports.SyncCounts> {
  const stored = await imports.listPeople(
    trx,
    people.map(({ username }) => username),
  );
  const byName = new Map(stored.map((one) => [one.username, one]));
  const rows = people.map(({ username, displayName, active }) => ({
    user_id: byName.get(username)?.user_id ?? randomUUID(),
    username,
    display_name: displayName,
    password_hash: byName.get(username)?.password_hash ?? hashes.get(username) ?? NO_PASSWORD,
    active,
  }));
  return imports.savePeople(trx, rows);
}

async function savePosts(
  trx: Transaction<Database>,
  posts: readonly PostRecord[],
  users: readonly PersonRecord[],
): Promise<imports.SyncCounts> {
  const named = [...new Set([...posts, ...users].map(({ username }) => username))];
  const people = await imports.listPeople(trx, named);
  const idOf = new Map(people.map(({ username, user_id }) => [username, user_id]));
  const rows = posts.flatMap(({ username, role, area, department, shift, squad }) => {
    const user_id = idOf.get(username);
    return user_id === undefined
      ? []
      : [{ user_id, role, area, department_code: department, shift_code: shift, squad }];
  });
  return imports.savePosts(
    trx,
    people.map(({ user_id }) => user_id),
    rows,
  );
}
