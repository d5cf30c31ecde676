-- Notices to nobody's case: told once, whoever asks first. `area_code` is empty where everyone of the role is meant.
-- Grows with effects, some five rows a case, and goes after 90 days: what happened stands in the case's history.
alter table notice alter column effect_id drop not null;
alter table notice alter column case_id drop not null;
alter table notice add column once_key text unique;
-- What such a notice is about, for its text: `{ "year": 2027, "zone": "Asia/Shanghai" }`.
alter table notice add column details jsonb;
-- Rings at once, where a page or a handheld can.
alter table notice add column urgent boolean not null default false;
alter table notice add check ((once_key is null) = (effect_id is not null)), add check (once_key is not null or case_id is not null);

-- What a person has read: everything up to a number, and single ones above it. One row a person; the mark moves up over
-- what is read, so that exceptions are those of a few weeks at most, and they go with the notices.
create table notice_mark (
  user_id text   primary key references app_user (user_id),
  read_to bigint not null check (read_to >= 0)
);
create table notice_read (
  user_id   text   not null references app_user (user_id),
  notice_id bigint not null,
  primary key (user_id, notice_id)
);

-- Where notices go besides the product: one row a person's, department's or post's address; a few hundred in a city.
create table notice_channel (
  channel_id      bigint      generated always as identity primary key,
  user_id         text        references app_user (user_id),
  department_code text        references department (department_code),
  role            text,
  area            text        check (area ~ '^\d{0,15}$'),
  -- Chosen by its owner; names it in the interface.
  name            text        not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind            text        not null check (kind in ('webhook', 'email')),
  address         text        not null check (length(address) between 3 and 2000),
  -- Null: about everything.
  abouts          text[],
  language        text        not null check (language in ('zh', 'en')),
  -- A person's own, and also what goes to the person's department and posts.
  also_posts      boolean     not null default false check (user_id is not null or not also_posts),
  active          boolean     not null,
  -- The webhook's secret is derived from it and the installation's: neither is here to be read.
  salt            bytea       not null check (length(salt) = 16),
  created_at      timestamptz not null default now(),
  changed_at      timestamptz not null default now(),
  check (num_nonnulls(user_id, department_code, role) = 1),
  check ((role is null) = (area is null)),
  unique nulls not distinct (user_id, department_code, role, area, name)
);
create index notice_channel_department on notice_channel (department_code) where department_code is not null;
create index notice_channel_role on notice_channel (role) where role is not null;
-- A notice finds the people whose channels also take what goes to their posts.
create index post_department on post (department_code) where department_code is not null;
create index post_role on post (role);

-- One notice on its way to one channel, written with the notice. Goes with it.
create table notice_delivery (
  delivery_id bigint      generated always as identity primary key,
  notice_id   bigint      not null references notice (notice_id) on delete cascade,
  channel_id  bigint      not null references notice_channel (channel_id) on delete cascade,
  state       text        not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts    integer     not null default 0,
  -- Not tried before; while a try is under way, when the next comes should this one never end.
  next_at     timestamptz not null default now(),
  -- When the queue was last told of it.
  handed_at   timestamptz,
  last_error  text,
  sent_at     timestamptz check ((sent_at is not null) = (state = 'sent')),
  created_at  timestamptz not null default now(),
  unique (notice_id, channel_id)
);
create index notice_delivery_waiting on notice_delivery (next_at) where state = 'waiting';
-- What became of a channel's last ones.
create index notice_delivery_channel on notice_delivery (channel_id, delivery_id desc);

-- Cases with a running clock, in the order in which a changed calendar walks them; and those whose clocks hang on a year
-- without published holidays. Both hold open cases only.
alter table urban_case add column provisional boolean not null default false;
update urban_case set provisional = true where next_due_at is not null
  and jsonb_path_exists(data, '$.deadlines[*] ? (@.clock != "done" && @.provisional == true)');
create index urban_case_clocked on urban_case (case_id) where next_due_at is not null or provisional;
create index urban_case_provisional on urban_case (case_id) where provisional;

-- How far the open deadlines have been counted anew since the calendars last changed. One row for ever.
create table deadline_recount (
  only_row   boolean     primary key default true check (only_row),
  -- `reference_version` of `calendar` by which the walk counts, or did.
  version    bigint      not null,
  -- The last case looked at; null when the walk is over.
  after_case text,
  looked     bigint      not null default 0,
  moved      bigint      not null default 0,
  changed_at timestamptz not null default now()
);
insert into deadline_recount (version) select version from reference_version where kind = 'calendar';
