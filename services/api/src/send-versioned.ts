import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends what changes only with a version: 304 when the client has it already. `tag` names the version in visible ASCII.
 * The body is built only when it is needed. Answers may differ by person, so caches between may not share them.
 */
export async function sendVersioned(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, body }: { readonly tag: string; readonly body: () => unknown },
): Promise<FastifyReply> {
  const etag = `"${tag}"`;
  reply.headers({ etag, 'cache-control': 'private, no-cache' });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return reply.status(304).send();
  return reply.send(await body());
}
