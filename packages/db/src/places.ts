import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The border of an area; `geometry` is GeoJSON, WGS 84. */
export type AreaOutline = {
  readonly code: string;
  readonly name: string;
  readonly level: 'district' | 'street' | 'community';
  readonly drawn: boolean;
  readonly geometry: unknown;
};

export type AreaFilter = {
  readonly level: 'district' | 'street' | 'community' | null;
  /** Only areas whose code begins with this one. */
  readonly within: string | null;
};

/** Borders of areas by code; areas of which only code and name are known are left out. */
export async function listOutlines(
  db: Kysely<Database>,
  { level, within }: AreaFilter,
): Promise<readonly AreaOutline[]> {
  let query = db.selectFrom('area').select(['code', 'name', 'level', 'drawn', 'geometry']).orderBy('code');
  query = query.where('geometry', 'is not', null);
  if (level !== null) query = query.where('level', '=', level);
  if (within !== null) query = query.where((one) => one.fn<boolean>('starts_with', ['code', one.val(within)]));
  return query.execute();
}

/** The shape of a unit grid; `geometry` is GeoJSON, WGS 84. */
export type GridShape = {
  readonly code: string;
  readonly areaClass: 'A' | 'B' | 'C';
  readonly drawn: boolean;
  readonly geometry: unknown;
};

/** Shapes of the grids named, by code. */
export async function listGridShapes(db: Kysely<Database>, codes: readonly string[]): Promise<readonly GridShape[]> {
  if (codes.length === 0) return [];
  return db
    .selectFrom('unit_grid')
    .select(['code', 'area_class as areaClass', 'drawn', 'geometry'])
    .where('code', 'in', [...codes])
    .orderBy('code')
    .execute();
}
