import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiAnswer, openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

// The main path of a case, each step by the person whose job it is, through HTTP alone.

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const REPORT = {
  channel: 'hotline',
  kind: 'matter',
  classCode: '06010',
  position: { ...pointIn(0), datum: 'wgs84' },
  text: '路边有一堆生活垃圾',
  reporter: { name: '李女士', phone: '13812345678' },
};

async function report(change: object = {}, as = 'acceptor'): Promise<string> {
  const { status, body } = await api.post('/api/v1/reports', { as, body: { ...REPORT, ...change } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.caseId;
}

/** Gives a command at the case's version now. */
async function give(caseId: string, as: string, command: string, fields: object = {}): Promise<ApiAnswer> {
  const seen = await api.get(`/api/v1/cases/${caseId}`, { as: 'admin' });
  const body = { expectedVersion: seen.body.version, ...fields };
  return api.post(`/api/v1/cases/${caseId}/commands/${command}`, { as, body });
}

type Step = readonly [as: string, command: string, fields: object, state: string];

const MAIN_PATH: readonly Step[] = [
  ['acceptor', 'request-verification', {}, 'verifying'],
  ['inspector', 'submit-verification', { result: 'exists' }, 'verified'],
  ['leader', 'file', {}, 'filed'],
  ['dispatcher', 'dispatch', { departmentCode: 'sanitation' }, 'dispatched'],
  ['handler', 'sign', {}, 'handling'],
  ['handler', 'submit-result', { outcome: 'A', note: '已清运' }, 'handled'],
  ['dispatcher', 'confirm-feedback', {}, 'checking'],
  ['inspector', 'submit-check', { result: 'pass' }, 'checked'],
  ['leader', 'close', {}, 'closed'],
];

/** Walks the main path up to and without a command. */
async function walkTo(caseId: string, stop: string, doers: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const [as, command, fields, state] of MAIN_PATH) {
    if (command === stop) return;
    const { status, body } = await give(caseId, doers[command] ?? as, command, fields);
    expect(status, `${command}: ${JSON.stringify(body)}`).toBe(200);
    expect(body.state).toBe(state);
  }
}

test('a hotline report goes from the phone to the closed case', async () => {
  const caseId = await report();
  await walkTo(caseId, 'nowhere');
  const { body } = await api.get(`/api/v1/cases/${caseId}`, { as: 'acceptor' });
  expect(body).toMatchObject({
    state: 'closed',
    stage: 'end',
    departmentCode: 'sanitation',
    reporter: { phone: '13812345678' },
  });
  const history = await api.get(`/api/v1/cases/${caseId}/history`, { as: 'acceptor' });
  expect(history.body.items.map(({ type }: { type: string }) => type)).toEqual([
    'case-reported',
    'verification-requested',
    'verification-submitted',
    'case-filed',
    'case-dispatched',
    'case-signed',
    'result-submitted',
    'feedback-confirmed',
    'check-requested',
    'check-submitted',
    'case-closed',
  ]);
  const deadlines = await api.get(`/api/v1/cases/${caseId}/deadlines`, { as: 'handler' });
  const running = deadlines.body.items.filter(({ clock }: { clock: string }) => clock !== 'done');
  expect(running.map(({ stage }: { stage: string }) => stage)).toEqual(['reopen', 'reply']);
});

test('each stage shows in the tasks of those who must act, and only there', async () => {
  const caseId = await report();
  const mine = async (as: string): Promise<boolean> => {
    const { body } = await api.get('/api/v1/tasks?limit=200', { as });
    return body.items.some((task: { case: { caseId: string } }) => task.case.caseId === caseId);
  };
  for (const [as, command, fields] of MAIN_PATH) {
    expect(await mine(as), `${as} before ${command}`).toBe(true);
    expect(await mine('admin'), `admin before ${command}`).toBe(false);
    await give(caseId, as, command, fields);
  }
  expect(await mine('leader')).toBe(false);
});

test('an inspector’s own report is filed at once', async () => {
  const { status, body } = await api.post('/api/v1/reports', {
    as: 'inspector',
    body: { ...REPORT, channel: 'inspector', reporter: undefined },
  });
  expect({ status, state: body.state }).toEqual({ status: 201, state: 'filed' });
});

test('a return goes over the dispatcher to the shift leader and back to dispatch', async () => {
  const caseId = await report();
  await walkTo(caseId, 'sign');
  expect(
    (await give(caseId, 'handler', 'return', { reason: '不属于本部门', suggestedDepartmentCode: 'landscaping' }))
      .status,
  ).toBe(200);
  expect((await give(caseId, 'leader', 'accept-return')).body).toMatchObject({
    code: 'case-refused',
    details: { reason: 'return-not-proposed' },
  });
  expect((await give(caseId, 'dispatcher', 'propose-return')).status).toBe(200);
  expect((await give(caseId, 'leader', 'accept-return')).body).toMatchObject({ state: 'filed' });
});

describe('three separated powers', () => {
  // `double` holds posts on every side; the server still lets one person use only one of them on one case.
  const ROWS = [
    { doers: { 'submit-result': 'double' }, stop: 'submit-check', command: 'submit-check', fields: { result: 'pass' } },
    { doers: { sign: 'double' }, stop: 'submit-check', command: 'submit-check', fields: { result: 'pass' } },
    { doers: { sign: 'double' }, stop: 'close', command: 'close', fields: {} },
    { doers: { dispatch: 'double' }, stop: 'submit-check', command: 'submit-check', fields: { result: 'pass' } },
    { doers: { dispatch: 'double' }, stop: 'close', command: 'close', fields: {} },
    { doers: { 'confirm-feedback': 'double' }, stop: 'close', command: 'close', fields: {} },
  ];
  test.each(ROWS)('who gave $doers may not $command', async ({ doers, stop, command, fields }) => {
    const caseId = await report();
    await walkTo(caseId, stop, doers);
    const { status, body } = await give(caseId, 'double', command, fields);
    expect({ status, code: body.code, reason: body.details.reason }).toEqual({
      status: 403,
      code: 'not-permitted',
      reason: 'separated-powers',
    });
    const seen = await api.get(`/api/v1/cases/${caseId}`, { as: 'double' });
    expect(seen.body.commands).not.toContain(command);
  });

  test('the inspector who reported may check, the leader who filed may close', async () => {
    const caseId = await report({ channel: 'inspector' }, 'inspector');
    await give(caseId, 'dispatcher', 'dispatch', { departmentCode: 'sanitation' });
    await give(caseId, 'handler', 'sign');
    await give(caseId, 'handler', 'submit-result', { outcome: 'A' });
    await give(caseId, 'dispatcher', 'confirm-feedback');
    expect((await give(caseId, 'inspector', 'submit-check', { result: 'pass' })).body.state).toBe('checked');
    expect((await give(caseId, 'leader', 'close')).body.state).toBe('closed');
  });
});

describe('who sees what', () => {
  test('a case of another district is not found, whatever is asked of it', async () => {
    const caseId = await report();
    const as = 'outsider';
    for (const part of ['', '/history', '/explanation', '/deadlines']) {
      const { status, body } = await api.get(`/api/v1/cases/${caseId}${part}`, { as });
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'case-not-found' });
    }
    expect((await give(caseId, as, 'accept')).status).toBe(404);
    expect((await api.get('/api/v1/cases', { as })).body.items).toEqual([]);
    expect((await api.get('/api/v1/tasks', { as })).body.items).toEqual([]);
  });

  test('a department sees a case from its dispatch on', async () => {
    const caseId = await report();
    const sees = async (as: string): Promise<number> => (await api.get(`/api/v1/cases/${caseId}`, { as })).status;
    expect([await sees('handler'), await sees('water')]).toEqual([404, 404]);
    await walkTo(caseId, 'sign');
    expect([await sees('handler'), await sees('head'), await sees('water')]).toEqual([200, 200, 404]);
    expect((await give(caseId, 'water', 'sign')).status).toBe(404);
  });

  test('the reporter’s phone is whole for who calls back and masked for others', async () => {
    const caseId = await report();
    const phone = async (as: string) => (await api.get(`/api/v1/cases/${caseId}`, { as })).body.reporter.phone;
    expect(await phone('acceptor')).toBe('13812345678');
    expect(await phone('inspector')).toBe('138****5678');
  });

  test('a role that may not give a command is refused', async () => {
    const caseId = await report();
    const { status, body } = await give(caseId, 'handler', 'accept');
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'case-not-found' });
    const inspector = await give(caseId, 'inspector', 'accept');
    expect({ status: inspector.status, code: inspector.body.code }).toEqual({ status: 403, code: 'not-permitted' });
  });
});

test('lists filter, page and find words', async () => {
  const first = await report({ text: '井盖破损需要尽快修复' });
  await report({ text: '共享单车乱停' });
  const found = await api.get(`/api/v1/cases?q=${encodeURIComponent('井盖破损')}`, { as: 'acceptor' });
  expect(found.body.items.map(({ caseId }: { caseId: string }) => caseId)).toEqual([first]);
  const page = await api.get('/api/v1/cases?limit=2&channel=hotline', { as: 'acceptor' });
  expect(page.body.items).toHaveLength(2);
  const next = await api.get(`/api/v1/cases?limit=2&channel=hotline&cursor=${page.body.nextCursor}`, {
    as: 'acceptor',
  });
  const ids = [...page.body.items, ...next.body.items].map(({ caseId }: { caseId: string }) => caseId);
  expect(new Set(ids).size).toBe(ids.length);
  const none = await api.get('/api/v1/cases?state=closed,rejected&area=110101002', { as: 'acceptor' });
  expect(none.body).toEqual({ items: [], nextCursor: null });
});
