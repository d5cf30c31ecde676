-- Areas known by code and name alone. Borders of communities (社区) are mostly not public while codes and names are: cases,
-- posts and rules need the latter, only grids need the former. Null means that nobody has a border, which is not the same as
-- a drawn one (`drawn`). Pages show such areas in lists, not on maps.
alter table area alter column geometry drop not null;
alter table area add check (geometry is not null or not drawn);

-- Cases of another system, as history: docs/decisions/0006-imported-history.md says why they are no rows of urban_case.
-- Written once an import, read whole, source by source, for totals and for dry runs of rules; some 10^6 rows at most, so
-- the primary key is the only index.
create table case_history_import (
  source         text        not null,
  -- The id of the case there.
  source_id      text        not null,
  -- The narrowest area that was recognised; null when none was.
  area_code      text        check (area_code ~ '^(\d{6}|\d{9}|\d{12})$'),
  reported_at    timestamptz not null,
  street_name    text,
  community_name text,
  -- Ids and names of the other system, names mended: `{ "major": { "id", "name" }, "main": …, "minor": … }`.
  class_path     jsonb       not null,
  class_id       text,
  class_name     text,
  unit_id        text,
  unit_name      text,
  channel_id     text,
  channel_name   text,
  -- What kind of wish it was: complaint, question, proposal, thanks.
  nature_name    text,
  -- Closed in time by the other system's own judgement; null when it says neither or both.
  closed_in_time boolean,
  -- The row as it came, cell by cell: whatever was mended can be looked up.
  raw            jsonb       not null,
  primary key (source, source_id)
);
