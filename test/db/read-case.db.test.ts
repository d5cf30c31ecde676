import { caseExplanation, caseHistory, findCase, findDeadlines } from '@wanmi/cases';
import type { UserId, WorkDate } from '@wanmi/kernel';
import { route } from '@wanmi/routing';
import type { Actor } from '@wanmi/workflow';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseDesk,
  give,
  openCaseDesk,
  registered,
  SANITATION,
  TO_CLOSED,
  TO_HANDLING,
} from '../support/case-desk.ts';

let open: CaseDesk;
let caseId: string;
beforeAll(async () => {
  open = await openCaseDesk();
  ({ caseId } = await registered(open, { address: '和平里七区', text: '垃圾成堆' }));
  await give(
    open,
    caseId,
    { as: 'acceptor', type: 'add-note', note: '李女士再次来电' },
    ...TO_HANDLING.slice(0, 3),
    { as: 'system', type: 'leave-unrouted', explanation: routed() },
    ...TO_HANDLING.slice(3),
    ...TO_CLOSED,
  );
});
afterAll(() => open.close());

const routed = () =>
  route(open.desk.reference().rules, {
    edition: 'gbt-47678.5-2026',
    kind: 'matter',
    classCode: '06001',
    gridCode: '110101001001001',
    date: '2026-11-16' as WorkDate,
    minuteOfDay: 540,
  }).explanation;

const stranger: Actor = {
  kind: 'user',
  userId: 'x' as UserId,
  posts: [{ role: 'acceptor', area: '110102', department: null }],
};

describe('one case', () => {
  test.each([
    { role: 'acceptor', reporter: { name: '李女士', phone: '13812345678' } },
    { role: 'leader', reporter: { name: '李女士', phone: '13812345678' } },
    { role: 'dispatcher', reporter: { name: '李女士', phone: '13812345678' } },
    { role: 'supervisor', reporter: { name: '李女士', phone: '13812345678' } },
    { role: 'inspector', reporter: { name: '李**', phone: '138****5678', masked: true } },
    { role: 'handler', reporter: { name: '李**', phone: '138****5678', masked: true } },
    { role: 'admin', reporter: { name: '李**', phone: '138****5678', masked: true } },
  ] as const)('shows its texts to the $role, and the reporter as $reporter', async ({ role, reporter }) => {
    const view = await findCase(open.desk, open.as(role), caseId);
    expect(view).toMatchObject({ caseId, address: '和平里七区', text: '垃圾成堆', state: 'closed' });
    expect(view?.reporter).toEqual(reporter);
    const history = JSON.stringify(await caseHistory(open.desk, open.as(role), caseId));
    expect(history.includes('13812345678')).toBe(!('masked' in reporter));
  });

  test('names the commands that its reader may give now', async () => {
    const other = await registered(open);
    expect((await findCase(open.desk, open.as('acceptor'), other.caseId))?.commands).toEqual([
      ...['accept', 'request-verification', 'reject', 'merge', 'keep-apart', 'hand-over', 'refer'],
      ...['reply', 'set-priority', 'record-meeting', 'add-note'],
    ]);
  });

  test.each([{ id: () => caseId }, { id: () => '110101-202611-none' }, { id: () => "x'; --" }])(
    'is not there for whom it is not visible, nor when there is none',
    async ({ id }) => {
      for (const read of [findCase, caseHistory, caseExplanation, findDeadlines]) {
        expect(await read(open.desk, stranger, id())).toBeUndefined();
      }
    },
  );
});

describe('the history', () => {
  test('tells every event in order with its person, texts and times written out', async () => {
    const history = (await caseHistory(open.desk, open.as('leader'), caseId)) ?? [];
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
    expect(history[1]).toMatchObject({
      type: 'note-added',
      note: '李女士再次来电',
      by: { kind: 'user', name: 'acceptor' },
      at: '2026-11-16T09:00:00+08:00',
    });
    const dispatched = history.find(({ type }) => type === 'case-dispatched');
    expect(dispatched).toMatchObject({ departmentCode: SANITATION });
    expect(dispatched).not.toHaveProperty('explanation');
    expect(JSON.stringify(history)).not.toMatch(/"digest"|"contentId"|":1[78]\d{11}[,}]/);
  });

  test('shows what was erased as null, in the case too', async () => {
    const other = await registered(open, { text: '一时冲动', address: '某处' });
    await sql`update case_content set body = null, erased_at = now() where case_id = ${other.caseId}`.execute(
      open.desk.db,
    );
    const history = (await caseHistory(open.desk, open.as('leader'), other.caseId)) ?? [];
    expect(history[0]).toMatchObject({ report: { text: null, address: null, reporter: null } });
    const view = await findCase(open.desk, open.as('leader'), other.caseId);
    expect(view).not.toHaveProperty('text');
    expect(view).not.toHaveProperty('reporter');
  });
});

test('the explanation lists each decision about the department, with the router’s reasons or none', async () => {
  const decisions = await caseExplanation(open.desk, open.as('admin'), caseId);
  expect(decisions).toMatchObject([
    { type: 'routing-undecided', explanation: routed(), text: { zh: expect.stringContaining('06001') } },
    { type: 'case-dispatched', departmentCode: SANITATION, explanation: null },
  ]);
});

test('deadlines are all clocks of the case, first to last', async () => {
  const deadlines = (await findDeadlines(open.desk, open.as('admin'), caseId)) ?? [];
  expect(deadlines.map(({ deadlineId }) => deadlineId)).toEqual(
    expect.arrayContaining(['accept#1', 'handle#1', 'case#1', 'close#1']),
  );
  const running = deadlines.filter(({ clock }) => clock !== 'done');
  expect(running.map(({ deadlineId }) => deadlineId)).toEqual(['reopen#1', 'reply#1']);
});
