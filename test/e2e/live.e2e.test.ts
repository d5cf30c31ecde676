import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerMessage } from '@wanmi/contracts';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';
import { type LiveClient, openLine, watchAs } from '../support/live-client.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
let url = '';
beforeAll(async () => {
  api = await openApi({ liveLimits: { helloMs: 300, heartbeatMs: 200, bufferedBytes: 256 * 1024 } });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  url = `ws://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/api/v1/live`;
});
afterAll(() => api.close());

const REPORT = { channel: 'hotline', kind: 'matter', classCode: '06010', position: { ...pointIn(0), datum: 'wgs84' } };

async function report(grid = 0): Promise<string> {
  const body = { ...REPORT, position: { ...pointIn(grid), datum: 'wgs84' } };
  return (await api.post('/api/v1/reports', { as: 'acceptor', body })).body.caseId;
}

async function give(caseId: string, as: string, command: string, fields: object = {}): Promise<void> {
  const { body } = await api.get(`/api/v1/cases/${caseId}`, { as: 'admin' });
  const given = await api.post(`/api/v1/cases/${caseId}/commands/${command}`, {
    as,
    body: { expectedVersion: body.version, ...fields },
  });
  expect(given.status, `${command}: ${given.text}`).toBe(200);
}

const watch = (as: string, topics: readonly string[], after?: string): Promise<LiveClient> =>
  watchAs(api, url, { as, topics, ...(after === undefined ? {} : { after }) });

const dispatch = async (caseId: string): Promise<void> => {
  await give(caseId, 'acceptor', 'accept');
  await give(caseId, 'leader', 'file');
  await give(caseId, 'dispatcher', 'dispatch', { departmentCode: 'sanitation' });
};
const DISPATCHED = ['case-reported', 'case-accepted', 'case-filed', 'case-dispatched'];

describe('events', () => {
  test('arrive in order, each of the shape that the contract gives', async () => {
    const client = await watch('acceptor', ['cases']);
    const caseId = await report();
    await dispatch(caseId);
    await expect.poll(() => client.events().length).toBe(4);
    expect(client.events()).toEqual(DISPATCHED.map((type) => `${caseId}:${type}`));
    const shape = Compile(ServerMessage);
    for (const message of client.got) expect(shape.Errors(message)).toEqual([]);
    expect(client.got.at(-1)?.type === 'event' || client.got.at(-1)?.type === 'heartbeat').toBe(true);
    client.socket.close();
  });

  test('are only those of the topics watched', async () => {
    const first = await report(0);
    const one = await watch('acceptor', [`case:${first}`]);
    const grid = await watch('acceptor', ['area:110101001001002']);
    const sanitation = await watch('leader', ['department:sanitation']);
    const elsewhere = await watch('acceptor', ['area:110102', 'department:water-supply']);
    const second = await report(1);
    await dispatch(first);
    await expect.poll(() => one.events().length).toBe(3);
    await expect.poll(() => sanitation.events().length).toBeGreaterThan(0);
    expect(one.events().every((event) => event.startsWith(first))).toBe(true);
    expect(grid.events()).toEqual([`${second}:case-reported`]);
    expect(sanitation.events()).toContain(`${first}:case-dispatched`);
    expect(elsewhere.events()).toEqual([]);
    for (const client of [one, grid, sanitation, elsewhere]) client.socket.close();
  });

  test('are not seen by those who may not see the case, whatever they watch', async () => {
    const caseId = await report();
    const topics = ['cases', `case:${caseId}`, 'area:110101', 'department:sanitation'];
    const outsider = await watch('outsider', topics);
    const water = await watch('water', topics);
    const handler = await watch('handler', topics);
    const acceptor = await watch('acceptor', topics);
    await dispatch(caseId);
    await expect.poll(() => acceptor.events().length).toBe(3);
    await expect.poll(() => handler.events()).toContain(`${caseId}:case-dispatched`);
    await sleep(100);
    expect([outsider.events(), water.events()]).toEqual([[], []]);
    for (const client of [outsider, water, handler, acceptor]) client.socket.close();
  });

  test('carry no words of reporters', async () => {
    const client = await watch('acceptor', ['cases']);
    await api.post('/api/v1/reports', {
      as: 'acceptor',
      body: { ...REPORT, text: '不得外传', reporter: { phone: '13812345678' } },
    });
    await client.next('event');
    expect(JSON.stringify(client.got)).not.toMatch(/不得外传|13812345678/);
    client.socket.close();
  });
});

describe('a client that comes back', () => {
  test('gets what it missed, in order, each once, and goes on', async () => {
    const before = await watch('acceptor', ['cases']);
    const cursor = before.cursor();
    before.socket.close();
    await before.closed;
    const missed = [];
    for (let i = 0; i < 5; i++) missed.push(await report(i % 4));
    const after = await watch('acceptor', ['cases'], cursor);
    const later = await report();
    await expect.poll(() => after.events().length).toBe(6);
    expect(after.events()).toEqual([...missed, later].map((caseId) => `${caseId}:case-reported`));
    after.socket.close();
  });

  test('from the middle of what it saw gets the rest', async () => {
    const client = await watch('acceptor', ['cases']);
    const ids = [await report(), await report(), await report()];
    await expect.poll(() => client.events().length).toBe(3);
    const second = client.got.filter(({ type }) => type === 'event')[1];
    const again = await watch('acceptor', ['cases'], String(second?.cursor));
    await expect.poll(() => again.events()).toEqual([`${ids[2]}:case-reported`]);
    for (const one of [client, again]) one.socket.close();
  });

  test('may not get on coming back what it may not see', async () => {
    const before = await watch('outsider', ['cases']);
    await report();
    const again = await watch('outsider', ['cases'], before.cursor());
    await sleep(100);
    expect(again.events()).toEqual([]);
    for (const one of [before, again]) one.socket.close();
  });

  test.each(['abc', 'x'.repeat(200), Buffer.from('00000000-0000-4000-8000-000000000000 1 1').toString('base64url')])(
    'with the cursor %s of no time of this database is reset',
    async (after) => {
      const client = await watch('acceptor', ['cases'], after);
      expect(client.got.map(({ type }) => type)).toContain('reset');
      const caseId = await report();
      await expect.poll(() => client.events()).toEqual([`${caseId}:case-reported`]);
      client.socket.close();
    },
  );
});

describe('notices', () => {
  test('reach those they are for', async () => {
    const handler = await watch('handler', ['notices']);
    const inspector = await watch('inspector', ['notices']);
    await sleep(1200); // the feed looks once a second and first learns what was there
    const caseId = await report();
    const { db } = api.desk.desk;
    const notice = { area_code: '110101001001001', case_id: caseId, about: 'case-dispatched' };
    await db
      .insertInto('notice')
      .values({ ...notice, effect_id: 1, department_code: 'sanitation' })
      .execute();
    await db
      .insertInto('notice')
      .values({ ...notice, effect_id: 2, role: 'leader' })
      .execute();
    expect(await handler.next('unread')).toMatchObject({ unread: 0 });
    const { notice: got, unread } = await handler.next('notice');
    expect(got).toMatchObject({ caseId, about: 'case-dispatched', read: false, text: { zh: '案件已派来，请签收' } });
    expect(unread).toBe(1);
    const listed = await api.get('/api/v1/notices', { as: 'handler' });
    expect(listed.body).toMatchObject({ items: [got], unread: 1 });
    const read = await api.post('/api/v1/notices/read', { as: 'handler', body: { seen: listed.body.seen } });
    expect(read.body).toEqual({ unread: 0 });
    await expect.poll(() => handler.got.filter(({ type }) => type === 'unread'), { timeout: 10_000 }).toHaveLength(2);
    expect((await api.get('/api/v1/notices?unread=true', { as: 'handler' })).body.items).toEqual([]);
    expect((await api.get('/api/v1/notices', { as: 'handler' })).body.items).toMatchObject([{ read: true }]);
    expect((await api.get('/api/v1/notices', { as: 'leader' })).body.items).toHaveLength(1);
    expect((await api.get('/api/v1/notices', { as: 'outsider' })).body.items).toEqual([]);
    expect(inspector.got.filter(({ type }) => type === 'notice')).toEqual([]);
    for (const client of [handler, inspector]) client.socket.close();
  });
});

describe('the line', () => {
  const sign = (seconds: number): string => api.app.jwt.sign({ sub: 'u-double' }, { expiresIn: seconds });

  test.each([
    { name: 'that says nothing', say: undefined, code: 4401 },
    { name: 'with a token that is none', say: { type: 'hello', token: 'x' }, code: 4401 },
    { name: 'that watches before hello', say: { type: 'watch', topics: ['cases'] }, code: 4401 },
    { name: 'that speaks no JSON', say: 'hello', code: 4400 },
    { name: 'with a message of another kind', say: { type: 'shout' }, code: 4400 },
    { name: 'with an unknown field', say: { type: 'hello', token: 'x', mispelt: 1 }, code: 4400 },
  ])('$name ends with $code', async ({ say, code }) => {
    const client = await openLine(url);
    if (say !== undefined) client.say(say);
    expect((await client.closed).code).toBe(code);
  });

  test('that watches a topic of no kind ends with 4400', async () => {
    const client = await openLine(url);
    client.say({ type: 'hello', token: await api.tokenOf('acceptor') });
    client.say({ type: 'watch', topics: ['everything'] });
    expect((await client.closed).code).toBe(4400);
  });

  test('ends with its token, unless renewed before', async () => {
    const [lazy, careful] = [await openLine(url), await openLine(url)];
    for (const client of [lazy, careful]) client.say({ type: 'hello', token: sign(2) });
    await careful.next('welcome');
    careful.say({ type: 'hello', token: sign(60) });
    expect((await lazy.closed).code).toBe(4401);
    expect(careful.socket.readyState).toBe(careful.socket.OPEN);
    careful.socket.close();
  });

  test('does not pass to another person', async () => {
    const client = await openLine(url);
    client.say({ type: 'hello', token: sign(60) });
    await client.next('welcome');
    client.say({ type: 'hello', token: await api.tokenOf('acceptor') });
    expect((await client.closed).code).toBe(4401);
  });

  test('opens for pages of this site only', async () => {
    const host = new URL(url).host;
    const own = await openLine(url, { origin: `http://${host}` });
    own.socket.close();
    await expect(openLine(url, { origin: 'https://elsewhere.example' })).rejects.toThrow('403');
  });

  test('beats while nothing happens', async () => {
    const client = await watch('acceptor', ['cases']);
    await client.next('heartbeat');
    client.socket.close();
  });

  test('to a reader that does not read is cut, and others go on', async () => {
    const slow = await watch('acceptor', ['cases']);
    const quick = await watch('acceptor', ['cases']);
    const { socket } = slow;
    socket.pause();
    const caseId = await report();
    await expect.poll(() => quick.events()).toContain(`${caseId}:case-reported`);
    // Pings are not answered: two beats later the line is gone, however little waits in it.
    await expect.poll(() => [...api.app.websocketServer.clients].length, { timeout: 5000 }).toBe(1);
    socket.terminate();
    quick.socket.close();
  });
});
