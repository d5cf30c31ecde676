import type { Instant } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Who answers for a responsibility grid. Days are `YYYY-MM-DD`, `toDay` the first one after; null for open. */
export type Assignment = {
  readonly code: string;
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  /** False for a person who may not sign in any more: nobody's duty. */
  readonly active: boolean;
  readonly shift: string | null;
  /** `HH:MM:SS` by the wall clock; null with the shift. */
  readonly starts: string | null;
  readonly ends: string | null;
  readonly fromDay: string;
  readonly toDay: string | null;
  /** The user id of who is away. */
  readonly standInFor: string | null;
};

const day = (column: string) => sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`;

const assignmentsWith = (db: Kysely<Database>) =>
  db
    .selectFrom('responsibility_assignment as a')
    .innerJoin('app_user as u', 'u.user_id', 'a.user_id')
    .leftJoin('shift as s', 's.shift_code', 'a.shift_code')
    .select(['a.responsibility_code as code', 'a.user_id as userId', 'u.username', 'u.display_name as displayName'])
    .select(['u.active', 'a.shift_code as shift', 's.starts', 's.ends', 'a.stand_in_for as standInFor'])
    .select([day('a.from_day').as('fromDay'), sql<string | null>`to_char(a.to_day, 'YYYY-MM-DD')`.as('toDay')])
    .orderBy('a.assignment_id');

/** The assignments of some responsibility grids, those of the past included; of all without codes. */
export function listAssignments(db: Kysely<Database>, codes?: readonly string[]): Promise<readonly Assignment[]> {
  const all = assignmentsWith(db);
  return codes === undefined ? all.execute() : all.where(sql<boolean>`a.responsibility_code = any(${codes})`).execute();
}

/** Assignments that hold on some day from `since` on, of all responsibility grids. */
export const listAssignmentsSince = (db: Kysely<Database>, since: string): Promise<readonly Assignment[]> =>
  assignmentsWith(db).where(sql<boolean>`(a.to_day is null or a.to_day >= ${since}::date)`).execute();

export type AssignmentToSave = {
  readonly userId: string;
  readonly shift: string | null;
  readonly fromDay: string;
  readonly toDay: string | null;
  readonly standInFor: string | null;
};

/** Makes the assignments of a responsibility grid exactly these. */
export async function replaceAssignments(
  trx: Transaction<Database>,
  code: string,
  rows: readonly AssignmentToSave[],
): Promise<void> {
  await trx.deleteFrom('responsibility_assignment').where('responsibility_code', '=', code).execute();
  if (rows.length === 0) return;
  const values = rows.map(({ userId, shift, fromDay, toDay, standInFor }) => ({
    ...{ responsibility_code: code, user_id: userId, shift_code: shift, from_day: fromDay, to_day: toDay },
    stand_in_for: standInFor,
  }));
  await trx.insertInto('responsibility_assignment').values(values).execute();
}

/** A person who may be assigned: active, with a post of inspector; `areas` are those of the posts. */
export type Assignable = {
  readonly userId: string;
  readonly username: string;
  readonly areas: readonly string[];
};

/** Active inspectors by username. */
export async function listInspectors(db: Kysely<Database>): Promise<readonly Assignable[]> {
  const { rows } = await sql<{ user_id: string; username: string; areas: string[] }>`
    select u.user_id, u.username, array_agg(p.area order by p.area) as areas
    from app_user u join post p on p.user_id = u.user_id and p.role = 'inspector'
    where u.active group by u.user_id, u.username order by u.username`.execute(db);
  return rows.map(({ user_id, username, areas }) => ({ userId: user_id, username, areas }));
}

/** Who was responsible for a unit grid at an instant. */
export type ResponsibleRow = {
  readonly code: string;
  readonly name: string;
  readonly people: readonly Pick<Assignment, 'userId' | 'username' | 'displayName' | 'shift' | 'standInFor'>[];
};

/**
 * Who is responsible for a unit grid at an instant of any time, in one query; `day` and `time` (`HH:MM:SS`) are what the
 * wall of the city shows then. Undefined when the grid belongs to no responsibility grid.
 */
export async function findResponsible(
  db: Kysely<Database>,
  gridCode: string,
  { at, day: today, time }: { readonly at: Instant; readonly day: string; readonly time: string },
): Promise<ResponsibleRow | undefined> {
  const { rows } = await sql<ResponsibleRow>`
    with held as (
      select g.code, g.name from responsibility_grid_cell c join responsibility_grid g on g.code = c.responsibility_code
      where c.grid_code = ${gridCode} and c.valid_from <= ${new Date(at)}
        and (c.valid_to is null or c.valid_to > ${new Date(at)})
    ), on_duty as (
      select a.*, u.username, u.display_name
      from responsibility_assignment a join held on held.code = a.responsibility_code
      join app_user u on u.user_id = a.user_id and u.active
      left join shift s on s.shift_code = a.shift_code
      cross join lateral (select case
        when s.shift_code is null then ${today}::date
        when s.starts < s.ends then case when ${time}::time >= s.starts and ${time}::time < s.ends then ${today}::date end
        when ${time}::time >= s.starts then ${today}::date
        when ${time}::time < s.ends then ${today}::date - 1 end) as d (began)
      where d.began >= a.from_day and (a.to_day is null or d.began < a.to_day)
    )
    select held.code, held.name, coalesce((
      select jsonb_agg(jsonb_build_object('userId', o.user_id, 'username', o.username, 'displayName', o.display_name,
        'shift', o.shift_code, 'standInFor', o.stand_in_for) order by o.assignment_id)
      from on_duty o where not exists (select from on_duty s
        where s.stand_in_for = o.user_id and s.shift_code is not distinct from o.shift_code)), '[]') as people
    from held`.execute(db);
  return rows[0];
}
