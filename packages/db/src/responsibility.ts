import type { Instant } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** How many unit grids a responsibility grid has in an area (6, 9 or 12 digits) and inside it. */
export type SizeSetting = { readonly area: string; readonly min: number; readonly max: number };

/** All settings, by area. */
export const listSettings = (db: Kysely<Database>): Promise<readonly SizeSetting[]> =>
  db
    .selectFrom('responsibility_setting')
    .select(['area', 'min_cells as min', 'max_cells as max'])
    .orderBy('area')
    .execute();

/** Sets the sizes of some areas; the others stay. */
export async function saveSettings(trx: Transaction<Database>, settings: readonly SizeSetting[]): Promise<void> {
  for (const { area, min, max } of settings) {
    const sizes = { min_cells: min, max_cells: max };
    await trx
      .insertInto('responsibility_setting')
      .values({ area, ...sizes })
      .onConflict((clash) => clash.column('area').doUpdateSet(sizes))
      .execute();
  }
}

/** A responsibility grid of any time, with the unit grids that it has at the instant asked. */
export type StoredGroup = {
  readonly code: string;
  readonly name: string;
  readonly areaCode: string;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
  readonly cells: readonly string[];
};

type Query = {
  readonly at: Instant;
  /** Only those of this area; all when null. */
  readonly within?: string | null;
  /** Only these. */
  readonly codes?: readonly string[];
  /** Codes after this one. */
  readonly after?: string | null;
  readonly limit?: number;
};

/** Responsibility grids in force at an instant, by code. */
export async function listGroups(
  db: Kysely<Database>,
  { at, within = null, codes, after = null, limit }: Query,
): Promise<readonly StoredGroup[]> {
  const time = new Date(at);
  let query = db
    .selectFrom('responsibility_grid as g')
    .select(['g.code', 'g.name', 'g.area_code', 'g.valid_from', 'g.valid_to'])
    .select(
      sql<string[]>`coalesce((select array_agg(c.grid_code order by c.grid_code) from responsibility_grid_cell c
        where c.responsibility_code = g.code and c.valid_from <= ${time} and (c.valid_to is null or c.valid_to > ${time})),
        '{}')`.as('cells'),
    )
    .where('g.valid_from', '<=', time)
    .where((one) => one.or([one('g.valid_to', 'is', null), one('g.valid_to', '>', time)]))
    .orderBy('g.code');
  if (within !== null) query = query.where((one) => one.fn<boolean>('starts_with', ['g.area_code', one.val(within)]));
  if (codes !== undefined) query = query.where(sql<boolean>`g.code = any(${codes})`);
  if (after !== null) query = query.where('g.code', '>', after);
  const rows = await (limit === undefined ? query : query.limit(limit)).execute();
  return rows.map(({ area_code, valid_from, valid_to, ...row }) => ({
    ...row,
    areaCode: area_code,
    validFrom: valid_from.getTime() as Instant,
    validTo: (valid_to?.getTime() ?? null) as Instant | null,
  }));
}

/** The responsibility grid of a code, if it is in force. */
export const findGroup = async (db: Kysely<Database>, code: string, at: Instant): Promise<StoredGroup | undefined> =>
  (await listGroups(db, { at, codes: [code] }))[0];

/** Codes that were ever used. */
export const listUsedCodes = async (db: Kysely<Database>): Promise<readonly string[]> =>
  (await db.selectFrom('responsibility_grid').select('code').execute()).map(({ code }) => code);

/** A responsibility grid to be stored. */
export type GroupToSave = {
  readonly code: string;
  readonly name: string;
  readonly areaCode: string;
  readonly cells: readonly string[];
};

/** What changed: responsibility grids that began and ended, and unit grids that belong to another one from now on. */
export type GroupCounts = { readonly added: number; readonly ended: number; readonly moved: number };

/**
 * Makes the responsibility grids of some areas those given from `at` on: others end there, and a unit grid that belongs to
 * another one gets a new row. What is the same already stays. Codes that ended are not used again: the caller checks.
 */
export async function replaceGroups(
  trx: Transaction<Database>,
  groups: readonly GroupToSave[],
  { at, areas }: { readonly at: Instant; readonly areas: readonly string[] },
): Promise<GroupCounts> {
  const time = new Date(at);
  const rows = JSON.stringify(groups.map(({ code, name, areaCode }) => ({ code, name, area_code: areaCode })));
  const { rows: written } = await sql<{ is_new: boolean }>`
    insert into responsibility_grid (code, name, area_code, valid_from)
    select code, name, area_code, ${time} from jsonb_to_recordset(${rows}::jsonb) as r (code text, name text, area_code text)
    on conflict (code) do update set name = excluded.name, area_code = excluded.area_code
    where (responsibility_grid.name, responsibility_grid.area_code) is distinct from (excluded.name, excluded.area_code)
    returning xmax = 0 as is_new`.execute(trx);
  const cells = groups.flatMap(({ code, cells: members }) => members.map((cell) => ({ grid_code: cell, code })));
  const moved = await replaceCells(trx, cells, { time, areas });
  const kept = groups.map(({ code }) => code);
  const { rows: gone } = await sql<{ code: string }>`
    update responsibility_grid set valid_to = greatest(${time}::timestamptz, valid_from + interval '1 millisecond')
    where valid_to is null and code <> all(${kept}) and area_code ~ ${patternOf(areas)}
    returning code`.execute(trx);
  return { added: written.filter(({ is_new }) => is_new).length, ended: gone.length, moved };
}

/** Codes inside some areas; of everything for the empty one. */
const patternOf = (areas: readonly string[]): string => `^(${areas.join('|')})`;

/** Rows that have not begun before `time` are dropped rather than ended at their own beginning. */
async function replaceCells(
  trx: Transaction<Database>,
  cells: readonly { readonly grid_code: string; readonly code: string }[],
  { time, areas }: { readonly time: Date; readonly areas: readonly string[] },
): Promise<number> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(cells)}::jsonb) as w (grid_code text, code text)`;
  const differs = sql`c.valid_to is null and c.grid_code ~ ${patternOf(areas)} and not exists (
    select from ${wanted} where w.grid_code = c.grid_code and w.code = c.responsibility_code)`;
  await sql`delete from responsibility_grid_cell c where ${differs} and c.valid_from >= ${time}`.execute(trx);
  await sql`update responsibility_grid_cell c set valid_to = ${time} where ${differs}`.execute(trx);
  const { numAffectedRows } = await sql`
    insert into responsibility_grid_cell (grid_code, responsibility_code, valid_from)
    select w.grid_code, w.code, ${time} from ${wanted} where not exists (
      select from responsibility_grid_cell c where c.grid_code = w.grid_code and c.valid_to is null)`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** Ends the memberships of unit grids that end at `at`, and begins those of their followers. */
export async function followGrids(
  trx: Transaction<Database>,
  ended: readonly string[],
  begun: readonly { readonly cell: string; readonly code: string }[],
  at: Instant,
): Promise<void> {
  const time = new Date(at);
  await sql`delete from responsibility_grid_cell where grid_code = any(${ended}) and valid_to is null
    and valid_from >= ${time}`.execute(trx);
  await sql`update responsibility_grid_cell set valid_to = ${time} where grid_code = any(${ended}) and valid_to is null`.execute(
    trx,
  );
  if (begun.length === 0) return;
  const rows = begun.map(({ cell, code }) => ({ grid_code: cell, responsibility_code: code, valid_from: time }));
  await trx.insertInto('responsibility_grid_cell').values(rows).execute();
}

/** The responsibility grids that some unit grids belong to now or will. */
export async function groupsOfCells(
  db: Kysely<Database>,
  cells: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('responsibility_grid_cell')
    .select(['grid_code', 'responsibility_code'])
    .where(sql<boolean>`grid_code = any(${cells})`)
    .where('valid_to', 'is', null)
    .execute();
  return new Map(rows.map(({ grid_code, responsibility_code }) => [grid_code, responsibility_code]));
}

/** A membership that holds on some day from the instant asked on. */
export type Membership = {
  readonly cell: string;
  readonly code: string;
  readonly from: Instant;
  readonly to: Instant | null;
};

/** Up to `limit` memberships that have not ended before `since`, by unit grid and time, behind one. */
export async function listMemberships(
  db: Kysely<Database>,
  { since, after, limit }: { readonly since: Instant; readonly after: Membership | undefined; readonly limit: number },
): Promise<readonly Membership[]> {
  let query = db
    .selectFrom('responsibility_grid_cell')
    .select(['grid_code', 'responsibility_code', 'valid_from', 'valid_to'])
    .where((one) => one.or([one('valid_to', 'is', null), one('valid_to', '>', new Date(since))]))
    .orderBy('grid_code')
    .orderBy('valid_from')
    .limit(limit);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(grid_code, valid_from) > (${after.cell}, ${new Date(after.from)})`);
  }
  const rows = await query.execute();
  return rows.map(({ grid_code, responsibility_code, valid_from, valid_to }) => ({
    cell: grid_code,
    code: responsibility_code,
    from: valid_from.getTime() as Instant,
    to: (valid_to?.getTime() ?? null) as Instant | null,
  }));
}

/** Names and areas of responsibility grids of any time by code. */
export async function listNames(
  db: Kysely<Database>,
): Promise<ReadonlyMap<string, { readonly name: string; readonly areaCode: string }>> {
  const rows = await db.selectFrom('responsibility_grid').select(['code', 'name', 'area_code']).execute();
  return new Map(rows.map(({ code, name, area_code }) => [code, { name, areaCode: area_code }]));
}

/** Codes of responsibility grids that somebody was ever assigned to. */
export async function listAssigned(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('responsibility_assignment').select('responsibility_code').distinct().execute();
  return new Set(rows.map(({ responsibility_code }) => responsibility_code));
}
