import { createHash } from 'node:crypto';
import type { Idempotency } from '@wanmi/cases';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';

/**
 * The key of a write and the digest of what it asks for: method, path and body. A body sent again with its fields in
 * another order is the same request. `body` stands for the parsed JSON, or the digest of a streamed one.
 * Throws ApiError as `checkKey` does.
 */
export function idempotencyOf(request: FastifyRequest, body: unknown = request.body): Idempotency {
  const key = checkKey(request);
  const text = `${request.method}\n${pathOf(request)}\n${canonical(body)}`;
  return { key, requestHash: createHash('sha256').update(text).digest() };
}

/** The key of a write. Throws ApiError when it is missing, or not a word of 1 to 200 visible ASCII characters. */
export function checkKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  const tried = `cannot take ${request.method} ${pathOf(request)}`;
  if (key === undefined) {
    throw new ApiError('idempotency-key-missing', `${tried}: the header Idempotency-Key is missing`);
  }
  if (typeof key === 'string' && /^[!-~]{1,200}$/.test(key)) return key;
  const problem = 'needs 1 to 200 visible ASCII characters';
  const fields = [{ field: '/idempotency-key', problem }];
  throw new ApiError('bad-request', `${tried}: Idempotency-Key ${problem}`, { in: 'headers', fields });
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/** JSON with the fields of every object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join()}}`;
}
