import { afterAll, beforeAll } from 'vitest';
import { describeQueues } from '../support/queue-conformance.ts';
import { startTestRedis, type TestRedis } from '../support/redis-server.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());

describeQueues('Redis', {
  settings: () => ({ databaseUrl: 'unused', redisUrl: redis.url }),
  empty: () => redis.empty(),
});
