-- The box around a GeoJSON Polygon or MultiPolygon, for indexes; lng is x, lat is y.
create function bounds_of(geometry jsonb) returns box language sql immutable strict parallel safe as $$
  select box(point(min((at ->> 0)::float8), min((at ->> 1)::float8)), point(max((at ->> 0)::float8), max((at ->> 1)::float8)))
  from jsonb_path_query(geometry -> 'coordinates',
    case geometry ->> 'type' when 'Polygon' then '$[*][*]' else '$[*][*][*]' end::jsonpath) as at
$$;
-- "Where did this point lie then": grids in force are found in memory, only those that ended are asked for here, a few
-- hundred a year.
create index unit_grid_ended on unit_grid using gist (bounds_of(geometry)) where valid_to is not null;
-- What will begin, and when.
create index unit_grid_from on unit_grid (valid_from);

-- The change log of grids: one row a change set that was committed, a few hundred a year. Kept for ever: it says why a
-- code of an old case is no more.
create table grid_change (
  change_id    bigint      generated always as identity primary key,
  -- When old grids end and new ones begin.
  at           timestamptz not null,
  made_at      timestamptz not null,
  -- The person; null for the command line.
  made_by      text        references app_user (user_id),
  -- The file or the interface it came by.
  source       text        not null check (length(source) between 1 and 500),
  reason       text        not null check (length(reason) between 1 and 2000),
  -- `reference_version` of `grids` when it came into force.
  version      bigint      not null,
  -- Grids whose managed-from date it set, and to what.
  managed      text[]      not null default '{}',
  managed_from timestamptz check ((managed_from is null) = (managed = '{}')),
  -- When what lies in the grids was told of the new codes; a change of the future waits for its time.
  settled_at   timestamptz
);
create index grid_change_unsettled on grid_change (at) where settled_at is null;

-- Which code followed which: one row for each old and new grid that share ground, null where there is no other side.
create table grid_succession (
  change_id bigint not null references grid_change (change_id),
  old_code  text   references unit_grid (code),
  new_code  text   references unit_grid (code),
  check (old_code is not null or new_code is not null),
  unique nulls not distinct (change_id, old_code, new_code)
);
create index grid_succession_old on grid_succession (old_code);
create index grid_succession_new on grid_succession (new_code);

-- How many unit grids a responsibility grid has, by area; the longest prefix decides, 10 to 16 without any. One row for a
-- few streets of a city.
create table responsibility_setting (
  area      text    primary key check (area ~ '^\d{6}(\d{3}){0,2}$'),
  min_cells integer not null check (min_cells >= 1),
  max_cells integer not null check (max_cells >= min_cells)
);

-- Responsibility grids (责任网格): 40 to 500 a district, some 10^4 a large city. Like unit grids they end and begin; a code
-- is never used again.
create table responsibility_grid (
  code       text        primary key check (code ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$'),
  name       text        not null check (length(name) between 1 and 200),
  -- The street, or for one that an import drew over several the area of them all.
  area_code  text        not null references area (code),
  valid_from timestamptz not null,
  valid_to   timestamptz check (valid_to > valid_from)
);
-- Lists run by area and code.
create index responsibility_grid_area on responsibility_grid (area_code text_pattern_ops, code);

-- Which unit grid belongs to which responsibility grid, and when: one row a unit grid and change. A grid belongs to one
-- at a time; periods are half-open.
create table responsibility_grid_cell (
  grid_code           text        not null references unit_grid (code),
  responsibility_code text        not null references responsibility_grid (code),
  valid_from          timestamptz not null,
  valid_to            timestamptz check (valid_to > valid_from),
  primary key (grid_code, valid_from)
);
create unique index responsibility_grid_cell_open on responsibility_grid_cell (grid_code) where valid_to is null;
create index responsibility_grid_cell_group on responsibility_grid_cell (responsibility_code, grid_code);

-- Who answers for a responsibility grid on which shift and days: two or three rows a grid, and one a leave. Days are those
-- on which a shift begins, by the wall of the city; `to_day` is the first day after.
create table responsibility_assignment (
  assignment_id       bigint  generated always as identity primary key,
  responsibility_code text    not null references responsibility_grid (code),
  user_id             text    not null references app_user (user_id),
  -- Null for day and night.
  shift_code          text    references shift (shift_code),
  from_day            date    not null,
  to_day              date    check (to_day > from_day),
  -- On these days this person stands in for that one, who is not responsible then.
  stand_in_for        text    references app_user (user_id) check (stand_in_for <> user_id)
);
create index responsibility_assignment_group on responsibility_assignment (responsibility_code, from_day);
-- "What do I answer for".
create index responsibility_assignment_user on responsibility_assignment (user_id);

insert into reference_version (kind) values ('responsibility');
