import type { CaseId, DepartmentCode, Instant } from '@wanmi/kernel';
import type { CaseEvent, CaseState } from '@wanmi/workflow';
import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

// What the routing of cases comes to is counted from case_event, in the order of live lines: no event is skipped that
// commits late. The position moves in the transaction that counts, so each event counts once whatever crashes.

/** How a case was routed so far; migrations/0006_routing.sql says what the columns mean. */
export type CaseRoute = {
  readonly district: string;
  readonly caseMonth: number;
  readonly caseId: CaseId;
  readonly seq: number;
  readonly edition: string;
  readonly kind: string;
  readonly classCode: string;
  readonly conditionId: string | null;
  readonly componentId: string | null;
  readonly areaCode: string;
  readonly lng: number;
  readonly lat: number;
  readonly channel: string;
  readonly askedAt: Instant;
  readonly undecided: string | null;
  readonly firstDepartment: DepartmentCode | null;
  readonly firstBy: 'rule' | 'component' | 'arbitration' | 'person' | null;
  readonly firstRule: string | null;
  readonly rulesVersion: string | null;
  readonly department: DepartmentCode | null;
  readonly dispatches: number;
  readonly returnsAsked: number;
  readonly returnsAccepted: number;
  readonly returnsRefused: number;
};

/** An event that tells of routing, with the case as it is now and what was counted of it before. */
export type RoutingEvent = {
  readonly seq: number;
  readonly event: CaseEvent;
  readonly state: CaseState;
  readonly route: CaseRoute | null;
};

/** Where counting stands; undefined while another process counts. */
export async function lockPosition(trx: Transaction<Database>): Promise<{ txid: string; logId: number } | undefined> {
  const { rows } = await sql<{ epoch: string; current: string; txid: string; log_id: number }>`
    select p.epoch::text, e.epoch::text as current, p.txid::text, p.log_id from routing_position p, live_epoch e
    for update of p skip locked`.execute(trx);
  const [row] = rows;
  if (row === undefined) return undefined;
  // In a restored copy transaction ids begin anew: everything is read again, and what was counted is passed over.
  return row.epoch === row.current ? { txid: row.txid, logId: row.log_id } : { txid: '0', logId: 0 };
}

/** The types of events that change how a case is routed. */
export const ROUTING_EVENTS = [
  'case-dispatched',
  'routing-undecided',
  'return-requested',
  'return-accepted',
  'return-refused',
] as const;

type EventRow = {
  txid: string;
  log_id: number;
  seq: number;
  body: CaseEvent;
  data: CaseState;
  route: CaseRouteRow | null;
};

/** At most `limit` such events behind the position, in order, and where the reader stands then. */
export async function readRoutingEvents(
  trx: Transaction<Database>,
  after: { readonly txid: string; readonly logId: number },
  limit: number,
): Promise<{ readonly events: readonly RoutingEvent[]; readonly position: { txid: string; logId: number } }> {
  const { rows: heads } = await sql<{ xmin: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(trx);
  const xmin = heads[0]?.xmin ?? after.txid;
  const { rows } = await sql<EventRow>`
    select log.txid::text, log.log_id, log.seq, log.body, c.data, to_jsonb(r) as route
    from (
      select * from case_event
      where (txid, log_id) > (${after.txid}::xid8, ${after.logId}::bigint) and txid < ${xmin}::xid8
        and type = any(${[...ROUTING_EVENTS]}::text[])
      order by txid, log_id limit ${limit}) as log
    join urban_case c on c.district = log.district and c.case_month = log.case_month and c.case_id = log.case_id
    left join case_route r on r.district = log.district and r.case_month = log.case_month and r.case_id = log.case_id
    order by log.txid, log.log_id`.execute(trx);
  const last = rows.at(-1);
  const isMore = rows.length >= limit && last !== undefined;
  const end = BigInt(xmin) > BigInt(after.txid) ? { txid: xmin, logId: 0 } : { ...after };
  return {
    events: rows.map(({ seq, body, data, route }) => ({
      seq,
      event: body,
      state: data,
      route: route && routeOf(route),
    })),
    position: isMore ? { txid: last.txid, logId: last.log_id } : end,
  };
}

/** How the counts of a class in an area change for a department. */
export type OutcomeChange = {
  readonly edition: string;
  readonly kind: string;
  readonly classCode: string;
  readonly areaCode: string;
  readonly department: string;
  readonly kept: number;
  readonly moved: number;
  readonly at: Instant;
};

/** Writes what was counted, and how far. Changes of one class, area and department must have been summed. */
export async function saveCounted(
  trx: Transaction<Database>,
  counted: { readonly routes: readonly CaseRoute[]; readonly changes: readonly OutcomeChange[] },
  position: { readonly txid: string; readonly logId: number },
): Promise<void> {
  const routes = counted.routes.map(rowOf);
  await sql`
    insert into case_route select (jsonb_populate_record(null::case_route, r)).*
    from jsonb_array_elements(${JSON.stringify(routes)}::jsonb) as r
    on conflict (district, case_month, case_id) do update set seq = excluded.seq, undecided = excluded.undecided,
      first_department = excluded.first_department, first_by = excluded.first_by, first_rule = excluded.first_rule,
      rules_version = excluded.rules_version, department = excluded.department, dispatches = excluded.dispatches,
      returns_asked = excluded.returns_asked, returns_accepted = excluded.returns_accepted,
      returns_refused = excluded.returns_refused`.execute(trx);
  const changes = counted.changes.map(({ classCode, areaCode, department, at, ...rest }) => ({
    ...{ ...rest, class_code: classCode, area_code: areaCode, department_code: department, last_at: new Date(at) },
  }));
  await sql`
    insert into routing_outcome as o select (jsonb_populate_record(null::routing_outcome, c)).*
    from jsonb_array_elements(${JSON.stringify(changes)}::jsonb) as c
    on conflict (edition, kind, class_code, area_code, department_code) do update set kept = o.kept + excluded.kept,
      moved = o.moved + excluded.moved, last_at = greatest(o.last_at, excluded.last_at)`.execute(trx);
  await sql`
    update routing_position set txid = ${position.txid}::xid8, log_id = ${position.logId}::bigint,
      epoch = (select epoch from live_epoch)`.execute(trx);
}

type CaseRouteRow = ReturnType<typeof rowOf>;

const rowOf = (route: CaseRoute) => ({
  district: route.district,
  case_month: route.caseMonth,
  case_id: route.caseId,
  seq: route.seq,
  edition: route.edition,
  kind: route.kind,
  class_code: route.classCode,
  condition_id: route.conditionId,
  component_id: route.componentId,
  area_code: route.areaCode,
  lng: route.lng,
  lat: route.lat,
  channel: route.channel,
  asked_at: new Date(route.askedAt).toISOString(),
  undecided: route.undecided,
  first_department: route.firstDepartment,
  first_by: route.firstBy,
  first_rule: route.firstRule,
  rules_version: route.rulesVersion,
  department: route.department,
  dispatches: route.dispatches,
  returns_asked: route.returnsAsked,
  returns_accepted: route.returnsAccepted,
  returns_refused: route.returnsRefused,
});

/** From a row as JSON or as the driver reads it. */
export const routeOf = (row: Omit<CaseRouteRow, 'asked_at'> & { asked_at: string | Date }): CaseRoute => ({
  district: row.district,
  caseMonth: row.case_month,
  caseId: row.case_id,
  seq: row.seq,
  edition: row.edition,
  kind: row.kind,
  classCode: row.class_code,
  conditionId: row.condition_id,
  componentId: row.component_id,
  areaCode: row.area_code,
  lng: row.lng,
  lat: row.lat,
  channel: row.channel,
  askedAt: new Date(row.asked_at).getTime() as Instant,
  undecided: row.undecided,
  firstDepartment: row.first_department,
  firstBy: row.first_by,
  firstRule: row.first_rule,
  rulesVersion: row.rules_version,
  department: row.department,
  dispatches: row.dispatches,
  returnsAsked: row.returns_asked,
  returnsAccepted: row.returns_accepted,
  returnsRefused: row.returns_refused,
});
