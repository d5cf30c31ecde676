import type { Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

/** A case of another system; migrations/0004_imported_history.sql says what the columns mean. */
export type ImportedCaseRow = {
  readonly source: string;
  readonly source_id: string;
  readonly area_code: string | null;
  /** RFC 3339. */
  readonly reported_at: string;
  readonly street_name: string | null;
  readonly community_name: string | null;
  readonly class_path: unknown;
  readonly class_id: string | null;
  readonly class_name: string | null;
  readonly unit_id: string | null;
  readonly unit_name: string | null;
  readonly channel_id: string | null;
  readonly channel_name: string | null;
  readonly nature_name: string | null;
  readonly closed_in_time: boolean | null;
  readonly raw: unknown;
};

const IMPORTED_CASES: SyncSpec<ImportedCaseRow> = {
  table: 'case_history_import',
  columns: {
    ...{ source: 'text', source_id: 'text', area_code: 'text', reported_at: 'timestamptz', street_name: 'text' },
    ...{ community_name: 'text', class_path: 'jsonb', class_id: 'text', class_name: 'text', unit_id: 'text' },
    ...{ unit_name: 'text', channel_id: 'text', channel_name: 'text', nature_name: 'text' },
    ...{ closed_in_time: 'boolean', raw: 'jsonb' },
  },
  key: ['source', 'source_id'],
};

/** Adds cases of another system and changes those that differ. Those not given stay. */
export const saveImportedCases = (trx: Transaction<Database>, rows: readonly ImportedCaseRow[]): Promise<SyncCounts> =>
  syncTable(trx, IMPORTED_CASES, rows);
