import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planLa311 } from '../../scripts/replay/la311.ts';
import { replay } from '../../scripts/replay/replay.ts';
import { dropReplayDatabases } from '../../scripts/replay/replay-database.ts';
import type { ReplayPlan } from '../../scripts/replay/replay-plan.ts';
import type { ReplayResult } from '../../scripts/replay/replay-result.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const data = path.resolve(process.env.WANMI_REAL_DATA ?? '../shared/data', 'la311');
/** All requests would take minutes, and all councils a minute of cutting alone. */
const LIMITS = { requests: 2000, councils: 12 };

describe('two thousand requests of Los Angeles', () => {
  let [database, folder]: [TestDatabase | undefined, string] = [undefined, ''];
  let plan: ReplayPlan;
  let result: ReplayResult;
  const run = (): Promise<ReplayResult> =>
    replay(plan, { serverUrl: database?.url ?? '', folder, say: () => undefined });

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'wanmi-replay-'));
    plan = await planLa311(data, LIMITS);
    result = await run();
  }, 240_000);
  afterAll(async () => {
    if (database) await dropReplayDatabases(database.url, 'la311');
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are all answered, and refused only outside of every area', () => {
    const { sent, accepted, refused } = result;
    expect(sent).toBe(LIMITS.requests);
    expect(refused).toEqual({ 'outside-every-area': sent - accepted });
    expect(accepted).toBe(result.located.of);
    expect(accepted).toBeGreaterThan(200);
  });

  test('lie in the council that the city assigned, 98 % of them at least', () => {
    const { same, of } = result.located;
    expect(same / of).toBeGreaterThanOrEqual(0.98);
  });

  test('are routed by class and place, to the owner that the router never saw', () => {
    const { automatic, byPerson, agreed, to } = result.routed;
    expect(agreed).toEqual({ same: automatic, of: automatic });
    expect(Object.values(to).reduce((sum, count) => sum + count, 0)).toBe(automatic);
    expect(automatic).toBeGreaterThan(20 * byPerson);
    expect(byPerson).toBeGreaterThan(0);
  });

  test('are worked on by people, every fifth at least through all states, some back and forth', () => {
    const { walked, states, accepted } = result;
    expect(walked.throughAllStates / accepted).toBeGreaterThan(0.2);
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(accepted);
    expect(states).toMatchObject({ closed: walked.closed, rejected: walked.rejected });
    const { returned, returnsRefused, feedbackRefused, reworked, rejected } = walked;
    for (const count of [returned, returnsRefused, feedbackRefused, reworked, rejected]) {
      expect(count).toBeGreaterThan(0);
    }
  });

  test('the whole file has five requests without coordinates, and every type, source and agency is mapped', async () => {
    const { requests } = await planLa311(data);
    expect(requests).toHaveLength(10_000);
    expect(requests.filter(({ at }) => at === undefined)).toHaveLength(5);
    expect(requests.every(({ owner }) => owner !== undefined)).toBe(true);
    const times = requests.map(({ body }) => body.occurredAt ?? '');
    expect(times).toEqual(times.toSorted());
  });
});
