import type { CaseId, Instant } from '@wanmi/kernel';
import type { StateName } from '@wanmi/workflow';
import { type Kysely, sql } from 'kysely';
import type { Around } from './addresses.ts';
import { type ListScope, visibleTo } from './case-list.ts';
import type { Database } from './schema.ts';

/** Cases of one class around a place and an instant. Distances in metres; all bounds are included. */
export type NearQuestion = {
  readonly scope: ListScope;
  readonly kind: string;
  readonly classCode: string;
  readonly around: Around;
  readonly withinM: number;
  readonly from: Instant;
  readonly to: Instant;
  /** The months (YYYYMM) of the two instants. */
  readonly months: { readonly first: number; readonly last: number };
  /** The case whose like are looked for: it is left out, and those that were judged not to be the same. */
  readonly of: { readonly caseId: CaseId; readonly apart: readonly CaseId[] } | null;
  readonly limit: number;
};

export type NearCase = {
  readonly caseId: CaseId;
  readonly caseNo: string;
  readonly state: StateName;
  readonly reportedAt: Instant;
  readonly distanceM: number;
};

/** The query behind `listNear`, open to tests that look at its plan. A box finds candidates, the distance decides. */
export function nearQuery(db: Kysely<Database>, question: NearQuestion) {
  const { scope, kind, classCode, around, withinM, from, to, months, of, limit } = question;
  const { lng, lat, lngM, latM } = around;
  const [width, height] = [withinM / lngM, withinM / latM];
  const distance = sql<number>`sqrt(((c.lng - ${lng}) * ${lngM}::float8) ^ 2 + ((c.lat - ${lat}) * ${latM}::float8) ^ 2)`;
  const others = sql<boolean>`c.case_id <> ${of?.caseId ?? ''} and c.case_id <> all(${of?.apart ?? []}::text[])
    and not (c.data -> 'apart') ? ${of?.caseId ?? ''}::text`;
  return db
    .selectFrom('urban_case as c')
    .select(['c.case_id', 'c.case_no', 'c.state', 'c.reported_at', distance.as('distance')])
    .where('c.class_code', '=', classCode)
    .where(sql<boolean>`c.reported_at between ${new Date(from)}::timestamptz and ${new Date(to)}::timestamptz`)
    .where(sql<boolean>`c.case_month between ${months.first}::integer and ${months.last}::integer`)
    .where(sql<boolean>`c.lng between ${lng - width}::float8 and ${lng + width}::float8`)
    .where(sql<boolean>`c.lat between ${lat - height}::float8 and ${lat + height}::float8`)
    .where(sql<boolean>`${distance} <= ${withinM}::float8`)
    .where('c.kind', '=', kind)
    .where('c.state', '<>', 'merged')
    .where(visibleTo(scope))
    .where(of === null ? sql<boolean>`true` : others)
    .orderBy('distance')
    .orderBy('c.case_id')
    .limit(limit);
}

/** Cases of one class near a place and an instant, nearest first; those merged into another are left out. */
export async function listNear(db: Kysely<Database>, question: NearQuestion): Promise<readonly NearCase[]> {
  const rows = await nearQuery(db, question).execute();
  return rows.map(({ case_id, case_no, state, reported_at, distance }) => ({
    ...{ caseId: case_id as CaseId, caseNo: case_no, state: state as StateName, distanceM: distance },
    reportedAt: reported_at.getTime() as Instant,
  }));
}
