import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDongcheng } from '../../scripts/replay/dongcheng.ts';
import { replay } from '../../scripts/replay/replay.ts';
import { dropReplayDatabases, openReplayDatabase } from '../../scripts/replay/replay-database.ts';
import type { ReplayPlan } from '../../scripts/replay/replay-plan.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runWanmi } from '../support/run-wanmi.ts';

const data = path.resolve(process.env.WANMI_REAL_DATA ?? '../shared/data', 'beijing-dongcheng');
const COMMUNITIES = path.resolve('data/demo/dongcheng/communities.csv');

describe('Dongcheng, its real streets', () => {
  let [database, folder]: [TestDatabase | undefined, string] = [undefined, ''];
  let plan: ReplayPlan;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'wanmi-replay-'));
    plan = await planDongcheng(data);
  });
  afterAll(async () => {
    if (database) await dropReplayDatabases(database.url, 'dongcheng');
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('communities are drawn and grids built in them by the commands, lawfully', async () => {
    const streets = path.join(data, 'dongcheng-all.geojson');
    const drawn = ['--areas', streets, '--name-field', 'Name', '--communities', COMMUNITIES, '--out', 'areas.geojson'];
    expect((await runWanmi(folder, ['areas', 'draw', ...drawn])).err).toMatch(/17 streets, 169 communities/);
    const built = ['--areas', 'areas.geojson', '--out', 'grids.geojson', '--areas-out', 'fitted.geojson'];
    expect((await runWanmi(folder, ['grid', 'build', ...built])).err).toMatch(/built: 4\d{3} grids/);
    const judged = await runWanmi(folder, ['grid', 'check', 'grids.geojson', '--areas', 'fitted.geojson']);
    expect(judged).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^lawful: .* gaps 0\.00 m², overlaps 0\.00 m²/),
    });
  });

  test('grids are grouped into responsibility grids of lawful size, and re-balancing moves nothing', async () => {
    const line = ['grid', 'responsibility', '--grids', 'grids.geojson', '--areas', 'areas.geojson', '--json'];
    const grouped = await runWanmi(folder, [...line, '--out', 'groups.geojson']);
    const report = JSON.parse(grouped.out);
    expect(report.shareInRange).toBeGreaterThanOrEqual(0.995);
    expect(report.weightVariation.most).toBeLessThan(0.1);
    expect([grouped.code, report.faults]).toEqual([0, []]);
    const again = await runWanmi(folder, [...line, '--out', 'again.geojson', '--from', 'groups.geojson']);
    expect(JSON.parse(again.out).moved).toEqual([]);
  });

  test('every report lies in its street and comes to an end by the hands of people', async () => {
    const say = (): undefined => undefined;
    const result = await replay(plan, { serverUrl: database?.url ?? '', folder, say });
    expect(result).toMatchObject({ sent: 85, accepted: 85, refused: {}, located: { same: 85, of: 85 } });
    const { automatic, byPerson, to } = result.routed;
    expect([automatic > 50, byPerson > 0, Object.keys(to).length > 5]).toEqual([true, true, true]);
    const { closed, rejected, throughAllStates, returned, reworked, returnsRefused, feedbackRefused } = result.walked;
    expect(result.states).toEqual({ closed, rejected });
    expect(closed + rejected).toBe(85);
    expect(Math.min(throughAllStates, returned, reworked, returnsRefused, feedbackRefused)).toBeGreaterThan(4);
  });

  test('a run that was broken off goes on without doing anything twice', async () => {
    // A run of ten, broken off when five were sent and people had given at most three commands on each.
    const ten = { ...plan, requests: plan.requests.slice(0, 10) };
    const five = {
      ...plan,
      requests: ten.requests.slice(0, 5).map((one) => ({ ...one, steps: one.steps.slice(0, 3) })),
    };
    const place = { serverUrl: database?.url ?? '', folder, say: () => undefined };
    const { run } = await replay(five, { ...place, unfinished: true });
    const whole = await replay(ten, place);
    expect(whole).toMatchObject({ run, resumed: true, sent: 10, accepted: 10 });
    const { closed, rejected } = whole.walked;
    expect(whole.states).toEqual({ closed, ...(rejected > 0 ? { rejected } : {}) });
    const next = await openReplayDatabase(place.serverUrl, plan, 'another secret', place.say);
    expect(next).toMatchObject({ resumed: false });
  });
});
