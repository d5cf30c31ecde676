-- Cases. Every case-bound table is keyed (district, case_month, case_id, …) and partitioned by case_month (YYYYMM of the
-- report, Asia/Shanghai by the city's calendar), so that one case's rows share a partition and old months can be moved away.
-- Partitions are made ahead by `make_case_partitions`; a row of a month not made yet goes to the default partition and
-- moves when its month is made.

-- Numbers for people are taken in blocks by each process: unique under any concurrency, no hot row.
create sequence case_no_block increment by 50;

-- The latest state of each case, derived from case_event. Written only by the command path.
create table urban_case (
  district        text        not null,
  case_month      integer     not null check (case_month between 200001 and 299912),
  case_id         text        not null,
  case_no         text        not null,
  version         integer     not null check (version >= 1),
  seq             integer     not null check (seq >= version),
  state           text        not null,
  light           text        not null check (light in ('green', 'yellow', 'red')),
  channel         text        not null,
  edition         text        not null,
  kind            text        not null,
  class_code      text        not null,
  area_code       text        not null,
  department      text,
  departments     text[]      not null default '{}',
  registered_by   text,
  -- The inspector whose open task it is; null with an open task means any inspector of the area.
  inspector       text,
  reported_at     timestamptz not null,
  changed_at      timestamptz not null,
  -- The earliest due instant of a running clock: what will be late first.
  next_due_at     timestamptz,
  lng             double precision not null,
  lat             double precision not null,
  data            jsonb       not null check (data ->> 'state' = state),
  head_mac        bytea       not null,
  primary key (district, case_month, case_id),
  unique (district, case_month, case_no)
) partition by range (case_month);
-- Lists run newest first, with (reported_at, case_id) as the key of the next page. Each index serves one filter; a
-- case number carries district and month, so the unique key above finds it.
create index urban_case_reported on urban_case (reported_at desc, case_id desc);
create index urban_case_area on urban_case (area_code text_pattern_ops, reported_at desc, case_id desc);
create index urban_case_state on urban_case (state, reported_at desc, case_id desc);
create index urban_case_department on urban_case (department, state, reported_at desc, case_id desc) where department is not null;
create index urban_case_departments on urban_case using gin (departments);
create index urban_case_class on urban_case (class_code, reported_at desc, case_id desc);
create index urban_case_light on urban_case (light, reported_at desc, case_id desc) where light <> 'green';
-- Tasks run in the order of what will be late first.
create index urban_case_open_due on urban_case (state, next_due_at, case_id);
create index urban_case_inspector on urban_case (inspector, state) where inspector is not null;

-- What happened, in order. Never updated, never deleted. `mac` is an HMAC over the event and its predecessor's mac.
-- A live reader follows (txid, log_id) below the oldest running transaction, so that no late commit is skipped.
create sequence case_event_log;
create table case_event (
  district   text        not null,
  case_month integer     not null,
  case_id    text        not null,
  seq        integer     not null check (seq >= 1),
  version    integer     not null,
  type       text        not null,
  at         timestamptz not null,
  area_code  text        not null,
  body       jsonb       not null,
  mac        bytea       not null,
  txid       xid8        not null default pg_current_xact_id(),
  log_id     bigint      not null default nextval('case_event_log'),
  primary key (district, case_month, case_id, seq)
) partition by range (case_month);
create index case_event_log_order on case_event (txid, log_id);

-- Texts that may hold personal data: erasable, outside the history, which keeps a salted digest.
create table case_content (
  district   text        not null,
  case_month integer     not null,
  case_id    text        not null,
  content_id text        not null,
  kind       text        not null check (kind in ('text', 'address', 'reporter', 'note', 'reason', 'answer')),
  body       text,
  salt       bytea       not null,
  created_at timestamptz not null default now(),
  erased_at  timestamptz check ((erased_at is null) = (body is not null)),
  primary key (district, case_month, case_id, content_id)
) partition by range (case_month);

-- Which incarnation of the database this is. Transaction ids start anew in a restored copy, so a restore draws a new
-- epoch and live readers that remember a position of the old one start over.
create table live_epoch (
  only_row boolean primary key default true check (only_row),
  epoch    uuid    not null default gen_random_uuid()
);
insert into live_epoch default values;

-- Bigrams of number, text and address for search; derived from case_content and erased with it.
create table case_search (
  district   text    not null,
  case_month integer not null,
  case_id    text    not null,
  bigrams    text[]  not null,
  primary key (district, case_month, case_id)
) partition by range (case_month);
create index case_search_bigrams on case_search using gin (bigrams);

-- Timers the case needs now: exactly those that its state asks for. The queue is only told of them.
create table case_timer (
  district   text        not null,
  case_month integer     not null,
  case_id    text        not null,
  timer_key  text        not null,
  fire_at    timestamptz not null,
  primary key (district, case_month, case_id, timer_key)
) partition by range (case_month);
create index case_timer_fire on case_timer (fire_at);

-- Effects decided but not yet done. A row is deleted by its consumer in the transaction that does it, so a queue that
-- lost everything is refilled from here. `published_at` is when it was last handed to the queue.
create table outbox (
  effect_id    bigint      generated always as identity primary key,
  district     text        not null,
  case_month   integer     not null,
  case_id      text        not null,
  seq          integer     not null,
  effect       jsonb       not null,
  created_at   timestamptz not null default now(),
  published_at timestamptz
);
create index outbox_unpublished on outbox (effect_id) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;

-- Answers already given to a person's key: the same request again gets the same answer. Kept 90 days.
create table idempotency (
  user_id      text        not null,
  key          text        not null check (length(key) between 1 and 200),
  request_hash bytea       not null,
  -- Written in the transaction of the request: a row exists only once its answer does.
  status       integer     not null check (status between 200 and 499),
  -- `json`, not `jsonb`: the text as first sent.
  body         json        not null,
  created_at   timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_age on idempotency (created_at);

-- Photos. `case_id` is set when a report or a command takes it; an unused one is removed after a day.
create table media (
  media_id    text        primary key,
  uploaded_by text        not null,
  case_id     text,
  sha256      bytea       not null,
  bytes       integer     not null,
  width       integer     not null,
  height      integer     not null,
  mime        text        not null,
  taken_at    timestamptz,
  lng         double precision,
  lat         double precision,
  created_at  timestamptz not null default now()
);
create index media_case on media (case_id) where case_id is not null;
create index media_unused on media (created_at) where case_id is null;

-- What a person or a department is told. One row an addressee and effect.
create table notice (
  notice_id       bigint      generated always as identity primary key,
  effect_id       bigint      not null unique,
  user_id         text,
  department_code text,
  role            text,
  area_code       text        not null,
  case_id         text        not null,
  about           text        not null,
  created_at      timestamptz not null default now(),
  check (num_nonnulls(user_id, department_code, role) = 1)
);
create index notice_user on notice (user_id, notice_id desc) where user_id is not null;
create index notice_department on notice (department_code, notice_id desc) where department_code is not null;
create index notice_role on notice (role, notice_id desc) where role is not null;

-- Ends a writing statement that found half of what it needs taken meanwhile; the caller reads anew and tries again.
create function abort_write(found text) returns boolean language plpgsql as $$
begin
  raise exception 'write aborted: %', found using errcode = 'WN001';
end
$$;

create table urban_case_default partition of urban_case default;
create table case_event_default partition of case_event default;
create table case_content_default partition of case_content default;
create table case_search_default partition of case_search default;
create table case_timer_default partition of case_timer default;

-- Makes the monthly partitions of every case table from `first` to `last` (YYYYMM, both included); existing ones stay.
-- Rows of a new month that wait in the default partition move into it. One caller at a time.
create function make_case_partitions(first integer, last integer) returns integer language plpgsql as $$
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
$$;
