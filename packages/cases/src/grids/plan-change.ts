import type { gridChanges, gridLife, imports } from '@wanmi/db';
import {
  areaOfAllM2,
  checkGrids,
  type Fault,
  type GridToCheck,
  gridCodeOf,
  isCommunityCode,
  MAX_SEQUENCE,
  type MultiPolygonRings,
  mergeShapes,
  orderGrids,
  planarCentroid,
} from '@wanmi/grid';
import { type Instant, isoOf } from '@wanmi/kernel';
import type { ChangeSet, NewGrid } from './change-set.ts';
import { type Heirs, heirsOf } from './heirs.ts';

/** A community that a change touches, with every grid that it ever had. */
export type TouchedCommunity = {
  readonly code: string;
  readonly drawn: boolean;
  /** Null where only code and name are known. */
  readonly polygons: MultiPolygonRings | null;
  readonly grids: readonly KnownGrid[];
};
export type KnownGrid = gridLife.StoredGrid & { readonly polygons: MultiPolygonRings };

/** What is wrong with a change: a code, or `feature 2` of the change set, and why. */
export type ChangeFault = { readonly subject: string; readonly text: string };

/** What a change would write. */
export type PlannedChange = {
  readonly ended: readonly string[];
  readonly begun: readonly imports.GridRow[];
  readonly successions: readonly gridChanges.Succession[];
  /** Of each new grid the old one that shares most ground with it. */
  readonly heirs: Heirs;
  readonly faults: readonly ChangeFault[];
  /** What is taken all the same: faults that were there before. */
  readonly warnings: readonly ChangeFault[];
};

const ORDINARY_TARGET_M2 = 10_000;

type Begin = { readonly grid: NewGrid; readonly community: string; readonly polygons: MultiPolygonRings };
type Numbered = Begin & { readonly code: string };

/** Works out what a change set makes of the communities that it touches, and judges it. Changes nothing. */
export function planChange(set: ChangeSet, touched: readonly TouchedCommunity[], at: Instant): PlannedChange {
  const faults: ChangeFault[] = [];
  const report = (subject: string, text: string): void => void faults.push({ subject, text });
  const known = new Map(touched.flatMap(({ grids }) => grids.map((grid) => [grid.code, grid] as const)));
  for (const code of set.ends) endFault(known.get(code), code, at, report);
  const planned = touched
    .flatMap(({ grids }) => grids)
    .filter(({ validFrom, validTo }) => Math.max(validFrom, validTo ?? 0) > at);
  for (const { code } of planned.slice(0, 1)) {
    report(code, `has a change planned after ${isoOf(at)}, needs a time that is not before it`);
  }
  const begins = set.begins.flatMap((grid) => beginOf(grid, set, known, report));
  if (faults.length > 0) return { ...NOTHING, faults };
  const numbered = touched.flatMap((community) => number(community, begins, set, report));
  if (faults.length > 0) return { ...NOTHING, faults };
  const ended = set.ends.flatMap((code) => known.get(code) ?? []);
  const { heirs, successions } = heirsOf(ended, numbered);
  const drawnOf = new Map(touched.map(({ code, drawn }) => [code, drawn]));
  const begun = numbered.map((one) =>
    rowOf(one, known.get(heirs.get(one.code) ?? ''), { at, drawn: drawnOf.get(one.community) ?? false }),
  );
  const judged = touched.map((community) => judge(community, numbered, set));
  return {
    ended: set.ends,
    begun,
    successions,
    heirs,
    faults: judged.flatMap((one) => one.faults),
    warnings: judged.flatMap((one) => one.warnings),
  };
}

const NOTHING: Omit<PlannedChange, 'faults'> = {
  ended: [],
  begun: [],
  successions: [],
  heirs: new Map(),
  warnings: [],
};

type Report = (subject: string, text: string) => void;

function endFault(grid: KnownGrid | undefined, code: string, at: Instant, report: Report): void {
  if (grid === undefined) report(code, 'cannot end: there is no such grid');
  else if (grid.validTo !== null) report(code, `cannot end: it ends or ended at ${isoOf(grid.validTo)} already`);
  else if (grid.validFrom >= at) report(code, `cannot end at ${isoOf(at)}: it begins only at ${isoOf(grid.validFrom)}`);
}

function beginOf(grid: NewGrid, set: ChangeSet, known: ReadonlyMap<string, KnownGrid>, report: Report): Begin[] {
  const endedIn = [...new Set(set.ends.map((code) => code.slice(0, 12)))];
  const community = grid.communityCode ?? (endedIn.length === 1 ? endedIn[0] : undefined);
  if (community === undefined) {
    report(grid.place, 'says no community, and grids of several end: needs a code or communityCode');
    return [];
  }
  if (grid.code !== null && !grid.code.startsWith(community)) {
    report(grid.place, `has code ${grid.code}, which is none of community ${community}`);
  }
  if (grid.polygons !== null) return [{ grid, community, polygons: grid.polygons }];
  if (new Set(grid.merges.map((code) => code.slice(0, 12))).size > 1) {
    report(grid.place, 'joins grids of several communities, needs those of one');
  }
  const merged = mergeShapes(grid.merges.map((code) => known.get(code)?.polygons ?? []));
  if (merged.length === 1) return [{ grid, community, polygons: merged }];
  report(grid.place, 'joins grids that share no border vertex by vertex, needs the shape as a feature');
  return [];
}

/** Codes for the new grids of a community: those given, else the next numbers by place. */
function number(
  { code, polygons, grids }: TouchedCommunity,
  all: readonly Begin[],
  set: ChangeSet,
  report: Report,
): Numbered[] {
  const begins = all.filter(({ community }) => community === code);
  const used = new Set(grids.map((grid) => grid.code));
  for (const { grid } of begins) {
    if (grid.code === null) continue;
    if (used.has(grid.code)) report(grid.code, 'was used before, needs a code that no grid ever had');
    used.add(grid.code);
  }
  const north = (polygons ?? []).flat(2).reduce((top, [, lat]) => Math.max(top, lat), -90);
  const nameless = begins
    .filter(({ grid }) => grid.code === null)
    .map((item) => ({ item, centroid: planarCentroid(item.polygons[0] ?? []) }));
  const free = freeNumbers(used);
  const issued = new Map(
    orderGrids(nameless, north, set.targetM2 ?? ORDINARY_TARGET_M2).map((item, i) => [item, free[i]] as const),
  );
  return begins.flatMap((begin): Numbered[] => {
    const sequence = issued.get(begin);
    if (begin.grid.code !== null) return [{ ...begin, code: begin.grid.code }];
    if (sequence !== undefined && isCommunityCode(code)) return [{ ...begin, code: gridCodeOf(code, sequence) }];
    report(begin.grid.place, `finds no number left of 999 in community ${code}, needs a community split in two`);
    return [];
  });
}

/** Numbers above all that were used, then the gaps below. */
function freeNumbers(used: ReadonlySet<string>): number[] {
  const taken = new Set([...used].map((code) => Number(code.slice(12))));
  const last = Math.max(0, ...taken);
  const all = Array.from({ length: MAX_SEQUENCE }, (_, i) => i + 1).filter((number) => !taken.has(number));
  return [...all.filter((number) => number > last), ...all.filter((number) => number < last)];
}

function rowOf(
  { code, community, polygons, grid }: Numbered,
  heir: KnownGrid | undefined,
  { at, drawn }: { readonly at: Instant; readonly drawn: boolean },
): imports.GridRow {
  const managedFrom = heir === undefined || heir.managedFrom <= at ? at : heir.managedFrom;
  return {
    code,
    community_code: community,
    area_m2: Math.round(areaOfAllM2(polygons) * 10_000) / 10_000,
    area_class: grid.areaClass ?? heir?.areaClass ?? 'B',
    geometry:
      polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] }
        : { type: 'MultiPolygon', coordinates: polygons },
    drawn: heir?.drawn ?? drawn,
    valid_from: isoOf(at),
    managed_from: isoOf(managedFrom),
    land_use: grid.landUse ?? heir?.landUse ?? null,
    remark: grid.remark,
  };
}

/** What is in force afterwards, by the validator of `grid check`; the order of numbers holds for one round only. */
function judge(community: TouchedCommunity, begun: readonly Numbered[], { ends, targetM2 }: ChangeSet) {
  const { code, polygons, grids } = community;
  if (polygons === null) {
    const text = 'is known by code and name alone, needs a border to check grids against';
    return { faults: [{ subject: `community ${code}`, text }], warnings: [] };
  }
  const gone = new Set(ends);
  const before = grids.filter(({ validTo }) => validTo === null);
  const after = [
    ...before.filter((grid) => !gone.has(grid.code)),
    ...begun.filter((one) => one.community === code),
  ].sort((p, q) => (p.code < q.code ? -1 : 1));
  if (after.length === 0) {
    return { faults: [], warnings: [{ subject: `community ${code}`, text: 'has no grids any more' }] };
  }
  const faultsOf = (all: readonly GridToCheck[]): readonly Fault[] =>
    checkGrids(
      all.map(({ code: own, polygons: shape }) => ({ code: own, polygons: shape })),
      [{ code, polygons }],
      targetM2 ?? ORDINARY_TARGET_M2,
    ).faults.filter(({ kind }) => kind !== 'order');
  const found = faultsOf(after);
  const known = found.length === 0 ? new Set<string>() : new Set(faultsOf(before).map(keyOf));
  return {
    faults: found.filter((fault) => !known.has(keyOf(fault))).map(asFault),
    warnings: found.filter((fault) => known.has(keyOf(fault))).map(asFault),
  };
}

const keyOf = ({ kind, subject, text }: Fault): string => `${kind} ${subject} ${text}`;

const asFault = ({ kind, subject, text, at }: Fault): ChangeFault => ({
  subject,
  text: `${kind}: ${text}${at === undefined ? '' : ` at ${at.map((degrees) => degrees.toFixed(7)).join(', ')}`}`,
});
