import { type Database, gridChanges, gridLife } from '@wanmi/db';
import { buildGridIndex, type GridIndex, locate, nearest } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import { polygonsOf } from '../reference/read-parts.ts';

/** Rows that one statement moves. */
const BATCH = 5000;
/** A thing whose position rounding left between two grids is in the nearest within this. */
const BESIDE_M = 1;

export type Moved = { readonly components: number; readonly addresses: number };

/**
 * Puts components and addresses that stand in ended grids into the grids of now, in batches. What lies in none of them
 * any more keeps the code that it had.
 */
export async function moveToNewGrids(
  trx: Transaction<Database>,
  ended: readonly string[],
  { now, source, by }: { readonly now: Instant; readonly source: string; readonly by: string | null },
): Promise<Moved> {
  if (ended.length === 0) return { components: 0, addresses: 0 };
  const communities = [...new Set(ended.map((code) => code.slice(0, 12)))];
  const grids = await gridLife.listGridsOf(trx, communities);
  const index = buildGridIndex(
    grids
      .filter(({ validFrom, validTo }) => validFrom <= now && (validTo === null || now < validTo))
      .map(({ code, geometry }) => ({ code, polygons: polygonsOf(code, geometry) })),
  );
  await gridLife.signChanges(trx, source, by);
  return {
    components: await moveKind(trx, 'component', ended, index),
    addresses: await moveKind(trx, 'address', ended, index),
  };
}

async function moveKind(
  trx: Transaction<Database>,
  kind: gridLife.PlacedKind,
  grids: readonly string[],
  index: GridIndex,
): Promise<number> {
  let [after, moved] = ['', 0];
  for (;;) {
    const things = await gridLife.listPlaced(trx, kind, { grids, after, limit: BATCH });
    const homes = things.flatMap(({ id, lng, lat }) => {
      const grid = locate(index, [lng, lat]) ?? nearest(index, [lng, lat], BESIDE_M)?.code;
      return grid === undefined ? [] : [{ id, grid }];
    });
    moved += await gridLife.moveThings(trx, kind, homes);
    const last = things.at(-1);
    if (last === undefined || things.length < BATCH) return moved;
    after = last.id;
  }
}

/** Settles one change whose time has come. False when there is none. Safe to run in several processes at once. */
export const settleNextChange = (db: Kysely<Database>, now: Instant): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const change = await gridChanges.takeUnsettled(trx, now);
    if (change === undefined) return false;
    await moveToNewGrids(trx, change.old, { now, source: `grid change ${change.changeId}`, by: null });
    await gridChanges.markSettled(trx, change.changeId, now);
    return true;
  });
