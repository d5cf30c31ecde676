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
import { buildGridIndex, type CommunityCode, type GridIndex, isAreaCode, type MultiPolygonRings } from '@wanmi/grid';
import type { DepartmentCode, GridCode, Instant } from '@wanmi/kernel';
import type { Department, Rule } from '@wanmi/routing';
import { parsePolicy, type WorkflowPolicy } from '@wanmi/workflow';
import type { Kysely } from 'kysely';
import type { GridInfo } from './reference.ts';

// Rows become values of the pure packages. Their imports checked them; what JSON could have hurt is checked again here.

export type Grids = {
  readonly gridIndex: GridIndex;
  readonly byCode: ReadonlyMap<string, GridInfo>;
  readonly changesAt: Instant | null;
};

/** Grids of all times, and an index of those in force at `now`. */
export async function readGrids(db: Kysely<Database>, now: Instant): Promise<Grids> {
  const rows = await reference.grids(db);
  const inForce = rows.filter(({ validFrom, validTo }) => validFrom <= now && (validTo === null || now < validTo));
  const gridIndex = buildGridIndex(
    inForce.map(({ code, geometry }) => ({ code, polygons: polygonsOf(code, geometry) })),
  );
  const byCode = new Map(
    rows.map(({ geometry: _, code, communityCode, ...rest }) => [
      code,
      { ...rest, code: code as GridCode, communityCode: communityCode as CommunityCode },
    ]),
  );
  const boundaries = rows.flatMap(({ validFrom, validTo }) => [validFrom, validTo ?? now]).filter((at) => at > now);
  const changesAt = boundaries.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null);
  return { gridIndex, byCode, changesAt };
}

function polygonsOf(code: string, geometry: unknown): MultiPolygonRings {
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
