import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiAnswer, openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

// Three cases off the main path through HTTP alone, each step by the person whose job it is; and what repeats do.

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
  reporter: { name: '李女士', phone: '13812345678', reference: 'HL-2026-000815' },
};
type Step = readonly [as: string, command: string, fields: object, expected: object];

async function report(change: object = {}, as = 'acceptor'): Promise<string> {
  const { status, body } = await api.post('/api/v1/reports', { as, body: { ...REPORT, ...change } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.caseId;
}
const read = async (caseId: string, as = 'admin') => (await api.get(`/api/v1/cases/${caseId}`, { as })).body;

/** Gives a command at the case's version now. */
async function give(caseId: string, as: string, command: string, fields: object = {}): Promise<ApiAnswer> {
  const { version } = await read(caseId);
  return api.post(`/api/v1/cases/${caseId}/commands/${command}`, { as, body: { expectedVersion: version, ...fields } });
}
async function walk(caseId: string, steps: readonly Step[]): Promise<void> {
  for (const [as, command, fields, expected] of steps) {
    const { status, body } = await give(caseId, as, command, fields);
    expect(status, `${command}: ${JSON.stringify(body)}`).toBe(200);
    expect(body, command).toMatchObject(expected);
  }
}

const TO_FILED: readonly Step[] = [
  ['acceptor', 'request-verification', {}, { state: 'verifying' }],
  ['inspector', 'submit-verification', { result: 'exists' }, { state: 'verified' }],
  ['leader', 'file', {}, { state: 'filed' }],
];
const TO_CLOSED: readonly Step[] = [
  ['handler', 'submit-result', { outcome: 'A' }, { state: 'handled' }],
  ['dispatcher', 'confirm-feedback', {}, { state: 'checking' }],
  ['inspector', 'submit-check', { result: 'pass' }, { state: 'checked' }],
  ['leader', 'close', {}, { state: 'closed', reopenable: true }],
];

test('a hotline case with more time and joint handling is answered and rated', async () => {
  const caseId = await report({ replyBy: '2026-11-30T18:00:00+08:00' });
  const assisting = [{ departmentCode: 'water-supply', limit: { value: 2, unit: 'natural_hour' } }];
  await walk(caseId, [
    ...TO_FILED,
    ['dispatcher', 'dispatch', { departmentCode: 'sanitation', assisting }, { state: 'dispatched' }],
    ['handler', 'sign', {}, { state: 'handling' }],
    ['water', 'sign', {}, { tasks: [{ taskId: 'assist-1', departmentCode: 'water-supply', signedBy: 'u-water' }] }],
    ['handler', 'request-extension', { reason: '需要采购配件' }, { extension: { endorsedBy: null, approvedBy: null } }],
    ['head', 'endorse', {}, { extension: { endorsedBy: expect.any(String) } }],
    ['dispatcher', 'approve-extension', {}, { counts: { extensions: 1 } }],
    ['water', 'submit-result', { outcome: 'A', taskId: 'assist-1' }, { tasks: [{ outcome: 'A' }] }],
    ...TO_CLOSED,
    ['acceptor', 'reply', { method: 'called', answer: '已处置完毕，谢谢反映' }, { reply: { method: 'called' } }],
    ['acceptor', 'rate', { service: 5, result: 4 }, { ratings: { service: 5, result: 4 } }],
  ]);
  const { body } = await api.get(`/api/v1/cases/${caseId}/deadlines`, { as: 'leader' });
  const reply = body.items.find(({ stage }: { stage: string }) => stage === 'reply');
  expect(reply).toMatchObject({ due: '2026-11-30T18:00:00+08:00', clock: 'done' });
  expect((await read(caseId, 'acceptor')).reporter.reference).toBe('HL-2026-000815');
  const history = await api.get(`/api/v1/cases/${caseId}/history`, { as: 'acceptor' });
  const said = history.body.items.find(({ type }: { type: string }) => type === 'reply-given');
  expect(said).toMatchObject({ answer: '已处置完毕，谢谢反映', reply: { method: 'called' } });
});

test('an inspector’s case that is returned twice is settled by a supervisor', async () => {
  const caseId = await report({ channel: 'inspector', reporter: undefined }, 'inspector');
  const back: readonly Step[] = [
    ['dispatcher', 'dispatch', { departmentCode: 'sanitation' }, { state: 'dispatched' }],
    ['handler', 'return', { reason: '不属于本部门' }, { state: 'dispatched' }],
    ['dispatcher', 'propose-return', {}, { state: 'dispatched' }],
    ['leader', 'accept-return', {}, { state: 'filed' }],
  ];
  await walk(caseId, [...back, ...back]);
  expect(await read(caseId)).toMatchObject({ arbitration: { decidedBy: null, departmentCode: null } });
  const refused = await give(caseId, 'dispatcher', 'dispatch', { departmentCode: 'sanitation' });
  expect(refused.body).toMatchObject({ code: 'case-refused', details: { reason: 'arbitration-pending' } });
  const { body: tasks } = await api.get('/api/v1/tasks?limit=200', { as: 'supervisor' });
  expect(
    tasks.items.map((one: { task: string; case: { caseId: string } }) => [one.task, one.case.caseId]),
  ).toContainEqual(['arbitrate', caseId]);
  await walk(caseId, [
    [
      'supervisor',
      'arbitrate',
      { departmentCode: 'sanitation', reason: '按职责清单' },
      { state: 'dispatched', departmentCode: 'sanitation', counts: { returns: 2 } },
    ],
    ['handler', 'sign', {}, { state: 'handling' }],
    ...TO_CLOSED,
  ]);
});

test('of two reports of one problem the second is shown, merged, and followed', async () => {
  const position = { ...pointIn(1), datum: 'wgs84' };
  const lead = await report({ position });
  const query = `classCode=06010&lng=${position.lng}&lat=${position.lat}&datum=wgs84`;
  const typed = await api.get(`/api/v1/duplicates?${query}`, { as: 'acceptor' });
  expect(typed.body.items).toMatchObject([{ caseId: lead, state: 'reported', distanceM: 0 }]);
  const caseId = await report({ position });
  const seen = await api.get(`/api/v1/cases/${caseId}/duplicates`, { as: 'acceptor' });
  expect(seen.body.items).toMatchObject([{ caseId: lead }]);
  await walk(caseId, [['acceptor', 'merge', { into: lead }, { state: 'merged', into: lead }]]);
  expect((await api.get(`/api/v1/cases/${lead}/duplicates`, { as: 'acceptor' })).body.items).toEqual([]);
  expect((await api.get(`/api/v1/duplicates?${query}`, { as: 'outsider' })).body.items).toEqual([]);
});

test.each<{ command: string; as: string; before: readonly Step[]; fields: object; other: object }>([
  {
    command: 'hand-over',
    as: 'acceptor',
    before: [],
    fields: { to: '消防救援站', reason: '有人员被困' },
    other: { to: '公安' },
  },
  {
    command: 'set-priority',
    as: 'leader',
    before: [],
    fields: { priority: 'important' },
    other: { priority: 'complex' },
  },
  {
    command: 'request-suspension',
    as: 'handler',
    before: [
      ...TO_FILED,
      ['dispatcher', 'dispatch', { departmentCode: 'sanitation' }, {}],
      ['handler', 'sign', {}, {}],
    ],
    fields: { reason: '冬季无法施工', until: '2026-11-30T18:00:00+08:00' },
    other: { until: '2026-12-30T18:00:00+08:00' },
  },
])('$command sent again under its key does nothing twice', async ({ command, as, before, fields, other }) => {
  const caseId = await report();
  await walk(caseId, before);
  const { version } = await read(caseId);
  const url = `/api/v1/cases/${caseId}/commands/${command}`;
  const body = { expectedVersion: version, ...fields };
  const key = crypto.randomUUID();
  const first = await api.post(url, { as, body, key });
  const again = await api.post(url, { as, body, key });
  expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: first.body });
  expect((await read(caseId)).version).toBe(version + 1);
  const reused = await api.post(url, { as, body: { ...body, ...other }, key });
  expect({ status: reused.status, code: reused.body.code }).toEqual({ status: 422, code: 'idempotency-key-reused' });
});

test.each([
  {
    what: 'a date that is past',
    fields: { until: '2020-01-01T00:00:00Z' },
    says: /the date must lie ahead, at most 365 natural_day/,
  },
  { what: 'a date too far ahead', fields: { until: '2190-01-01T00:00:00Z' }, says: /the date must lie ahead/ },
])('a suspension until $what is refused, and says what is needed', async ({ fields, says }) => {
  const caseId = await report();
  await walk(caseId, [
    ...TO_FILED,
    ['dispatcher', 'dispatch', { departmentCode: 'sanitation' }, {}],
    ['handler', 'sign', {}, {}],
  ]);
  const { status, body } = await give(caseId, 'handler', 'request-suspension', { reason: '冬季无法施工', ...fields });
  expect({ status, code: body.code, reason: body.details.reason }).toEqual({
    status: 422,
    code: 'case-refused',
    reason: 'until-range',
  });
  expect(body.detail).toMatch(says);
});

test('an unknown reason for voiding is refused with the list, and more time than the limit with the limit', async () => {
  const caseId = await report();
  await walk(caseId, [
    ...TO_FILED,
    ['dispatcher', 'dispatch', { departmentCode: 'sanitation' }, {}],
    ['handler', 'sign', {}, {}],
  ]);
  const unknown = await give(caseId, 'leader', 'propose-void', { reasonCode: 'bored' });
  expect(unknown.body).toMatchObject({ code: 'case-refused', detail: expect.stringContaining('needs one of: gone') });
  const greedy = await give(caseId, 'handler', 'request-extension', { reason: '需要时间', amount: 9999 });
  expect(greedy.body).toMatchObject({ code: 'case-refused', details: { reason: 'amount-range' } });
});

test('the settings of the workflow tell pages what to offer', async () => {
  const { body } = await api.get('/api/v1/policy', { as: 'handler' });
  expect(body).toMatchObject({
    voidReasons: [{ code: 'gone', zh: '问题已自行消失', en: 'gone by itself' }],
    stageLimits: { reply: { value: 60, unit: 'natural_minute' } },
    ladder: { important: [{ to: 'leader' }, { to: 'supervisor' }] },
    ...{ duplicateMetres: 50, duplicateHours: 24 },
  });
});
