import { type AssignmentInput, assignInspectors, inspectorsByShift } from '@wanmi/cases';
import { type Database, gridLife, imports, reference, responsibility } from '@wanmi/db';
import type { CellToGroup } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import { polygonsOf } from '../import/geometry.ts';

export type Weighing = 'equal' | 'components' | 'cases';

/** What the database holds for a grouping of an area (a code prefix). */
export type StoredGrids = {
  readonly cells: readonly CellToGroup[];
  readonly streetNames: ReadonlyMap<string, string>;
  readonly sizes: readonly responsibility.SizeSetting[];
  readonly groups: readonly responsibility.StoredGroup[];
  readonly used: readonly string[];
};

/** Reads the grids in force at an instant with their weights, and the responsibility grids that are there. */
export async function readStoredGrids(
  db: Kysely<Database>,
  { within, weight, at }: { readonly within: string; readonly weight: Weighing; readonly at: Instant },
): Promise<StoredGrids> {
  const areas = await reference.areas(db);
  const communities = areas.filter(({ level, code }) => level === 'community' && code.startsWith(within.slice(0, 12)));
  const grids = await gridLife.listGridsOf(
    db,
    communities.map(({ code }) => code),
  );
  const work = weight === 'equal' ? undefined : await gridLife.countWork(db, weight, within);
  return {
    cells: grids
      .filter(({ validFrom, validTo }) => validFrom <= at && (validTo === null || at < validTo))
      .map(({ code, geometry }) => ({
        code,
        polygons: polygonsOf(geometry),
        weight: work === undefined ? 1 : (work.get(code) ?? 0),
      })),
    streetNames: new Map(areas.filter(({ level }) => level === 'street').map(({ code, name }) => [code, name])),
    sizes: await responsibility.listSettings(db),
    groups: await responsibility.listGroups(db, { at, within: within.slice(0, 9) }),
    used: await responsibility.listUsedCodes(db),
  };
}

type Applying = {
  readonly at: Instant;
  /** The areas whose responsibility grids these are; others there end. */
  readonly areas: readonly string[];
  readonly settings?: readonly responsibility.SizeSetting[];
  /** Gives the inspectors of each street in turns to the responsibility grids that nobody answers for, from this day on. */
  readonly assignFrom?: string;
};

/** Stores responsibility grids, all of some areas, in one transaction. */
export function applyGroups(
  db: Kysely<Database>,
  groups: readonly responsibility.GroupToSave[],
  { at, areas, settings = [], assignFrom }: Applying,
): Promise<responsibility.GroupCounts & { readonly assigned: number }> {
  return db.transaction().execute(async (trx) => {
    await imports.lockKind(trx, 'responsibility');
    await responsibility.saveSettings(trx, settings);
    const counts = await responsibility.replaceGroups(trx, groups, { at, areas });
    if (counts.added + counts.ended + counts.moved > 0) await imports.raiseVersion(trx, 'responsibility');
    const assigned = assignFrom === undefined ? 0 : await assignInTurns(trx, groups, assignFrom);
    return { ...counts, assigned };
  });
}

/** The first inspector of a shift answers for the first responsibility grid of a street, and so on, round and round. */
async function assignInTurns(
  trx: Transaction<Database>,
  groups: readonly responsibility.GroupToSave[],
  from: string,
): Promise<number> {
  const taken = await responsibility.listAssigned(trx);
  let assigned = 0;
  for (const [areaCode, members] of Map.groupBy(groups, (group) => group.areaCode)) {
    const shifts = await inspectorsByShift(trx, areaCode);
    for (const [turn, { code }] of members.entries()) {
      const roster = [...shifts].flatMap(([shift, people]): AssignmentInput[] => {
        const username = people[turn % people.length];
        return username === undefined ? [] : [{ username, shift, from, to: null, standInFor: null }];
      });
      if (taken.has(code) || roster.length === 0) continue;
      const problems = await assignInspectors(trx, { code, areaCode }, roster);
      if (problems.length > 0) throw new Error(`cannot assign inspectors to ${code}: ${JSON.stringify(problems)}`);
      assigned += 1;
    }
  }
  return assigned;
}
