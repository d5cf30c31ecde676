import type { Instant } from '@wanmi/kernel';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Which code follows which; null where there is no other side. */
export type Succession = { readonly old: string | null; readonly new: string | null };

export type ChangeToRecord = {
  readonly at: Instant;
  readonly madeAt: Instant;
  readonly madeBy: string | null;
  readonly source: string;
  readonly reason: string;
  readonly version: number;
  readonly managed: readonly string[];
  readonly managedFrom: Instant | null;
  readonly settled: boolean;
  readonly successions: readonly Succession[];
};

/** Writes a change into the log. Returns its id. */
export async function recordChange(trx: Transaction<Database>, change: ChangeToRecord): Promise<number> {
  const { change_id } = await trx
    .insertInto('grid_change')
    .values({
      at: new Date(change.at),
      made_at: new Date(change.madeAt),
      made_by: change.madeBy,
      source: change.source,
      reason: change.reason,
      version: change.version,
      managed: [...change.managed],
      managed_from: change.managedFrom === null ? null : new Date(change.managedFrom),
      settled_at: change.settled ? new Date(change.madeAt) : null,
    })
    .returning('change_id')
    .executeTakeFirstOrThrow();
  if (change.successions.length > 0) {
    await sql`insert into grid_succession (change_id, old_code, new_code)
      select ${change_id}, old, new from jsonb_to_recordset(${JSON.stringify(change.successions)}::jsonb)
        as s (old text, new text)`.execute(trx);
  }
  return change_id;
}

/** A change as the log has it. */
export type ChangeRow = {
  readonly changeId: number;
  readonly at: Date;
  readonly madeAt: Date;
  readonly madeBy: { readonly userId: string; readonly displayName: string } | null;
  readonly source: string;
  readonly reason: string;
  readonly version: number;
  readonly managed: readonly string[];
  readonly managedFrom: Date | null;
  readonly settled: boolean;
  readonly successions: readonly Succession[];
};

type ChangeFilter = {
  /** Only changes that touch grids of this area; all when null. */
  readonly within: string | null;
  /** Ids below this one. */
  readonly before: number | null;
  readonly limit: number;
};

/** The change log, newest first. */
export async function listChanges(
  db: Kysely<Database>,
  { within, before, limit }: ChangeFilter,
): Promise<readonly ChangeRow[]> {
  let query = db
    .selectFrom('grid_change as c')
    .leftJoin('app_user as u', 'u.user_id', 'c.made_by')
    .select(['c.change_id', 'c.at', 'c.made_at', 'c.made_by', 'u.display_name', 'c.source', 'c.reason', 'c.version'])
    .select(['c.managed', 'c.managed_from', 'c.settled_at'])
    .select(
      sql<Succession[]>`coalesce((select jsonb_agg(jsonb_build_object('old', s.old_code, 'new', s.new_code)
        order by s.old_code, s.new_code) from grid_succession s where s.change_id = c.change_id), '[]')`.as(
        'successions',
      ),
    )
    .orderBy('c.change_id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('c.change_id', '<', before);
  if (within !== null) {
    query = query.where(sql<boolean>`(exists (select from grid_succession s where s.change_id = c.change_id
      and (starts_with(s.old_code, ${within}) or starts_with(s.new_code, ${within})))
      or exists (select from unnest(c.managed) as m (code) where starts_with(m.code, ${within})))`);
  }
  const rows = await query.execute();
  return rows.map(({ change_id, made_at, made_by, display_name, managed_from, settled_at, ...row }) => ({
    ...row,
    changeId: change_id,
    madeAt: made_at,
    madeBy: made_by === null ? null : { userId: made_by, displayName: display_name ?? '' },
    managedFrom: managed_from,
    settled: settled_at !== null,
  }));
}

/** A change whose time has come, and the grids that it ended and began. */
export type Unsettled = { readonly changeId: number; readonly old: readonly string[]; readonly new: readonly string[] };

/** Takes the first change at or before `now` that is not settled yet, passing over those that others hold. */
export async function takeUnsettled(trx: Transaction<Database>, now: Instant): Promise<Unsettled | undefined> {
  const row = await trx
    .selectFrom('grid_change')
    .select('change_id')
    .where('settled_at', 'is', null)
    .where('at', '<=', new Date(now))
    .orderBy('at')
    .orderBy('change_id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const successions = await trx
    .selectFrom('grid_succession')
    .select(['old_code', 'new_code'])
    .where('change_id', '=', row.change_id)
    .execute();
  return {
    changeId: row.change_id,
    old: [...new Set(successions.flatMap(({ old_code }) => old_code ?? []))],
    new: [...new Set(successions.flatMap(({ new_code }) => new_code ?? []))],
  };
}

/** Says that what lies in the grids of a change has been told. */
export async function markSettled(trx: Transaction<Database>, changeId: number, at: Instant): Promise<void> {
  await trx
    .updateTable('grid_change')
    .set({ settled_at: new Date(at) })
    .where('change_id', '=', changeId)
    .execute();
}
