import { assignments, type Database, imports } from '@wanmi/db';
import type { Kysely, Transaction } from 'kysely';

/** Somebody for a responsibility grid. Days are `YYYY-MM-DD` on which a shift begins; `to` is the first day after. */
export type AssignmentInput = {
  readonly username: string;
  /** Null for day and night. */
  readonly shift: string | null;
  readonly from: string;
  readonly to: string | null;
  /** Who is away on these days; this person is on the list for the same shift. */
  readonly standInFor: string | null;
};

/** What is wrong with one of the assignments. */
export type AssignmentProblem = { readonly index: number; readonly field: string; readonly problem: string };

/**
 * Makes the assignments of a responsibility grid exactly these and lets every process know. Writes nothing when one is
 * wrong. `areaCode` is that of the responsibility grid: inspectors need a post there.
 */
export async function assignInspectors(
  trx: Transaction<Database>,
  grid: { readonly code: string; readonly areaCode: string },
  inputs: readonly AssignmentInput[],
): Promise<readonly AssignmentProblem[]> {
  await imports.lockKind(trx, 'responsibility');
  const facts = await readFacts(trx, grid.code, inputs);
  const problems = inputs.flatMap((input, index) =>
    problemsOf(input, { inputs, facts, areaCode: grid.areaCode }).map((problem) => ({ index, ...problem })),
  );
  if (problems.length > 0) return problems;
  const rows = inputs.map(({ username, shift, from, to, standInFor }) => ({
    userId: facts.idOf.get(username) ?? '',
    shift,
    fromDay: from,
    toDay: to,
    standInFor: standInFor === null ? null : (facts.idOf.get(standInFor) ?? null),
  }));
  await assignments.replaceAssignments(trx, grid.code, rows);
  await imports.raiseVersion(trx, 'responsibility');
  return [];
}

type Facts = {
  readonly idOf: ReadonlyMap<string, string>;
  readonly areasOf: ReadonlyMap<string, readonly string[]>;
  readonly shifts: ReadonlySet<string>;
  /** People of before, who need no post any more as long as nobody changes their rows. */
  readonly before: readonly assignments.Assignment[];
};

async function readFacts(trx: Transaction<Database>, code: string, inputs: readonly AssignmentInput[]): Promise<Facts> {
  const usernames = inputs.flatMap(({ username, standInFor }) => [
    username,
    ...(standInFor === null ? [] : [standInFor]),
  ]);
  const people = await imports.listPeople(trx, [...new Set(usernames)]);
  return {
    idOf: new Map(people.map(({ username, user_id }) => [username, user_id])),
    areasOf: new Map((await assignments.listInspectors(trx)).map(({ username, areas }) => [username, areas])),
    shifts: new Set(await imports.listShiftCodes(trx)),
    before: await assignments.listAssignments(trx, [code]),
  };
}

type Checks = { readonly inputs: readonly AssignmentInput[]; readonly facts: Facts; readonly areaCode: string };

function problemsOf(input: AssignmentInput, { inputs, facts, areaCode }: Checks) {
  const { username, shift, from, to, standInFor } = input;
  const problems: Omit<AssignmentProblem, 'index'>[] = [];
  const report = (field: string, problem: string): void => void problems.push({ field, problem });
  const isKept = facts.before.some((one) => one.username === username && one.shift === shift && one.fromDay === from);
  if (!isKept && !worksIn(facts.areasOf.get(username) ?? [], areaCode)) {
    report('username', `is no active inspector with a post in ${areaCode}`);
  }
  if (shift !== null && !facts.shifts.has(shift)) report('shift', 'is none of the shifts');
  if (!isDay(from)) report('from', 'is no day');
  if (to !== null && (!isDay(to) || to <= from)) report('to', 'needs a day after the first one');
  if (standInFor === username) report('standInFor', 'is the same person');
  else if (standInFor !== null && !inputs.some((one) => one.username === standInFor && one.shift === shift)) {
    report('standInFor', 'is not on this list for the same shift');
  }
  return problems;
}

/** A post for the district, for the street, or for a part of it. */
const worksIn = (areas: readonly string[], areaCode: string): boolean =>
  areas.some((area) => areaCode.startsWith(area) || area.startsWith(areaCode));

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** Inspectors in turns for the responsibility grids of an area, by shift: a start for a roster, and the demo's. */
export async function inspectorsByShift(
  db: Kysely<Database>,
  areaCode: string,
): Promise<ReadonlyMap<string | null, readonly string[]>> {
  const people = await assignments.listInspectors(db);
  const inside = people.filter(({ areas }) => worksIn(areas, areaCode));
  const posts = await imports.listPosts(
    db,
    inside.map(({ userId }) => userId),
  );
  const nameOf = new Map(inside.map(({ userId, username }) => [userId, username]));
  const byShift = Map.groupBy(
    posts.filter(({ role }) => role === 'inspector'),
    ({ shift_code }) => shift_code,
  );
  return new Map(
    [...byShift].map(([shift, of]) => [
      shift,
      [...new Set(of.flatMap(({ user_id }) => nameOf.get(user_id) ?? []))].sort(),
    ]),
  );
}
