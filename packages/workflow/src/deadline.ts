import type { Instant } from '@wanmi/kernel';
import type { Light, Role } from './state.ts';

/**
 * What a limit is set on. `handle` is the lead department's clock, `assist` an assisting one's, `step` that of a staged
 * limit, `case` the whole case's, `supervision` an order's answer. `suspension` and `reopen` only wait for their date.
 */
export const DEADLINE_STAGES = [
  'accept',
  'verify',
  'file',
  'dispatch',
  'arbitrate',
  'upper',
  'sign',
  'handle',
  'assist',
  'step',
  'decide-return',
  'decide-extension',
  'decide-suspension',
  'decide-void',
  'suspension',
  'confirm-feedback',
  'request-check',
  'check',
  'close',
  'recheck',
  'reply',
  'follow-referral',
  'reopen',
  'case',
  'supervision',
] as const;
export type DeadlineStage = (typeof DEADLINE_STAGES)[number];

export type LimitUnit =
  | 'urgent_working_hour'
  | 'working_hour'
  | 'working_day'
  | 'natural_day'
  | 'natural_hour'
  | 'natural_minute';
export type Limit = { readonly value: number; readonly unit: LimitUnit };

/** Whose working hours count: the city's for handling, the centre's duty calendar for its own stages. */
export type CalendarName = 'city' | 'duty';

/**
 * One clock of one stage. `dueAt` itself is in time; the first millisecond after it is late.
 * A stopped clock keeps in `left` what it grants when it runs again.
 */
export type Deadline = {
  /** Stage and number: `handle#2`. */
  readonly id: string;
  readonly stage: DeadlineStage;
  readonly calendar: CalendarName;
  readonly limit: Limit;
  readonly startAt: Instant;
  readonly dueAt: Instant;
  readonly yellowAt: Instant;
  /** The levels of the ladder after red, in order. */
  readonly rungs: readonly Rung[];
  /** How many of them were reached. */
  readonly reached: number;
  readonly clock: 'running' | 'stopped' | 'done';
  readonly light: Light;
  /** Counted with a year whose holidays are not published yet. */
  readonly provisional: boolean;
  readonly stoppedAt: Instant | null;
  /** Spans that are not charged, in order: between a result and its refusal. */
  readonly pauses: readonly Pause[];
  readonly left: Left | null;
  /** What was granted beyond the limit, in order. */
  readonly extensions: readonly { readonly at: Instant; readonly by: Limit }[];
  readonly doneAt: Instant | null;
  /** How a finished clock was judged; `void` when it was taken away (a wrong dispatch), null while it is open. */
  readonly outcome: 'in-time' | 'late' | 'void' | null;
};

/** One level of the ladder: who is told when the clock still runs at `at`. */
export type Rung = { readonly at: Instant; readonly to: Role };

/** Half-open: from the stop to the resumption. */
export type Pause = { readonly from: Instant; readonly to: Instant };

/** What was left of a stopped clock, in the kind of time it counts. */
export type Left = { readonly unit: 'working_ms' | 'clock_ms' | 'working_day'; readonly amount: number };

/** Where a clock stands after it was moved. */
export type Moved = {
  readonly startAt: Instant;
  readonly dueAt: Instant;
  readonly yellowAt: Instant;
  readonly rungs: readonly Rung[];
  readonly reached: number;
  readonly light: Light;
  readonly provisional: boolean;
};

/** What an event does to the clocks. Computed when deciding, so that replaying needs no calendar. */
export type DeadlineChange =
  | { readonly op: 'open'; readonly deadline: Deadline }
  | { readonly op: 'done'; readonly id: string; readonly at: Instant; readonly outcome: 'in-time' | 'late' | 'void' }
  /** `at` may lie before the event: a suspension counts from the asking. */
  | { readonly op: 'stop'; readonly id: string; readonly at: Instant; readonly left: Left }
  /** `startAt` is as it was, or `at` when the limit begins anew: then pauses and extensions are forgotten. */
  | ({ readonly op: 'resume'; readonly id: string; readonly at: Instant } & Moved)
  /** A running or stopped clock gets another due instant: longer by `by`, or counted anew with another calendar. */
  | ({
      readonly op: 'move';
      readonly id: string;
      readonly at: Instant;
      /** Null unless the clock is stopped. */
      readonly left: Left | null;
      readonly by: Limit | null;
    } & Moved);

/** A timer the case needs now. `key` is unique in the case: `handle#2:red`. */
export type TimerSpec = {
  readonly key: string;
  readonly deadlineId: string;
  readonly level: TimerLevel;
  readonly fireAt: Instant;
};
/** `due` is the end of a clock that only waits; `escalate-1` the first level after red. */
export type TimerLevel = 'yellow' | 'red' | 'due' | `escalate-${number}`;
