-- Addresses and roads: a district's own table of what a place is called, searched both ways, and its road sections.

insert into reference_version (kind) values ('addresses'), ('roads');

-- Standard addresses, place names, roads, gates and points of interest (地理编码). A district has 10^5, a large city 10^6
-- at some 500 bytes a row and as much again in indexes; a per mille changes in a year, and what ends stays as a row with
-- its end. No partitions: every reading is by id, by cell or by a partial index that holds only what is valid.
create table address (
  -- From source and source_id, so that the same record finds itself again; random for those made by hand.
  address_id text             not null check (address_id ~ '^[0-9a-f]{20}$'),
  -- One row a version: altering ends a row and begins the next.
  valid_from timestamptz      not null,
  valid_to   timestamptz      check (valid_to > valid_from),
  kind       text             not null check (kind in ('address', 'place', 'road', 'gate', 'poi')),
  name       text             not null check (length(name) between 1 and 200),
  aliases    text[]           not null default '{}',
  -- The unit grid at the import; null outside all of them.
  grid_code  text             check (grid_code ~ '^\d{15}$'),
  -- WGS 84, degrees.
  lng        double precision not null check (lng between -180 and 180),
  lat        double precision not null check (lat between -90 and 90),
  -- A lattice of a thousandth of a degree (85 by 111 m at 40° north): the nearest lie in the cells around a point.
  cell       bigint           not null generated always as
               (floor((lat + 90) * 1000)::bigint * 1000000 + floor((lng + 180) * 1000)::bigint) stored,
  -- Not a real address but one drawn for the purpose: every answer that shows it says so.
  drawn      boolean          not null,
  source     text             not null,
  -- What the source itself calls it.
  source_id  text,
  -- The name as searches compare it, its sound, and what it is found by (packages/gazetteer).
  name_key   text             not null,
  pinyin     text,
  initials   text,
  tokens     text[]           not null,
  primary key (address_id, valid_from)
);
create unique index address_valid on address (address_id) where valid_to is null;
-- Reverse search: the cells around a point.
create index address_cell on address (cell) where valid_to is null;
-- Lists, and the searches inside an area: the code is the hierarchy.
create index address_grid on address (grid_code collate "C", address_id collate "C") where valid_to is null;
-- Forward search. What begins with the words comes first: three small walks of an index.
create index address_name on address (name_key collate "C") where valid_to is null;
create index address_pinyin on address (pinyin collate "C") where valid_to is null and pinyin is not null;
create index address_initials on address (initials collate "C") where valid_to is null and initials is not null;
-- What holds them, or nearly: named things apart from house numbers, which are many and alike.
create index address_named_tokens on address using gin (tokens)
  where valid_to is null and kind in ('place', 'road', 'poi');
create index address_numbered_tokens on address using gin (tokens)
  where valid_to is null and kind in ('address', 'gate');

-- Sections of roads (路段) with their class: some hundreds a district, read whole into memory. A section ends and another
-- begins, under the same code or a new one; a case lies on the section that was valid when it was reported.
create table road_section (
  section_code text        not null check (section_code ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$'),
  valid_from   timestamptz not null,
  valid_to     timestamptz check (valid_to > valid_from),
  road_name    text        not null,
  name         text        not null,
  -- 示范, 达标, 一般
  road_class   text        not null check (road_class in ('model', 'standard', 'ordinary')),
  -- The middle line: GeoJSON LineString or MultiLineString, WGS 84.
  geometry     jsonb       not null,
  length_m     integer     not null check (length_m > 0),
  drawn        boolean     not null,
  source       text        not null,
  remark       text,
  primary key (section_code, valid_from)
);
create unique index road_section_valid on road_section (section_code) where valid_to is null;
