-- Reference data: small tables, read whole into memory by each process, changed by imports.
-- Each import raises its row here in the same transaction; processes reload what rose.
create table reference_version (
  kind       text        primary key check (kind in ('areas', 'grids', 'catalogue', 'organisation', 'rules', 'calendar', 'policy')),
  version    bigint      not null default 0,
  changed_at timestamptz not null default now()
);
insert into reference_version (kind) values ('areas'), ('grids'), ('catalogue'), ('organisation'), ('rules'), ('calendar'), ('policy');

-- Districts, streets and communities; the code is the hierarchy. Geometry is GeoJSON, WGS 84.
create table area (
  code     text    primary key check (code ~ '^(\d{6}|\d{9}|\d{12})$'),
  name     text    not null,
  level    text    not null check (level in ('district', 'street', 'community')
             and length(code) = case level when 'district' then 6 when 'street' then 9 else 12 end),
  -- Not a surveyed border but one drawn for the purpose: every page that shows it says so.
  drawn    boolean not null,
  source   text    not null,
  geometry jsonb   not null
);

-- Unit grids. A code is unique in space and time; geometry is never edited: the old grid ends, a new code begins.
create table unit_grid (
  code             text        primary key check (code ~ '^\d{15}$'),
  community_code   text        not null references area (code) check (community_code = left(code, 12)),
  area_m2          numeric     not null check (area_m2 > 0),
  area_class       text        not null default 'B' check (area_class in ('A', 'B', 'C')),
  geometry         jsonb       not null,
  drawn            boolean     not null,
  valid_from       timestamptz not null,
  valid_to         timestamptz check (valid_to > valid_from),
  managed_from     timestamptz not null,
  land_use         text,
  remark           text
);
create index unit_grid_community on unit_grid (community_code);

create table catalogue_edition (
  edition text  primary key,
  meta    jsonb not null
);

create table catalogue_class (
  edition    text not null references catalogue_edition (edition),
  kind       text not null check (kind in ('component', 'matter')),
  class_code text not null,
  body       jsonb not null,
  primary key (edition, kind, class_code)
);

create table filing_condition (
  condition_id text  primary key,
  edition      text  not null,
  kind         text  not null,
  class_code   text  not null,
  body         jsonb not null,
  foreign key (edition, kind, class_code) references catalogue_class (edition, kind, class_code)
);

create table department (
  department_code text    primary key check (department_code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name            text    not null,
  credit_code     text    check (credit_code ~ '^[0-9A-Z]{18}$'),
  kind            text    not null,
  -- The area a territorial owner (a street) answers for.
  area            text    check (area ~ '^(\d{6}|\d{9}|\d{12})$'),
  active          boolean not null default true,
  remark          text
);

create table shift (
  shift_code text primary key,
  name       text not null,
  starts     time not null,
  ends       time not null
);

create table app_user (
  user_id       text        primary key,
  username      text        not null unique,
  display_name  text        not null,
  password_hash text        not null,
  active        boolean     not null default true,
  created_at    timestamptz not null default now()
);

-- A role in an area, for a department or on a shift where the role has one. A person may hold several.
create table post (
  post_id         bigint generated always as identity primary key,
  user_id         text not null references app_user (user_id),
  role            text not null check (role in ('inspector', 'acceptor', 'leader', 'dispatcher', 'head', 'handler',
                    'field-supervisor', 'supervisor', 'admin')),
  area            text not null check (area ~ '^\d{0,15}$'),
  department_code text references department (department_code)
                    check ((department_code is not null) = (role in ('head', 'handler'))),
  shift_code      text references shift (shift_code),
  unique nulls not distinct (user_id, role, area, department_code)
);

-- A refresh token is used once; using an old one of a family ends the family (it was stolen).
create table refresh_token (
  token_hash  bytea       primary key,
  family_id   text        not null,
  user_id     text        not null references app_user (user_id),
  expires_at  timestamptz not null,
  replaced_at timestamptz,
  revoked_at  timestamptz
);
create index refresh_token_family on refresh_token (family_id);
create index refresh_token_expiry on refresh_token (expires_at);

-- Who answers for what: the rows of the rules file, checked whole on import.
create table routing_rule (
  rule_id text  primary key,
  body    jsonb not null
);

create table work_calendar (
  name text  primary key check (name in ('city', 'duty')),
  body jsonb not null
);

create table workflow_policy (
  only_row boolean primary key default true check (only_row),
  body     jsonb   not null
);
