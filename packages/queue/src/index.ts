export { HopelessJobError } from './hopeless-job-error.ts';
export { deliveryJobId, effectJobId, timersJobId } from './job-id.ts';
export {
  type JobCounts,
  type JobToPublish,
  openQueues,
  QUEUE_NAMES,
  type QueueSettings,
  type Queues,
} from './open-queues.ts';
export type { JobFailure, JobHandler, RunningWorker, WorkerSettings } from './start-worker.ts';
