import { parentPort } from 'node:worker_threads';
import { type CutTask, cutCommunity } from '@wanmi/grid';

// A thread that cuts communities: a task comes in, its result goes out.
parentPort?.on('message', (task: CutTask) => parentPort?.postMessage(cutCommunity(task)));
