-- Rules as they were: every set that ever was in force, whole, under the version that explanations name. One row an import
-- or approval, a few a week; ten thousand rules are some 4 MB before compression. Read by version alone, kept for ever: an
-- explanation is no evidence without the rules it speaks of.
create table rule_set (
  -- `reference_version` of `rules` when it came into force.
  version     bigint      primary key,
  imported_at timestamptz not null,
  -- The person; null for the command line.
  imported_by text        references app_user (user_id),
  -- The files, or the proposal that was approved.
  source      text        not null check (length(source) between 1 and 500),
  rules       integer     not null check (rules = jsonb_array_length(body)),
  body        jsonb       not null check (jsonb_typeof(body) = 'array')
);
insert into rule_set (version, imported_at, source, rules, body)
select v.version, v.changed_at, 'in force before versions were kept', r.rules, r.body
from reference_version v, (select count(*)::integer as rules, jsonb_agg(body order by rule_id) as body from routing_rule) r
where v.kind = 'rules' and r.rules > 0;

-- Rules that somebody's decision or the history suggests; in force only once a person has approved them. One row an
-- arbitration, and one a class, area and department that learning finds: thousands in years.
create table rule_proposal (
  proposal_id     bigint      generated always as identity primary key,
  origin          text        not null check (origin in ('arbitration', 'learning')),
  -- The outbox row that asked for it: asked twice, proposed once.
  effect_id       bigint      unique check ((effect_id is not null) = (origin = 'arbitration')),
  edition         text        not null,
  kind            text        not null check (kind in ('component', 'matter')),
  class_code      text        not null,
  -- Null for everywhere.
  area_code       text        check (area_code ~ '^(\d{6}|\d{9}|\d{12}|\d{15})$'),
  department_code text        not null references department (department_code),
  principle       text        not null check (principle in ('law', 'city-rule', 'nearest-function', 'district-leaders')),
  -- The case arbitrated, or how many cases say so, with examples and exceptions.
  evidence        jsonb       not null,
  state           text        not null default 'proposed' check (state in ('proposed', 'approved', 'refused')),
  proposed_at     timestamptz not null,
  decided_by      text        references app_user (user_id) check ((decided_by is null) = (state = 'proposed')),
  decided_at      timestamptz check ((decided_at is null) = (state = 'proposed')),
  reason          text        check (length(reason) between 1 and 2000),
  -- The set that took it.
  rules_version   bigint      references rule_set (version) check ((rules_version is not null) = (state = 'approved'))
);
-- Lists run newest first, by state or all together.
create index rule_proposal_state on rule_proposal (state, proposal_id desc);
-- Learning proposes the same thing once, and not again once it was refused.
create unique index rule_proposal_learned on rule_proposal (edition, kind, class_code, area_code, department_code)
  nulls not distinct where origin = 'learning';

-- How a case was routed: what the router was asked, where the case went first, where it is or ended, and what came back.
-- Derived from case_event by the dispatcher a few seconds later; `seq` is the last event counted, so counting twice changes
-- nothing. About 300 bytes a dispatched case.
create table case_route (
  district         text             not null,
  case_month       integer          not null,
  case_id          text             not null,
  seq              integer          not null check (seq >= 1),
  edition          text             not null,
  kind             text             not null,
  class_code       text             not null,
  condition_id     text,
  component_id     text,
  area_code        text             not null,
  lng              double precision not null,
  lat              double precision not null,
  channel          text             not null,
  -- When the router, or a person, was first asked.
  asked_at         timestamptz      not null,
  -- Why the router left it to a person; null when it never did.
  undecided        text,
  first_department text,
  first_by         text             check (first_by in ('rule', 'component', 'arbitration', 'person')),
  first_rule       text             check (first_rule is null or first_by = 'rule'),
  -- Of the router's explanation, when the first dispatch was its own.
  rules_version    text,
  -- Where it is now or ended; null while it waits for a dispatch.
  department       text,
  dispatches       integer          not null,
  returns_asked    integer          not null,
  returns_accepted integer          not null,
  returns_refused  integer          not null,
  check ((first_department is null) = (first_by is null) and (first_department is null) = (dispatches = 0)),
  primary key (district, case_month, case_id)
) partition by range (case_month);
-- Figures read one month whole, and the cases behind a figure page by page in the order of their ids.
create index case_route_month on case_route (case_month, case_id);
create table case_route_default partition of case_route default;

-- Who keeps what: of the cases of a class in an area (district, street and community each), how many are or ended with the
-- department, and how many left it again. Classes × areas × departments that ever met, some 10^5 for a city whatever the
-- number of cases. The dispatcher's candidates read three areas of one class.
create table routing_outcome (
  edition         text        not null,
  kind            text        not null,
  class_code      text        not null,
  area_code       text        not null,
  department_code text        not null,
  kept            bigint      not null,
  moved           bigint      not null check (moved >= 0),
  last_at         timestamptz not null,
  primary key (edition, kind, class_code, area_code, department_code)
);

-- How far case_event is counted in the two tables above; the reader's position as in live lines.
create table routing_position (
  only_row boolean primary key default true check (only_row),
  epoch    uuid    not null,
  txid     xid8    not null,
  log_id   bigint  not null
);
insert into routing_position (epoch, txid, log_id) select epoch, '0', 0 from live_epoch;

-- Partitions are made for whatever table is divided by case_month: a migration that adds one need not tell it.
create or replace function make_case_partitions(first integer, last integer) returns integer language plpgsql as $$
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
$$;
