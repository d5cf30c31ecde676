-- Components (部件): things with an owner, as their register has them. A district has about 10^5, a large city 10^6 to
-- 10^7, at some 400 bytes a row; a row changes when a census or a department says so, a few times a year. No partitions:
-- rows do not age, nearly every reading is by id or by grid, and the id begins with the district, by which the table
-- divides when one server is too small.
create table component (
  -- 6 district, 2 major, 3 minor, 6 sequence; 16 digits with minors of 2 (classic editions). Never used again.
  component_id     text    primary key check (component_id ~ '^[1-9]\d{15,16}$'),
  -- The edition of the catalogue in which the class was found; null when none was imported yet.
  edition          text,
  class_code       text    not null check (class_code = substr(component_id, 7, length(component_id) - 12)),
  name             text    not null,
  -- The competent department (主管部门). The standard asks for both; a register taken over that lacks them is not refused,
  -- since its things are there all the same: null says that nobody named one.
  competent_code   text    check (competent_code ~ '^[0-9A-Z]{18}$'),
  competent_name   text,
  -- Units as the register calls them: a name, a credit code or a department code.
  owner            text,
  maintainer       text,
  -- The unit grid at the import; a component in no grid is not taken.
  grid_code        text    not null references unit_grid (code),
  -- WGS 84, degrees; derived from the position as surveyed, which is kept and never overwritten by a phone's fix.
  lng              double precision not null check (lng between -180 and 180),
  lat              double precision not null check (lat between -90 and 90),
  own_lng          double precision not null,
  own_lat          double precision not null,
  own_datum        text    not null check (own_datum in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
  -- 完好, 破损, 丢失, 废弃, 移除
  state            text    not null check (state in ('intact', 'damaged', 'lost', 'abandoned', 'removed')),
  first_on         date,
  changed_on       date    check (changed_on >= first_on),
  source           text    not null,
  -- What the source itself calls it, where its ids are not ours: the second import finds the same component by it.
  source_id        text,
  remark           text
);
-- "The components of a grid, of a community, of a street": the code is the hierarchy, so one index serves every prefix.
-- Maps and the nearest component go the same way: the grids of a box lie in memory.
create index component_grid on component (grid_code text_pattern_ops, class_code);
-- Finds what was imported before; small where registers carry our ids.
create unique index component_source on component (source, source_id) where source_id is not null;
