-- Upkeep of components: what changed and who did it, the nearest to a point, census rounds.

alter table component add column cell bigint not null generated always as
  (floor((lat + 90) * 1000)::bigint * 1000000 + floor((lng + 180) * 1000)::bigint) stored;
-- Lists by area, and by class in an area, page by page; the nearest of any class and of one.
drop index component_grid;
create index component_grid on component (grid_code collate "C", component_id collate "C");
create index component_class on component (class_code, grid_code collate "C", component_id collate "C");
create index component_cell on component (cell);
create index component_class_cell on component (class_code, cell);

-- What became of each component: one row a change, written by the database itself, so that no way to change a component
-- passes it by. Grows with changes, a few a component and year at 150 bytes; divides like component.
create table component_change (
  component_id text        not null,
  change_id    bigint      generated always as identity,
  at           timestamptz not null default now(),
  kind         text        not null check (kind in ('added', 'changed', 'removed')),
  -- The person, or null for an import or the system.
  by_user      text        references app_user (user_id),
  -- The register, the census round or the page it came from.
  source       text        not null,
  -- What differs, by column: { "state": ["intact", "lost"] }; null for a new one.
  changes      jsonb,
  primary key (component_id, change_id)
);

-- Who and whence are told by two settings of the transaction: wanmi.by (a user id) and wanmi.source.
create function record_component_changes() returns trigger language plpgsql as $$
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
end $$;
create trigger component_added after insert on component
  referencing new table as fresh for each statement execute function record_component_changes();
create trigger component_changed after update on component
  referencing old table as stale new table as fresh for each statement execute function record_component_changes();
create trigger component_removed after delete on component
  referencing old table as stale for each statement execute function record_component_changes();

-- Census rounds (普查): planned for an area, surveyed, compared with the register, judged by a drawn sample, then accepted
-- into the register or refused. A city has a few a year.
create table census_round (
  round_id     text        primary key check (round_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name         text        not null,
  area         text        not null check (area ~ '^\d{6}(\d{3}){0,3}$'),
  -- Only these classes are surveyed; all when empty.
  classes      text[]      not null default '{}',
  planned_from date        not null,
  planned_to   date        not null check (planned_to >= planned_from),
  -- The share of the sample that must be right, in per cent.
  needed       numeric     not null default 96 check (needed > 0 and needed <= 100),
  state        text        not null default 'planned'
                 check (state in ('planned', 'surveyed', 'sampled', 'accepted', 'refused')),
  -- Why it was refused, or what was decided beside.
  remark       text,
  by_user      text        references app_user (user_id),
  created_at   timestamptz not null default now(),
  settled_at   timestamptz check ((settled_at is not null) = (state in ('accepted', 'refused')))
);

-- What a survey found, one row a component, as it would stand in the register: 10^5 to 10^6 a round. Kept while the
-- round is open; deleted when it is settled, when the register and its changes say all of it.
create table census_record (
  round_id     text not null references census_round (round_id),
  component_id text not null,
  class_code   text not null,
  grid_code    text not null,
  source       text not null,
  source_id    text,
  -- The whole row of component, as JSON.
  body         jsonb not null,
  -- Against the register: a component that it lacks, one that differs, one that is the same.
  finding      text not null check (finding in ('new', 'changed', 'same')),
  primary key (round_id, component_id)
);
-- The next number of a district and class, and what a source's own ids got, over all open rounds.
create index census_record_id on census_record (component_id);
create index census_record_source on census_record (source, source_id) where source_id is not null;

-- The drawn sample: so many a department and street, judged on the spot. Some hundreds a round.
create table census_sample (
  round_id     text        not null references census_round (round_id),
  component_id text        not null,
  -- The competent department as the survey names it, and the street.
  department   text        not null,
  street       text        not null,
  is_right     boolean,
  remark       text,
  by_user      text        references app_user (user_id),
  judged_at    timestamptz,
  primary key (round_id, component_id),
  check ((judged_at is not null) = (is_right is not null))
);
