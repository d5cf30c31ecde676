import type { CaseId, Instant } from '@wanmi/kernel';

/** One outbox row is one job, however often it is published. */
export const effectJobId = (effectId: number): string => `effect-${effectId}`;

/** A timer that moved is another job; the old one finds nothing to do. BullMQ allows no colon in an id. */
export const timerJobId = (caseId: CaseId, timerKey: string, fireAt: Instant): string =>
  `timer-${caseId}-${timerKey.replaceAll(':', '-')}-${fireAt}`;
