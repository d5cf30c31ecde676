import type { Instant } from '@wanmi/kernel';
import type { Light } from './state.ts';

/** What a limit is set on. `handle` is the department's clock, `case` the whole case's, `supervision` an order's answer. */
export const DEADLINE_STAGES = [
  'accept',
  'verify',
  'file',
  'dispatch',
  'sign',
  'handle',
  'decide-return',
  'confirm-feedback',
  'request-check',
  'check',
  'close',
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
  /** When the limit has passed once more: the next level of the ladder. */
  readonly escalateAt: Instant;
  readonly clock: 'running' | 'stopped' | 'done';
  readonly light: Light;
  readonly escalated: boolean;
  /** Counted with a year whose holidays are not published yet. */
  readonly provisional: boolean;
  readonly stoppedAt: Instant | null;
  /** Spans that are not charged, in order: between a result and its refusal. */
  readonly pauses: readonly Pause[];
  readonly left: Left | null;
  readonly doneAt: Instant | null;
  /** How a finished clock was judged; `void` when it was taken away (a wrong dispatch), null while it is open. */
  readonly outcome: 'in-time' | 'late' | 'void' | null;
};

/** Half-open: from the stop to the resumption. */
export type Pause = { readonly from: Instant; readonly to: Instant };

/** What was left of a stopped clock, in the kind of time it counts. */
export type Left = { readonly unit: 'working_ms' | 'clock_ms' | 'working_day'; readonly amount: number };

/**
 * What an event does to the clocks. Computed when deciding, so that replaying needs no calendar.
 * `resume` also moves a clock that is running.
 */
export type DeadlineChange =
  | { readonly op: 'open'; readonly deadline: Deadline }
  | { readonly op: 'done'; readonly id: string; readonly at: Instant; readonly outcome: 'in-time' | 'late' | 'void' }
  | { readonly op: 'stop'; readonly id: string; readonly at: Instant; readonly left: Left }
  | {
      readonly op: 'resume';
      readonly id: string;
      readonly at: Instant;
      /** As it was, or now when the limit begins anew. */
      readonly startAt: Instant;
      readonly dueAt: Instant;
      readonly yellowAt: Instant;
      readonly escalateAt: Instant;
      readonly light: Light;
      readonly provisional: boolean;
    };

/** A timer the case needs now. `key` is unique in the case: `handle#2:red`. */
export type TimerSpec = {
  readonly key: string;
  readonly deadlineId: string;
  readonly level: TimerLevel;
  readonly fireAt: Instant;
};
export type TimerLevel = 'yellow' | 'red' | 'escalate';
