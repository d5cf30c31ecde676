import { Value } from 'typebox/value';
import { JOB_PAYLOADS, type JobPayload, type QueueName } from './job-payloads.ts';

/** True when `data` is a payload of the queue. What lies in a queue may be older than the program that reads it. */
export function isJob<Name extends QueueName>(name: Name, data: unknown): data is JobPayload<Name> {
  return Value.Check(JOB_PAYLOADS[name], data);
}
