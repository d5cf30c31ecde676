import type { Actor } from '@wanmi/workflow';

/** The centre's own hand: routes cases and fires timers. */
export const DISPATCHER: Actor = { kind: 'system', name: 'dispatcher' };
