// What imports of reference data read and write, as one namespace: `imports.saveAreas(trx, rows)`.
export * from './imports/addresses.ts';
export * from './imports/areas.ts';
export * from './imports/catalogue.ts';
export * from './imports/components.ts';
export * from './imports/imported-cases.ts';
export * from './imports/organisation.ts';
export * from './imports/people.ts';
export * from './imports/roads.ts';
export * from './imports/settings.ts';
export type { SyncCounts } from './imports/sync-table.ts';
export * from './imports/versions.ts';
