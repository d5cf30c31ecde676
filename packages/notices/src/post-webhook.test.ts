import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeAddressGuard } from './address-guard.ts';
import { postWebhook } from './post-webhook.ts';
import { webhookSecret } from './webhook-secret.ts';

const secret = webhookSecret(new Uint8Array(32).fill(1), new Uint8Array(16).fill(2));
const guard = makeAddressGuard(['127.0.0.0/8']);
const got: { headers: IncomingHttpHeaders; body: string }[] = [];
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, answer) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      const status = Number(request.url?.slice(1) ?? 200);
      if (status === 0) return; // never answers
      answer.writeHead(status, status === 302 ? { location: `http://127.0.0.1:${port}/200` } : {});
      answer.end(status === 500 ? 'x'.repeat(1000) : 'word');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const call = (path: string, host = '127.0.0.1') => ({
  ...{ address: `http://${host}:${port}/${path}`, secret, id: 'wanmi-7', at: 1_795_312_345_678 },
  body: '{"text":"案件已派来"}',
});
const options = { guard, timeoutMs: 5_000 };

test('posts the body once, signed so that its receiver can tell', async () => {
  await postWebhook(call('200'), options);
  const [one] = got.splice(0);
  expect(one?.body).toBe(call('200').body);
  expect(one?.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': 'wanmi-7',
    'webhook-id': 'wanmi-7',
    'webhook-timestamp': '1795312345',
  });
  // As a receiver does it, by the words of docs/notices.md alone.
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${one?.headers['webhook-id']}.${one?.headers['webhook-timestamp']}.${one?.body}`;
  const expected = createHmac('sha256', key).update(signed).digest('base64');
  expect(one?.headers['webhook-signature']).toBe(`v1,${expected}`);
});

test.each([
  { path: '500', says: /^the webhook answered 500: x{200}$/ },
  { path: '404', says: /^the webhook answered 404: word$/ },
  { path: '302', says: /^the webhook answered 302/ }, // a redirect might lead inside
])('fails when the receiver answers $path', async ({ path, says }) => {
  await expect(postWebhook(call(path), options)).rejects.toThrow(says);
  expect(got.splice(0)).toHaveLength(1);
});

test('fails when the receiver never answers', async () => {
  await expect(postWebhook(call('0'), { guard, timeoutMs: 100 })).rejects.toThrow();
  got.splice(0);
});

test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('does not call %s unless it is allowed', async (host) => {
  await expect(postWebhook(call('200', host), { ...options, guard: makeAddressGuard([]) })).rejects.toThrow(
    /needs a public address/,
  );
  expect(got).toEqual([]);
});

test('calls the address that was judged, whatever the name leads to afterwards', async () => {
  const rebinding = makeAddressGuard(['127.0.0.0/8'], async () => [{ address: '127.0.0.1', family: 4 }]);
  await postWebhook(call('200', 'no-such-host.invalid'), { ...options, guard: rebinding });
  expect(got.splice(0)).toHaveLength(1);
});
