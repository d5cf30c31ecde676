import { afterAll, beforeAll } from 'vitest';
import { describeNothingLost } from '../support/nothing-lost.ts';
import { startTestRedis, type TestRedis } from '../support/redis-server.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());

describeNothingLost({ name: 'Redis', redisUrl: () => redis.url, empty: () => redis.empty() });
