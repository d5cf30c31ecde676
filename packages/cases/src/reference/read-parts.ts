import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CompiledCalendar, compileCalendar, parseCalendar } from '@wanmi/calendar';
import {
  buildCatalogue,
  type Catalogue,
  type CatalogueClass,
  type EditionMeta,
  type FilingCondition,
  type MajorClass,
} from '@wanmi/catalogue';
import { type Database, reference } from '@wanmi/db';
import { type CommunityCode, type GridIndex, isAreaCode, type MultiPolygonRings, startGridIndex } from '@wanmi/grid';
import type { DepartmentCode, GridCode, Instant } from '@wanmi/kernel';
import type { Department, Rule } from '@wanmi/routing';
import { parsePolicy, type WorkflowPolicy } from '@wanmi/workflow';
import type { Kysely } from 'kysely';
import type { GridInfo } from './reference.ts';

// Rows become values of the pure packages. Their imports checked them; what JSON could have hurt is checked again here.

export type Grids = {
  readonly gridIndex: GridIndex;
  readonly byCode: ReadonlyMap<string, GridInfo>;
  /** When a grid began or ended last: the index holds from then until `changesAt`. */
  readonly since: Instant;
  readonly changesAt: Instant | null;
};

/** Rows read at once: some milliseconds of work. */
const PAGE = 1000;

/**
 * Grids of all times, and an index of those in force at `now`. Read page by page as one moment of the database has them,
 * and indexed in steps, so that a million grids do not keep the process from answering meanwhile.
 */
export async function readGrids(db: Kysely<Database>, now: Instant): Promise<Grids> {
  const builder = startGridIndex();
  const byCode = new Map<string, GridInfo>();
  let changesAt: Instant | null = null;
  let since = -Infinity as Instant;
  const take = ({ geometry, code, communityCode, ...rest }: reference.UnitGrid): void => {
    const { validFrom, validTo } = rest;
    byCode.set(code, { ...rest, code: code as GridCode, communityCode: communityCode as CommunityCode });
    if (validFrom <= now && (validTo === null || now < validTo)) {
      builder.add({ code, polygons: polygonsOf(code, geometry) });
    }
    for (const at of [validFrom, validTo]) {
      if (at !== null && at > now && (changesAt === null || at < changesAt)) changesAt = at;
      if (at !== null && at <= now && at > since) since = at;
    }
  };
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  await snapshot.execute(async (trx) => {
    let page: readonly reference.UnitGrid[];
    let after = '';
    do {
      page = await reference.grids(trx, { after, limit: PAGE });
      for (const grid of page) take(grid);
      after = page.at(-1)?.code ?? after;
    } while (page.length === PAGE);
  });
  return { gridIndex: await inTurns(builder.finish()), byCode, since, changesAt };
}

/** Lets everything that waits have its turn between two steps. */
async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await nextTurn();
  }
}

/** The polygons of a stored grid. Throws for anything else than a Polygon or MultiPolygon. */
export function polygonsOf(code: string, geometry: unknown): MultiPolygonRings {
  if (typeof geometry === 'object' && geometry !== null && 'type' in geometry && 'coordinates' in geometry) {
    if (geometry.type === 'Polygon') return [geometry.coordinates] as unknown as MultiPolygonRings;
    if (geometry.type === 'MultiPolygon') return geometry.coordinates as MultiPolygonRings;
  }
  throw new Error(
    `cannot read grid ${code}: its geometry is neither Polygon nor MultiPolygon, needs to be imported anew`,
  );
}

/** The catalogue; majors are those of its classes. */
export async function readCatalogue(db: Kysely<Database>): Promise<Catalogue> {
  const rows = await reference.catalogue(db);
  const classes = Map.groupBy(rows.classes, ({ edition }) => edition);
  const editions = rows.editions.map(({ edition, meta }) => {
    const own = (classes.get(edition) ?? []).map(({ body }) => body as CatalogueClass);
    return { ...(meta as EditionMeta), majors: majorsOf(own), classes: own };
  });
  return buildCatalogue(editions, rows.conditions as readonly FilingCondition[]);
}

function majorsOf(classes: readonly CatalogueClass[]): readonly MajorClass[] {
  const majors = new Map<string, MajorClass>();
  for (const { kind, majorCode: code, majorName: name } of classes) majors.set(`${kind} ${code}`, { kind, code, name });
  return [...majors.values()];
}

/** Departments by code. */
export async function readDepartments(db: Kysely<Database>): Promise<ReadonlyMap<DepartmentCode, Department>> {
  const rows = await reference.departments(db);
  return new Map(
    rows.map(({ code: text, creditCode, area, ...rest }) => {
      const code = text as DepartmentCode;
      const credit = creditCode === null ? {} : { creditCode };
      return [code, { ...rest, code, ...credit, ...(area !== null && isAreaCode(area) ? { area } : {}) }];
    }),
  );
}

/** Routing rules in the order of their ids. */
export const readRules = async (db: Kysely<Database>): Promise<readonly Rule[]> =>
  (await reference.rules(db)) as readonly Rule[];

/** Both calendars. Throws when one is missing or not lawful. */
export async function readCalendars(db: Kysely<Database>): Promise<{ city: CompiledCalendar; duty: CompiledCalendar }> {
  const bodies = await reference.calendars(db);
  const calendarOf = (name: string): CompiledCalendar => {
    const body = bodies.get(name);
    if (body === undefined) throw new ReferenceMissing(`calendar "${name}"`, 'wanmi import calendar');
    const parsed = parseCalendar(body);
    // A running product never blocks a case for a year not published yet: such deadlines are marked provisional.
    if (parsed.ok) return compileCalendar({ ...parsed.value, uncovered: 'provisional' });
    throw new Error(`cannot read calendar "${name}": ${parsed.error.join('; ')}`);
  };
  return { city: calendarOf('city'), duty: calendarOf('duty') };
}

/** The workflow policy. Throws when it is missing or not lawful. */
export async function readPolicy(db: Kysely<Database>): Promise<WorkflowPolicy> {
  const body = await reference.policy(db);
  if (body === undefined) throw new ReferenceMissing('workflow policy', 'wanmi import policy');
  const parsed = parsePolicy(body);
  if (parsed.ok) return parsed.value;
  throw new Error(`cannot read the workflow policy: ${parsed.error.join('; ')}`);
}

/** Something without which no case can be taken was never imported. */
export class ReferenceMissing extends Error {
  override readonly name = 'ReferenceMissing';

  constructor(what: string, remedy: string) {
    super(`cannot read the reference data: there is no ${what}, needs an import (${remedy})`);
  }
}
