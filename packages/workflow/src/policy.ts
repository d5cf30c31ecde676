import type { DeadlineStage, Limit, LimitUnit } from './deadline.ts';
import type { Channel, Priority, Role } from './state.ts';

/** Stages whose limit comes from the work itself: the class's condition, the sum of the stages, a date. */
export const UNLIMITED_STAGES = ['handle', 'assist', 'step', 'suspension', 'case'] as const;
/** A stage whose limit the policy states. */
export type LimitedStage = Exclude<DeadlineStage, (typeof UNLIMITED_STAGES)[number]>;

/** One level after red: who is told when so much has passed since the due instant; `limit` counts the clock's own limit again. */
export type LadderLevel = {
  readonly after: { readonly value: number; readonly unit: LimitUnit | 'limit' };
  readonly to: Role;
};

/** A city's settings of the workflow: versioned configuration, never code. */
export type WorkflowPolicy = {
  /** `reopen` is how long a closed case may be opened again. */
  readonly stageLimits: Readonly<Record<LimitedStage, Limit>>;
  /** Used when a class has no limit at all. */
  readonly defaultHandlingLimit: Limit;
  readonly dayMode: 'close-of-business' | 'elapsed' | 'same-clock-time';
  /** After rework the handling clock goes on with what was left, or starts anew. */
  readonly rework: 'resume' | 'restart';
  /** Channels whose reports need no verification. */
  readonly trustedChannels: readonly Channel[];
  /** Trusted channels whose reports are filed at once by the system. */
  readonly autoFileChannels: readonly Channel[];
  /** The system sends the check task as soon as the dispatcher has confirmed the feedback. */
  readonly autoRequestCheck: boolean;
  /** How long after dispatch a return is a plain return. */
  readonly returnWindow: Limit;
  /** After so many tries that could not judge the spot, the shift leader decides. */
  readonly unableTries: number;
  /** After so many accepted returns a supervisor decides whose the case is. */
  readonly arbitrationAfter: number;
  /** How often a department may be granted more time on a case. */
  readonly mostExtensions: number;
  /** From this extension on the shift leader must agree too. */
  readonly leaderFromExtension: number;
  readonly mostSuspensions: number;
  readonly longestSuspension: Limit;
  /** The levels after red, earliest first, by the priority of the case. */
  readonly ladder: Readonly<Record<Priority, readonly LadderLevel[]>>;
  /** Why a case may be voided: codes with their words in both languages. */
  readonly voidReasons: readonly VoidReason[];
  /** Of a hundred things handled on the spot so many are judged again by another inspector. */
  readonly recheckPercent: number;
  /** A check at the same time of day may come so many minutes before or after it. */
  readonly sameTimeMinutes: number;
  /** A report of the same class so near, and so little earlier or later, is shown as a likely duplicate. */
  readonly duplicateMetres: number;
  readonly duplicateHours: number;
};

export type VoidReason = { readonly code: string; readonly zh: string; readonly en: string };
