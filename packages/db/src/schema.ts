import type { CaseEvent, CaseState, Effect } from '@wanmi/workflow';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { GridTables } from './schema-grids.ts';
import type { PlaceTables } from './schema-places.ts';
import type { RoutingTables } from './schema-routing.ts';

// The tables as Kysely sees them; migrations/*.sql say what they mean. What is read as Date is written as Date or text.

type Time = ColumnType<Date, Date | string, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type CreatedAt = ColumnType<Date, Date | string | undefined, never>;
type Json<T> = ColumnType<T, string, string>;

/** Every table of all migrations. Only packages/db names it in queries. */
export type Database = GridTables &
  PlaceTables &
  RoutingTables & {
    reference_version: ReferenceVersionTable;
    area: AreaTable;
    unit_grid: UnitGridTable;
    catalogue_edition: { edition: string; meta: Json<unknown> };
    catalogue_class: { edition: string; kind: string; class_code: string; body: Json<unknown> };
    filing_condition: { condition_id: string; edition: string; kind: string; class_code: string; body: Json<unknown> };
    department: DepartmentTable;
    shift: { shift_code: string; name: string; starts: string; ends: string };
    app_user: AppUserTable;
    post: PostTable;
    refresh_token: RefreshTokenTable;
    routing_rule: { rule_id: string; body: Json<unknown> };
    work_calendar: { name: string; body: Json<unknown> };
    workflow_policy: { only_row: Generated<boolean>; body: Json<unknown> };
    urban_case: UrbanCaseTable;
    case_event: CaseEventTable;
    case_content: CaseContentTable;
    case_search: CaseKey & { bigrams: string[] };
    case_timer: CaseKey & { timer_key: string; fire_at: Time };
    live_epoch: { only_row: Generated<boolean>; epoch: Generated<string> };
    outbox: OutboxTable;
    idempotency: IdempotencyTable;
    media: MediaTable;
    notice: NoticeTable;
    notice_mark: { user_id: string; read_to: number };
    notice_read: { user_id: string; notice_id: number };
    notice_channel: NoticeChannelTable;
    notice_delivery: NoticeDeliveryTable;
    deadline_recount: DeadlineRecountTable;
    component: ComponentTable;
    case_history_import: ImportedCaseTable;
  };

type ReferenceVersionTable = { kind: string; version: Generated<number>; changed_at: Generated<Date> };

type AreaTable = {
  code: string;
  name: string;
  level: 'district' | 'street' | 'community';
  drawn: boolean;
  source: string;
  /** Null where only code and name are known. */
  geometry: ColumnType<unknown, string | null, string | null>;
};

type UnitGridTable = {
  code: string;
  community_code: string;
  /** `numeric`: arrives as text. */
  area_m2: ColumnType<string, number | string, number | string>;
  area_class: Generated<'A' | 'B' | 'C'>;
  geometry: Json<unknown>;
  drawn: boolean;
  valid_from: Time;
  valid_to: TimeOrNull;
  managed_from: Time;
  land_use: string | null;
  remark: string | null;
};

type DepartmentTable = {
  department_code: string;
  name: string;
  credit_code: string | null;
  kind: string;
  area: string | null;
  active: Generated<boolean>;
  remark: string | null;
};

type AppUserTable = {
  user_id: string;
  username: string;
  display_name: string;
  password_hash: string;
  active: Generated<boolean>;
  created_at: CreatedAt;
};

type PostTable = {
  post_id: GeneratedAlways<number>;
  user_id: string;
  role: string;
  area: string;
  department_code: string | null;
  shift_code: string | null;
  squad: string | null;
};

type RefreshTokenTable = {
  token_hash: Buffer;
  family_id: string;
  user_id: string;
  expires_at: Time;
  replaced_at: TimeOrNull;
  revoked_at: TimeOrNull;
};

type CaseKey = { district: string; case_month: number; case_id: string };

type UrbanCaseTable = CaseKey & {
  case_no: string;
  version: number;
  seq: number;
  state: string;
  light: string;
  channel: string;
  edition: string;
  kind: string;
  class_code: string;
  area_code: string;
  department: string | null;
  departments: Generated<string[]>;
  registered_by: string | null;
  inspector: string | null;
  reported_at: Time;
  changed_at: Time;
  next_due_at: TimeOrNull;
  provisional: Generated<boolean>;
  lng: number;
  lat: number;
  data: JSONColumnType<CaseState, string, string>;
  head_mac: Buffer;
};

type CaseEventTable = CaseKey & {
  seq: number;
  version: number;
  type: string;
  at: Time;
  area_code: string;
  body: JSONColumnType<CaseEvent, string, string>;
  mac: Buffer;
  /** `xid8`: arrives as text. */
  txid: Generated<string>;
  log_id: Generated<number>;
};

type CaseContentTable = CaseKey & {
  content_id: string;
  kind: 'text' | 'address' | 'reporter' | 'note' | 'reason' | 'answer';
  body: string | null;
  salt: Buffer;
  created_at: Time;
  erased_at: TimeOrNull;
};

type OutboxTable = CaseKey & {
  effect_id: GeneratedAlways<number>;
  seq: number;
  effect: JSONColumnType<Effect, string, string>;
  created_at: CreatedAt;
  published_at: TimeOrNull;
};

type IdempotencyTable = {
  user_id: string;
  key: string;
  request_hash: Buffer;
  status: number;
  body: Json<unknown>;
  created_at: CreatedAt;
};

type MediaTable = {
  media_id: string;
  uploaded_by: string;
  case_id: string | null;
  sha256: Buffer;
  bytes: number;
  width: number;
  height: number;
  mime: string;
  taken_at: TimeOrNull;
  lng: number | null;
  lat: number | null;
  created_at: CreatedAt;
};

type NoticeTable = {
  notice_id: GeneratedAlways<number>;
  effect_id: number | null;
  user_id: string | null;
  department_code: string | null;
  role: string | null;
  area_code: string;
  case_id: string | null;
  about: string;
  created_at: CreatedAt;
  once_key: string | null;
  urgent: Generated<boolean>;
  details: ColumnType<unknown, string | null | undefined, string | null>;
};

type NoticeChannelTable = {
  channel_id: GeneratedAlways<number>;
  user_id: string | null;
  department_code: string | null;
  role: string | null;
  area: string | null;
  name: string;
  kind: 'webhook' | 'email';
  address: string;
  abouts: string[] | null;
  language: 'zh' | 'en';
  also_posts: Generated<boolean>;
  active: boolean;
  salt: Buffer;
  created_at: CreatedAt;
  changed_at: Generated<Date>;
};

type NoticeDeliveryTable = {
  delivery_id: GeneratedAlways<number>;
  notice_id: number;
  channel_id: number;
  state: Generated<'waiting' | 'sent' | 'failed'>;
  attempts: Generated<number>;
  next_at: Generated<Date>;
  handed_at: TimeOrNull;
  last_error: string | null;
  sent_at: TimeOrNull;
  created_at: CreatedAt;
};

type DeadlineRecountTable = {
  only_row: Generated<boolean>;
  version: number;
  after_case: string | null;
  looked: Generated<number>;
  moved: Generated<number>;
  changed_at: Generated<Date>;
};

type ComponentTable = {
  component_id: string;
  edition: string | null;
  class_code: string;
  name: string;
  competent_code: string | null;
  competent_name: string | null;
  owner: string | null;
  maintainer: string | null;
  grid_code: string;
  lng: number;
  lat: number;
  own_lng: number;
  own_lat: number;
  own_datum: string;
  cell: GeneratedAlways<number>;
  state: string;
  first_on: TimeOrNull;
  changed_on: TimeOrNull;
  source: string;
  source_id: string | null;
  remark: string | null;
};

type ImportedCaseTable = {
  source: string;
  source_id: string;
  area_code: string | null;
  reported_at: Time;
  street_name: string | null;
  community_name: string | null;
  class_path: Json<unknown>;
  class_id: string | null;
  class_name: string | null;
  unit_id: string | null;
  unit_name: string | null;
  channel_id: string | null;
  channel_name: string | null;
  nature_name: string | null;
  closed_in_time: boolean | null;
  raw: Json<unknown>;
};
