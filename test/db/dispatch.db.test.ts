import { registerReport, runCommand } from '@wanmi/cases';
import { caseKeyOf, cases, outbox } from '@wanmi/db';
import { type CaseId, type Instant, MINUTE_MS } from '@wanmi/kernel';
import { HopelessJobError } from '@wanmi/queue';
import { type CaseEvent, type CaseState, timersOf } from '@wanmi/workflow';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fireTimers, handleTimerSlot } from '../../services/dispatcher/src/handlers/fire-timers.handler.ts';
import { makeNotifyHandler } from '../../services/dispatcher/src/handlers/notify.handler.ts';
import { handleRouteCase } from '../../services/dispatcher/src/handlers/route-case.handler.ts';
import { type CaseDesk, MONDAY, newKey, openCaseDesk, reportInput } from '../support/case-desk.ts';

/** Litter: the demo rules send it to sanitation. */
const RULED = '06010';
/** No demo rule names it. */
const UNRULED = '10002';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterAll(() => open.close());
beforeEach(() => open.setTime(MONDAY));

const report = async (classCode: string): Promise<string> => {
  const input = reportInput({ channel: 'inspector', classCode });
  const answer = await registerReport(open.desk, open.as('inspector'), input, newKey());
  if (!answer.ok) throw answer.error;
  return answer.value.body.caseId;
};
const stateOf = async (caseId: string): Promise<CaseState> => {
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(open.desk.db, key));
  if (!state) throw new Error(`no case ${caseId}`);
  return state;
};
const eventsOf = async (caseId: string): Promise<readonly CaseEvent[]> =>
  (
    await open.desk.db.selectFrom('case_event').select('body').where('case_id', '=', caseId).orderBy('seq').execute()
  ).map(({ body }) => body);
const effectsOf = (caseId: string): Promise<{ effectId: number; type: string }[]> =>
  open.desk.db
    .selectFrom('outbox')
    .select(['effect_id as effectId', sql<string>`effect ->> 'type'`.as('type')])
    .where('case_id', '=', caseId)
    .orderBy('effect_id')
    .execute();
const timersIn = async (caseId: string): Promise<string[]> =>
  (
    await open.desk.db
      .selectFrom('case_timer')
      .select('timer_key')
      .where('case_id', '=', caseId)
      .orderBy('timer_key')
      .execute()
  ).map(({ timer_key }) => timer_key);
const routingOf = async (caseId: string): Promise<{ effectId: number; caseId: string }> => {
  const effect = (await effectsOf(caseId)).find(({ type }) => type === 'route-case');
  if (!effect) throw new Error(`case ${caseId} has no routing to do`);
  return { effectId: effect.effectId, caseId };
};

describe('routing a case', () => {
  test('dispatches it where the rules say, once, with the explanation kept', async () => {
    const caseId = await report(RULED);
    const job = await routingOf(caseId);
    expect(await handleRouteCase(open.desk, job)).toBe('dispatched');
    expect(await handleRouteCase(open.desk, job)).toBe('done-before');
    const state = await stateOf(caseId);
    expect(state).toMatchObject({ state: 'dispatched', handling: { department: 'sanitation' } });
    const dispatched = (await eventsOf(caseId)).filter(({ type }) => type === 'case-dispatched');
    expect(dispatched).toMatchObject([
      {
        by: { kind: 'system', name: 'dispatcher' },
        explanation: {
          conclusion: { outcome: 'decided', department: 'sanitation' },
          names: { sanitation: expect.stringContaining('环境卫生') },
        },
      },
    ]);
    expect(await effectsOf(caseId)).toMatchObject([{ type: 'notify' }]);
    expect(await timersIn(caseId)).toEqual(
      timersOf(state)
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  test('puts one that no rule decides on the list of dispatchers, with candidates', async () => {
    const caseId = await report(UNRULED);
    expect(await handleRouteCase(open.desk, await routingOf(caseId))).toBe('left-to-a-person');
    expect(await stateOf(caseId)).toMatchObject({ state: 'filed', unrouted: true });
    expect((await eventsOf(caseId)).at(-1)).toMatchObject({
      type: 'routing-undecided',
      explanation: { conclusion: { outcome: 'undecided', candidates: [{ department: 'street-110101001' }] } },
    });
    expect(await effectsOf(caseId)).toMatchObject([{ type: 'notify' }]);
  });

  test('leaves alone one that a person has dispatched meanwhile', async () => {
    const caseId = await report(RULED);
    const job = await routingOf(caseId);
    const command = { type: 'dispatch', expectedVersion: 'latest', departmentCode: 'landscaping' } as const;
    expect(await runCommand(open.desk, caseId, command, { by: open.as('dispatcher') })).toMatchObject({ ok: true });
    expect(await handleRouteCase(open.desk, job)).toBe('stale');
    expect(await handleRouteCase(open.desk, job)).toBe('done-before');
    expect(await stateOf(caseId)).toMatchObject({ handling: { department: 'landscaping' } });
  });

  test('runs twice at once and dispatches once', async () => {
    const caseId = await report(RULED);
    const job = await routingOf(caseId);
    await Promise.all(Array.from({ length: 4 }, () => handleRouteCase(open.desk, job)));
    expect((await eventsOf(caseId)).filter(({ type }) => type === 'case-dispatched')).toHaveLength(1);
    expect(await effectsOf(caseId)).toMatchObject([{ type: 'notify' }]);
  });
});

describe('giving notice', () => {
  test('writes a notice to the addressee, once, and takes the effect with it', async () => {
    const caseId = await report(RULED);
    await handleRouteCase(open.desk, await routingOf(caseId));
    const [effect] = await effectsOf(caseId);
    if (!effect) throw new Error('no effect');
    const job = { effectId: effect.effectId, caseId };
    const handleNotify = makeNotifyHandler(open.desk);
    expect(await handleNotify(job)).toBe('noticed');
    expect(await handleNotify(job)).toBe('done-before');
    const { place } = await stateOf(caseId);
    expect(await open.desk.db.selectFrom('notice').selectAll().where('case_id', '=', caseId).execute()).toMatchObject([
      {
        effect_id: effect.effectId,
        department_code: 'sanitation',
        role: null,
        user_id: null,
        area_code: place.areaCode,
        about: 'case-dispatched',
      },
    ]);
    expect(await effectsOf(caseId)).toEqual([]);
  });

  test('gives up on an effect whose case is gone, and keeps the effect', async () => {
    const caseId = '110101-202611-gone';
    const { rows } = await sql<{ effect_id: number }>`
      insert into outbox (district, case_month, case_id, seq, effect) values
      ('110101', 202611, ${caseId}, 1, '{"type":"notify","to":{"role":"leader"},"about":"case-closed"}')
      returning effect_id`.execute(open.desk.db);
    const effectId = rows[0]?.effect_id ?? 0;
    await expect(makeNotifyHandler(open.desk)({ effectId, caseId })).rejects.toThrow(HopelessJobError);
    await expect(handleRouteCase(open.desk, { effectId, caseId })).rejects.toThrow(HopelessJobError);
    expect(await outbox.isEffectPending(open.desk.db, effectId)).toBe(true);
  });
});

describe('firing a timer', () => {
  const SIGN_DUE = (MONDAY + 60 * MINUTE_MS) as Instant;
  const SIGN_YELLOW = (MONDAY + 45 * MINUTE_MS) as Instant;
  let caseId: string;
  beforeEach(async () => {
    caseId = await report(RULED);
    await handleRouteCase(open.desk, await routingOf(caseId));
  });
  const timer = (timerKey: string, of = caseId) => ({ caseId: of as CaseId, timerKey, fireAt: MONDAY });
  const fire = async (timerKey: string): Promise<string> => {
    const { fired, failures } = await fireTimers(open.desk, [timer(timerKey)]);
    expect(failures).toEqual([]);
    return fired.length > 0 ? 'fired' : 'stale';
  };
  const signClock = async () => (await stateOf(caseId)).deadlines.find(({ id }) => id === 'sign#1');

  test('comes to nothing before its time, and the timer stays', async () => {
    open.setTime((SIGN_YELLOW - 1) as Instant);
    expect(await fire('sign#1:yellow')).toBe('stale');
    expect(await timersIn(caseId)).toContain('sign#1:yellow');
  });

  test('turns the light yellow, once', async () => {
    open.setTime(SIGN_YELLOW);
    expect([await fire('sign#1:yellow'), await fire('sign#1:yellow')]).toEqual(['fired', 'stale']);
    expect(await signClock()).toMatchObject({ light: 'yellow' });
    expect(await timersIn(caseId)).not.toContain('sign#1:yellow');
    expect(await stateOf(caseId)).toMatchObject({ light: 'yellow' });
  });

  test.each([
    { at: SIGN_DUE, outcome: 'stale', orders: 0 }, // the deadline itself is in time
    { at: SIGN_DUE + 1, outcome: 'fired', orders: 1 },
  ])('at $at turns it red and orders supervision $orders times', async ({ at, outcome, orders }) => {
    open.setTime(at as Instant);
    expect([await fire('sign#1:red'), await fire('sign#1:red')]).toEqual([outcome, 'stale']);
    const { supervisions } = await stateOf(caseId);
    expect(supervisions).toHaveLength(orders);
    expect((await timersIn(caseId)).filter((key) => key.startsWith('supervision#1'))).toHaveLength(orders * 3);
  });

  test('comes to nothing when the stage ended in time', async () => {
    const signed = await runCommand(
      open.desk,
      caseId,
      { type: 'sign', expectedVersion: 'latest' },
      { by: open.as('handler') },
    );
    expect(signed).toMatchObject({ ok: true });
    open.setTime((SIGN_DUE + 1) as Instant);
    expect(await fire('sign#1:red')).toBe('stale');
  });

  test('fires those of one case together, in one write', async () => {
    open.setTime((SIGN_DUE + 1) as Instant);
    const keys = ['sign#1:yellow', 'sign#1:red', 'sign#1:red'];
    const { fired } = await fireTimers(
      open.desk,
      keys.map((key) => timer(key)),
    );
    expect(fired.map(({ timerKey }) => timerKey)).toEqual(['sign#1:yellow', 'sign#1:red']);
    expect((await eventsOf(caseId)).slice(-3).map(({ type }) => type)).toEqual([
      'light-changed',
      'light-changed',
      'supervision-ordered',
    ]);
    expect(await timersIn(caseId)).toEqual(
      timersOf(await stateOf(caseId))
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  test('fires once when two processes fire the same slot, and what a person did meanwhile stands', async () => {
    open.setTime((SIGN_DUE + 1) as Instant);
    const slot = { from: MONDAY, until: SIGN_DUE + 2 };
    const note = { type: 'add-note', note: '已电话联系', expectedVersion: 'latest' } as const;
    await Promise.all([
      handleTimerSlot(open.desk, slot),
      handleTimerSlot(open.desk, slot),
      runCommand(open.desk, caseId, note, { by: open.as('dispatcher') }),
    ]);
    const types = (await eventsOf(caseId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'supervision-ordered')).toHaveLength(1);
    expect(types.filter((type) => type === 'note-added')).toHaveLength(1);
    expect(await handleTimerSlot(open.desk, slot)).toBe('stale');
  });

  test('lets a case that is not there hold up no other', async () => {
    open.setTime(SIGN_YELLOW);
    const { fired, failures } = await fireTimers(open.desk, [
      timer('sign#1:red', '110101-202611-none'),
      timer('sign#1:yellow'),
    ]);
    expect(fired).toMatchObject([{ caseId, timerKey: 'sign#1:yellow' }]);
    expect(failures).toMatchObject([{ code: 'case-not-found' }]);
  });
});
