export { ERROR_CODES, type ErrorCode } from './error-codes.ts';
export * from './http/index.ts';
export { closed } from './http/shape.ts';
export { isJob } from './jobs/is-job.ts';
export {
  DeliveryJob,
  EffectJob,
  JOB_PAYLOADS,
  type JobPayload,
  type QueueName,
  TimerJob,
} from './jobs/job-payloads.ts';
export * from './live/protocol.ts';
