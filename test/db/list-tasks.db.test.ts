import { listTasks } from '@wanmi/cases';
import type { DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import type { Actor, Role } from '@wanmi/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseDesk,
  give,
  MONDAY,
  openCaseDesk,
  registered,
  SANITATION,
  type Step,
  TO_HANDLING,
} from '../support/case-desk.ts';
import { FIXTURE_POLICY } from '../support/reference-fixture.ts';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk({ policy: { ...FIXTURE_POLICY, autoRequestCheck: false, unableTries: 2 } });
});
afterAll(() => open.close());

const tasksOf = async (viewer: Actor, caseId?: string) => {
  const { items } = await listTasks(open.desk, viewer, { limit: 200 });
  return items.filter((item) => caseId === undefined || item.case.caseId === caseId).map(({ task }) => task);
};
const ROLES: readonly Role[] = [
  'inspector',
  'acceptor',
  'leader',
  'dispatcher',
  'handler',
  'head',
  'supervisor',
  'admin',
];

/** Who has what to do in a case: `acceptor: accept`. */
async function duties(caseId: string): Promise<string[]> {
  const all = await Promise.all(
    ROLES.map(async (role) => (await tasksOf(open.as(role), caseId)).map((task) => `${role}: ${task}`)),
  );
  return all.flat();
}

const upTo = (count: number): readonly Step[] => TO_HANDLING.slice(0, count);
const returned: Step = { as: 'handler', type: 'return', reason: '不属于本部门' };
const handedIn: Step = { as: 'handler', type: 'submit-result', outcome: 'A' };
const confirmed: Step = { as: 'dispatcher', type: 'confirm-feedback' };
const sent: Step = { as: 'acceptor', type: 'request-check' };

test.each<{ at: string; steps: readonly Step[]; duty: readonly string[] }>([
  { at: 'reported', steps: [], duty: ['acceptor: accept'] },
  { at: 'verifying', steps: upTo(1), duty: ['inspector: submit-verification'] },
  {
    at: 'a verification that could not be made',
    steps: [...upTo(1), { as: 'inspector', type: 'submit-verification', result: 'unable' }],
    duty: ['acceptor: request-verification'],
  },
  { at: 'verified', steps: upTo(2), duty: ['leader: file'] },
  { at: 'filed', steps: upTo(3), duty: ['dispatcher: dispatch'] },
  { at: 'dispatched', steps: upTo(4), duty: ['handler: sign', 'head: sign'] },
  { at: 'a return asked for', steps: [...upTo(4), returned], duty: ['dispatcher: propose-return'] },
  {
    at: 'a return proposed',
    steps: [...upTo(4), returned, { as: 'dispatcher', type: 'propose-return' }],
    duty: ['leader: accept-return'],
  },
  { at: 'handling', steps: TO_HANDLING, duty: ['handler: submit-result', 'head: submit-result'] },
  { at: 'handled', steps: [...TO_HANDLING, handedIn], duty: ['dispatcher: confirm-feedback'] },
  { at: 'confirmed', steps: [...TO_HANDLING, handedIn, confirmed], duty: ['acceptor: request-check'] },
  { at: 'checking', steps: [...TO_HANDLING, handedIn, confirmed, sent], duty: ['inspector: submit-check'] },
  {
    at: 'a check that could not be made',
    steps: [...TO_HANDLING, handedIn, confirmed, sent, { as: 'inspector', type: 'submit-check', result: 'unable' }],
    duty: ['acceptor: request-check'],
  },
  {
    at: 'checked',
    steps: [...TO_HANDLING, handedIn, confirmed, sent, { as: 'inspector', type: 'submit-check', result: 'pass' }],
    duty: ['leader: close'],
  },
  { at: 'rejected', steps: [{ as: 'acceptor', type: 'reject', reason: '重复' }], duty: ['acceptor: reply'] },
])('$at is the task of $duty', async ({ steps, duty }) => {
  const { caseId } = await registered(open);
  if (steps.length > 0) await give(open, caseId, ...steps);
  expect(await duties(caseId)).toEqual(duty);
});

describe('a task', () => {
  const other = (role: Role, area: string, department: string | null = null): Actor => ({
    kind: 'user',
    userId: 'somebody' as UserId,
    posts: [{ role, area, department: department as DepartmentCode | null }],
  });

  test('sent to one inspector is no other’s', async () => {
    const { caseId } = await registered(open);
    await give(open, caseId, { as: 'acceptor', type: 'request-verification', inspector: open.as('inspector').userId });
    expect(await tasksOf(open.as('inspector'), caseId)).toEqual(['submit-verification']);
    expect(await tasksOf(other('inspector', '110101'), caseId)).toEqual([]);
  });

  test('of another area or department is not mine', async () => {
    const { caseId } = await registered(open);
    await give(open, caseId, ...upTo(4));
    expect(await tasksOf(other('handler', '110101', 'other'), caseId)).toEqual([]);
    expect(await tasksOf(other('handler', '110102', SANITATION), caseId)).toEqual([]);
    expect(await tasksOf(other('handler', '', SANITATION), caseId)).toEqual(['sign']);
  });

  test('that separated powers forbid me is not mine', async () => {
    const { caseId } = await registered(open);
    await give(open, caseId, ...TO_HANDLING, handedIn, confirmed, sent);
    const both: Actor = { ...open.as('handler'), posts: [...open.as('handler').posts, ...open.as('inspector').posts] };
    expect(await tasksOf(both, caseId)).toEqual([]);
  });

  test('is to answer an order until it is answered', async () => {
    const { caseId } = await registered(open);
    await give(open, caseId, ...TO_HANDLING, { as: 'supervisor', type: 'supervise', reason: '群众反映强烈' });
    expect(await tasksOf(open.as('handler'), caseId)).toEqual(['submit-result', 'answer-supervision']);
    const row = await open.desk.db
      .selectFrom('urban_case')
      .select('data')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    const orderId = row.data.supervisions[0]?.orderId ?? '';
    await give(open, caseId, { as: 'handler', type: 'answer-supervision', orderId, answer: '今日完成' });
    expect(await tasksOf(open.as('handler'), caseId)).toEqual(['submit-result']);
  });

  test('says which commands do it', async () => {
    const { caseId } = await registered(open);
    const { items } = await listTasks(open.desk, open.as('acceptor'), { limit: 200 });
    const item = items.find((one) => one.case.caseId === caseId);
    expect(item?.commands).toEqual(['accept', 'request-verification', 'reject', 'merge', 'hand-over', 'refer']);
    expect(item?.case.address).toContain('试验社区');
  });
});

test('tasks come by what is late first, each once, through pages of any size', async () => {
  for (const minutes of [50, 10, 30]) {
    open.setTime((MONDAY + minutes * 60_000) as Instant);
    await registered(open);
  }
  open.setTime(MONDAY);
  const whole = await listTasks(open.desk, open.as('acceptor'), { limit: 200 });
  const dues = whole.items.map(({ case: { deadline } }) => Date.parse(deadline?.due ?? ''));
  expect(dues).toEqual(dues.toSorted((left, right) => left - right));
  const paged: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page = await listTasks(open.desk, open.as('acceptor'), { limit: 2, ...(cursor === null ? {} : { cursor }) });
    paged.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(paged).toEqual(whole.items);
  await expect(listTasks(open.desk, open.as('acceptor'), { limit: 2, cursor: 'x' })).rejects.toMatchObject({
    code: 'bad-request',
  });
});
