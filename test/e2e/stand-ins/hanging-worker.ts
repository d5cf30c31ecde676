import { openQueues } from '@wanmi/queue';

// Takes one job of the queue `route` and never ends it. Arguments: database address, Redis address or nothing.
const [databaseUrl = '', redisUrl] = process.argv.slice(2);
const queues = await openQueues({ databaseUrl, redisUrl, onError: () => undefined });
const hang = (): Promise<string> => {
  process.stdout.write('began\n');
  return new Promise(() => undefined);
};
await queues.startWorker('route', hang, { concurrency: 1 });
