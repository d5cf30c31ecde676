import type { Instant } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export const REFERENCE_KINDS = [
  ...(['areas', 'grids', 'catalogue', 'organisation', 'rules', 'calendar', 'policy'] as const),
  ...(['addresses', 'roads', 'responsibility'] as const),
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];
export type ReferenceVersions = Readonly<Record<ReferenceKind, number>>;

/** What each kind has been raised to by imports. */
export async function versions(db: Kysely<Database>): Promise<ReferenceVersions> {
  const rows = await db.selectFrom('reference_version').select(['kind', 'version']).execute();
  const byKind = new Map(rows.map(({ kind, version }) => [kind, version]));
  const all: Record<ReferenceKind, number> = {
    areas: 0,
    grids: 0,
    catalogue: 0,
    organisation: 0,
    rules: 0,
    calendar: 0,
    policy: 0,
    addresses: 0,
    roads: 0,
    responsibility: 0,
  };
  for (const kind of REFERENCE_KINDS) all[kind] = byKind.get(kind) ?? 0;
  return all;
}

/** An area without its geometry. */
export type Area = {
  readonly code: string;
  readonly name: string;
  readonly level: 'district' | 'street' | 'community';
  readonly drawn: boolean;
};

/** All areas by code, without geometry. */
export const areas = (db: Kysely<Database>): Promise<readonly Area[]> =>
  db.selectFrom('area').select(['code', 'name', 'level', 'drawn']).orderBy('code').execute();

/** A unit grid of any time. `geometry` is GeoJSON, WGS 84. */
export type UnitGrid = {
  readonly code: string;
  readonly communityCode: string;
  readonly areaM2: number;
  readonly areaClass: 'A' | 'B' | 'C';
  readonly geometry: unknown;
  readonly drawn: boolean;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
  readonly managedFrom: Instant;
};

/** A part of a list by code. */
export type CodePage = { readonly after: string; readonly limit: number };

/** All unit grids by code, those of the past included; of these a page, where one is asked for. */
export async function grids(db: Kysely<Database>, page?: CodePage): Promise<readonly UnitGrid[]> {
  let query = db
    .selectFrom('unit_grid')
    .select(['code', 'community_code', 'area_m2', 'area_class', 'geometry', 'drawn'])
    .select(['valid_from', 'valid_to', 'managed_from'])
    .orderBy('code');
  if (page !== undefined) query = query.where('code', '>', page.after).limit(page.limit);
  const rows = await query.execute();
  return rows.map((row) => ({
    code: row.code,
    communityCode: row.community_code,
    areaM2: Number(row.area_m2),
    areaClass: row.area_class,
    geometry: row.geometry,
    drawn: row.drawn,
    validFrom: row.valid_from.getTime() as Instant,
    validTo: row.valid_to === null ? null : (row.valid_to.getTime() as Instant),
    managedFrom: row.managed_from.getTime() as Instant,
  }));
}

/** The catalogue as its import wrote it: bodies are values of packages/catalogue. */
export type CatalogueRows = {
  readonly editions: readonly { readonly edition: string; readonly meta: unknown }[];
  readonly classes: readonly { readonly edition: string; readonly body: unknown }[];
  readonly conditions: readonly unknown[];
};

/** All editions, classes and conditions, in the order of their keys. */
export async function catalogue(db: Kysely<Database>): Promise<CatalogueRows> {
  const editions = await db.selectFrom('catalogue_edition').select(['edition', 'meta']).orderBy('edition').execute();
  const classes = await db
    .selectFrom('catalogue_class')
    .select(['edition', 'body'])
    .orderBy('edition')
    .orderBy('kind')
    .orderBy('class_code')
    .execute();
  const conditions = await db.selectFrom('filing_condition').select('body').orderBy('condition_id').execute();
  return { editions, classes, conditions: conditions.map(({ body }) => body) };
}

/** A department, the inactive ones included. */
export type Department = {
  readonly code: string;
  readonly name: string;
  readonly creditCode: string | null;
  readonly kind: string;
  readonly area: string | null;
  readonly active: boolean;
};

/** All departments by code. */
export async function departments(db: Kysely<Database>): Promise<readonly Department[]> {
  return await db
    .selectFrom('department')
    .select(['department_code as code', 'name', 'credit_code as creditCode', 'kind', 'area', 'active'])
    .orderBy('department_code')
    .execute();
}

/** Bodies of the routing rules in the order of their ids: values of packages/routing. */
export async function rules(db: Kysely<Database>): Promise<readonly unknown[]> {
  const rows = await db.selectFrom('routing_rule').select('body').orderBy('rule_id').execute();
  return rows.map(({ body }) => body);
}

/** Bodies of the calendars by name: values of packages/calendar. */
export async function calendars(db: Kysely<Database>): Promise<ReadonlyMap<string, unknown>> {
  const rows = await db.selectFrom('work_calendar').select(['name', 'body']).execute();
  return new Map(rows.map(({ name, body }) => [name, body]));
}

/** The workflow policy, a value of packages/workflow; undefined before the first import. */
export async function policy(db: Kysely<Database>): Promise<unknown> {
  const row = await db.selectFrom('workflow_policy').select('body').executeTakeFirst();
  return row?.body;
}

/** A road section of any time. `geometry` is GeoJSON, WGS 84. */
export type RoadSectionRow = {
  readonly code: string;
  readonly roadName: string;
  readonly name: string;
  readonly roadClass: 'model' | 'standard' | 'ordinary';
  readonly geometry: unknown;
  readonly drawn: boolean;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
};

/** All road sections by code, those of the past included. */
export async function roads(db: Kysely<Database>): Promise<readonly RoadSectionRow[]> {
  const rows = await db
    .selectFrom('road_section')
    .select(['section_code as code', 'road_name as roadName', 'name', 'road_class as roadClass', 'geometry', 'drawn'])
    .select(['valid_from', 'valid_to'])
    .orderBy('section_code')
    .execute();
  return rows.map(({ valid_from, valid_to, ...row }) => ({
    ...row,
    validFrom: valid_from.getTime() as Instant,
    validTo: valid_to === null ? null : (valid_to.getTime() as Instant),
  }));
}
