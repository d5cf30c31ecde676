import { randomUUID } from 'node:crypto';
import { describeProblem, type Row } from '@wanmi/catalogue';
import { type Database, imports, reference } from '@wanmi/db';
import type { Kysely, Transaction } from 'kysely';
import { CommandError } from '../wanmi/command.ts';
import { hashPassword, PASSWORD_LENGTH } from './hash-password.ts';
import { type PostRecord, parsePosts, USERNAME } from './people-rows.ts';

/** A person and the posts held, as the command shows them. */
export type PersonShown = {
  readonly username: string;
  readonly displayName: string;
  readonly active: boolean;
  /** Whether a password is set: without one nobody signs in. */
  readonly hasPassword: boolean;
  readonly posts: readonly string[];
};

/** Everybody, by username. */
export async function listPeople(db: Kysely<Database>): Promise<readonly PersonShown[]> {
  const posts = Map.groupBy(await imports.listPosts(db), ({ user_id }) => user_id);
  return (await imports.listPeople(db)).map(({ user_id, username, display_name, password_hash, active }) => ({
    username,
    displayName: display_name,
    active,
    hasPassword: password_hash.startsWith('$argon2'),
    posts: (posts.get(user_id) ?? []).map(postText),
  }));
}

/** Writes a post as the command reads it: `head:110101:parks`. */
const postText = ({ role, area, department_code, shift_code }: imports.PostRow): string =>
  [role, area, department_code ?? '', shift_code ?? ''].join(':').replace(/:+$/, '');

/** Adds a person with a password and posts. Throws CommandError when the name is taken or a post is not lawful. */
export async function addPerson(
  db: Kysely<Database>,
  person: { readonly username: string; readonly displayName: string; readonly password: string },
  posts: readonly string[],
): Promise<void> {
  const { username, displayName, password } = person;
  if (!USERNAME.test(username)) {
    throw new CommandError(
      `cannot add user "${username}": needs lower-case letters and digits, joined by single . _ or -`,
    );
  }
  if (displayName.trim() === '')
    throw new CommandError(`cannot add user ${username}: needs a name to show (--name TEXT)`);
  const password_hash = await hashPassword(checkedPassword(password));
  await db.transaction().execute(async (trx) => {
    const [taken] = await imports.listPeople(trx, [username]);
    if (taken !== undefined) throw new CommandError(`cannot add user ${username}: there is one already`);
    const user_id = randomUUID();
    await imports.savePeople(trx, [{ user_id, username, display_name: displayName, password_hash, active: true }]);
    await imports.savePosts(trx, [user_id], await postRows(trx, { user_id, username }, posts));
  });
}

/** Sets a password and ends the person's sessions. */
export async function setPassword(db: Kysely<Database>, username: string, password: string): Promise<void> {
  const password_hash = await hashPassword(checkedPassword(password));
  await changePerson(db, username, { password_hash });
}

/** Lets a person sign in or not; either way the sessions end. */
export const setActive = (db: Kysely<Database>, username: string, active: boolean): Promise<void> =>
  changePerson(db, username, { active });

/** Adds and ends posts of a person. Throws CommandError for a post that is not lawful, or not held when it is to end. */
export async function changePosts(
  db: Kysely<Database>,
  username: string,
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const person = await getPerson(trx, username);
    const held = (await imports.listPosts(trx, [person.user_id])).map(postText);
    const missing = change.remove.filter((text) => !held.includes(text));
    if (missing.length > 0) {
      throw new CommandError(
        `cannot end post ${missing.join(', ')} of ${username}: holds ${held.join(', ') || 'none'}`,
      );
    }
    const kept = held.filter((text) => !change.remove.includes(text));
    const rows = await postRows(trx, person, [...new Set([...kept, ...change.add])]);
    await imports.savePosts(trx, [person.user_id], rows);
  });
}

async function changePerson(db: Kysely<Database>, username: string, change: Partial<imports.PersonRow>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const person = await getPerson(trx, username);
    await imports.savePeople(trx, [{ ...person, ...change }]);
    await imports.endSessions(trx, [person.user_id], new Date());
    if (change.active !== undefined) await imports.raiseVersion(trx, 'organisation'); // who is on duty hangs on it
  });
}

async function getPerson(trx: Transaction<Database>, username: string): Promise<imports.PersonRow> {
  const [person] = await imports.listPeople(trx, [username]);
  if (person === undefined) throw new CommandError(`there is no user "${username}"; "wanmi user list" lists all`);
  return person;
}

async function postRows(
  trx: Transaction<Database>,
  person: { readonly user_id: string; readonly username: string },
  texts: readonly string[],
): Promise<readonly imports.PostRow[]> {
  const known = {
    usernames: new Set([person.username]),
    departments: new Set((await reference.departments(trx)).map(({ code }) => code)),
    shifts: new Set(await imports.listShiftCodes(trx)),
  };
  const rows = texts.map((text) => rowOf(person.username, text));
  const { value, problems } = parsePosts(rows, known);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${texts[problem.row - 2] ?? ''}: ${describeProblem(problem)}`);
    throw new CommandError(`cannot give posts to ${person.username}:\n${lines.join('\n')}`);
  }
  return value.map((post) => savedPost(person.user_id, post));
}

function rowOf(username: string, text: string): Row {
  const [role, area, department, shift, squad, ...rest] = text.split(':');
  if (rest.length > 0)
    throw new CommandError(`post "${text}" has too many parts, needs ROLE:AREA:DEPARTMENT:SHIFT:SQUAD`);
  return { username, role, area, department, shift, squad };
}

const savedPost = (user_id: string, { role, area, department, shift, squad }: PostRecord): imports.PostRow => ({
  ...{ user_id, role, area, department_code: department, shift_code: shift, squad },
});

function checkedPassword(password: string): string {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length >= min && password.length <= max) return password;
  throw new CommandError(`the password has ${password.length} characters, needs ${min} to ${max}`);
}
