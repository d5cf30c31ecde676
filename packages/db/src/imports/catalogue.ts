import { sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { removeAbsent, type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

export type EditionRow = { readonly edition: string; readonly meta: unknown };
export type ClassRow = {
  readonly edition: string;
  readonly kind: string;
  readonly class_code: string;
  readonly body: unknown;
};
export type ConditionRow = ClassRow & { readonly condition_id: string };
export type CatalogueRows = {
  readonly editions: readonly EditionRow[];
  readonly classes: readonly ClassRow[];
  readonly conditions: readonly ConditionRow[];
};

const CLASS_COLUMNS = { edition: 'text', kind: 'text', class_code: 'text', body: 'jsonb' } as const;
const EDITIONS: SyncSpec<EditionRow> = {
  table: 'catalogue_edition',
  columns: { edition: 'text', meta: 'jsonb' },
  key: ['edition'],
};
const CLASSES: SyncSpec<ClassRow> = {
  table: 'catalogue_class',
  columns: CLASS_COLUMNS,
  key: ['edition', 'kind', 'class_code'],
};
const CONDITIONS: SyncSpec<ConditionRow> = {
  table: 'filing_condition',
  columns: { condition_id: 'text', ...CLASS_COLUMNS },
  key: ['condition_id'],
};

/**
 * Saves whole editions: their classes and conditions become exactly those given, other editions stay.
 * A class that goes away leaves the cases filed under it as they are: a case carries edition and code itself.
 */
export async function saveCatalogue(trx: Transaction<Database>, rows: CatalogueRows): Promise<SyncCounts> {
  const removeAmong = sql<boolean>`edition = any(${rows.editions.map(({ edition }) => edition)})`;
  const editions = await syncTable(trx, EDITIONS, rows.editions);
  const classes = await syncTable(trx, CLASSES, rows.classes);
  const conditions = await syncTable(trx, { ...CONDITIONS, removeAmong }, rows.conditions);
  const goneClasses = await removeAbsent(trx, CLASSES, removeAmong, rows.classes); // no condition points at them now
  return {
    added: editions.added + classes.added + conditions.added,
    changed: editions.changed + classes.changed + conditions.changed,
    removed: conditions.removed + goneClasses,
  };
}
