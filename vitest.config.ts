import { defineConfig } from 'vitest/config';

/** Suites that start processes: one file and one suite at a time, so that each has the machine's two cores to itself. */
const alone = (groupOrder: number) => ({
  fileParallelism: false,
  sequence: { groupOrder },
  testTimeout: 180_000,
  hookTimeout: 180_000,
});
/** One embedded PostgreSQL for the run; see test/support/postgres-server.ts. */
const postgres = { globalSetup: ['test/support/postgres-server.ts'] };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'test/*.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...postgres,
          name: 'db',
          include: ['test/db/**/*.db.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { ...alone(1), ...postgres, name: 'e2e', include: ['test/e2e/**/*.e2e.test.ts'] } },
      { test: { ...alone(2), ...postgres, name: 'real', include: ['test/real/**/*.real.test.ts'] } },
      { test: { ...alone(3), ...postgres, name: 'browser', include: ['test/browser/**/*.browser.test.ts'] } },
      { test: { ...alone(4), ...postgres, name: 'redis', include: ['test/redis/**/*.redis.test.ts'] } },
    ],
  },
});
