-- What all migrations together make, read back from the catalogue of a migrated database. Written by
-- scripts/dump-schema.ts and compared by a test: read it, never edit it, never run it. Monthly partitions are left out.

create sequence case_event_log as bigint increment by 1;

create sequence case_no_block as bigint increment by 50;

CREATE OR REPLACE FUNCTION abort_write(found text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'write aborted: %', found using errcode = 'WN001';
end
$function$;

CREATE OR REPLACE FUNCTION make_case_partitions(first integer, last integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  parent text;
  part text;
  month integer := first;
  following integer;
  made integer := 0;
begin
  if first % 100 not between 1 and 12 or last % 100 not between 1 and 12 or last < first then
    raise exception 'cannot make case partitions from % to %: months as YYYYMM in order are needed', first, last;
  end if;
  perform pg_advisory_xact_lock(hashtext('make_case_partitions'));
  while month <= last loop
    following := case when month % 100 = 12 then month + 89 else month + 1 end;
    foreach parent in array array['urban_case', 'case_event', 'case_content', 'case_search', 'case_timer'] loop
      part := parent || '_' || month;
      continue when to_regclass(part) is not null;
      execute format('create table %I (like %I including defaults including constraints)', part, parent);
      execute format('lock table %I in access exclusive mode', parent || '_default');
      execute format('with moved as (delete from %I where case_month = %s returning *) insert into %I select * from moved',
        parent || '_default', month, part);
      execute format('alter table %I attach partition %I for values from (%s) to (%s)', parent, part, month, following);
      made := made + 1;
    end loop;
    month := following;
  end loop;
  return made;
end
$function$;

create table app_user (
  user_id text not null,
  username text not null,
  display_name text not null,
  password_hash text not null,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  constraint app_user_pkey PRIMARY KEY (user_id),
  constraint app_user_username_key UNIQUE (username)
);

create table area (
  code text not null,
  name text not null,
  level text not null,
  drawn boolean not null,
  source text not null,
  geometry jsonb,
  constraint area_check CHECK (((level = ANY (ARRAY['district'::text, 'street'::text, 'community'::text])) AND (length(code) =
CASE level
    WHEN 'district'::text THEN 6
    WHEN 'street'::text THEN 9
    ELSE 12
END))),
  constraint area_check1 CHECK (((geometry IS NOT NULL) OR (NOT drawn))),
  constraint area_code_check CHECK ((code ~ '^(\d{6}|\d{9}|\d{12})$'::text)),
  constraint area_pkey PRIMARY KEY (code)
);

create table case_content (
  district text not null,
  case_month integer not null,
  case_id text not null,
  content_id text not null,
  kind text not null,
  body text,
  salt bytea not null,
  created_at timestamp with time zone not null default now(),
  erased_at timestamp with time zone,
  constraint case_content_check CHECK (((erased_at IS NULL) = (body IS NOT NULL))),
  constraint case_content_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'address'::text, 'reporter'::text, 'note'::text, 'reason'::text, 'answer'::text]))),
  constraint case_content_pkey PRIMARY KEY (district, case_month, case_id, content_id)
) partition by range (case_month);

create table case_event (
  district text not null,
  case_month integer not null,
  case_id text not null,
  seq integer not null,
  version integer not null,
  type text not null,
  at timestamp with time zone not null,
  area_code text not null,
  body jsonb not null,
  mac bytea not null,
  txid xid8 not null default pg_current_xact_id(),
  log_id bigint not null default nextval('case_event_log'::regclass),
  constraint case_event_pkey PRIMARY KEY (district, case_month, case_id, seq),
  constraint case_event_seq_check CHECK ((seq >= 1))
) partition by range (case_month);
CREATE INDEX case_event_log_order ON case_event USING btree (txid, log_id);

create table case_history_import (
  source text not null,
  source_id text not null,
  area_code text,
  reported_at timestamp with time zone not null,
  street_name text,
  community_name text,
  class_path jsonb not null,
  class_id text,
  class_name text,
  unit_id text,
  unit_name text,
  channel_id text,
  channel_name text,
  nature_name text,
  closed_in_time boolean,
  raw jsonb not null,
  constraint case_history_import_area_code_check CHECK ((area_code ~ '^(\d{6}|\d{9}|\d{12})$'::text)),
  constraint case_history_import_pkey PRIMARY KEY (source, source_id)
);

create table case_search (
  district text not null,
  case_month integer not null,
  case_id text not null,
  bigrams text[] not null,
  constraint case_search_pkey PRIMARY KEY (district, case_month, case_id)
) partition by range (case_month);
CREATE INDEX case_search_bigrams ON case_search USING gin (bigrams);

create table case_timer (
  district text not null,
  case_month integer not null,
  case_id text not null,
  timer_key text not null,
  fire_at timestamp with time zone not null,
  constraint case_timer_pkey PRIMARY KEY (district, case_month, case_id, timer_key)
) partition by range (case_month);
CREATE INDEX case_timer_fire ON case_timer USING btree (fire_at);

create table catalogue_class (
  edition text not null,
  kind text not null,
  class_code text not null,
  body jsonb not null,
  constraint catalogue_class_edition_fkey FOREIGN KEY (edition) REFERENCES catalogue_edition(edition),
  constraint catalogue_class_kind_check CHECK ((kind = ANY (ARRAY['component'::text, 'matter'::text]))),
  constraint catalogue_class_pkey PRIMARY KEY (edition, kind, class_code)
);

create table catalogue_edition (
  edition text not null,
  meta jsonb not null,
  constraint catalogue_edition_pkey PRIMARY KEY (edition)
);

create table component (
  component_id text not null,
  edition text,
  class_code text not null,
  name text not null,
  competent_code text,
  competent_name text,
  owner text,
  maintainer text,
  grid_code text not null,
  lng double precision not null,
  lat double precision not null,
  own_lng double precision not null,
  own_lat double precision not null,
  own_datum text not null,
  state text not null,
  first_on date,
  changed_on date,
  source text not null,
  source_id text,
  remark text,
  constraint component_check CHECK ((class_code = substr(component_id, 7, (length(component_id) - 12)))),
  constraint component_check1 CHECK ((changed_on >= first_on)),
  constraint component_competent_code_check CHECK ((competent_code ~ '^[0-9A-Z]{18}$'::text)),
  constraint component_component_id_check CHECK ((component_id ~ '^[1-9]\d{15,16}$'::text)),
  constraint component_grid_code_fkey FOREIGN KEY (grid_code) REFERENCES unit_grid(code),
  constraint component_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint component_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
  constraint component_own_datum_check CHECK ((own_datum = ANY (ARRAY['wgs84'::text, 'gcj02'::text, 'bd09'::text, 'cgcs2000'::text]))),
  constraint component_pkey PRIMARY KEY (component_id),
  constraint component_state_check CHECK ((state = ANY (ARRAY['intact'::text, 'damaged'::text, 'lost'::text, 'abandoned'::text, 'removed'::text])))
);
CREATE INDEX component_grid ON component USING btree (grid_code text_pattern_ops, class_code);
CREATE UNIQUE INDEX component_source ON component USING btree (source, source_id) WHERE (source_id IS NOT NULL);

create table department (
  department_code text not null,
  name text not null,
  credit_code text,
  kind text not null,
  area text,
  active boolean not null default true,
  remark text,
  constraint department_area_check CHECK ((area ~ '^(\d{6}|\d{9}|\d{12})$'::text)),
  constraint department_credit_code_check CHECK ((credit_code ~ '^[0-9A-Z]{18}$'::text)),
  constraint department_department_code_check CHECK ((department_code ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint department_pkey PRIMARY KEY (department_code)
);

create table filing_condition (
  condition_id text not null,
  edition text not null,
  kind text not null,
  class_code text not null,
  body jsonb not null,
  constraint filing_condition_edition_kind_class_code_fkey FOREIGN KEY (edition, kind, class_code) REFERENCES catalogue_class(edition, kind, class_code),
  constraint filing_condition_pkey PRIMARY KEY (condition_id)
);

create table idempotency (
  user_id text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  body json not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint idempotency_pkey PRIMARY KEY (user_id, key),
  constraint idempotency_status_check CHECK (((status >= 200) AND (status <= 499)))
);
CREATE INDEX idempotency_age ON idempotency USING btree (created_at);

create table live_epoch (
  only_row boolean not null default true,
  epoch uuid not null default gen_random_uuid(),
  constraint live_epoch_only_row_check CHECK (only_row),
  constraint live_epoch_pkey PRIMARY KEY (only_row)
);

create table media (
  media_id text not null,
  uploaded_by text not null,
  case_id text,
  sha256 bytea not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  mime text not null,
  taken_at timestamp with time zone,
  lng double precision,
  lat double precision,
  created_at timestamp with time zone not null default now(),
  constraint media_pkey PRIMARY KEY (media_id)
);
CREATE INDEX media_case ON media USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX media_unused ON media USING btree (created_at) WHERE (case_id IS NULL);

create table notice (
  notice_id bigint generated always as identity not null,
  effect_id bigint not null,
  user_id text,
  department_code text,
  role text,
  area_code text not null,
  case_id text not null,
  about text not null,
  created_at timestamp with time zone not null default now(),
  constraint notice_check CHECK ((num_nonnulls(user_id, department_code, role) = 1)),
  constraint notice_effect_id_key UNIQUE (effect_id),
  constraint notice_pkey PRIMARY KEY (notice_id)
);
CREATE INDEX notice_department ON notice USING btree (department_code, notice_id DESC) WHERE (department_code IS NOT NULL);
CREATE INDEX notice_role ON notice USING btree (role, notice_id DESC) WHERE (role IS NOT NULL);
CREATE INDEX notice_user ON notice USING btree (user_id, notice_id DESC) WHERE (user_id IS NOT NULL);

create table outbox (
  effect_id bigint generated always as identity not null,
  district text not null,
  case_month integer not null,
  case_id text not null,
  seq integer not null,
  effect jsonb not null,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (effect_id)
);
CREATE INDEX outbox_published ON outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_unpublished ON outbox USING btree (effect_id) WHERE (published_at IS NULL);

create table post (
  post_id bigint generated always as identity not null,
  user_id text not null,
  role text not null,
  area text not null,
  department_code text,
  shift_code text,
  constraint post_area_check CHECK ((area ~ '^\d{0,15}$'::text)),
  constraint post_check CHECK (((department_code IS NOT NULL) = (role = ANY (ARRAY['head'::text, 'handler'::text])))),
  constraint post_department_code_fkey FOREIGN KEY (department_code) REFERENCES department(department_code),
  constraint post_pkey PRIMARY KEY (post_id),
  constraint post_role_check CHECK ((role = ANY (ARRAY['inspector'::text, 'acceptor'::text, 'leader'::text, 'dispatcher'::text, 'head'::text, 'handler'::text, 'field-supervisor'::text, 'supervisor'::text, 'admin'::text]))),
  constraint post_shift_code_fkey FOREIGN KEY (shift_code) REFERENCES shift(shift_code),
  constraint post_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id),
  constraint post_user_id_role_area_department_code_key UNIQUE NULLS NOT DISTINCT (user_id, role, area, department_code)
);

create table reference_version (
  kind text not null,
  version bigint not null default 0,
  changed_at timestamp with time zone not null default now(),
  constraint reference_version_kind_check CHECK ((kind ~ '^[a-z][a-z-]*$'::text)),
  constraint reference_version_pkey PRIMARY KEY (kind)
);

create table refresh_token (
  token_hash bytea not null,
  family_id text not null,
  user_id text not null,
  expires_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint refresh_token_pkey PRIMARY KEY (token_hash),
  constraint refresh_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id)
);
CREATE INDEX refresh_token_expiry ON refresh_token USING btree (expires_at);
CREATE INDEX refresh_token_family ON refresh_token USING btree (family_id);

create table routing_rule (
  rule_id text not null,
  body jsonb not null,
  constraint routing_rule_pkey PRIMARY KEY (rule_id)
);

create table schema_migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);

create table shift (
  shift_code text not null,
  name text not null,
  starts time without time zone not null,
  ends time without time zone not null,
  constraint shift_pkey PRIMARY KEY (shift_code)
);

create table unit_grid (
  code text not null,
  community_code text not null,
  area_m2 numeric not null,
  area_class text not null default 'B'::text,
  geometry jsonb not null,
  drawn boolean not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  managed_from timestamp with time zone not null,
  land_use text,
  remark text,
  constraint unit_grid_area_class_check CHECK ((area_class = ANY (ARRAY['A'::text, 'B'::text, 'C'::text]))),
  constraint unit_grid_area_m2_check CHECK ((area_m2 > (0)::numeric)),
  constraint unit_grid_check CHECK ((community_code = "left"(code, 12))),
  constraint unit_grid_check1 CHECK ((valid_to > valid_from)),
  constraint unit_grid_code_check CHECK ((code ~ '^\d{15}$'::text)),
  constraint unit_grid_community_code_fkey FOREIGN KEY (community_code) REFERENCES area(code),
  constraint unit_grid_pkey PRIMARY KEY (code)
);
CREATE INDEX unit_grid_community ON unit_grid USING btree (community_code);

create table urban_case (
  district text not null,
  case_month integer not null,
  case_id text not null,
  case_no text not null,
  version integer not null,
  seq integer not null,
  state text not null,
  light text not null,
  channel text not null,
  edition text not null,
  kind text not null,
  class_code text not null,
  area_code text not null,
  department text,
  departments text[] not null default '{}'::text[],
  registered_by text,
  inspector text,
  reported_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  next_due_at timestamp with time zone,
  lng double precision not null,
  lat double precision not null,
  data jsonb not null,
  head_mac bytea not null,
  constraint urban_case_case_month_check CHECK (((case_month >= 200001) AND (case_month <= 299912))),
  constraint urban_case_check CHECK ((seq >= version)),
  constraint urban_case_check1 CHECK (((data ->> 'state'::text) = state)),
  constraint urban_case_district_case_month_case_no_key UNIQUE (district, case_month, case_no),
  constraint urban_case_light_check CHECK ((light = ANY (ARRAY['green'::text, 'yellow'::text, 'red'::text]))),
  constraint urban_case_pkey PRIMARY KEY (district, case_month, case_id),
  constraint urban_case_version_check CHECK ((version >= 1))
) partition by range (case_month);
CREATE INDEX urban_case_area ON urban_case USING btree (area_code text_pattern_ops, reported_at DESC, case_id DESC);
CREATE INDEX urban_case_class ON urban_case USING btree (class_code, reported_at DESC, case_id DESC);
CREATE INDEX urban_case_department ON urban_case USING btree (department, state, reported_at DESC, case_id DESC) WHERE (department IS NOT NULL);
CREATE INDEX urban_case_departments ON urban_case USING gin (departments);
CREATE INDEX urban_case_inspector ON urban_case USING btree (inspector, state) WHERE (inspector IS NOT NULL);
CREATE INDEX urban_case_light ON urban_case USING btree (light, reported_at DESC, case_id DESC) WHERE (light <> 'green'::text);
CREATE INDEX urban_case_open_due ON urban_case USING btree (state, next_due_at, case_id);
CREATE INDEX urban_case_reported ON urban_case USING btree (reported_at DESC, case_id DESC);
CREATE INDEX urban_case_state ON urban_case USING btree (state, reported_at DESC, case_id DESC);

create table work_calendar (
  name text not null,
  body jsonb not null,
  constraint work_calendar_name_check CHECK ((name = ANY (ARRAY['city'::text, 'duty'::text]))),
  constraint work_calendar_pkey PRIMARY KEY (name)
);

create table workflow_policy (
  only_row boolean not null default true,
  body jsonb not null,
  constraint workflow_policy_only_row_check CHECK (only_row),
  constraint workflow_policy_pkey PRIMARY KEY (only_row)
);
