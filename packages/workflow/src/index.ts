export type * from './command.ts';
export * from './deadline.ts';
export type * from './event.ts';
export type * from './policy.ts';
export * from './state.ts';
