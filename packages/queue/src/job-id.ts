import type { Instant } from '@wanmi/kernel';

/** One outbox row is one job, however often it is published. */
export const effectJobId = (effectId: number): string => `effect-${effectId}`;

/** A slot of timers is one job, however often and by however many processes it is published. */
export const timersJobId = (from: Instant, until: Instant): string => `timers-${from}-${until}`;

/** Each try of a delivery is a job of its own. */
export const deliveryJobId = (deliveryId: number, attempts: number): string => `delivery-${deliveryId}-${attempts}`;
