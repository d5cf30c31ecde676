import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';

let api: TestApi;
let port = 0;
let token = '';
beforeAll(async () => {
  api = await openApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  port = (api.app.server.address() as AddressInfo).port;
  token = await api.tokenOf('acceptor');
});
afterAll(() => api.close());

const GIGABYTE = 1024 ** 3;
const CHUNK = Buffer.alloc(64 * 1024, 0x20);
type Sent = { readonly status: number; readonly body: string; readonly bytes: number };

/** Streams a gigabyte at a route as fast as it is read, until the answer comes or the line is cut. */
function stream(path: string, headers: Readonly<Record<string, string | number>>, head = ''): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let answered = false;
    const sending = request({
      host: '127.0.0.1',
      port,
      path,
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'big', ...headers },
    });
    sending.on('response', (response) => {
      answered = true;
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        sending.destroy();
        resolve({ status: response.statusCode ?? 0, body, bytes });
      });
    });
    // The server ends the line with its answer: a write that comes too late fails.
    sending.on('error', (error) => {
      if (!answered) reject(error);
    });
    const push = async (): Promise<void> => {
      if (head !== '') sending.write(head);
      while (!answered && !sending.destroyed && bytes < GIGABYTE) {
        bytes += CHUNK.length;
        if (!sending.write(CHUNK))
          await Promise.race([new Promise((drained) => sending.once('drain', drained)), sleep(50)]);
      }
    };
    void push();
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM = { 'content-type': 'multipart/form-data; boundary=b' };
const PART = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';

describe('a body of a gigabyte', () => {
  test.each([
    {
      name: 'announced, to reports',
      path: '/api/v1/reports',
      headers: { ...JSON_TYPE, 'content-length': GIGABYTE },
      most: 8,
    },
    { name: 'unannounced, to reports', path: '/api/v1/reports', headers: JSON_TYPE, most: 16 },
    {
      name: 'announced, to the login',
      path: '/api/v1/auth/login',
      headers: { ...JSON_TYPE, 'content-length': GIGABYTE },
      most: 8,
    },
    { name: 'unannounced, to the login', path: '/api/v1/auth/login', headers: JSON_TYPE, most: 16 },
    { name: 'announced, as a photo', path: '/api/v1/media', headers: { ...FORM, 'content-length': GIGABYTE }, most: 8 },
    { name: 'unannounced, as a photo', path: '/api/v1/media', headers: FORM, head: PART, most: 64 },
  ])('$name is refused before it is sent', async ({ path, headers, head, most }) => {
    const { status, body, bytes } = await stream(path, headers, head ?? '');
    expect({ status, code: JSON.parse(body).code }).toEqual({ status: 413, code: 'body-too-large' });
    expect(bytes / 1024 ** 2).toBeLessThan(most);
  });

  test('of a stranger is refused as well', async () => {
    const stranger = { ...JSON_TYPE, authorization: 'Bearer none' };
    const { status, bytes } = await stream('/api/v1/reports', stranger);
    expect(status).toBe(401);
    expect(bytes / 1024 ** 2).toBeLessThan(16);
  });

  test('leaves the server serving', async () => {
    expect((await api.get('/api/v1/me', { as: 'acceptor' })).status).toBe(200);
  });
});
