import { type Static, Type } from 'typebox';

/** Carries out one outbox row of a case. */
export const EffectJob = Type.Object(
  {
    /** `outbox.effect_id`. */
    effectId: Type.Integer({ minimum: 1 }),
    caseId: Type.String({ minLength: 1, maxLength: 64 }),
  },
  { additionalProperties: false },
);
export type EffectJob = Static<typeof EffectJob>;

/**
 * Fires the timers of a slot of time, from `from` up to and without `until`; UTC milliseconds. The handler reads from the
 * table which they are then: one that moved out of the slot meanwhile is none of them.
 */
export const TimerJob = Type.Object(
  { from: Type.Integer({ minimum: 0 }), until: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
);
export type TimerJob = Static<typeof TimerJob>;

/** Tries to deliver one notice to one channel for the time after `attempts` tries. */
export const DeliveryJob = Type.Object(
  { deliveryId: Type.Integer({ minimum: 1 }), attempts: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type DeliveryJob = Static<typeof DeliveryJob>;

/** The queues by name, each with the payload of its jobs. Ids only: handlers read the rest anew. */
export const JOB_PAYLOADS = {
  route: EffectJob,
  notice: EffectJob,
  follow: EffectJob,
  timer: TimerJob,
  delivery: DeliveryJob,
} as const;
export type QueueName = keyof typeof JOB_PAYLOADS;
export type JobPayload<Name extends QueueName> = Static<(typeof JOB_PAYLOADS)[Name]>;
