import { type Database, gridChanges, gridLife, imports, responsibility } from '@wanmi/db';
import { checkGroups } from '@wanmi/grid';
import { type Instant, isoOf, MINUTE_MS } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import { polygonsOf } from '../reference/read-parts.ts';
import type { ChangeSet } from './change-set.ts';
import { sizeIn } from './group-sizes.ts';
import { type ChangeFault, type PlannedChange, planChange, type TouchedCommunity } from './plan-change.ts';
import { type Moved, moveToNewGrids } from './settle-change.ts';

/** Who changes grids, when, and by what way the change came. */
export type ChangeOrder = {
  readonly set: ChangeSet;
  readonly now: Instant;
  readonly by: string | null;
  readonly source: string;
  /** Judges and tells, and writes nothing. */
  readonly dryRun?: boolean;
};

/** What came of a change set: nothing is written as soon as there is a fault. */
export type ChangeOutcome = {
  /** Null when nothing was written. */
  readonly changeId: number | null;
  readonly at: Instant;
  /** `reference_version` of `grids` afterwards. */
  readonly version: number;
  readonly ended: readonly string[];
  readonly begun: readonly { readonly code: string; readonly areaM2: number; readonly follows: readonly string[] }[];
  readonly managed: number;
  readonly moved: Moved;
  readonly faults: readonly ChangeFault[];
  readonly warnings: readonly ChangeFault[];
};

/** The clocks of a client and of the server may differ by so much; a time further back is the past. */
const CLOCK_MS = 5 * MINUTE_MS;

class DryRun extends Error {
  readonly outcome: ChangeOutcome;
  constructor(outcome: ChangeOutcome) {
    super('a dry run keeps nothing');
    this.outcome = outcome;
  }
}

/**
 * Ends and begins grids in one transaction: judged by the validator of `grid check`, logged, versioned, and everything that
 * lies in the grids told. A change of the future moves components and addresses when its time has come. A dry run does it
 * all and takes it back.
 */
export async function changeGrids(db: Kysely<Database>, order: ChangeOrder): Promise<ChangeOutcome> {
  try {
    return await db.transaction().execute(async (trx) => {
      const outcome = await changeIn(trx, order);
      if (order.dryRun === true) throw new DryRun({ ...outcome, changeId: null });
      return outcome;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.outcome;
    throw error;
  }
}

async function changeIn(trx: Transaction<Database>, order: ChangeOrder): Promise<ChangeOutcome> {
  const { set, now } = order;
  const before = await imports.lockKind(trx, 'grids');
  const at = set.at ?? now;
  const touched = await readTouched(trx, set);
  const planned = planChange(set, touched, at);
  const past = at < now - CLOCK_MS ? [pastFault(at, now)] : [];
  const faults = [...past, ...planned.faults, ...missingIn(set, touched), ...(await unknownManaged(trx, set))];
  const moved = { components: 0, addresses: 0 };
  const nothing = { changeId: null, at, version: before, managed: 0, moved, warnings: planned.warnings };
  if (faults.length > 0) return { ...nothing, ended: [], begun: [], faults };
  return write(trx, order, planned, at);
}

const pastFault = (at: Instant, now: Instant): ChangeFault => ({
  subject: 'at',
  text: `${isoOf(at)} is past: cases since then have the old codes, needs ${isoOf(now)} or later`,
});

async function readTouched(trx: Transaction<Database>, { ends, begins }: ChangeSet): Promise<TouchedCommunity[]> {
  const named = [
    ...ends.map((code) => code.slice(0, 12)),
    ...begins.flatMap(({ communityCode }) => communityCode ?? []),
  ];
  const codes = [...new Set(named)].sort();
  const areas = await imports.listAreasAround(trx, codes);
  const grids = await gridLife.listGridsOf(trx, codes);
  return areas
    .filter(({ code }) => codes.includes(code))
    .map(({ code, drawn, geometry }) => ({
      code,
      drawn,
      polygons: geometry === null ? null : polygonsOf(code, geometry),
      grids: grids
        .filter((grid) => grid.code.startsWith(code))
        .map((grid) => ({ ...grid, polygons: polygonsOf(grid.code, grid.geometry) })),
    }));
}

function missingIn({ begins }: ChangeSet, touched: readonly TouchedCommunity[]): ChangeFault[] {
  const known = new Set(touched.map(({ code }) => code));
  return begins.flatMap(({ place, communityCode }): ChangeFault[] =>
    communityCode === null || known.has(communityCode)
      ? []
      : [{ subject: place, text: `lies in community ${communityCode}, which is not imported` }],
  );
}

async function unknownManaged(trx: Transaction<Database>, { managed, ends }: ChangeSet): Promise<ChangeFault[]> {
  if (managed === null) return [];
  const communities = [...new Set(managed.codes.map((code) => code.slice(0, 12)))];
  const alive = new Set(
    (await gridLife.listGridsOf(trx, communities)).flatMap(({ code, validTo }) => (validTo === null ? code : [])),
  );
  for (const code of ends) alive.delete(code);
  return managed.codes
    .filter((code) => !alive.has(code))
    .map((subject) => ({ subject, text: 'cannot be managed from another day: it is not in force' }));
}

async function write(
  trx: Transaction<Database>,
  { set, now, by, source }: ChangeOrder,
  planned: PlannedChange,
  at: Instant,
): Promise<ChangeOutcome> {
  const { ended, begun, heirs } = planned;
  await imports.endGrids(trx, ended, new Date(at));
  await imports.saveGrids(trx, begun);
  const managed = set.managed === null ? 0 : await gridLife.setManagedFrom(trx, set.managed.codes, set.managed.from);
  const version = await imports.raiseVersion(trx, 'grids');
  const isNow = at <= now;
  const changeId = await gridChanges.recordChange(trx, {
    ...{ at, madeAt: now, madeBy: by, source, reason: set.reason, version, successions: planned.successions },
    managed: set.managed?.codes ?? [],
    managedFrom: set.managed?.from ?? null,
    settled: isNow,
  });
  const warnings = await followResponsibility(trx, ended, heirs, at);
  const moved = isNow
    ? await moveToNewGrids(trx, ended, { now: at, source: `grid change ${changeId}`, by })
    : { components: 0, addresses: 0 };
  const follows = Map.groupBy(planned.successions, (pair) => pair.new ?? '');
  return {
    ...{ changeId, at, version, ended, managed, moved, faults: [] },
    begun: begun.map(({ code, area_m2: areaM2 }) => ({
      ...{ code, areaM2 },
      follows: (follows.get(code) ?? []).flatMap((pair) => pair.old ?? []),
    })),
    warnings: [...planned.warnings, ...warnings],
  };
}

/** New grids join the responsibility grid of the old one that they share most ground with; odd ones are told of. */
export async function followResponsibility(
  trx: Transaction<Database>,
  ended: readonly string[],
  heirs: ReadonlyMap<string, string>,
  at: Instant,
): Promise<readonly ChangeFault[]> {
  const groups = await responsibility.groupsOfCells(trx, ended);
  if (groups.size === 0) return [];
  const begun = [...heirs].flatMap(([cell, heir]) => {
    const code = groups.get(heir);
    return code === undefined ? [] : [{ cell, code }];
  });
  await responsibility.followGrids(trx, ended, begun, at);
  await imports.raiseVersion(trx, 'responsibility');
  return oddGroups(trx, [...new Set(groups.values())], at);
}

async function oddGroups(trx: Transaction<Database>, codes: readonly string[], at: Instant): Promise<ChangeFault[]> {
  const touched = await responsibility.listGroups(trx, { at, codes });
  const communities = [...new Set(touched.flatMap(({ cells }) => cells.map((cell) => cell.slice(0, 12))))];
  const inside = new Set(touched.flatMap(({ cells }) => cells));
  const cells = (await gridLife.listGridsOf(trx, communities))
    .filter(({ code }) => inside.has(code))
    .map(({ code, geometry }) => ({ code, polygons: polygonsOf(code, geometry) }));
  const sizes = await responsibility.listSettings(trx);
  return checkGroups(cells, touched, { within: 'street', sizeOf: (street) => sizeIn(sizes, street) }).map(
    ({ kind, subject, text }) => ({ subject: `responsibility grid ${subject}`, text: `${kind}: ${text}` }),
  );
}
