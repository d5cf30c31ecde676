import type { Role } from '@wanmi/workflow';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { ApiError } from './errors.ts';
import type { Viewer, Viewers } from './viewers.ts';

/**
 * Who may call a route. `public`: anyone. `signed-in`: any person; what they may see and do is decided per case by the
 * core. `link-or-token`: whoever brings `?link=`, which the route checks, else any person. A list: holders of one of
 * these posts. A route that says nothing does not register.
 */
export type Access = 'public' | 'signed-in' | 'link-or-token' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** The signed-in person; null on public routes. Read it with `viewerOf`. */
    viewer: Viewer | null;
  }
}

/**
 * Refuses routes without `config.access` from here on, and checks each request before its body is read. Pages and files
 * of libraries, which hold nothing of the city, are registered before.
 */
export function guardRoutes(app: FastifyInstance, viewers: Viewers): void {
  app.decorateRequest('viewer', null);
  app.addHook('onRoute', (route: RouteOptions) => {
    if (route.config?.access !== undefined) return;
    throw new Error(
      `cannot register ${String(route.method)} ${route.url}: config.access is missing, every route needs one`,
    );
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'public';
    if (access === 'public' || request.is404) return;
    if (access === 'link-or-token' && hasLink(request.query)) return;
    request.viewer = await viewers.ofToken(bearerOf(request));
    if (typeof access !== 'string') needRole(request.viewer, access);
  });
}

/** The signed-in person of a request. Throws on a public route: a mistake of ours. */
export function viewerOf(request: FastifyRequest): Viewer {
  if (request.viewer === null) throw new Error(`cannot tell who calls ${request.url}: its route is public`);
  return request.viewer;
}

const hasLink = (query: unknown): boolean => typeof query === 'object' && query !== null && 'link' in query;

/** The token of `Authorization: Bearer …`. */
function bearerOf(request: FastifyRequest): string {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) return token;
  const found =
    request.headers.authorization === undefined ? 'no Authorization header' : 'another Authorization header';
  throw new ApiError(
    'unauthenticated',
    `cannot tell who calls: found ${found}, needs "Authorization: Bearer <token>"`,
    {},
    CHALLENGE,
  );
}

/** RFC 6750. */
export const CHALLENGE = { 'www-authenticate': 'Bearer realm="wanmi"' };

function needRole(viewer: Viewer, roles: readonly Role[]): void {
  if (viewer.posts.some(({ role }) => roles.includes(role))) return;
  throw new ApiError('not-permitted', `cannot let ${viewer.userId} in: needs a post of ${roles.join(' or ')}`, {
    roles: [...roles],
  });
}
