import { type Static, Type } from 'typebox';

/** Carries out one outbox row of a case. */
export const EffectJob = Type.Object(
  {
    /** `outbox.effect_id`. */
    effectId: Type.Integer({ minimum: 1 }),
    caseId: Type.String({ minLength: 1, maxLength: 64 }),
    /** What the effect is, where its queue carries several kinds; absent for the one that the queue is named for. */
    type: Type.Optional(Type.Literal('propose-rule')),
  },
  { additionalProperties: false },
);
export type EffectJob = Static<typeof EffectJob>;

/** Fires one timer of a case. The handler reads the rest from the case: a timer that moved meanwhile is refused. */
export const TimerJob = Type.Object(
  {
    caseId: Type.String({ minLength: 1, maxLength: 64 }),
    /** `case_timer.timer_key`: deadline and level, as `handle#2:red`. */
    timerKey: Type.String({ pattern: '^[a-z-]+#[0-9]+:(yellow|red|escalate)$' }),
  },
  { additionalProperties: false },
);
export type TimerJob = Static<typeof TimerJob>;

/** The queues by name, each with the payload of its jobs. Ids only: handlers read the rest anew. */
export const JOB_PAYLOADS = { route: EffectJob, notice: EffectJob, timer: TimerJob } as const;
export type QueueName = keyof typeof JOB_PAYLOADS;
export type JobPayload<Name extends QueueName> = Static<(typeof JOB_PAYLOADS)[Name]>;
