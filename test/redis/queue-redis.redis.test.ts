import { afterAll, beforeAll } from 'vitest';
import { describeQueues } from '../support/queue-conformance.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis?.stop());

describeQueues('Redis', {
  settings: () => ({ databaseUrl: 'unused', redisUrl: redis.url }),
  empty: () => redis.empty(),
});
