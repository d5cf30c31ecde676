import type { CaseId, Instant } from '@wanmi/kernel';
import type { CaseState } from '@wanmi/workflow';
import { type ExpressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

// Lists run newest report first; the key of the next page is (reported_at, case_id). Months narrow the partitions.

/** What a person's posts show: whole areas by code prefix, and departments within areas. `undefined` shows all. */
export type ListScope =
  | {
      readonly areas: readonly string[];
      readonly departments: readonly { readonly department: string; readonly area: string }[];
    }
  | undefined;

/** Where a page begins: behind this case. */
export type ListPosition = { readonly reportedAt: Instant; readonly caseId: string };

export type ListQuestion = {
  readonly scope: ListScope;
  readonly states?: readonly string[];
  /** A code prefix of digits. */
  readonly area?: string;
  /** The department at work. */
  readonly department?: string;
  readonly classCode?: string;
  readonly light?: string;
  readonly channel?: string;
  readonly reportedFrom?: Instant;
  /** Not included. */
  readonly reportedTo?: Instant;
  /** First and last month (YYYYMM) that the bounds leave open, both included. */
  readonly months: { readonly first: number | null; readonly last: number | null };
  /** Lower-case words that must all occur in number, text or address; their bigrams find candidates. */
  readonly search?: { readonly words: readonly string[]; readonly bigrams: readonly string[] };
  readonly after?: ListPosition;
  readonly limit: number;
};

/** A case of a list with the words for its place, null once erased. */
export type ListedCase = { readonly state: CaseState; readonly address: string | null };

type Cases = ExpressionBuilder<{ c: Database['urban_case'] }, 'c'>;

/** The query behind `list`, open to tests that look at its plan. */
export function listQuery(db: Kysely<Database>, question: ListQuestion) {
  return db
    .selectFrom('urban_case as c')
    .select(['c.data', addressOf.as('address')])
    .where((eb) => eb.and(conditionsOf(eb, question)))
    .orderBy('c.reported_at', 'desc')
    .orderBy('c.case_id', 'desc')
    .limit(question.limit);
}

/** One page of cases. */
export async function list(db: Kysely<Database>, question: ListQuestion): Promise<readonly ListedCase[]> {
  const rows = await listQuery(db, question).execute();
  return rows.map(({ data, address }) => ({ state: data, address }));
}

const addressOf = sql<string | null>`(
  select k.body from case_content k where k.district = c.district and k.case_month = c.case_month and k.case_id = c.case_id
    and k.content_id = c.data -> 'address' ->> 'contentId')`;

function conditionsOf(eb: Cases, question: ListQuestion) {
  const { states, area, department, classCode, light, channel, reportedFrom, reportedTo, months, search, after } =
    question;
  return [
    visibleTo(question.scope, area),
    ...(states === undefined ? [] : [eb('c.state', 'in', [...states])]),
    ...(area === undefined ? [] : [within(area)]),
    ...(department === undefined ? [] : [eb('c.department', '=', department)]),
    ...(classCode === undefined ? [] : [eb('c.class_code', '=', classCode)]),
    ...(light === undefined ? [] : [eb('c.light', '=', light)]),
    ...(channel === undefined ? [] : [eb('c.channel', '=', channel)]),
    ...(reportedFrom === undefined ? [] : [eb('c.reported_at', '>=', new Date(reportedFrom))]),
    ...(reportedTo === undefined ? [] : [eb('c.reported_at', '<', new Date(reportedTo))]),
    ...(months.first === null ? [] : [eb('c.case_month', '>=', months.first)]),
    ...(months.last === null ? [] : [eb('c.case_month', '<=', months.last)]),
    ...(search === undefined ? [] : [found(search)]),
    ...(after === undefined ? [] : [behind(after)]),
  ];
}

/**
 * Which cases a scope shows. The rule again in TypeScript: `canSee` in packages/cases, and a test keeps them equal.
 * `area` is the prefix that the list is narrowed to anyway: what covers it need not be asked again.
 */
export function visibleTo(scope: ListScope, area?: string): RawBuilder<boolean> {
  if (scope === undefined || scope.areas.some((prefix) => (area ?? '').startsWith(prefix))) return sql<boolean>`true`;
  const areas = scope.areas.map(within);
  const departments = scope.departments.map(
    ({ department, area: prefix }) => sql<boolean>`(c.departments @> array[${department}::text] and ${within(prefix)})`,
  );
  const any = [...areas, ...departments];
  return any.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(any, sql` or `)})`;
}

const within = (prefix: string): RawBuilder<boolean> =>
  prefix === '' ? sql<boolean>`true` : sql<boolean>`c.area_code like ${`${prefix}%`}`;

const behind = ({ reportedAt, caseId }: ListPosition): RawBuilder<boolean> =>
  sql<boolean>`(c.reported_at, c.case_id) < (${new Date(reportedAt)}::timestamptz, ${caseId}::text)`;

// Bigrams find candidates by the index; whether the words stand there whole is then read from the texts.
function found({ words, bigrams }: NonNullable<ListQuestion['search']>): RawBuilder<boolean> {
  const whole = words.map(
    (word) => sql`(strpos(c.case_no, ${word}) > 0 or exists (
      select from case_content k
      where k.district = c.district and k.case_month = c.case_month and k.case_id = c.case_id
        and k.kind in ('text', 'address') and strpos(lower(normalize(k.body, nfkc)), ${word}) > 0))`,
  );
  return sql<boolean>`(exists (
    select from case_search s
    where s.district = c.district and s.case_month = c.case_month and s.case_id = c.case_id
      and s.bigrams @> ${bigrams}::text[]) and ${sql.join(whole, sql` and `)})`;
}

/** Where a page of tasks begins: behind this case. */
export type TaskPosition = { readonly dueAt: Instant | null; readonly caseId: CaseId };

/** What besides state and place makes a case somebody's duty. */
export type TaskNeed =
  | 'returned-task'
  | 'pending-return'
  | 'proposed-return'
  | 'no-return'
  | 'unendorsed-request'
  | 'endorsed-extension'
  | 'endorsed-suspension'
  | 'arbitration'
  | 'void-proposal'
  | 'recheck'
  | 'open-clock';

/** One clause of what a post has to do: cases in these states, in this area, with this to match besides. */
export type TaskClause = {
  readonly states: readonly string[];
  readonly area: string;
  readonly department?: string;
  /** Cases whose open task is this person's or anybody's. */
  readonly inspector?: string;
  /** Cases to which this department was ever sent: as lead, or to assist. */
  readonly team?: string;
  readonly needs?: TaskNeed;
};

export type TaskQuestion = {
  readonly clauses: readonly TaskClause[];
  /** Supervision orders to these roles in areas, departments in areas, or this person. */
  readonly ordersTo: {
    readonly userId: string;
    readonly posts: readonly { readonly role: string; readonly area: string; readonly department: string | null }[];
  };
  readonly openStates: readonly string[];
  /** Ended cases count only while something is owed in them, which gives them a due instant. */
  readonly endStates: readonly string[];
  readonly after?: TaskPosition;
  readonly limit: number;
};

/** The query behind `listTasks`, open to tests that look at its plan. */
export function tasksQuery(
  db: Kysely<Database>,
  { clauses, ordersTo, openStates, endStates, after, limit }: TaskQuestion,
) {
  const wanted = sql.join([...clauses.map(clauseOf), ordered(ordersTo)], sql` or `);
  const late = sql`coalesce(c.next_due_at, 'infinity')`;
  const from =
    after === undefined
      ? sql<boolean>`true`
      : sql<boolean>`
    (${late}, c.case_id) > (${after.dueAt === null ? 'infinity' : new Date(after.dueAt)}::timestamptz, ${after.caseId}::text)`;
  return db
    .selectFrom('urban_case as c')
    .select(['c.data', 'c.next_due_at', addressOf.as('address')])
    .where(
      sql<boolean>`(c.state = any(${openStates}::text[]) or (c.state = any(${endStates}::text[]) and c.next_due_at is not null))`,
    )
    .where(sql<boolean>`(${wanted})`)
    .where(from)
    .orderBy(late)
    .orderBy('c.case_id')
    .limit(limit);
}

/** Open cases in which somebody with these posts may have to act, what will be late first. */
export async function listTasks(
  db: Kysely<Database>,
  question: TaskQuestion,
): Promise<readonly (ListedCase & { readonly dueAt: Instant | null })[]> {
  const rows = await tasksQuery(db, question).execute();
  return rows.map(({ data, next_due_at, address }) => ({
    state: data,
    address,
    dueAt: next_due_at === null ? null : (next_due_at.getTime() as Instant),
  }));
}

const request = (which: 'extension' | 'suspension'): RawBuilder<unknown> =>
  sql`c.data #> ${`{handling,${which}}`}::text[]`;
const isAsked = (which: 'extension' | 'suspension', endorsed: boolean): RawBuilder<unknown> =>
  sql`(jsonb_typeof(${request(which)}) = 'object'
    and (${request(which)} ->> 'endorsedBy' is not null) = ${endorsed}::boolean)`;

const NEEDS: Readonly<Record<TaskNeed, RawBuilder<unknown>>> = {
  'returned-task': sql`c.data -> 'task' ->> 'status' = 'returned'`,
  'pending-return': sql`jsonb_typeof(c.data -> 'returnRequest') = 'object' and c.data -> 'returnRequest' ->> 'proposedBy' is null`,
  'proposed-return': sql`c.data -> 'returnRequest' ->> 'proposedBy' is not null`,
  'no-return': sql`jsonb_typeof(c.data -> 'returnRequest') is distinct from 'object'`,
  'unendorsed-request': sql`(${isAsked('extension', false)} or ${isAsked('suspension', false)})`,
  'endorsed-extension': isAsked('extension', true),
  'endorsed-suspension': isAsked('suspension', true),
  arbitration: sql`(jsonb_typeof(c.data -> 'arbitration') = 'object' and c.data -> 'arbitration' ->> 'decidedBy' is null)`,
  'void-proposal': sql`jsonb_typeof(c.data -> 'voidProposal') = 'object'`,
  recheck: sql`(jsonb_typeof(c.data -> 'recheck') = 'object' and c.data -> 'recheck' ->> 'result' is null)`,
  'open-clock': sql`c.next_due_at is not null`,
};

function clauseOf({ states, area, department, team, inspector, needs }: TaskClause): RawBuilder<unknown> {
  return sql`(c.state = any(${states}::text[]) and ${within(area)}
    ${department === undefined ? sql`` : sql`and c.department = ${department}::text`}
    ${team === undefined ? sql`` : sql`and c.departments @> array[${team}::text]`}
    ${inspector === undefined ? sql`` : sql`and (c.inspector is null or c.inspector = ${inspector}::text)`}
    ${needs === undefined ? sql`` : sql`and ${NEEDS[needs]}`})`;
}

function ordered({ userId, posts }: TaskQuestion['ordersTo']): RawBuilder<unknown> {
  return sql`exists (
    select from jsonb_array_elements(c.data -> 'supervisions') as o
    where o ->> 'answeredAt' is null and (
      o -> 'to' ->> 'userId' = ${userId}::text
      or exists (
        select from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as p (role text, area text, department text)
        where starts_with(c.area_code, p.area) and (o -> 'to' ->> 'role' = p.role or o -> 'to' ->> 'department' = p.department))))`;
}
