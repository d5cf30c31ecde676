import type { Actor } from '@wanmi/workflow';

/** The centre's own hand: routes cases and fires timers. */
export const DISPATCHER: Actor & { readonly kind: 'system' } = { kind: 'system', name: 'dispatcher' };
