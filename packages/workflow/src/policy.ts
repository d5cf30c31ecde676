import type { DeadlineStage, Limit } from './deadline.ts';
import type { Channel } from './state.ts';

/** A city's settings of the workflow: versioned configuration, never code. */
export type WorkflowPolicy = {
  /** The limit of each stage of the centre; `handle` comes from the class's condition, `case` from the sum of the stages. */
  readonly stageLimits: Readonly<Record<Exclude<DeadlineStage, 'handle' | 'case'>, Limit>>;
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
};
