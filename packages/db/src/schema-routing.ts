import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

type Time = ColumnType<Date, Date | string, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;

/** The tables of migrations/0006_routing.sql as Kysely sees them. */
export type RoutingTables = {
  rule_set: RuleSetTable;
  rule_proposal: RuleProposalTable;
  case_route: CaseRouteTable;
  routing_outcome: RoutingOutcomeTable;
  /** `xid8`: arrives as text. */
  routing_position: { only_row: Generated<boolean>; epoch: string; txid: string; log_id: number };
};

type RuleSetTable = {
  version: number;
  imported_at: Time;
  imported_by: string | null;
  source: string;
  rules: number;
  body: Json<readonly unknown[]>;
};

type RuleProposalTable = {
  proposal_id: GeneratedAlways<number>;
  origin: 'arbitration' | 'learning';
  effect_id: number | null;
  edition: string;
  kind: 'component' | 'matter';
  class_code: string;
  area_code: string | null;
  department_code: string;
  principle: 'law' | 'city-rule' | 'nearest-function' | 'district-leaders';
  evidence: Json<unknown>;
  state: Generated<'proposed' | 'approved' | 'refused'>;
  proposed_at: Time;
  decided_by: string | null;
  decided_at: TimeOrNull;
  reason: string | null;
  rules_version: number | null;
};

type CaseRouteTable = {
  district: string;
  case_month: number;
  case_id: string;
  seq: number;
  edition: string;
  kind: string;
  class_code: string;
  condition_id: string | null;
  component_id: string | null;
  area_code: string;
  lng: number;
  lat: number;
  channel: string;
  asked_at: Time;
  undecided: string | null;
  first_department: string | null;
  first_by: 'rule' | 'component' | 'arbitration' | 'person' | null;
  first_rule: string | null;
  rules_version: string | null;
  department: string | null;
  dispatches: number;
  returns_asked: number;
  returns_accepted: number;
  returns_refused: number;
};

type RoutingOutcomeTable = {
  edition: string;
  kind: string;
  class_code: string;
  area_code: string;
  department_code: string;
  kept: number;
  moved: number;
  last_at: Time;
};
