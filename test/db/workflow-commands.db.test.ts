import { type CommandInput, runCommand, verifyAudit } from '@wanmi/cases';
import { caseKeyOf, cases } from '@wanmi/db';
import { type DepartmentCode, HOUR_MS, type Instant, isoOf, type UserId } from '@wanmi/kernel';
import { type Actor, type CaseEvent, type CaseState, type Role, replay, timersOf } from '@wanmi/workflow';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fireTimers } from '../../services/dispatcher/src/handlers/fire-timers.handler.ts';
import {
  type CaseDesk,
  give,
  MONDAY,
  openCaseDesk,
  registered,
  type Step,
  TO_CLOSED,
  TO_HANDLING,
} from '../support/case-desk.ts';
import { FIXTURE_POLICY } from '../support/reference-fixture.ts';

// Each command of the workflow that is not on the main path, through the shell and the database: the row is what its
// events give, its timers are those of its state, and at the end the whole history is proved.

let open: CaseDesk;
let helper = '';
beforeAll(async () => {
  open = await openCaseDesk({ policy: { ...FIXTURE_POLICY, recheckPercent: 100 } });
  helper =
    [...open.desk.reference().departments.values()].find(({ code, active }) => active && code !== 'sanitation')?.code ??
    '';
});
afterEach(() => open.setTime(MONDAY));
afterAll(async () => {
  expect(await verifyAudit(open.desk.db, open.desk.auditKey)).toMatchObject({ findings: [] });
  await open.close();
});

const later = (hours: number): void => open.setTime((MONDAY + hours * HOUR_MS) as Instant);
const stateOf = async (caseId: string): Promise<CaseState> => {
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(open.desk.db, key));
  if (!state) throw new Error(`no case ${caseId}`);
  return state;
};

/** The row is what its events give, and the timers are those that it needs. */
async function proved(caseId: string): Promise<CaseState> {
  const state = await stateOf(caseId);
  const { db } = open.desk;
  const events = await db
    .selectFrom('case_event')
    .select('body')
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .execute();
  expect(state).toEqual(replay(events.map(({ body }) => body as CaseEvent)));
  const timers = await db
    .selectFrom('case_timer')
    .select(['timer_key', 'fire_at'])
    .where('case_id', '=', caseId)
    .execute();
  expect(timers.map(({ timer_key, fire_at }) => `${timer_key} ${fire_at.getTime()}`).toSorted()).toEqual(
    timersOf(state)
      .map(({ key, fireAt }) => `${key} ${fireAt}`)
      .toSorted(),
  );
  return state;
}

async function walk(caseId: string, ...steps: readonly Step[]): Promise<CaseState> {
  for (const step of steps) {
    await give(open, caseId, step);
    await proved(caseId);
  }
  return stateOf(caseId);
}

const somebody = (role: Role, department: string | null = null): Actor => ({
  ...{ kind: 'user', userId: `u-other-${role}` as UserId },
  posts: [{ role, area: '110101', department: department as DepartmentCode | null }],
});
const command = (caseId: string, by: Actor, input: Omit<CommandInput, 'expectedVersion'>) =>
  runCommand(open.desk, caseId, { ...input, expectedVersion: 'latest' }, { by });
const refusal = async (caseId: string, as: Role, input: Omit<CommandInput, 'expectedVersion'>) => {
  const result = await command(caseId, open.as(as), input);
  return result.ok ? 'done' : (result.error.details.reason ?? result.error.code);
};

const reason = '需要采购配件';
const until = isoOf((MONDAY + 72 * HOUR_MS) as Instant);
const FILED = TO_HANDLING.slice(0, 3);
const extension: readonly Step[] = [
  { as: 'handler', type: 'request-extension', reason },
  { as: 'head', type: 'endorse' },
  { as: 'dispatcher', type: 'approve-extension' },
];
const suspension: readonly Step[] = [
  { as: 'handler', type: 'request-suspension', reason: '冬季无法施工', until },
  { as: 'head', type: 'endorse' },
  { as: 'dispatcher', type: 'approve-suspension' },
  { as: 'leader', type: 'approve-suspension' },
];

describe('more time and suspension', () => {
  test('a first extension is the dispatcher’s, a second also the leader’s, and there is no third', async () => {
    const { caseId } = await registered(open);
    const first = await walk(caseId, ...TO_HANDLING, ...extension);
    expect(first).toMatchObject({ counts: { extensions: 1 }, handling: { extension: null } });
    const half = await walk(caseId, ...extension);
    expect(half).toMatchObject({
      counts: { extensions: 1 },
      handling: { extension: { approvedBy: expect.anything() } },
    });
    expect(await walk(caseId, { as: 'leader', type: 'approve-extension' })).toMatchObject({
      counts: { extensions: 2 },
    });
    expect(await refusal(caseId, 'handler', { type: 'request-extension', reason })).toBe('extensions-used');
  });

  test('a refused one changes no deadline', async () => {
    const { caseId } = await registered(open);
    const before = await walk(caseId, ...TO_HANDLING);
    const after = await walk(caseId, ...extension.slice(0, 2), {
      as: 'leader',
      type: 'refuse-extension',
      reason: '理由不足',
    });
    const due = ({ deadlines }: CaseState) => deadlines.find(({ id }) => id === 'handle#1')?.dueAt;
    expect(due(after)).toBe(due(before));
  });

  test('a suspension stops the clock until its date, when its timer takes the work up again', async () => {
    const { caseId } = await registered(open);
    const state = await walk(caseId, ...TO_HANDLING, ...suspension);
    expect(state).toMatchObject({ state: 'suspended', until: Date.parse(until), counts: { suspensions: 1 } });
    expect(state.deadlines.find(({ id }) => id === 'handle#1')?.clock).toBe('stopped');
    const timer = { caseId: state.id, timerKey: 'suspension#1:due', fireAt: Date.parse(until) as Instant };
    later(71.9);
    expect((await fireTimers(open.desk, [timer])).fired).toEqual([]);
    later(72);
    expect((await fireTimers(open.desk, [timer])).fired).toHaveLength(1);
    const resumed = await proved(caseId);
    expect(resumed).toMatchObject({ state: 'handling' });
    expect(resumed.deadlines.find(({ id }) => id === 'handle#1')?.clock).toBe('running');
    expect(
      await refusal(caseId, 'handler', { type: 'request-suspension', reason, until: '2026-12-31T00:00:00Z' }),
    ).toBe('suspensions-used');
  });

  test('a dispatcher resumes before the date; a refused one goes on; a past date is refused', async () => {
    const { caseId } = await registered(open);
    await walk(caseId, ...TO_HANDLING, ...suspension.slice(0, 2), {
      as: 'leader',
      type: 'refuse-suspension',
      reason: '可以施工',
    });
    expect(
      await refusal(caseId, 'handler', { type: 'request-suspension', reason, until: '2026-11-15T00:00:00Z' }),
    ).toBe('until-range');
    expect(await walk(caseId, ...suspension, { as: 'dispatcher', type: 'resume' })).toMatchObject({
      state: 'handling',
    });
  });
});

describe('joint handling', () => {
  test('each department signs for its part and hands it in before the lead does', async () => {
    const { caseId } = await registered(open);
    await walk(caseId, ...FILED, {
      as: 'dispatcher',
      type: 'dispatch',
      departmentCode: 'sanitation',
      assisting: [{ departmentCode: helper, limit: { value: 3, unit: 'natural_hour' } }],
    });
    const started = await walk(caseId, { as: 'handler', type: 'sign' });
    const assist = started.deadlines.find(({ stage }) => stage === 'assist');
    expect(assist).toMatchObject({ limit: { value: 3, unit: 'natural_hour' }, clock: 'running' });
    expect(await refusal(caseId, 'handler', { type: 'submit-result', outcome: 'A' })).toBe('tasks-open');
    for (const input of [{ type: 'sign' }, { type: 'submit-result', outcome: 'A', taskId: 'assist-1' }] as const) {
      expect(await command(caseId, somebody('handler', helper), input)).toMatchObject({ ok: true });
    }
    expect(await proved(caseId)).toMatchObject({
      handling: { tasks: [{ taskId: 'assist-1', done: { outcome: 'A' } }] },
    });
    expect(await walk(caseId, ...TO_CLOSED)).toMatchObject({ state: 'closed' });
  });

  test('one that is not needed is released, and the lead goes on alone', async () => {
    const { caseId } = await registered(open);
    const state = await walk(
      caseId,
      ...FILED,
      { as: 'dispatcher', type: 'dispatch', departmentCode: 'sanitation', assisting: [{ departmentCode: helper }] },
      { as: 'handler', type: 'sign' },
      { as: 'dispatcher', type: 'release-assisting', departmentCode: helper, reason: '无需协办' },
      { as: 'handler', type: 'submit-result', outcome: 'A' },
    );
    expect(state).toMatchObject({ state: 'handled', handling: { tasks: [] } });
  });
});

describe('whose it is', () => {
  const returned: readonly Step[] = [
    { as: 'handler', type: 'return', reason: '不属于本部门' },
    { as: 'dispatcher', type: 'propose-return' },
    { as: 'leader', type: 'accept-return' },
  ];
  const dispatch: Step = { as: 'dispatcher', type: 'dispatch', departmentCode: 'sanitation' };

  test('after two returns a supervisor decides, which binds', async () => {
    const { caseId } = await registered(open);
    const asked = await walk(caseId, ...FILED, dispatch, ...returned, dispatch, ...returned);
    expect(asked).toMatchObject({ state: 'filed', arbitration: { askedBy: null, decidedBy: null } });
    expect(await refusal(caseId, 'dispatcher', { type: 'dispatch', departmentCode: 'sanitation' })).toBe(
      'arbitration-pending',
    );
    const settled = await walk(caseId, {
      as: 'supervisor',
      type: 'arbitrate',
      departmentCode: 'sanitation',
      reason: '按职责清单',
    });
    expect(settled).toMatchObject({
      state: 'dispatched',
      handling: { department: 'sanitation' },
      counts: { returns: 2 },
    });
    expect(await refusal(caseId, 'handler', { type: 'return', reason: '不是我们的' })).toBe('arbitrated');
  });

  test('a head asks for it, and the case goes to another department', async () => {
    const { caseId } = await registered(open);
    await walk(caseId, ...TO_HANDLING, { as: 'head', type: 'request-arbitration', reason: '多次退回' });
    const state = await walk(caseId, {
      as: 'supervisor',
      type: 'arbitrate',
      departmentCode: helper,
      reason: '按职责清单',
    });
    expect(state).toMatchObject({ state: 'dispatched', handling: { department: helper } });
  });
});

describe('ends and what comes after', () => {
  test('voiding is proposed, refused, proposed again and approved', async () => {
    const { caseId } = await registered(open);
    const proposal = { type: 'propose-void', reasonCode: 'gone' } as const;
    expect(await walk(caseId, ...TO_HANDLING, { as: 'leader', ...proposal })).toMatchObject({
      voidProposal: { code: 'gone' },
    });
    await walk(caseId, { as: 'supervisor', type: 'refuse-void', reason: '应当处置' });
    expect(await refusal(caseId, 'leader', { ...proposal, reasonCode: 'bored' })).toBe('unknown-void-reason');
    const state = await walk(
      caseId,
      { as: 'dispatcher', ...proposal, reason: '已自行清理' },
      { as: 'supervisor', type: 'approve-void' },
    );
    expect(state).toMatchObject({ state: 'voided', code: 'gone' });
  });

  test('a case goes up, comes back, is refused above, and at last done', async () => {
    const { caseId } = await registered(open);
    const up: Step = { as: 'dispatcher', type: 'send-up', to: '市级平台', reason: '市级部门负责' };
    await walk(caseId, ...FILED, up, { as: 'dispatcher', type: 'take-back', reason: '本区可以处置' });
    const answer: Step = { as: 'dispatcher', type: 'submit-upper-result', answer: '不予受理' };
    expect(await walk(caseId, up, { ...answer, result: 'refused' })).toMatchObject({ state: 'filed' });
    expect(await walk(caseId, up, { ...answer, result: 'done' })).toMatchObject({ state: 'checking', handling: null });
    expect(await walk(caseId, ...TO_CLOSED.slice(2))).toMatchObject({ state: 'closed' });
  });

  test('an emergency is handed over; what is out of scope is referred, followed, answered and rated', async () => {
    const emergency = await registered(open, { emergency: true });
    expect(
      await walk(emergency.caseId, { as: 'acceptor', type: 'hand-over', to: '消防救援站', reason: '有人员被困' }),
    ).toMatchObject({ state: 'handed-over' });
    const { caseId } = await registered(open);
    const refer = { type: 'refer', to: '市供电公司', reason: '不属于受理范围' } as const;
    expect(await refusal(caseId, 'acceptor', { ...refer, consent: false })).toBe('consent-needed');
    const state = await walk(
      caseId,
      { as: 'acceptor', ...refer, consent: true },
      { as: 'acceptor', type: 'close-referral', answer: '已由供电公司处理' },
      { as: 'acceptor', type: 'reply', method: 'called', answer: '已处理，谢谢反映' },
      { as: 'acceptor', type: 'rate', service: 5, result: 4 },
    );
    expect(state).toMatchObject({ state: 'referred', reply: { method: 'called' }, ratings: { service: 5, result: 4 } });
  });

  test('a closed case is opened again within its time, and never after', async () => {
    const [once, never] = [await registered(open), await registered(open)];
    const closed = await walk(once.caseId, ...TO_HANDLING, ...TO_CLOSED);
    expect(closed).toMatchObject({ reopenable: true });
    expect(await walk(once.caseId, { as: 'acceptor', type: 'reopen', reason: '问题再次出现' })).toMatchObject({
      state: 'verifying',
      counts: { reopens: 1 },
    });
    const { id, deadlines } = await walk(never.caseId, ...TO_HANDLING, ...TO_CLOSED);
    const fireAt = deadlines.find(({ stage }) => stage === 'reopen')?.dueAt ?? MONDAY;
    open.setTime(fireAt);
    expect((await fireTimers(open.desk, [{ caseId: id, timerKey: 'reopen#1:due', fireAt }])).fired).toHaveLength(1);
    expect(await proved(id)).toMatchObject({ state: 'closed', reopenable: false });
    expect(await refusal(id, 'acceptor', { type: 'reopen', reason: '又来了' })).toBe('reopen-over');
  });

  test('what was handled on the spot and found wanting goes back to the leader', async () => {
    const { caseId } = await registered(open, { channel: 'inspector', handledOnSpot: true });
    expect(await walk(caseId, { as: 'leader', type: 'close' })).toMatchObject({
      state: 'closed',
      recheck: { result: null },
    });
    expect(await refusal(caseId, 'inspector', { type: 'submit-recheck', result: 'pass' })).toBe('separated-powers');
    expect(await command(caseId, somebody('inspector'), { type: 'submit-recheck', result: 'not-pass' })).toMatchObject({
      ok: true,
    });
    expect(await proved(caseId)).toMatchObject({
      state: 'verified',
      handledOnSpot: false,
      counts: { failedRechecks: 1 },
    });
  });

  test('priority and a meeting are recorded, and only then a complex case may be put off', async () => {
    const { caseId } = await registered(open);
    await walk(caseId, ...TO_HANDLING, { as: 'supervisor', type: 'set-priority', priority: 'complex' });
    expect(await refusal(caseId, 'handler', { type: 'request-suspension', reason, until })).toBe('meeting-needed');
    expect(await refusal(caseId, 'leader', { type: 'record-meeting' })).toBe('note-needed');
    const state = await walk(caseId, { as: 'leader', type: 'record-meeting', note: '已召开协调会' }, ...suspension);
    expect(state).toMatchObject({ state: 'suspended', priority: 'complex', metAt: MONDAY });
  });
});
