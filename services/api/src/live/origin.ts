import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

/**
 * Refuses a socket that a page of another site opens. Browsers always name the origin; a program that names none is not
 * a page. The own origin is the host that the request was sent to.
 */
export function checkOrigin(request: FastifyRequest, allowed: readonly string[]): void {
  const { origin } = request.headers;
  if (origin === undefined || allowed.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === request.host) return;
  throw new ApiError('origin-refused', `cannot open a live line for a page of ${origin}: it is not this site`, {
    origin,
  });
}
