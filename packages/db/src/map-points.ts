import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type ListScope, visibleTo } from './case-list.ts';
import type { Database } from './schema.ts';

/** The cells of the web map of which points are asked: cells are numbered from the north-west, `side` to a row. */
export type MapCells = {
  /** West, south, east, north in degrees: at least the ground of the cells. */
  readonly box: readonly [number, number, number, number];
  readonly side: number;
  readonly columns: readonly [number, number];
  readonly rows: readonly [number, number];
};

/** Points of one cell; what else is told is true of one point where `count` is 1. */
type Gathered = { readonly count: number; readonly lng: number; readonly lat: number };

/** Open cases of a cell: how many are late or soon late, and of a single one what it is. */
export type CasePoint = Gathered & {
  readonly red: number;
  readonly yellow: number;
  readonly caseId: string;
  readonly caseNo: string;
  readonly state: string;
  readonly classCode: string;
  readonly areaCode: string;
};

/** Cells that one tile answers at most. */
const MOST = 5000;

/**
 * Counts of cases by cell, those that a scope shows and whose state is none of `endStates`.
 * The words about the two states are those of the index `urban_case_place`, which holds the others only.
 */
export function casePointsQuery(
  db: Kysely<Database>,
  cells: MapCells,
  { scope, endStates }: { readonly scope: ListScope; readonly endStates: readonly string[] },
) {
  return sql<CasePoint>`
    select count(*)::integer as count, avg(lng) as lng, avg(lat) as lat,
      (count(*) filter (where light = 'red'))::integer as red, (count(*) filter (where light = 'yellow'))::integer as yellow,
      min(case_id) as "caseId", min(case_no) as "caseNo", min(state) as state, min(class_code) as "classCode", min(area_code) as "areaCode"
    from (
      select c.*, ${columnOf(cells)} as map_column, ${rowOf(cells)} as map_row from urban_case as c
      where ${inBox(cells)} and c.state <> 'closed' and c.state <> 'rejected' and c.state <> all(${endStates}::text[])
        and ${visibleTo(scope)}
    ) as shown
    where ${inCells(cells)} group by map_column, map_row order by map_row, map_column limit ${MOST}`.compile(db);
}

/** Runs `casePointsQuery`. */
export async function listCasePoints(
  db: Kysely<Database>,
  cells: MapCells,
  seen: { readonly scope: ListScope; readonly endStates: readonly string[] },
): Promise<readonly CasePoint[]> {
  const { rows } = await db.executeQuery<CasePoint>(casePointsQuery(db, cells, seen));
  return rows;
}

/** Components of a cell, and of a single one what it is. */
export type ComponentPoint = Gathered & {
  readonly componentId: string;
  readonly classCode: string;
  readonly name: string;
  readonly state: string;
};

/** Counts of components by cell, those of the areas only (code prefixes) and without removed ones. */
export function componentPointsQuery(db: Kysely<Database>, cells: MapCells, areas: readonly string[]) {
  const [west, south, east, north] = cells.box;
  const columns = [west, east].map((lng) => Math.floor((lng + 180) * 1000));
  const bands = [south, north].map((lat) => Math.floor((lat + 90) * 1000));
  // `component.cell` numbers thousandths of a degree row by row: one band of cells a row.
  return sql<ComponentPoint>`
    select count(*)::integer as count, avg(lng) as lng, avg(lat) as lat,
      min(component_id) as "componentId", min(class_code) as "classCode", min(name) as name, min(state) as state
    from (
      select c.*, ${columnOf(cells)} as map_column, ${rowOf(cells)} as map_row
      from generate_series(${bands[0]}::bigint, ${bands[1]}::bigint) as band
        join component as c on c.cell between band * 1000000 + ${columns[0]}::bigint and band * 1000000 + ${columns[1]}::bigint
      where ${inBox(cells)} and c.state <> 'removed' and ${ofAreas(areas)}
    ) as shown
    where ${inCells(cells)} group by map_column, map_row order by map_row, map_column limit ${MOST}`.compile(db);
}

/** Runs `componentPointsQuery`. */
export async function listComponentPoints(
  db: Kysely<Database>,
  cells: MapCells,
  areas: readonly string[],
): Promise<readonly ComponentPoint[]> {
  const { rows } = await db.executeQuery<ComponentPoint>(componentPointsQuery(db, cells, areas));
  return rows;
}

/** How many components each unit grid has, removed ones not counted. Reads them all: half a second for a million. */
export async function countComponentsByGrid(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('component')
    .select(['grid_code', (eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('count')])
    .where('state', '<>', 'removed')
    .groupBy('grid_code')
    .execute();
  return new Map(rows.map(({ grid_code, count }) => [grid_code, count]));
}

const columnOf = ({ side }: MapCells): RawBuilder<number> =>
  sql<number>`floor((c.lng + 180) / 360 * ${side}::float8)::bigint`;
const rowOf = ({ side }: MapCells): RawBuilder<number> =>
  sql<number>`floor((0.5 - ln((1 + sin(radians(c.lat))) / (1 - sin(radians(c.lat)))) / (4 * pi())) * ${side}::float8)::bigint`;

const inBox = ({ box: [west, south, east, north] }: MapCells): RawBuilder<boolean> =>
  sql<boolean>`c.lng between ${west}::float8 and ${east}::float8 and c.lat between ${south}::float8 and ${north}::float8`;
const inCells = ({ columns, rows }: MapCells): RawBuilder<boolean> => sql<boolean>`
  map_column between ${columns[0]}::bigint and ${columns[1]}::bigint and map_row between ${rows[0]}::bigint and ${rows[1]}::bigint`;

const ofAreas = (areas: readonly string[]): RawBuilder<boolean> =>
  areas.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`(${sql.join(
        areas.map((area) => sql`starts_with(c.grid_code, ${area})`),
        sql` or `,
      )})`;
