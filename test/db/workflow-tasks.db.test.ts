import { listTasks, runCommand } from '@wanmi/cases';
import { lists } from '@wanmi/db';
import { type DepartmentCode, type Instant, isoOf, type UserId } from '@wanmi/kernel';
import { type Actor, END_STATES, type Role } from '@wanmi/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handleFollow } from '../../services/dispatcher/src/handlers/follow.handler.ts';
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

// The duties beside those of the main path (list-tasks.db.test.ts): who must act, and who may not.

let open: CaseDesk;
let helper = '';
beforeAll(async () => {
  open = await openCaseDesk({ policy: { ...FIXTURE_POLICY, recheckPercent: 100 } });
  const departments = [...open.desk.reference().departments.values()];
  helper = departments.find(({ code, active }) => active && code !== 'sanitation')?.code ?? '';
});
afterAll(() => open.close());

const other = (role: Role, department: string | null = null): Actor & { kind: 'user' } => ({
  ...{ kind: 'user', userId: `u-other-${role}` as UserId },
  posts: [{ role, area: '110101', department: department as DepartmentCode | null }],
});
const tasksOf = async (viewer: Actor, caseId: string) => {
  const { items } = await listTasks(open.desk, viewer, { limit: 200 });
  return items.filter((item) => item.case.caseId === caseId).map(({ task }) => task);
};
const ROLES = ['inspector', 'acceptor', 'leader', 'dispatcher', 'handler', 'head', 'supervisor', 'admin'] as const;

/** Who has what to do in a case: `acceptor: accept`. */
async function duties(caseId: string): Promise<string[]> {
  const all = await Promise.all(
    ROLES.map(async (role) => (await tasksOf(open.as(role), caseId)).map((task) => `${role}: ${task}`)),
  );
  return all.flat();
}

const AT_WORK = ['handler: submit-result', 'head: submit-result'];
const until = isoOf((MONDAY + 72 * 3_600_000) as Instant);
const extension: Step = { as: 'handler', type: 'request-extension', reason: '需要配件' };
const suspension: Step = { as: 'handler', type: 'request-suspension', reason: '冬季无法施工', until };
const endorsed: Step = { as: 'head', type: 'endorse' };
const returned: readonly Step[] = [
  { as: 'handler', type: 'return', reason: '不属于本部门' },
  { as: 'dispatcher', type: 'propose-return' },
  { as: 'leader', type: 'accept-return' },
];
const dispatched: Step = { as: 'dispatcher', type: 'dispatch', departmentCode: 'sanitation' };
const filed = TO_HANDLING.slice(0, 3);
const referred: Step = { as: 'acceptor', type: 'refer', to: '市供电公司', consent: true, reason: '不属于受理范围' };

test.each<{ at: string; steps: readonly Step[]; duty: readonly string[] }>([
  { at: 'more time asked for', steps: [...TO_HANDLING, extension], duty: [...AT_WORK, 'head: endorse'] },
  {
    at: 'more time endorsed',
    steps: [...TO_HANDLING, extension, endorsed],
    duty: ['dispatcher: approve-extension', ...AT_WORK],
  },
  {
    at: 'a second extension that the dispatcher grants',
    steps: [
      ...TO_HANDLING,
      extension,
      endorsed,
      { as: 'dispatcher', type: 'approve-extension' },
      extension,
      endorsed,
      { as: 'dispatcher', type: 'approve-extension' },
    ],
    duty: ['leader: approve-extension', ...AT_WORK],
  },
  { at: 'a suspension asked for', steps: [...TO_HANDLING, suspension], duty: [...AT_WORK, 'head: endorse'] },
  {
    at: 'a suspension endorsed',
    steps: [...TO_HANDLING, suspension, endorsed],
    duty: ['leader: approve-suspension', 'dispatcher: approve-suspension', ...AT_WORK],
  },
  {
    at: 'two returns',
    steps: [...filed, dispatched, ...returned, dispatched, ...returned],
    duty: ['supervisor: arbitrate'],
  },
  {
    at: 'voiding proposed',
    steps: [...TO_HANDLING, { as: 'leader', type: 'propose-void', reasonCode: 'gone' }],
    duty: [...AT_WORK, 'supervisor: approve-void'],
  },
  {
    at: 'sent up',
    steps: [...filed, { as: 'dispatcher', type: 'send-up', to: '市级平台', reason: '市级负责' }],
    duty: ['dispatcher: submit-upper-result'],
  },
  { at: 'referred', steps: [referred], duty: ['acceptor: close-referral'] },
  {
    at: 'a referral answered',
    steps: [referred, { as: 'acceptor', type: 'close-referral', answer: '已处理' }],
    duty: ['acceptor: reply'],
  },
  { at: 'closed, an answer owed', steps: [...TO_HANDLING, ...TO_CLOSED], duty: ['acceptor: reply'] },
  {
    at: 'rejected, an answer owed',
    steps: [{ as: 'acceptor', type: 'reject', reason: '不予受理' }],
    duty: ['acceptor: reply'],
  },
  {
    at: 'closed and answered',
    steps: [...TO_HANDLING, ...TO_CLOSED, { as: 'acceptor', type: 'reply', method: 'called', answer: '已处置' }],
    duty: [],
  },
])('$at is the task of $duty', async ({ steps, duty }) => {
  const { caseId } = await registered(open);
  await give(open, caseId, ...steps);
  expect((await duties(caseId)).toSorted()).toEqual([...duty].toSorted());
});

describe('a task', () => {
  test('of an assisting department is to sign and to hand in its own part', async () => {
    const { caseId } = await registered(open);
    const helperPerson = other('handler', helper);
    const mine = () => tasksOf(helperPerson, caseId);
    await give(open, caseId, ...filed);
    expect(await mine()).toEqual([]);
    await give(open, caseId, { ...dispatched, assisting: [{ departmentCode: helper }] });
    expect(await mine()).toEqual(['sign']);
    await give(open, caseId, { as: 'handler', type: 'sign' });
    const command = (type: 'sign' | 'submit-result') =>
      runCommand(
        open.desk,
        caseId,
        { type, expectedVersion: 'latest', ...(type === 'sign' ? {} : { outcome: 'A' }) },
        { by: helperPerson },
      );
    expect(await command('sign')).toMatchObject({ ok: true });
    expect(await mine()).toEqual(['submit-result']);
    expect(await command('submit-result')).toMatchObject({ ok: true });
    expect(await mine()).toEqual([]);
    expect(await tasksOf(other('handler', 'nobody'), caseId)).toEqual([]);
  });

  test('of a sample is another inspector’s, not his who fixed it', async () => {
    const { caseId } = await registered(open, { channel: 'inspector', handledOnSpot: true });
    await give(open, caseId, { as: 'leader', type: 'close' });
    expect(await tasksOf(open.as('inspector'), caseId)).toEqual([]);
    expect(await tasksOf(other('inspector'), caseId)).toEqual(['submit-recheck']);
  });

  test('to arbitrate is not his who dispatched, to approve a void not his who proposed it', async () => {
    const withPost = (role: Role): Actor => ({
      ...open.as(role),
      posts: [...open.as(role).posts, ...open.as('supervisor').posts],
    });
    const disputed = await registered(open);
    await give(open, disputed.caseId, ...filed, dispatched, ...returned, dispatched, ...returned);
    expect(await tasksOf(withPost('dispatcher'), disputed.caseId)).toEqual([]);
    expect(await tasksOf(other('supervisor'), disputed.caseId)).toEqual(['arbitrate']);
    const proposed = await registered(open);
    await give(open, proposed.caseId, ...filed, { as: 'leader', type: 'propose-void', reasonCode: 'gone' });
    expect(await tasksOf(withPost('leader'), proposed.caseId)).not.toContain('approve-void');
    expect(await tasksOf(other('supervisor'), proposed.caseId)).toEqual(['approve-void']);
  });

  test('to endorse is not his who asked, to grant not his who endorsed', async () => {
    const { caseId } = await registered(open);
    await give(open, caseId, ...TO_HANDLING, extension);
    const both: Actor = { ...open.as('handler'), posts: [...open.as('handler').posts, ...open.as('head').posts] };
    expect(await tasksOf(both, caseId)).not.toContain('endorse');
    await give(open, caseId, endorsed);
    const headAndDispatcher: Actor = {
      ...open.as('head'),
      posts: [...open.as('head').posts, ...open.as('dispatcher').posts],
    };
    expect(await tasksOf(headAndDispatcher, caseId)).not.toContain('approve-extension');
  });

  test('to answer who reported a merged case begins when the lead has ended', async () => {
    const [lead, follower] = [await registered(open), await registered(open)];
    await give(open, follower.caseId, { as: 'acceptor', type: 'merge', into: lead.caseId });
    const follow = async (caseId: string) => {
      const rows = await open.desk.db
        .selectFrom('outbox')
        .select(['effect_id', 'effect'])
        .where('case_id', '=', caseId)
        .execute();
      for (const { effect_id, effect } of rows) {
        if (effect.type !== 'notify' && effect.type !== 'route-case')
          await handleFollow(open.desk, { effectId: effect_id, caseId });
      }
    };
    await follow(follower.caseId);
    expect(await duties(follower.caseId)).toEqual([]);
    await give(open, lead.caseId, ...TO_HANDLING, ...TO_CLOSED);
    await follow(lead.caseId);
    expect(await duties(follower.caseId)).toEqual(['acceptor: reply']);
  });
});

test('ended cases in which nothing is owed are never read for tasks', async () => {
  const { caseId } = await registered(open);
  await give(open, caseId, ...TO_HANDLING, ...TO_CLOSED, {
    as: 'acceptor',
    type: 'reply',
    method: 'sent',
    answer: '已处置',
  });
  const rows = await lists.listTasks(open.desk.db, {
    clauses: [{ states: END_STATES, area: '' }],
    ordersTo: { userId: 'u', posts: [] },
    ...{ openStates: [], endStates: END_STATES, limit: 500 },
  });
  expect(rows.map(({ state }) => state.id)).not.toContain(caseId);
  for (const { dueAt } of rows) expect(dueAt).not.toBeNull();
});
