import type { CaseId, DepartmentCode, Instant } from '@wanmi/kernel';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type CaseRoute, routeOf } from './routing-log.ts';
import type { Database } from './schema.ts';

/** Which cases of a month: those in any of the areas (code prefixes; an empty one is everywhere) that match the rest. */
export type RouteFilter = {
  /** YYYYMM of the reports. */
  readonly month: number;
  readonly areas: readonly string[];
  readonly classCode?: string;
  readonly rule?: string;
  /** Where the case went first. */
  readonly department?: string;
  readonly by?: 'rule' | 'component' | 'arbitration' | 'person';
  readonly outcome?: RouteOutcome;
};

/** What became of a first dispatch, and what was asked on the way. */
export const ROUTE_OUTCOMES = [
  'kept',
  'moved',
  'return-asked',
  'return-accepted',
  'return-refused',
  'undecided',
] as const;
export type RouteOutcome = (typeof ROUTE_OUTCOMES)[number];

const OUTCOMES: Readonly<Record<RouteOutcome, RawBuilder<boolean>>> = {
  kept: sql<boolean>`dispatches > 0 and department is not distinct from first_department and returns_accepted = 0`,
  moved: sql<boolean>`dispatches > 0 and (department is distinct from first_department or returns_accepted > 0)`,
  'return-asked': sql<boolean>`returns_asked > 0`,
  'return-accepted': sql<boolean>`returns_accepted > 0`,
  'return-refused': sql<boolean>`returns_refused > 0`,
  undecided: sql<boolean>`undecided is not null`,
};

/** Counts of some cases of a month. */
export type RouteCounts = {
  readonly dispatched: number;
  readonly kept: number;
  readonly moved: number;
  readonly automatic: number;
  readonly automaticKept: number;
  readonly undecided: number;
  /** Counted in returns: one case may have several. */
  readonly returnsAsked: number;
  readonly returnsAccepted: number;
  readonly returnsRefused: number;
};

export const ROUTE_GROUPS = ['class', 'rule', 'department', 'by', 'undecided'] as const;
export type RouteGroup = (typeof ROUTE_GROUPS)[number];

const GROUP_COLUMNS: Readonly<Record<RouteGroup, RawBuilder<unknown>>> = {
  class: sql`class_code`,
  rule: sql`first_rule`,
  department: sql`first_department`,
  by: sql`first_by`,
  undecided: sql`undecided`,
};

const COUNTS = sql`
  count(*) filter (where dispatches > 0) as dispatched,
  count(*) filter (where ${OUTCOMES.kept}) as kept,
  count(*) filter (where ${OUTCOMES.moved}) as moved,
  count(*) filter (where dispatches > 0 and first_by <> 'person') as automatic,
  count(*) filter (where first_by <> 'person' and ${OUTCOMES.kept}) as "automaticKept",
  count(undecided) as undecided,
  coalesce(sum(returns_asked), 0) as "returnsAsked",
  coalesce(sum(returns_accepted), 0) as "returnsAccepted",
  coalesce(sum(returns_refused), 0) as "returnsRefused"`;

/** Counts the cases of a month. Cost: its partition once. */
export async function countRoutes(db: Kysely<Database>, filter: RouteFilter): Promise<RouteCounts> {
  const { rows } = await sql<RouteCounts>`select ${COUNTS} from case_route where ${matching(filter)}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('cannot count routed cases: the query gave no row, needs one');
  return row;
}

/** The same by class, rule, department, who decided, or why nobody could; the largest groups first, at most `limit`. */
export async function countRoutesBy(
  db: Kysely<Database>,
  filter: RouteFilter,
  { by, limit }: { readonly by: RouteGroup; readonly limit: number },
): Promise<readonly (RouteCounts & { readonly key: string })[]> {
  const column = GROUP_COLUMNS[by];
  const { rows } = await sql<RouteCounts & { key: string }>`
    select ${column} as key, ${COUNTS} from case_route where ${matching(filter)} and ${column} is not null
    group by ${column} order by count(*) desc, ${column} limit ${limit}`.execute(db);
  return rows;
}

/** Cases behind a figure, in the order of their ids; `after` is the last one shown. */
export async function listRoutes(
  db: Kysely<Database>,
  filter: RouteFilter,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly CaseRoute[]> {
  const { rows } = await sql<Parameters<typeof routeOf>[0]>`
    select * from case_route where ${matching(filter)} and (${after}::text is null or case_id > ${after}::text)
    order by case_id limit ${limit}`.execute(db);
  return rows.map(routeOf);
}

function matching({ month, areas, classCode, rule, department, by, outcome }: RouteFilter): RawBuilder<boolean> {
  const inAreas = areas.map((area) => sql<boolean>`starts_with(area_code, ${area})`);
  return sql<boolean>`${sql.join(
    [
      sql<boolean>`case_month = ${month}::integer`,
      inAreas.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(inAreas, sql` or `)})`,
      ...(classCode === undefined ? [] : [sql<boolean>`class_code = ${classCode}`]),
      ...(rule === undefined ? [] : [sql<boolean>`first_rule = ${rule}`]),
      ...(department === undefined ? [] : [sql<boolean>`first_department = ${department}`]),
      ...(by === undefined ? [] : [sql<boolean>`first_by = ${by}`]),
      ...(outcome === undefined ? [] : [OUTCOMES[outcome]]),
    ],
    sql` and `,
  )}`;
}

/** Where a page of history ended. */
export type RoutePosition = { readonly month: number; readonly caseId: string };

/** Routed cases of all months from `first` to `last` (YYYYMM), in the order of month and id; for dry runs. */
export async function pageRoutes(
  db: Kysely<Database>,
  { first, last, areas }: { readonly first: number; readonly last: number; readonly areas: readonly string[] },
  { after, limit }: { readonly after: RoutePosition | null; readonly limit: number },
): Promise<readonly CaseRoute[]> {
  const inAreas = areas.map((area) => sql<boolean>`starts_with(area_code, ${area})`);
  const { rows } = await sql<Parameters<typeof routeOf>[0]>`
    select * from case_route where case_month between ${after?.month ?? first}::integer and ${last}::integer
      and (case_month, case_id) > (${after?.month ?? 0}::integer, ${after?.caseId ?? ''}::text)
      and (${inAreas.length === 0 ? sql`false` : sql.join(inAreas, sql` or `)})
    order by case_month, case_id limit ${limit}`.execute(db);
  return rows.map(routeOf);
}

/** A case of another system as far as rules can be asked about it. */
export type ImportedCase = {
  readonly source: string;
  readonly sourceId: string;
  readonly areaCode: string | null;
  readonly reportedAt: Instant;
  readonly className: string | null;
  readonly unitName: string | null;
};

/** Imported cases in the order of source and id; for dry runs. */
export async function pageImportedCases(
  db: Kysely<Database>,
  { after, limit }: { readonly after: { source: string; sourceId: string } | null; readonly limit: number },
): Promise<readonly ImportedCase[]> {
  const { rows } = await sql<Omit<ImportedCase, 'reportedAt'> & { reportedAt: Date }>`
    select source, source_id as "sourceId", area_code as "areaCode", reported_at as "reportedAt",
      class_name as "className", unit_name as "unitName"
    from case_history_import where (source, source_id) > (${after?.source ?? ''}::text, ${after?.sourceId ?? ''}::text)
    order by source, source_id limit ${limit}`.execute(db);
  return rows.map(({ reportedAt, ...row }) => ({ ...row, reportedAt: reportedAt.getTime() as Instant }));
}

/** The departments that gave a case back, or lost it, first to last; and where it is. */
export async function findRoute(
  db: Kysely<Database>,
  key: { readonly district: string; readonly caseMonth: number; readonly caseId: CaseId },
): Promise<CaseRoute | undefined> {
  const row = await db
    .selectFrom('case_route')
    .selectAll()
    .where('district', '=', key.district)
    .where('case_month', '=', key.caseMonth)
    .where('case_id', '=', key.caseId)
    .executeTakeFirst();
  return row && routeOf(row as Parameters<typeof routeOf>[0]);
}

/** Counts of some classes in some areas. */
export async function listOutcomes(
  db: Kysely<Database>,
  of: {
    readonly edition: string;
    readonly kind: string;
    readonly classes: readonly string[];
    readonly areas: readonly string[];
  },
): Promise<readonly { classCode: string; area: string; department: DepartmentCode; kept: number; moved: number }[]> {
  const rows = await db
    .selectFrom('routing_outcome')
    .select(['class_code', 'area_code', 'department_code', 'kept', 'moved'])
    .where('edition', '=', of.edition)
    .where('kind', '=', of.kind)
    .where('class_code', 'in', [...of.classes])
    .where('area_code', 'in', [...of.areas])
    .orderBy('area_code')
    .orderBy('department_code')
    .execute();
  return rows.map(({ class_code, area_code, department_code, kept, moved }) => ({
    ...{ classCode: class_code, area: area_code, department: department_code as DepartmentCode, kept, moved },
  }));
}

/** Shorter codes stand for a major, or for every class. */
const MAJOR_LENGTH = 2;

/** A class that nearly always goes to one department in an area. */
export type LearnedHabit = {
  readonly edition: string;
  readonly kind: 'component' | 'matter';
  readonly classCode: string;
  readonly areaCode: string;
  readonly department: DepartmentCode;
  readonly kept: number;
  readonly moved: number;
  readonly cases: number;
};

/** What history does nearly always, the widest areas first. Cost: the roll-up once. */
export async function listHabits(
  db: Kysely<Database>,
  { leastKept, leastShare }: { readonly leastKept: number; readonly leastShare: number },
): Promise<readonly LearnedHabit[]> {
  const { rows } = await sql<LearnedHabit>`
    select edition, kind, class_code as "classCode", area_code as "areaCode", department_code as department, kept, moved, cases
    from (select *, sum(kept) over (partition by edition, kind, class_code, area_code)::bigint as cases from routing_outcome) as o
    where length(class_code) > ${MAJOR_LENGTH} and kept >= ${leastKept}::bigint and kept >= ${leastShare}::numeric * (cases + moved)
    order by length(area_code), edition, kind, class_code, area_code, department_code`.execute(db);
  return rows;
}
