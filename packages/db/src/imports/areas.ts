import { sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

export type AreaRow = {
  readonly code: string;
  readonly name: string;
  readonly level: 'district' | 'street' | 'community';
  readonly drawn: boolean;
  readonly source: string;
  /** GeoJSON; null where only code and name are known. */
  readonly geometry: unknown;
};

const AREAS: SyncSpec<AreaRow> = {
  table: 'area',
  columns: { code: 'text', name: 'text', level: 'text', drawn: 'boolean', source: 'text', geometry: 'jsonb' },
  key: ['code'],
};

/** Adds areas and changes those that differ. Areas that are not given stay. */
export const saveAreas = (trx: Transaction<Database>, rows: readonly AreaRow[]): Promise<SyncCounts> =>
  syncTable(trx, AREAS, rows);

/** The areas named and those right below them, as they are stored. */
export const listAreasAround = (trx: Transaction<Database>, codes: readonly string[]): Promise<AreaRow[]> =>
  trx
    .selectFrom('area')
    .select(['code', 'name', 'level', 'drawn', 'source', 'geometry'])
    .where(sql<boolean>`code = any(${codes}) or left(code, -3) = any(${codes})`)
    .orderBy('code')
    .execute();

export type GridRow = {
  readonly code: string;
  readonly community_code: string;
  readonly area_m2: number;
  readonly area_class: 'A' | 'B' | 'C';
  readonly geometry: unknown;
  readonly drawn: boolean;
  readonly valid_from: string;
  readonly managed_from: string;
  readonly land_use: string | null;
  readonly remark: string | null;
};

const GRIDS: SyncSpec<GridRow> = {
  table: 'unit_grid',
  columns: {
    ...{ code: 'text', community_code: 'text', area_m2: 'numeric', area_class: 'text', geometry: 'jsonb' },
    ...{ drawn: 'boolean', valid_from: 'timestamptz', managed_from: 'timestamptz', land_use: 'text', remark: 'text' },
  },
  key: ['code'],
};

/** Adds grids and changes the attributes of those that differ. */
export const saveGrids = (trx: Transaction<Database>, rows: readonly GridRow[]): Promise<SyncCounts> =>
  syncTable(trx, GRIDS, rows);

export type KnownGrid = {
  readonly code: string;
  /** GeoJSON as it was saved. */
  readonly geometry: unknown;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly managed_from: Date;
};

/** The grids of some communities, those that have ended included. */
export const listGrids = (trx: Transaction<Database>, communities: readonly string[]): Promise<KnownGrid[]> =>
  trx
    .selectFrom('unit_grid')
    .select(['code', 'geometry', 'valid_from', 'valid_to', 'managed_from'])
    .where('community_code', 'in', communities.length === 0 ? [''] : communities)
    .execute();

/** Ends grids at an instant, which must lie after their beginning. Their codes are never used again. */
export async function endGrids(trx: Transaction<Database>, codes: readonly string[], at: Date): Promise<number> {
  if (codes.length === 0) return 0;
  const { numUpdatedRows } = await trx
    .updateTable('unit_grid')
    .set({ valid_to: at })
    .where('code', 'in', codes)
    .where('valid_to', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
