import { type Kysely, sql, type Transaction } from 'kysely';
import type { ComponentRow } from './imports/components.ts';
import type { SyncCounts } from './imports/sync-table.ts';
import type { Database } from './schema.ts';
import type { CensusState } from './schema-places.ts';

/** A census round. */
export type CensusRound = {
  readonly roundId: string;
  readonly name: string;
  /** A code prefix. */
  readonly area: string;
  /** Only these classes; all when empty. */
  readonly classes: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly plannedFrom: string;
  readonly plannedTo: string;
  /** Per cent of the sample that must be right. */
  readonly needed: number;
  readonly state: CensusState;
  readonly remark: string | null;
  readonly by: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
};

const ROUND = sql.raw(`round_id as "roundId", name, area, classes, planned_from::text as "plannedFrom",
  planned_to::text as "plannedTo", needed::float8 as needed, state, remark, by_user as by, created_at as "createdAt",
  settled_at as "settledAt"`);

/** Rounds in the order of their ids, behind one of them. */
export async function listRounds(db: Kysely<Database>, after: string, limit: number): Promise<readonly CensusRound[]> {
  const { rows } = await sql<CensusRound>`
    select ${ROUND} from census_round where round_id collate "C" > ${after} order by round_id collate "C" limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** The round of an id. */
export async function findRound(db: Kysely<Database>, roundId: string): Promise<CensusRound | undefined> {
  const { rows } = await sql<CensusRound>`select ${ROUND} from census_round where round_id = ${roundId}`.execute(db);
  return rows[0];
}

/** Reads a round and keeps others from settling it until `trx` ends. */
export async function lockRound(trx: Transaction<Database>, roundId: string): Promise<CensusRound | undefined> {
  const { rows } = await sql<CensusRound>`
    select ${ROUND} from census_round where round_id = ${roundId} for update`.execute(trx);
  return rows[0];
}

export type NewRound = Pick<
  CensusRound,
  'roundId' | 'name' | 'area' | 'classes' | 'plannedFrom' | 'plannedTo' | 'needed' | 'by'
>;

/** Plans a round. False when the id is taken. */
export async function plan(db: Kysely<Database>, round: NewRound): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into census_round (round_id, name, area, classes, planned_from, planned_to, needed, by_user)
    values (${round.roundId}, ${round.name}, ${round.area}, ${[...round.classes]}::text[], ${round.plannedFrom},
      ${round.plannedTo}, ${round.needed}, ${round.by})
    on conflict do nothing`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Moves a round on; `at` settles it. */
export async function setState(
  trx: Transaction<Database>,
  roundId: string,
  {
    state,
    remark = null,
    at = null,
  }: { readonly state: CensusState; readonly remark?: string | null; readonly at?: Date | null },
): Promise<void> {
  await sql`
    update census_round set state = ${state}, remark = coalesce(${remark}, remark), settled_at = ${at}
    where round_id = ${roundId}`.execute(trx);
}

// What counts as a difference: not where a component was heard of, but what it is and where.
const COMPARED = sql.raw(
  `class_code, name, competent_code, competent_name, owner, maintainer, lng, lat, state, remark`,
);

/** Keeps what a survey found, each compared with the register. The same component again replaces what stood there. */
export async function saveRecords(
  trx: Transaction<Database>,
  roundId: string,
  rows: readonly ComponentRow[],
): Promise<SyncCounts> {
  const { rows: counts } = await sql<{ added: number; changed: number }>`
    with given as (
      select body, record.* from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as body
      cross join lateral jsonb_populate_record(null::component, body) as record
    ), written as (
      insert into census_record (round_id, component_id, class_code, grid_code, source, source_id, body, finding)
      select ${roundId}, given.component_id, given.class_code, given.grid_code, given.source, given.source_id, body,
        case when known.component_id is null then 'new'
          when (select row(${COMPARED}) from (select given.*) as g)
            is distinct from (select row(${COMPARED}) from (select known.*) as k) then 'changed'
          else 'same' end
      from given left join component known on known.component_id = given.component_id
      on conflict (round_id, component_id) do update set class_code = excluded.class_code,
        grid_code = excluded.grid_code, source = excluded.source, source_id = excluded.source_id,
        body = excluded.body, finding = excluded.finding
      where census_record.body is distinct from excluded.body or census_record.finding <> excluded.finding
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed
    from written`.execute(trx);
  return { ...(counts[0] ?? { added: 0, changed: 0 }), removed: 0 };
}

/** Gives the planner figures after many records came in: without them a comparison may read all of them for each. */
export const analyse = (db: Kysely<Database>): Promise<unknown> => sql`analyze census_record`.execute(db);

/** What a round found, by street: components of the register that the survey has not are `missing`. */
export type CensusFindings = {
  readonly street: string;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly missing: number;
};

const within = (round: CensusRound) => sql`
  c.grid_code collate "C" >= ${round.area} and c.grid_code collate "C" < ${`${round.area}:`}
  and (${round.classes.length === 0} or c.class_code = any(${[...round.classes]}::text[]))
  and c.state not in ('abandoned', 'removed')`;

/** Counts what an open round found against the register, by street. Costs a reading of the area. */
export async function findings(db: Kysely<Database>, round: CensusRound): Promise<readonly CensusFindings[]> {
  const { rows } = await sql<CensusFindings>`
    select street, sum(fresh)::int as new, sum(changed)::int as changed, sum(same)::int as same, sum(missing)::int as missing
    from (
      select left(grid_code, 9) as street, (finding = 'new')::int as fresh, (finding = 'changed')::int as changed,
        (finding = 'same')::int as same, 0 as missing
      from census_record where round_id = ${round.roundId}
      union all
      select left(c.grid_code, 9), 0, 0, 0, 1 from component c
      where ${within(round)} and not exists (
        select from census_record r where r.round_id = ${round.roundId} and r.component_id = c.component_id)
    ) as counted
    group by street order by street`.execute(db);
  return rows;
}

/** Draws so many a department and street, always the same for a seed. A sample drawn before is thrown away. */
export async function drawSample(
  trx: Transaction<Database>,
  roundId: string,
  { perStratum, seed }: { readonly perStratum: number; readonly seed: string },
): Promise<number> {
  await sql`delete from census_sample where round_id = ${roundId}`.execute(trx);
  const { numAffectedRows } = await sql`
    insert into census_sample (round_id, component_id, department, street)
    select ${roundId}, component_id, department, street from (
      select component_id, department, street,
        row_number() over (partition by department, street order by md5(component_id || ${seed}), component_id) as place
      from (
        select component_id, left(grid_code, 9) as street,
          coalesce(body ->> 'competent_name', body ->> 'competent_code', '') as department
        from census_record where round_id = ${roundId}) as named
    ) as numbered where place <= ${perStratum}`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** One of the sample, and what was judged; `body` is a row of component. */
export type CensusSample = {
  readonly componentId: string;
  readonly department: string;
  readonly street: string;
  readonly isRight: boolean | null;
  readonly remark: string | null;
  readonly body: Partial<ComponentRow> | null;
};

/** The sample in the order of street, department and id. */
export async function listSample(db: Kysely<Database>, roundId: string): Promise<readonly CensusSample[]> {
  const { rows } = await sql<CensusSample>`
    select s.component_id as "componentId", department, street, is_right as "isRight", remark, r.body
    from census_sample s left join census_record r on r.round_id = s.round_id and r.component_id = s.component_id
    where s.round_id = ${roundId} order by street, department, s.component_id`.execute(db);
  return rows;
}

export type Judgement = { readonly componentId: string; readonly isRight: boolean; readonly remark: string | null };

/** Writes judgements. Returns the ids that are not in the sample, and then writes none. */
export async function judge(
  trx: Transaction<Database>,
  roundId: string,
  { judgements, by, at }: { readonly judgements: readonly Judgement[]; readonly by: string | null; readonly at: Date },
): Promise<readonly string[]> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(judgements)}::jsonb)
    as given ("componentId" text, "isRight" boolean, remark text)`;
  const { rows } = await sql<{ id: string }>`
    select given."componentId" as id from ${given} where not exists (
      select from census_sample s where s.round_id = ${roundId} and s.component_id = given."componentId")`.execute(trx);
  if (rows.length > 0) return rows.map(({ id }) => id);
  await sql`
    update census_sample s set is_right = given."isRight", remark = given.remark, by_user = ${by}, judged_at = ${at}
    from ${given} where s.round_id = ${roundId} and s.component_id = given."componentId"`.execute(trx);
  return [];
}

/** Puts the round's new and changed records into the register; `nameChanger` first. */
export async function applyRecords(trx: Transaction<Database>, roundId: string): Promise<SyncCounts> {
  const names = sql.raw(COLUMNS.join(', '));
  const others = COLUMNS.filter((name) => name !== 'component_id');
  const { rows } = await sql<{ added: number; changed: number }>`
    with written as (
      insert into component (${names})
      select ${sql.raw(COLUMNS.map((name) => `record.${name}`).join(', '))} from census_record r
      cross join lateral jsonb_populate_record(null::component, r.body) as record
      where r.round_id = ${roundId} and finding <> 'same'
      on conflict (component_id) do update set ${sql.raw(others.map((name) => `${name} = excluded.${name}`).join(', '))}
      returning xmax = 0 as is_new)
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed
    from written`.execute(trx);
  return { ...(rows[0] ?? { added: 0, changed: 0 }), removed: 0 };
}

const COLUMNS = [
  ...['component_id', 'edition', 'class_code', 'name', 'competent_code', 'competent_name', 'owner', 'maintainer'],
  ...['grid_code', 'lng', 'lat', 'own_lng', 'own_lat', 'own_datum', 'state', 'first_on', 'changed_on', 'source'],
  ...['source_id', 'remark'],
] as const;

/** Gives components of the area that the survey did not find a state; `nameChanger` first. Returns how many. */
export async function markMissing(
  trx: Transaction<Database>,
  round: CensusRound,
  { state, on }: { readonly state: 'lost' | 'removed'; readonly on: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update component c set state = ${state}, changed_on = greatest(c.first_on, ${on}::date)
    where ${within(round)} and c.state <> ${state} and not exists (
      select from census_record r where r.round_id = ${round.roundId} and r.component_id = c.component_id)`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Throws away what the survey found, when the round is settled. The sample stays. */
export async function dropRecords(trx: Transaction<Database>, roundId: string): Promise<void> {
  await sql`delete from census_record where round_id = ${roundId}`.execute(trx);
}
