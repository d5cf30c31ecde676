import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { idempotencyOf } from './idempotency-key.ts';

const request = (body: unknown, key: string | undefined = 'k', url = '/api/v1/reports'): FastifyRequest =>
  ({ method: 'POST', url, body, headers: { 'idempotency-key': key } }) as unknown as FastifyRequest;

const hashOf = (body: unknown, url?: string): string =>
  Buffer.from(idempotencyOf(request(body, 'k', url)).requestHash).toString('hex');

test('the order of fields does not count, everything else does', () => {
  const hash = hashOf({ a: 1, b: { c: [1, 2], d: 'x' } });
  expect(hashOf({ b: { d: 'x', c: [1, 2] }, a: 1 })).toBe(hash);
  for (const other of [{ a: 2, b: { c: [1, 2], d: 'x' } }, { a: 1, b: { c: [2, 1], d: 'x' } }, { a: 1 }, {}]) {
    expect(hashOf(other)).not.toBe(hash);
  }
  expect(hashOf({ a: 1, b: { c: [1, 2], d: 'x' } }, '/api/v1/media')).not.toBe(hash);
});

test.each([
  { key: undefined, code: 'idempotency-key-missing' },
  { key: '', code: 'bad-request' },
  { key: 'has space', code: 'bad-request' },
  { key: '钥匙', code: 'bad-request' },
  { key: 'k'.repeat(201), code: 'bad-request' },
])('the key $key is refused as $code', ({ key, code }) => {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const bare = { method: 'POST', url: '/x', body: {}, headers } as unknown as FastifyRequest;
  expect(() => idempotencyOf(bare)).toThrow(expect.objectContaining({ code }));
});
