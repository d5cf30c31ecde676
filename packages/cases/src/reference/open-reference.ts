import type { Catalogue } from '@wanmi/catalogue';
import { type Database, reference } from '@wanmi/db';
import { areaKeysOf, type RoadIndex } from '@wanmi/gazetteer';
import type { DepartmentCode, DistrictCode, Instant } from '@wanmi/kernel';
import { type Department, indexRules, type Rule } from '@wanmi/routing';
import type { WorkflowPolicy } from '@wanmi/workflow';
import type { Kysely } from 'kysely';
import {
  type Grids,
  readCalendars,
  readCatalogue,
  readDepartments,
  readGrids,
  readPolicy,
  readRules,
} from './read-parts.ts';
import { readRoads } from './read-roads.ts';
import type { Reference } from './reference.ts';
import { type ResponsibilityIndex, readResponsibility } from './responsibility.ts';

export type ReferenceOptions = {
  /** Called after each change that was noticed. */
  readonly onChange?: (reference: Reference) => void;
  /** Called when reading fails; the version held so far stays. */
  readonly onError?: (error: unknown) => void;
  readonly pollMs?: number;
  /** Decides which grids are in force. */
  readonly now?: () => Instant;
};

/** Reference data that follows the database. */
export type OpenReference = {
  readonly current: () => Reference;
  /** Looks at once; true when something had changed. Throws when it cannot be read. */
  readonly refresh: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/**
 * Reads all reference data and then asks every two seconds what has risen, so that an import reaches every process
 * within that time. Only kinds that rose are read again. Throws ReferenceMissing when calendar or policy are not there.
 */
export async function openReference(db: Kysely<Database>, options: ReferenceOptions = {}): Promise<OpenReference> {
  const now = options.now ?? (() => Date.now() as Instant);
  let parts = await readParts(db, undefined, now());
  let current = compose(parts);
  let running: Promise<boolean> | undefined;
  let closed = false;

  const look = async (): Promise<boolean> => {
    const next = await readParts(db, parts, now());
    if (next === parts) return false;
    parts = next;
    current = compose(parts);
    options.onChange?.(current);
    return true;
  };
  const refresh = (): Promise<boolean> => {
    running = (running ?? Promise.resolve(false)).catch(() => false).then(look);
    return running;
  };
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => {
      if (!closed) options.onError?.(error);
    });
  }, options.pollMs ?? 2000);
  timer.unref();

  return {
    current: () => current,
    refresh,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running?.catch(() => false);
    },
  };
}

type Parts = {
  readonly versions: reference.ReferenceVersions;
  readonly areas: readonly reference.Area[];
  readonly grids: Grids;
  readonly catalogue: Catalogue;
  readonly departments: ReadonlyMap<DepartmentCode, Department>;
  readonly rules: readonly Rule[];
  readonly calendars: Reference['calendars'];
  readonly policy: WorkflowPolicy;
  readonly roads: RoadIndex;
  readonly responsibility: ResponsibilityIndex;
};

/** The parts as they are now; the same object when nothing has changed. */
async function readParts(db: Kysely<Database>, known: Parts | undefined, now: Instant): Promise<Parts> {
  const versions = await reference.versions(db);
  const ended = known?.grids.changesAt != null && now >= known.grids.changesAt;
  const risen = reference.REFERENCE_KINDS.some((kind) => versions[kind] !== known?.versions[kind]);
  return known && !ended && !risen ? known : readAll(db, versions, known, now);
}

// Versions are read first: what rises while the rest is read is noticed at the next look.
async function readAll(
  db: Kysely<Database>,
  versions: reference.ReferenceVersions,
  known: Parts | undefined,
  now: Instant,
): Promise<Parts> {
  const held = (kind: reference.ReferenceKind): Parts | undefined =>
    known?.versions[kind] === versions[kind] ? known : undefined;
  const heldGrids = held('grids')?.grids;
  const gridsStay = heldGrids && (heldGrids.changesAt === null || now < heldGrids.changesAt);
  return {
    versions,
    areas: held('areas')?.areas ?? (await reference.areas(db)),
    grids: gridsStay ? heldGrids : await readGrids(db, now),
    catalogue: held('catalogue')?.catalogue ?? (await readCatalogue(db)),
    departments: held('organisation')?.departments ?? (await readDepartments(db)),
    rules: held('rules')?.rules ?? (await readRules(db)),
    calendars: held('calendar')?.calendars ?? (await readCalendars(db)),
    policy: held('policy')?.policy ?? (await readPolicy(db)),
    roads: held('roads')?.roads ?? (await readRoads(db)),
    responsibility: staysOf(held) ?? (await readResponsibility(db, now)),
  };
}

/** Names, shifts and the right to sign in are of the organisation, so it has to be as it was too. */
function staysOf(held: (kind: reference.ReferenceKind) => Parts | undefined): ResponsibilityIndex | undefined {
  return held('organisation') && held('responsibility')?.responsibility;
}

function compose(parts: Parts): Reference {
  const { versions, areas, grids, catalogue, departments, rules, calendars, policy, roads, responsibility } = parts;
  return {
    versions,
    gridIndex: grids.gridIndex,
    gridsSince: grids.since,
    gridOf: (code) => grids.byCode.get(code),
    responsibility,
    responsibleAt: (gridCode, at) => responsibility.find(gridCode, at, calendars.city),
    areas: new Map(areas.map((area) => [area.code, area])),
    areaKeys: areaKeysOf(areas),
    roads,
    districts: areas.filter(({ level }) => level === 'district').map(({ code }) => code as DistrictCode),
    catalogue,
    departments,
    rules: indexRules({ version: String(versions.rules), rules, departments: [...departments.values()] }),
    calendars,
    policy,
    changesAt: grids.changesAt,
  };
}
