import { sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { type SyncCounts, type SyncSpec, syncTable } from './sync-table.ts';

type Body = { readonly body: unknown };

const RULES: SyncSpec<Body & { readonly rule_id: string }> = {
  table: 'routing_rule',
  columns: { rule_id: 'text', body: 'jsonb' },
  key: ['rule_id'],
  removeAmong: sql<boolean>`true`,
};
const CALENDARS: SyncSpec<Body & { readonly name: 'city' | 'duty' }> = {
  table: 'work_calendar',
  columns: { name: 'text', body: 'jsonb' },
  key: ['name'],
};
const POLICY: SyncSpec<Body & { readonly only_row: true }> = {
  table: 'workflow_policy',
  columns: { only_row: 'boolean', body: 'jsonb' },
  key: ['only_row'],
};

/** Makes the routing rules exactly these: rules are checked, imported and replaced whole. */
export const saveRules = (trx: Transaction<Database>, rules: readonly { readonly id: string }[]): Promise<SyncCounts> =>
  syncTable(
    trx,
    RULES,
    rules.map((rule) => ({ rule_id: rule.id, body: rule })),
  );

/** Saves the city's calendar or the centre's duty calendar. */
export const saveCalendar = (trx: Transaction<Database>, name: 'city' | 'duty', body: unknown): Promise<SyncCounts> =>
  syncTable(trx, CALENDARS, [{ name, body }]);

/** Saves the workflow policy. */
export const savePolicy = (trx: Transaction<Database>, body: unknown): Promise<SyncCounts> =>
  syncTable(trx, POLICY, [{ only_row: true, body }]);
