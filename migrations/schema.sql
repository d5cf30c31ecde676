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

CREATE OR REPLACE FUNCTION bounds_of(geometry jsonb)
 RETURNS box
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select box(point(min((at ->> 0)::float8), min((at ->> 1)::float8)), point(max((at ->> 0)::float8), max((at ->> 1)::float8)))
  from jsonb_path_query(geometry -> 'coordinates',
    case geometry ->> 'type' when 'Polygon' then '$[*][*]' else '$[*][*][*]' end::jsonpath) as at
$function$;

CREATE OR REPLACE FUNCTION make_case_partitions(first integer, last integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  parents text[] := array(
    select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
    where c.relnamespace = current_schema()::regnamespace and pg_get_partkeydef(c.oid) = 'RANGE (case_month)'
    order by c.relname);
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
    foreach parent in array parents loop
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

CREATE OR REPLACE FUNCTION record_component_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  who   text := nullif(current_setting('wanmi.by', true), '');
  whence text := nullif(current_setting('wanmi.source', true), '');
begin
  if tg_op = 'INSERT' then
    insert into component_change (component_id, kind, by_user, source)
    select component_id, 'added', who, coalesce(whence, source) from fresh;
  elsif tg_op = 'DELETE' then
    insert into component_change (component_id, kind, by_user, source, changes)
    select component_id, 'removed', who, coalesce(whence, source), to_jsonb(stale) from stale;
  else
    insert into component_change (component_id, kind, by_user, source, changes)
    select component_id, 'changed', who, coalesce(whence, source), changes
    from (
      select fresh.component_id, fresh.source, (
        select jsonb_object_agg(key, jsonb_build_array(was.value, is_now.value))
        from jsonb_each(to_jsonb(stale)) as was join jsonb_each(to_jsonb(fresh)) as is_now using (key)
        where was.value is distinct from is_now.value and key <> 'cell'
      ) as changes
      from fresh join stale using (component_id)
    ) as compared
    where changes is not null;
  end if;
  return null;
end $function$;

create table address (
  address_id text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  kind text not null,
  name text not null,
  aliases text[] not null default '{}'::text[],
  grid_code text,
  lng double precision not null,
  lat double precision not null,
  cell bigint not null default (((floor(((lat + (90)::double precision) * (1000)::double precision)))::bigint * 1000000) + (floor(((lng + (180)::double precision) * (1000)::double precision)))::bigint),
  drawn boolean not null,
  source text not null,
  source_id text,
  name_key text not null,
  pinyin text,
  initials text,
  tokens text[] not null,
  constraint address_address_id_check CHECK ((address_id ~ '^[0-9a-f]{20}$'::text)),
  constraint address_check CHECK ((valid_to > valid_from)),
  constraint address_grid_code_check CHECK ((grid_code ~ '^\d{15}$'::text)),
  constraint address_kind_check CHECK ((kind = ANY (ARRAY['address'::text, 'place'::text, 'road'::text, 'gate'::text, 'poi'::text]))),
  constraint address_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint address_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
  constraint address_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint address_pkey PRIMARY KEY (address_id, valid_from)
);
CREATE INDEX address_cell ON address USING btree (cell) WHERE (valid_to IS NULL);
CREATE INDEX address_grid ON address USING btree (grid_code COLLATE "C", address_id COLLATE "C") WHERE (valid_to IS NULL);
CREATE INDEX address_initials ON address USING btree (initials COLLATE "C") WHERE ((valid_to IS NULL) AND (initials IS NOT NULL));
CREATE INDEX address_name ON address USING btree (name_key COLLATE "C") WHERE (valid_to IS NULL);
CREATE INDEX address_named_tokens ON address USING gin (tokens) WHERE ((valid_to IS NULL) AND (kind = ANY (ARRAY['place'::text, 'road'::text, 'poi'::text])));
CREATE INDEX address_numbered_tokens ON address USING gin (tokens) WHERE ((valid_to IS NULL) AND (kind = ANY (ARRAY['address'::text, 'gate'::text])));
CREATE INDEX address_pinyin ON address USING btree (pinyin COLLATE "C") WHERE ((valid_to IS NULL) AND (pinyin IS NOT NULL));
CREATE UNIQUE INDEX address_valid ON address USING btree (address_id) WHERE (valid_to IS NULL);

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

create table case_route (
  district text not null,
  case_month integer not null,
  case_id text not null,
  seq integer not null,
  edition text not null,
  kind text not null,
  class_code text not null,
  condition_id text,
  component_id text,
  area_code text not null,
  lng double precision not null,
  lat double precision not null,
  channel text not null,
  asked_at timestamp with time zone not null,
  undecided text,
  first_department text,
  first_by text,
  first_rule text,
  rules_version text,
  department text,
  dispatches integer not null,
  returns_asked integer not null,
  returns_accepted integer not null,
  returns_refused integer not null,
  constraint case_route_check CHECK (((first_rule IS NULL) OR (first_by = 'rule'::text))),
  constraint case_route_check1 CHECK ((((first_department IS NULL) = (first_by IS NULL)) AND ((first_department IS NULL) = (dispatches = 0)))),
  constraint case_route_first_by_check CHECK ((first_by = ANY (ARRAY['rule'::text, 'component'::text, 'arbitration'::text, 'person'::text]))),
  constraint case_route_pkey PRIMARY KEY (district, case_month, case_id),
  constraint case_route_seq_check CHECK ((seq >= 1))
) partition by range (case_month);
CREATE INDEX case_route_month ON case_route USING btree (case_month, case_id);

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

create table census_record (
  round_id text not null,
  component_id text not null,
  class_code text not null,
  grid_code text not null,
  source text not null,
  source_id text,
  body jsonb not null,
  finding text not null,
  constraint census_record_finding_check CHECK ((finding = ANY (ARRAY['new'::text, 'changed'::text, 'same'::text]))),
  constraint census_record_pkey PRIMARY KEY (round_id, component_id),
  constraint census_record_round_id_fkey FOREIGN KEY (round_id) REFERENCES census_round(round_id)
);
CREATE INDEX census_record_id ON census_record USING btree (component_id);
CREATE INDEX census_record_source ON census_record USING btree (source, source_id) WHERE (source_id IS NOT NULL);

create table census_round (
  round_id text not null,
  name text not null,
  area text not null,
  classes text[] not null default '{}'::text[],
  planned_from date not null,
  planned_to date not null,
  needed numeric not null default 96,
  state text not null default 'planned'::text,
  remark text,
  by_user text,
  created_at timestamp with time zone not null default now(),
  settled_at timestamp with time zone,
  constraint census_round_area_check CHECK ((area ~ '^\d{6}(\d{3}){0,3}$'::text)),
  constraint census_round_by_user_fkey FOREIGN KEY (by_user) REFERENCES app_user(user_id),
  constraint census_round_check CHECK ((planned_to >= planned_from)),
  constraint census_round_check1 CHECK (((settled_at IS NOT NULL) = (state = ANY (ARRAY['accepted'::text, 'refused'::text])))),
  constraint census_round_needed_check CHECK (((needed > (0)::numeric) AND (needed <= (100)::numeric))),
  constraint census_round_pkey PRIMARY KEY (round_id),
  constraint census_round_round_id_check CHECK ((round_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint census_round_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'surveyed'::text, 'sampled'::text, 'accepted'::text, 'refused'::text])))
);

create table census_sample (
  round_id text not null,
  component_id text not null,
  department text not null,
  street text not null,
  is_right boolean,
  remark text,
  by_user text,
  judged_at timestamp with time zone,
  constraint census_sample_by_user_fkey FOREIGN KEY (by_user) REFERENCES app_user(user_id),
  constraint census_sample_check CHECK (((judged_at IS NOT NULL) = (is_right IS NOT NULL))),
  constraint census_sample_pkey PRIMARY KEY (round_id, component_id),
  constraint census_sample_round_id_fkey FOREIGN KEY (round_id) REFERENCES census_round(round_id)
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
  cell bigint not null default (((floor(((lat + (90)::double precision) * (1000)::double precision)))::bigint * 1000000) + (floor(((lng + (180)::double precision) * (1000)::double precision)))::bigint),
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
CREATE INDEX component_cell ON component USING btree (cell);
CREATE INDEX component_class ON component USING btree (class_code, grid_code COLLATE "C", component_id COLLATE "C");
CREATE INDEX component_class_cell ON component USING btree (class_code, cell);
CREATE INDEX component_grid ON component USING btree (grid_code COLLATE "C", component_id COLLATE "C");
CREATE UNIQUE INDEX component_source ON component USING btree (source, source_id) WHERE (source_id IS NOT NULL);

create table component_change (
  component_id text not null,
  change_id bigint generated always as identity not null,
  at timestamp with time zone not null default now(),
  kind text not null,
  by_user text,
  source text not null,
  changes jsonb,
  constraint component_change_by_user_fkey FOREIGN KEY (by_user) REFERENCES app_user(user_id),
  constraint component_change_kind_check CHECK ((kind = ANY (ARRAY['added'::text, 'changed'::text, 'removed'::text]))),
  constraint component_change_pkey PRIMARY KEY (component_id, change_id)
);

create table deadline_recount (
  only_row boolean not null default true,
  version bigint not null,
  after_case text,
  looked bigint not null default 0,
  moved bigint not null default 0,
  changed_at timestamp with time zone not null default now(),
  constraint deadline_recount_only_row_check CHECK (only_row),
  constraint deadline_recount_pkey PRIMARY KEY (only_row)
);

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

create table grid_change (
  change_id bigint generated always as identity not null,
  at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  made_by text,
  source text not null,
  reason text not null,
  version bigint not null,
  managed text[] not null default '{}'::text[],
  managed_from timestamp with time zone,
  settled_at timestamp with time zone,
  constraint grid_change_check CHECK (((managed_from IS NULL) = (managed = '{}'::text[]))),
  constraint grid_change_made_by_fkey FOREIGN KEY (made_by) REFERENCES app_user(user_id),
  constraint grid_change_pkey PRIMARY KEY (change_id),
  constraint grid_change_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000))),
  constraint grid_change_source_check CHECK (((length(source) >= 1) AND (length(source) <= 500)))
);
CREATE INDEX grid_change_unsettled ON grid_change USING btree (at) WHERE (settled_at IS NULL);

create table grid_succession (
  change_id bigint not null,
  old_code text,
  new_code text,
  constraint grid_succession_change_id_fkey FOREIGN KEY (change_id) REFERENCES grid_change(change_id),
  constraint grid_succession_change_id_old_code_new_code_key UNIQUE NULLS NOT DISTINCT (change_id, old_code, new_code),
  constraint grid_succession_check CHECK (((old_code IS NOT NULL) OR (new_code IS NOT NULL))),
  constraint grid_succession_new_code_fkey FOREIGN KEY (new_code) REFERENCES unit_grid(code),
  constraint grid_succession_old_code_fkey FOREIGN KEY (old_code) REFERENCES unit_grid(code)
);
CREATE INDEX grid_succession_new ON grid_succession USING btree (new_code);
CREATE INDEX grid_succession_old ON grid_succession USING btree (old_code);

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
  effect_id bigint,
  user_id text,
  department_code text,
  role text,
  area_code text not null,
  case_id text,
  about text not null,
  created_at timestamp with time zone not null default now(),
  once_key text,
  details jsonb,
  urgent boolean not null default false,
  constraint notice_check CHECK ((num_nonnulls(user_id, department_code, role) = 1)),
  constraint notice_check1 CHECK (((once_key IS NULL) = (effect_id IS NOT NULL))),
  constraint notice_check2 CHECK (((once_key IS NOT NULL) OR (case_id IS NOT NULL))),
  constraint notice_effect_id_key UNIQUE (effect_id),
  constraint notice_once_key_key UNIQUE (once_key),
  constraint notice_pkey PRIMARY KEY (notice_id)
);
CREATE INDEX notice_department ON notice USING btree (department_code, notice_id DESC) WHERE (department_code IS NOT NULL);
CREATE INDEX notice_role ON notice USING btree (role, notice_id DESC) WHERE (role IS NOT NULL);
CREATE INDEX notice_user ON notice USING btree (user_id, notice_id DESC) WHERE (user_id IS NOT NULL);

create table notice_channel (
  channel_id bigint generated always as identity not null,
  user_id text,
  department_code text,
  role text,
  area text,
  name text not null,
  kind text not null,
  address text not null,
  abouts text[],
  language text not null,
  also_posts boolean not null default false,
  active boolean not null,
  salt bytea not null,
  created_at timestamp with time zone not null default now(),
  changed_at timestamp with time zone not null default now(),
  constraint notice_channel_address_check CHECK (((length(address) >= 3) AND (length(address) <= 2000))),
  constraint notice_channel_area_check CHECK ((area ~ '^\d{0,15}$'::text)),
  constraint notice_channel_check CHECK (((user_id IS NOT NULL) OR (NOT also_posts))),
  constraint notice_channel_check1 CHECK ((num_nonnulls(user_id, department_code, role) = 1)),
  constraint notice_channel_check2 CHECK (((role IS NULL) = (area IS NULL))),
  constraint notice_channel_department_code_fkey FOREIGN KEY (department_code) REFERENCES department(department_code),
  constraint notice_channel_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'email'::text]))),
  constraint notice_channel_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
  constraint notice_channel_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint notice_channel_pkey PRIMARY KEY (channel_id),
  constraint notice_channel_salt_check CHECK ((length(salt) = 16)),
  constraint notice_channel_user_id_department_code_role_area_name_key UNIQUE NULLS NOT DISTINCT (user_id, department_code, role, area, name),
  constraint notice_channel_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id)
);
CREATE INDEX notice_channel_department ON notice_channel USING btree (department_code) WHERE (department_code IS NOT NULL);
CREATE INDEX notice_channel_role ON notice_channel USING btree (role) WHERE (role IS NOT NULL);

create table notice_delivery (
  delivery_id bigint generated always as identity not null,
  notice_id bigint not null,
  channel_id bigint not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null default now(),
  handed_at timestamp with time zone,
  last_error text,
  sent_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint notice_delivery_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES notice_channel(channel_id) ON DELETE CASCADE,
  constraint notice_delivery_check CHECK (((sent_at IS NOT NULL) = (state = 'sent'::text))),
  constraint notice_delivery_notice_id_channel_id_key UNIQUE (notice_id, channel_id),
  constraint notice_delivery_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notice(notice_id) ON DELETE CASCADE,
  constraint notice_delivery_pkey PRIMARY KEY (delivery_id),
  constraint notice_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX notice_delivery_channel ON notice_delivery USING btree (channel_id, delivery_id DESC);
CREATE INDEX notice_delivery_waiting ON notice_delivery USING btree (next_at) WHERE (state = 'waiting'::text);

create table notice_mark (
  user_id text not null,
  read_to bigint not null,
  constraint notice_mark_pkey PRIMARY KEY (user_id),
  constraint notice_mark_read_to_check CHECK ((read_to >= 0)),
  constraint notice_mark_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id)
);

create table notice_read (
  user_id text not null,
  notice_id bigint not null,
  constraint notice_read_pkey PRIMARY KEY (user_id, notice_id),
  constraint notice_read_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id)
);

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
  squad text,
  constraint post_area_check CHECK ((area ~ '^\d{0,15}$'::text)),
  constraint post_check CHECK (((department_code IS NOT NULL) = (role = ANY (ARRAY['head'::text, 'handler'::text])))),
  constraint post_check1 CHECK (((squad IS NULL) OR ((department_code IS NOT NULL) AND (squad <> ''::text)))),
  constraint post_department_code_fkey FOREIGN KEY (department_code) REFERENCES department(department_code),
  constraint post_pkey PRIMARY KEY (post_id),
  constraint post_role_check CHECK ((role = ANY (ARRAY['inspector'::text, 'acceptor'::text, 'leader'::text, 'dispatcher'::text, 'head'::text, 'handler'::text, 'field-supervisor'::text, 'supervisor'::text, 'admin'::text]))),
  constraint post_shift_code_fkey FOREIGN KEY (shift_code) REFERENCES shift(shift_code),
  constraint post_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id),
  constraint post_user_id_role_area_department_code_key UNIQUE NULLS NOT DISTINCT (user_id, role, area, department_code)
);
CREATE INDEX post_department ON post USING btree (department_code) WHERE (department_code IS NOT NULL);
CREATE INDEX post_role ON post USING btree (role);

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

create table responsibility_assignment (
  assignment_id bigint generated always as identity not null,
  responsibility_code text not null,
  user_id text not null,
  shift_code text,
  from_day date not null,
  to_day date,
  stand_in_for text,
  constraint responsibility_assignment_check CHECK ((to_day > from_day)),
  constraint responsibility_assignment_check1 CHECK ((stand_in_for <> user_id)),
  constraint responsibility_assignment_pkey PRIMARY KEY (assignment_id),
  constraint responsibility_assignment_responsibility_code_fkey FOREIGN KEY (responsibility_code) REFERENCES responsibility_grid(code),
  constraint responsibility_assignment_shift_code_fkey FOREIGN KEY (shift_code) REFERENCES shift(shift_code),
  constraint responsibility_assignment_stand_in_for_fkey FOREIGN KEY (stand_in_for) REFERENCES app_user(user_id),
  constraint responsibility_assignment_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(user_id)
);
CREATE INDEX responsibility_assignment_group ON responsibility_assignment USING btree (responsibility_code, from_day);
CREATE INDEX responsibility_assignment_user ON responsibility_assignment USING btree (user_id);

create table responsibility_grid (
  code text not null,
  name text not null,
  area_code text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint responsibility_grid_area_code_fkey FOREIGN KEY (area_code) REFERENCES area(code),
  constraint responsibility_grid_check CHECK ((valid_to > valid_from)),
  constraint responsibility_grid_code_check CHECK ((code ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$'::text)),
  constraint responsibility_grid_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint responsibility_grid_pkey PRIMARY KEY (code)
);
CREATE INDEX responsibility_grid_area ON responsibility_grid USING btree (area_code text_pattern_ops, code);

create table responsibility_grid_cell (
  grid_code text not null,
  responsibility_code text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint responsibility_grid_cell_check CHECK ((valid_to > valid_from)),
  constraint responsibility_grid_cell_grid_code_fkey FOREIGN KEY (grid_code) REFERENCES unit_grid(code),
  constraint responsibility_grid_cell_pkey PRIMARY KEY (grid_code, valid_from),
  constraint responsibility_grid_cell_responsibility_code_fkey FOREIGN KEY (responsibility_code) REFERENCES responsibility_grid(code)
);
CREATE INDEX responsibility_grid_cell_group ON responsibility_grid_cell USING btree (responsibility_code, grid_code);
CREATE UNIQUE INDEX responsibility_grid_cell_open ON responsibility_grid_cell USING btree (grid_code) WHERE (valid_to IS NULL);

create table responsibility_setting (
  area text not null,
  min_cells integer not null,
  max_cells integer not null,
  constraint responsibility_setting_area_check CHECK ((area ~ '^\d{6}(\d{3}){0,2}$'::text)),
  constraint responsibility_setting_check CHECK ((max_cells >= min_cells)),
  constraint responsibility_setting_min_cells_check CHECK ((min_cells >= 1)),
  constraint responsibility_setting_pkey PRIMARY KEY (area)
);

create table road_section (
  section_code text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  road_name text not null,
  name text not null,
  road_class text not null,
  geometry jsonb not null,
  length_m integer not null,
  drawn boolean not null,
  source text not null,
  remark text,
  constraint road_section_check CHECK ((valid_to > valid_from)),
  constraint road_section_length_m_check CHECK ((length_m > 0)),
  constraint road_section_pkey PRIMARY KEY (section_code, valid_from),
  constraint road_section_road_class_check CHECK ((road_class = ANY (ARRAY['model'::text, 'standard'::text, 'ordinary'::text]))),
  constraint road_section_section_code_check CHECK ((section_code ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$'::text))
);
CREATE UNIQUE INDEX road_section_valid ON road_section USING btree (section_code) WHERE (valid_to IS NULL);

create table routing_outcome (
  edition text not null,
  kind text not null,
  class_code text not null,
  area_code text not null,
  department_code text not null,
  kept bigint not null,
  moved bigint not null,
  last_at timestamp with time zone not null,
  constraint routing_outcome_moved_check CHECK ((moved >= 0)),
  constraint routing_outcome_pkey PRIMARY KEY (edition, kind, class_code, area_code, department_code)
);

create table routing_position (
  only_row boolean not null default true,
  epoch uuid not null,
  txid xid8 not null,
  log_id bigint not null,
  constraint routing_position_only_row_check CHECK (only_row),
  constraint routing_position_pkey PRIMARY KEY (only_row)
);

create table routing_rule (
  rule_id text not null,
  body jsonb not null,
  constraint routing_rule_pkey PRIMARY KEY (rule_id)
);

create table rule_proposal (
  proposal_id bigint generated always as identity not null,
  origin text not null,
  effect_id bigint,
  edition text not null,
  kind text not null,
  class_code text not null,
  area_code text,
  department_code text not null,
  principle text not null,
  evidence jsonb not null,
  state text not null default 'proposed'::text,
  proposed_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  reason text,
  rules_version bigint,
  constraint rule_proposal_area_code_check CHECK ((area_code ~ '^(\d{6}|\d{9}|\d{12}|\d{15})$'::text)),
  constraint rule_proposal_check CHECK (((effect_id IS NOT NULL) = (origin = 'arbitration'::text))),
  constraint rule_proposal_check1 CHECK (((decided_by IS NULL) = (state = 'proposed'::text))),
  constraint rule_proposal_check2 CHECK (((decided_at IS NULL) = (state = 'proposed'::text))),
  constraint rule_proposal_check3 CHECK (((rules_version IS NOT NULL) = (state = 'approved'::text))),
  constraint rule_proposal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES app_user(user_id),
  constraint rule_proposal_department_code_fkey FOREIGN KEY (department_code) REFERENCES department(department_code),
  constraint rule_proposal_effect_id_key UNIQUE (effect_id),
  constraint rule_proposal_kind_check CHECK ((kind = ANY (ARRAY['component'::text, 'matter'::text]))),
  constraint rule_proposal_origin_check CHECK ((origin = ANY (ARRAY['arbitration'::text, 'learning'::text]))),
  constraint rule_proposal_pkey PRIMARY KEY (proposal_id),
  constraint rule_proposal_principle_check CHECK ((principle = ANY (ARRAY['law'::text, 'city-rule'::text, 'nearest-function'::text, 'district-leaders'::text]))),
  constraint rule_proposal_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000))),
  constraint rule_proposal_rules_version_fkey FOREIGN KEY (rules_version) REFERENCES rule_set(version),
  constraint rule_proposal_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX rule_proposal_learned ON rule_proposal USING btree (edition, kind, class_code, area_code, department_code) NULLS NOT DISTINCT WHERE (origin = 'learning'::text);
CREATE INDEX rule_proposal_state ON rule_proposal USING btree (state, proposal_id DESC);

create table rule_set (
  version bigint not null,
  imported_at timestamp with time zone not null,
  imported_by text,
  source text not null,
  rules integer not null,
  body jsonb not null,
  constraint rule_set_body_check CHECK ((jsonb_typeof(body) = 'array'::text)),
  constraint rule_set_check CHECK ((rules = jsonb_array_length(body))),
  constraint rule_set_imported_by_fkey FOREIGN KEY (imported_by) REFERENCES app_user(user_id),
  constraint rule_set_pkey PRIMARY KEY (version),
  constraint rule_set_source_check CHECK (((length(source) >= 1) AND (length(source) <= 500)))
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
CREATE INDEX unit_grid_ended ON unit_grid USING gist (bounds_of(geometry)) WHERE (valid_to IS NOT NULL);
CREATE INDEX unit_grid_from ON unit_grid USING btree (valid_from);

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
  provisional boolean not null default false,
  constraint urban_case_case_month_check CHECK (((case_month >= 200001) AND (case_month <= 299912))),
  constraint urban_case_check CHECK ((seq >= version)),
  constraint urban_case_check1 CHECK (((data ->> 'state'::text) = state)),
  constraint urban_case_district_case_month_case_no_key UNIQUE (district, case_month, case_no),
  constraint urban_case_light_check CHECK ((light = ANY (ARRAY['green'::text, 'yellow'::text, 'red'::text]))),
  constraint urban_case_pkey PRIMARY KEY (district, case_month, case_id),
  constraint urban_case_version_check CHECK ((version >= 1))
) partition by range (case_month);
CREATE INDEX urban_case_area ON urban_case USING btree (area_code text_pattern_ops, reported_at DESC, case_id DESC);
CREATE INDEX urban_case_class ON urban_case USING btree (class_code, reported_at DESC, case_id DESC, lng, lat);
CREATE INDEX urban_case_clocked ON urban_case USING btree (case_id) WHERE ((next_due_at IS NOT NULL) OR provisional);
CREATE INDEX urban_case_department ON urban_case USING btree (department, state, reported_at DESC, case_id DESC) WHERE (department IS NOT NULL);
CREATE INDEX urban_case_departments ON urban_case USING gin (departments);
CREATE INDEX urban_case_inspector ON urban_case USING btree (inspector, state) WHERE (inspector IS NOT NULL);
CREATE INDEX urban_case_light ON urban_case USING btree (light, reported_at DESC, case_id DESC) WHERE (light <> 'green'::text);
CREATE INDEX urban_case_open_due ON urban_case USING btree (state, next_due_at, case_id);
CREATE INDEX urban_case_place ON urban_case USING btree (lng, lat) WHERE ((state <> 'closed'::text) AND (state <> 'rejected'::text));
CREATE INDEX urban_case_provisional ON urban_case USING btree (case_id) WHERE provisional;
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
