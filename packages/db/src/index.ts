export { type ConnectOptions, connect } from './connect.ts';
export { migrate } from './migrate.ts';
export type { Database } from './schema.ts';
