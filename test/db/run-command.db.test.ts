import { type CommandInput, runCommand } from '@wanmi/cases';
import { caseKeyOf, connect, events } from '@wanmi/db';
import type { UserId } from '@wanmi/kernel';
import { replay, timersOf } from '@wanmi/workflow';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseDesk,
  give,
  MONDAY,
  newKey,
  openCaseDesk,
  registered,
  SANITATION,
  type Step,
  system,
  TO_CLOSED,
  TO_HANDLING,
} from '../support/case-desk.ts';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterAll(() => open.close());

const rowOf = async (caseId: string) =>
  open.desk.db
    .selectFrom('urban_case')
    .select(['data', 'version', 'seq', 'light', 'department', 'departments', 'inspector', 'next_due_at'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
const storedEvents = async (caseId: string) => {
  const key = caseKeyOf(caseId);
  if (!key) throw new Error(`${caseId} is no case id`);
  return (await events.list(open.desk.db, key)).map(({ body }) => body);
};
const storedTimers = async (caseId: string) => {
  const rows = await open.desk.db
    .selectFrom('case_timer')
    .select(['timer_key', 'fire_at'])
    .where('case_id', '=', caseId)
    .orderBy('timer_key')
    .execute();
  return rows.map(({ timer_key, fire_at }) => ({ key: timer_key, fireAt: fire_at.getTime() }));
};
const effectsOf = (caseId: string) =>
  open.desk.db.selectFrom('outbox').select(['effect_id', 'effect']).where('case_id', '=', caseId).execute();
const command = (
  caseId: string,
  input: Partial<CommandInput> & Pick<CommandInput, 'type'>,
  role: Parameters<CaseDesk['as']>[0],
) => runCommand(open.desk, caseId, { expectedVersion: 'latest', ...input }, { by: open.as(role) });

const MAIN_PATH: readonly Step[] = [
  ...TO_HANDLING.slice(0, 4),
  { as: 'handler', type: 'return', reason: '不属于本部门', suggestedDepartmentCode: 'gardens' },
  { as: 'dispatcher', type: 'propose-return' },
  { as: 'leader', type: 'accept-return' },
  { as: 'dispatcher', type: 'dispatch', departmentCode: SANITATION, note: '再派' },
  { as: 'handler', type: 'sign' },
  { as: 'handler', type: 'submit-result', outcome: 'A', note: '已清理' },
  { as: 'dispatcher', type: 'refuse-feedback', reason: '照片不清' },
  { as: 'handler', type: 'submit-result', outcome: 'A' },
  { as: 'dispatcher', type: 'confirm-feedback' },
  { as: 'inspector', type: 'submit-check', result: 'not-pass' },
  ...TO_CLOSED,
];

describe('the whole main path with return, refused feedback and rework', () => {
  test('replaying its events gives its row, and its timers are those of its state, after each step', async () => {
    const suggested = [...open.desk.reference().departments.keys()].find((code) => code !== SANITATION) ?? '';
    const { caseId } = await registered(open);
    for (const step of MAIN_PATH) {
      await give(open, caseId, step.type === 'return' ? { ...step, suggestedDepartmentCode: suggested } : step);
      const row = await rowOf(caseId);
      expect(row.data).toEqual(replay(await storedEvents(caseId)));
      expect(row).toMatchObject({ version: row.data.version, seq: row.data.seq, light: row.data.light });
      const needed = timersOf(row.data).map(({ key, fireAt }) => ({ key, fireAt }));
      const byKey = (left: { key: string }, right: { key: string }) => (left.key < right.key ? -1 : 1);
      expect((await storedTimers(caseId)).toSorted(byKey)).toEqual(needed.toSorted(byKey));
    }
    const row = await rowOf(caseId);
    expect(row).toMatchObject({
      data: { state: 'closed' },
      department: SANITATION,
      departments: [SANITATION],
      next_due_at: new Date(row.data.deadlines.find(({ stage }) => stage === 'reply')?.dueAt ?? 0),
    });
    expect(row.data.counts).toMatchObject({ returns: 1, reworks: 1 });
    await give(open, caseId, { as: 'acceptor', type: 'reply', method: 'sent', answer: '已处置' });
    expect(await rowOf(caseId)).toMatchObject({ next_due_at: null });
    expect((await storedTimers(caseId)).map(({ key }) => key)).toEqual(['reopen#1:due']);
  });

  test('a rejected report keeps its reason outside the history', async () => {
    const { caseId } = await registered(open);
    const view = await give(open, caseId, { as: 'acceptor', type: 'reject', reason: '电话 13700000000 无人接听' });
    expect(view).toMatchObject({ state: 'rejected', stage: 'end', deadline: { stage: 'reply' } });
    expect(JSON.stringify(await storedEvents(caseId))).not.toContain('13700000000');
  });
});

describe('two at once', () => {
  test('the first dispatch wins, the second is told the new version, and effects happen once', async () => {
    const { caseId, version } = await registered(open, { channel: 'inspector' });
    const dispatch = { type: 'dispatch', departmentCode: SANITATION, expectedVersion: version } as const;
    const results = await Promise.all([1, 2].map(() => command(caseId, dispatch, 'dispatcher')));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const lost = results.find(({ ok }) => !ok);
    expect(lost).toMatchObject({
      error: { code: 'version-conflict', details: { caseId, expectedVersion: version, currentVersion: version + 1 } },
    });
    const notified = (await effectsOf(caseId)).filter(({ effect }) => effect.type === 'notify');
    expect(notified).toHaveLength(1);
  });

  test('notes of many people all arrive, each once', async () => {
    const { caseId } = await registered(open);
    const notes = Array.from({ length: 12 }, (_, i) => `第 ${i} 条`);
    const results = await Promise.all(notes.map((note) => command(caseId, { type: 'add-note', note }, 'acceptor')));
    expect(results.every(({ ok }) => ok)).toBe(true);
    const stored = await storedEvents(caseId);
    expect(stored.filter(({ type }) => type === 'note-added')).toHaveLength(12);
    expect((await rowOf(caseId)).data).toEqual(replay(stored));
  });

  test('a timer and a person both get through, for a light raises no version', async () => {
    const { caseId, version } = await registered(open);
    const timer = (await storedTimers(caseId)).find(({ key }) => key === 'accept#1:yellow');
    open.setTime((timer?.fireAt ?? 0) as typeof MONDAY);
    const fire: CommandInput = {
      type: 'fire-timer',
      deadlineId: 'accept#1',
      level: 'yellow',
      expectedVersion: 'latest',
    };
    const results = await Promise.all([
      runCommand(open.desk, caseId, fire, { by: system }),
      command(caseId, { type: 'add-note', note: '催', expectedVersion: version }, 'acceptor'),
    ]);
    open.setTime(MONDAY);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await rowOf(caseId)).toMatchObject({ light: 'yellow', version, seq: 3 });
    expect((await storedTimers(caseId)).map(({ key }) => key)).not.toContain('accept#1:yellow');
  });
});

describe('an effect', () => {
  const route = async () => {
    const { caseId } = await registered(open, { channel: 'inspector' });
    const effect = (await effectsOf(caseId)).find(({ effect: { type } }) => type === 'route-case');
    return { caseId, effectId: effect?.effect_id ?? 0 };
  };
  const dispatch: CommandInput = { type: 'dispatch', departmentCode: SANITATION, expectedVersion: 'latest' };

  test('goes from the outbox with the command that does it', async () => {
    const { caseId, effectId } = await route();
    const result = await runCommand(
      open.desk,
      caseId,
      { ...dispatch, explanation: { rule: 'r-1' } },
      {
        by: system,
        effectId,
      },
    );
    expect(result).toMatchObject({ ok: true, value: { outcome: 'done', body: { state: 'dispatched' } } });
    expect((await effectsOf(caseId)).map(({ effect_id }) => effect_id)).not.toContain(effectId);
  });

  test('delivered twice is done once', async () => {
    const { caseId, effectId } = await route();
    const results = await Promise.all(
      [1, 2, 3].map(() => runCommand(open.desk, caseId, dispatch, { by: system, effectId })),
    );
    const outcomes = results.map((result) => (result.ok ? result.value.outcome : result.error.code));
    expect(outcomes.toSorted()).toEqual(['done', 'done-before', 'done-before']);
    expect((await storedEvents(caseId)).filter(({ type }) => type === 'case-dispatched')).toHaveLength(1);
  });

  test('stays when its command is refused', async () => {
    const { caseId, effectId } = await route();
    const refused = await runCommand(
      open.desk,
      caseId,
      { ...dispatch, departmentCode: 'nobody' },
      {
        by: system,
        effectId,
      },
    );
    expect(refused).toMatchObject({ ok: false, error: { code: 'unknown-department' } });
    expect((await effectsOf(caseId)).map(({ effect_id }) => effect_id)).toContain(effectId);
  });
});

describe('refusals', () => {
  test.each([
    {
      why: 'a case that is not there',
      id: '110101-202611-none',
      role: 'acceptor',
      input: { type: 'accept' },
      code: 'case-not-found',
    },
    {
      why: 'a text that is no case id',
      id: '../x',
      role: 'acceptor',
      input: { type: 'accept' },
      code: 'case-not-found',
    },
    { why: 'a case of nobody’s department', role: 'handler', input: { type: 'sign' }, code: 'case-not-found' },
    {
      why: 'a stale version',
      role: 'acceptor',
      input: { type: 'accept', expectedVersion: 9 },
      code: 'version-conflict',
    },
    { why: 'another post', role: 'leader', input: { type: 'accept' }, code: 'not-permitted' },
    { why: 'the wrong state', role: 'leader', input: { type: 'close' }, code: 'case-refused' },
    { why: 'a reason left out', role: 'acceptor', input: { type: 'reject', reason: ' ' }, code: 'bad-request' },
    {
      why: 'an inspector who is none',
      role: 'acceptor',
      input: { type: 'request-verification', inspector: 'x' },
      code: 'unknown-person',
    },
    {
      why: 'a photo that is none',
      role: 'acceptor',
      input: { type: 'accept', mediaIds: ['x'] },
      code: 'unknown-media',
    },
  ] as const)('$why is refused as $code and writes nothing', async ({ role, input, code, ...row }) => {
    const { caseId } = await registered(open);
    const result = await command('id' in row ? row.id : caseId, input, role);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(await rowOf(caseId)).toMatchObject({ seq: 1, version: 1 });
  });

  test('a task goes to an inspector of the area by name', async () => {
    const { caseId } = await registered(open);
    const { userId } = open.as('inspector');
    const result = await command(caseId, { type: 'request-verification', inspector: userId }, 'acceptor');
    expect(result).toMatchObject({ ok: true });
    expect(await rowOf(caseId)).toMatchObject({ inspector: userId as UserId });
  });
});

describe('a key', () => {
  const accept = async (caseId: string, key: ReturnType<typeof newKey>, expectedVersion = 1) =>
    runCommand(open.desk, caseId, { type: 'accept', expectedVersion }, { by: open.as('acceptor'), idempotency: key });

  test('gives the first answer again, though the case has moved on', async () => {
    const { caseId } = await registered(open);
    const key = newKey();
    const first = await accept(caseId, key);
    await give(open, caseId, { as: 'leader', type: 'file' });
    expect(await accept(caseId, key)).toMatchObject({
      ok: true,
      value: { body: first.ok && first.value.body, replayed: true },
    });
    expect((await storedEvents(caseId)).filter(({ type }) => type === 'case-accepted')).toHaveLength(1);
  });

  test('repeats a conflict and a refusal, but not a permission', async () => {
    const { caseId } = await registered(open);
    const [stale, refused] = [newKey(), newKey()];
    expect(await accept(caseId, stale, 7)).toMatchObject({ ok: false, error: { code: 'version-conflict' } });
    await give(open, caseId, { as: 'acceptor', type: 'accept' });
    expect(await accept(caseId, refused, 2)).toMatchObject({ ok: false, error: { code: 'case-refused' } });
    expect(await accept(caseId, stale, 7)).toMatchObject({ ok: false, error: { details: { currentVersion: 1 } } });
    const kept = await open.desk.db
      .selectFrom('idempotency')
      .select('key')
      .where('key', 'in', [stale.key, refused.key])
      .execute();
    expect(kept).toHaveLength(2);
  });

  test('used by many at once does the command once', async () => {
    const { caseId } = await registered(open);
    const key = newKey();
    const results = await Promise.all(Array.from({ length: 8 }, () => accept(caseId, key)));
    const codes = results.map((result) => (result.ok ? 'ok' : result.error.code));
    expect(codes).toContain('ok');
    expect(codes.every((code) => code === 'ok' || code === 'request-in-progress')).toBe(true);
    expect((await storedEvents(caseId)).filter(({ type }) => type === 'case-accepted')).toHaveLength(1);
  });
});

describe('a process that dies in the middle', () => {
  test('leaves nothing when its connection is cut before the commit', async () => {
    const { caseId } = await registered(open);
    const dying = connect(open.database.url, { max: 1 });
    const gone = dying.transaction().execute(async (trx) => {
      const pid = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      const written = await runCommand(
        { ...open.desk, db: trx },
        caseId,
        { type: 'accept', expectedVersion: 1, note: '半' },
        { by: open.as('acceptor') },
      );
      expect(written).toMatchObject({ ok: true });
      await sql`select pg_terminate_backend(${pid.rows[0]?.pid})`.execute(open.desk.db);
    });
    await expect(gone).rejects.toThrow();
    await dying.destroy();
    expect(await rowOf(caseId)).toMatchObject({ seq: 1 });
    expect(await storedEvents(caseId)).toHaveLength(1);
    const contents = await open.desk.db
      .selectFrom('case_content')
      .select('kind')
      .where('case_id', '=', caseId)
      .execute();
    expect(contents.map(({ kind }) => kind)).not.toContain('note');
  });

  test('leaves nothing when any part of the write fails', async () => {
    const { caseId } = await registered(open);
    await sql`create function refuse_effect() returns trigger language plpgsql as $$ begin raise 'no'; end $$`.execute(
      open.desk.db,
    );
    await sql`create trigger refuse before insert on outbox for each row execute function refuse_effect()`.execute(
      open.desk.db,
    );
    await expect(command(caseId, { type: 'accept', note: '半' }, 'acceptor')).rejects.toThrow('no');
    await sql`drop trigger refuse on outbox`.execute(open.desk.db);
    expect(await rowOf(caseId)).toMatchObject({ seq: 1 });
    expect(await storedEvents(caseId)).toHaveLength(1);
  });
});
