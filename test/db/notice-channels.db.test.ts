import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Instant, MINUTE_MS } from '@wanmi/kernel';
import { makeAddressGuard, openMailer } from '@wanmi/notices';
import { openQueues, type Queues } from '@wanmi/queue';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { handOverDeliveries } from '../../services/dispatcher/src/deliveries.ts';
import { handleDelivery, type Outlets } from '../../services/dispatcher/src/handlers/deliver.handler.ts';
import { makeNotifyHandler } from '../../services/dispatcher/src/handlers/notify.handler.ts';
import { openApi, type TestApi } from '../support/api-app.ts';
import { MONDAY, registered } from '../support/case-desk.ts';
import { emptyPostgresQueues } from '../support/empty-postgres-queues.ts';

/** As api-app.ts has it. */
const WEBHOOK_KEY = Buffer.alloc(32, 3);
const SECRET_TEXT = '李女士 13812345678 家门口的垃圾';

let api: TestApi;
let client: pg.Client;
let queues: Queues;
let hook: Server;
let hookUrl: string;
let smtp: SMTPServer;
let outlets: Outlets;
let caseId: string;
let answer = 200;
const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
const mails: { to: string; text: string }[] = [];

beforeAll(async () => {
  api = await openApi();
  client = new pg.Client(api.desk.database.url);
  await client.connect();
  queues = await openQueues({ databaseUrl: api.desk.database.url, onError: () => undefined });
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(answer).end('said');
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
  smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
    onData: (stream, session, done) => {
      let text = '';
      stream.on('data', (chunk) => {
        text += String(chunk);
      });
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const smtpPort = (smtp.server.address() as AddressInfo).port;
  outlets = {
    mailer: openMailer({ url: `smtp://127.0.0.1:${smtpPort}`, from: 'Wanmi <wanmi@city.example>' }),
    guard: makeAddressGuard(['127.0.0.0/8']),
    webhookKey: WEBHOOK_KEY,
    publicUrl: 'https://wanmi.example',
  };
  caseId = (await registered(api.desk, { text: SECRET_TEXT })).caseId;
});
afterEach(async () => {
  api.desk.setTime(MONDAY);
  answer = 200;
  calls.length = 0;
  mails.length = 0;
  await emptyPostgresQueues(client);
  await client.query('truncate notice, notice_channel, notice_delivery, outbox restart identity cascade');
});
afterAll(async () => {
  outlets.mailer?.close();
  hook.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await queues.close();
  await client.end();
  await api.close();
});

const send = async (method: 'PUT' | 'DELETE', as: string, url: string, payload?: object) =>
  api.inject({
    ...{ method, url: `/api/v1${url}` },
    headers: { authorization: `Bearer ${await api.tokenOf(as)}` },
    ...(payload === undefined ? {} : { payload }),
  });
const webhook = (more: object = {}) => ({ name: 'duty', kind: 'webhook', address: hookUrl, ...more });
const put = (as: string, body: object) => send('PUT', as, '/me/notice-channels', body);
const mine = async (as: string) => (await api.get('/api/v1/me/notice-channels', { as })).body.items;

/** Lets a `notify` effect to someone be done, and returns how many deliveries came of it. */
const tell = async (to: object, about = 'supervision-ordered'): Promise<number> => {
  const { rows } = await client.query<{ effect_id: string }>(
    `insert into outbox (district, case_month, case_id, seq, effect)
     values (left($1, 6), substr($1, 8, 6)::integer, $1, 1, $2) returning effect_id`,
    [caseId, JSON.stringify({ type: 'notify', to, about })],
  );
  await makeNotifyHandler(api.desk.desk)({ effectId: Number(rows[0]?.effect_id), caseId });
  // Deliveries are due by the database's clock; the desk's stands where the test sets it.
  await client.query('update notice_delivery set next_at = $1 where attempts = 0', [new Date(MONDAY)]);
  return (await client.query('select from notice_delivery')).rowCount ?? 0;
};
const rowOf = async () => (await client.query('select * from notice_delivery')).rows[0];
const deliver = async (deliveryId = 1) => {
  const { attempts } = (await client.query('select attempts from notice_delivery where delivery_id = $1', [deliveryId]))
    .rows[0];
  return handleDelivery(api.desk.desk, outlets, { deliveryId, attempts });
};

describe('a channel', () => {
  test('shows its secret once: when it is new, renewed, or its address another', async () => {
    const made = await put('handler', webhook());
    expect(made.body).toEqual({ name: 'duty', secret: expect.stringMatching(/^whsec_/) });
    expect((await put('handler', webhook({ active: false }))).body).toEqual({ name: 'duty', secret: null });
    const renewed = (await put('handler', webhook({ renewSecret: true }))).body.secret;
    expect(renewed).toMatch(/^whsec_/);
    const moved = (await put('handler', webhook({ address: `${hookUrl}/2` }))).body.secret;
    expect(new Set([made.body.secret, renewed, moved]).size).toBe(3);
    expect(JSON.stringify(await mine('handler'))).not.toContain('whsec');
    expect(await mine('handler')).toMatchObject([
      { name: 'duty', address: `${hookUrl}/2`, active: true, lastSentAt: null },
    ]);
    expect(await mine('leader')).toEqual([]);
  });

  test.each([
    { body: { address: 'ftp://city.example/' }, field: '/address' },
    { body: { address: 'https://a:b@city.example/' }, field: '/address' },
    { body: { kind: 'email', address: 'nobody' }, field: '/address' },
    { body: { abouts: ['no-such-event'] }, field: '/abouts' },
    { body: { name: 'Two Words' }, field: '/name' },
  ])('is refused with $body', async ({ body, field }) => {
    const refused = await put('handler', webhook(body));
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request', details: { fields: [{ field }] } } });
  });

  test('of a department or a role is an administrator’s to settle', async () => {
    const body = { name: 'yard', kind: 'email', address: 'yard@city.example', department: 'sanitation' };
    expect((await send('PUT', 'handler', '/notice-channels', body)).status).toBe(403);
    expect((await send('PUT', 'admin', '/notice-channels', body)).body).toEqual({ name: 'yard', secret: null });
    const role = { name: 'shift', kind: 'email', address: 'shift@city.example', role: 'leader', area: '110101' };
    expect((await send('PUT', 'admin', '/notice-channels', role)).status).toBe(200);
    const unknown = await send('PUT', 'admin', '/notice-channels', { ...body, department: 'none' });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown-department' } });
    const listed = await api.get('/api/v1/notice-channels', { as: 'admin' });
    expect(listed.body.items).toMatchObject([{ department: 'sanitation' }, { role: 'leader', area: '110101' }]);
    expect((await send('DELETE', 'admin', '/notice-channels?name=yard&department=sanitation')).status).toBe(204);
    expect((await send('DELETE', 'admin', '/notice-channels?name=yard&department=sanitation')).status).toBe(404);
  });

  test('takes what is for its owner, about what it wants, while it is on', async () => {
    const handler = api.desk.as('handler');
    await put('handler', webhook());
    await put('handler', webhook({ name: 'orders', abouts: ['supervision-ordered'] }));
    await put('handler', webhook({ name: 'off', active: false }));
    await put('handler', webhook({ name: 'wide', alsoPosts: true }));
    await put('head', webhook({ name: 'wide', alsoPosts: true }));
    expect(await tell({ userId: handler.userId })).toBe(3);
    await client.query('truncate notice_delivery');
    expect(await tell({ userId: handler.userId }, 'case-assigned')).toBe(2);
    await client.query('truncate notice_delivery');
    expect(await tell({ department: 'sanitation' })).toBe(2);
    await client.query('truncate notice_delivery');
    expect(await tell({ role: 'leader' })).toBe(0);
    expect((await send('DELETE', 'handler', '/me/notice-channels?name=duty')).status).toBe(204);
    expect((await send('DELETE', 'handler', '/me/notice-channels?name=duty')).status).toBe(404);
  });
});

describe('a delivery', () => {
  const toHandler = () => tell({ userId: api.desk.as('handler').userId });

  test('by webhook tells the case and nothing of its reporter, signed with the secret shown', async () => {
    const { secret } = (await put('handler', webhook())).body;
    await toHandler();
    expect(await handOverDeliveries(api.desk.desk, queues)).toBe(1);
    expect(await handOverDeliveries(api.desk.desk, queues)).toBe(0);
    expect(await deliver()).toBe('sent');
    expect(await handleDelivery(api.desk.desk, outlets, { deliveryId: 1, attempts: 1 })).toBe('stale');
    const [call, ...more] = calls;
    expect(more).toEqual([]);
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      about: 'supervision-ordered',
      case: { caseId, state: 'reported', link: `https://wanmi.example/?case=${caseId}`, dueAt: expect.any(String) },
    });
    expect(call?.body).not.toMatch(/李女士|13812345678|家门口/);
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = call?.headers ?? {};
    const key = Buffer.from(String(secret).replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${call?.body}`).digest('base64');
    expect(signature).toBe(`v1,${expected}`);
    expect(await mine('handler')).toMatchObject([{ waiting: 0, lastSentAt: expect.any(String), lastError: null }]);
  });

  test('by e-mail comes to the address, in its language', async () => {
    await put('handler', { name: 'mail', kind: 'email', address: 'handler@city.example', language: 'en' });
    await toHandler();
    expect(await deliver()).toBe('sent');
    expect(mails).toMatchObject([
      { to: 'handler@city.example', text: expect.stringContaining('X-Idempotency-Key: wanmi-1') },
    ]);
    expect(mails[0]?.text).toContain('State: to be accepted');
    expect(mails[0]?.text).not.toMatch(/13812345678/);
  });

  test('that fails comes again later and later with the same id, and says why', async () => {
    await put('handler', webhook());
    await toHandler();
    answer = 503;
    const rests: number[] = [];
    let at: number = MONDAY;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      api.desk.setTime(at as Instant);
      expect(await deliver()).toBe('failed');
      expect(await deliver()).toBe('stale'); // not due yet
      const next = (await rowOf()).next_at.getTime();
      rests.push((next - at) / MINUTE_MS);
      at = next;
    }
    expect(rests).toEqual([0.5, 1, 2]);
    expect(await mine('handler')).toMatchObject([{ waiting: 1, lastError: 'the webhook answered 503: said' }]);
    answer = 200;
    api.desk.setTime(at as Instant);
    expect(await handOverDeliveries(api.desk.desk, queues)).toBe(1);
    expect(await deliver()).toBe('sent');
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['wanmi-1']));
  });

  test('is given up after so many tries', async () => {
    await put('handler', webhook());
    await toHandler();
    answer = 500;
    await client.query('update notice_delivery set attempts = 13');
    expect(await deliver()).toBe('given-up');
    expect(await rowOf()).toMatchObject({ state: 'failed', attempts: 14 });
  });

  test('whose try never ended is made again', async () => {
    await put('handler', webhook());
    await toHandler();
    await handOverDeliveries(api.desk.desk, queues);
    // The process that took it is gone; the queue lost its job.
    await client.query(`update notice_delivery set attempts = 1, next_at = $1`, [new Date(MONDAY + 1)]);
    await emptyPostgresQueues(client);
    api.desk.setTime((MONDAY + 2) as Instant);
    expect(await handOverDeliveries(api.desk.desk, queues)).toBe(1);
    expect(await deliver()).toBe('sent');
  });

  test('to a private network fails unless that is allowed, and e-mail without a server says so', async () => {
    await put('handler', webhook());
    await put('handler', { name: 'mail', kind: 'email', address: 'handler@city.example' });
    await toHandler();
    const strict = { ...outlets, mailer: null, guard: makeAddressGuard([]) };
    for (const deliveryId of [1, 2]) {
      expect(await handleDelivery(api.desk.desk, strict, { deliveryId, attempts: 0 })).toBe('failed');
    }
    const errors = (await mine('handler')).map(({ lastError }: { lastError: string }) => lastError);
    expect(errors).toEqual([expect.stringContaining('needs a public address'), 'e-mail is off: SMTP_URL is not set']);
    expect(calls).toEqual([]);
  });

  test('ends with its channel, and waits for nothing when that is off', async () => {
    await put('handler', webhook());
    await toHandler();
    await put('handler', webhook({ active: false }));
    expect(await deliver()).toBe('stale');
    await send('DELETE', 'handler', '/me/notice-channels?name=duty');
    expect(await rowOf()).toBeUndefined();
  });
});
