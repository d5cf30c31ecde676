import type { FastifyReply, FastifyRequest } from 'fastify';

export type Versioned = {
  /** Names the version in visible ASCII. */
  readonly tag: string;
  readonly body: () => unknown;
  /** Seconds for which the caller's own cache need not ask again. */
  readonly maxAgeS?: number;
};

/**
 * Sends what changes only with a version: 304 when the client has it already.
 * The body is built only when it is needed. Answers may differ by person, so caches between may not share them.
 */
export async function sendVersioned(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, body, maxAgeS = 0 }: Versioned,
): Promise<FastifyReply> {
  const etag = `"${tag}"`;
  reply.headers({
    etag,
    'cache-control': `private, ${maxAgeS === 0 ? 'no-cache' : `max-age=${maxAgeS}`}`,
    vary: 'authorization',
  });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return reply.status(304).send();
  return reply.send(await body());
}
