import type { FastifyInstance, RouteOptions } from 'fastify';
import { sendProblem } from './errors.ts';

/** A route by its method and pattern, `GET /cases/:caseId`. */
export type KnownRoute = { readonly method: string; readonly url: string };

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the app, those of libraries included. */
    readonly knownRoutes: readonly KnownRoute[];
  }
}

/** Answers unknown paths with 404, and known paths asked with another method with 405 and what they take. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const known: (KnownRoute & { readonly path: RegExp })[] = [];
  app.decorate('knownRoutes', known);
  app.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) known.push({ method: one, url, path: pathPattern(url) });
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    const methods = [...new Set(known.filter((one) => one.path.test(path)).map(({ method }) => method))].sort();
    if (methods.length === 0) {
      sendProblem(request, reply, {
        code: 'not-found',
        message: `cannot find ${path}: there is nothing here`,
        details: {},
      });
      return;
    }
    sendProblem(request, reply, {
      code: 'method-not-allowed',
      message: `cannot ${request.method} ${path}: it takes ${methods.join(', ')}`,
      details: { allowed: methods },
      headers: { allow: methods.join(', ') },
    });
  });
}

/** `/cases/:caseId` as a pattern. A wildcard path matches no method question: it serves files. */
const pathPattern = (url: string): RegExp =>
  url.includes('*')
    ? /^\0$/
    : new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}$`);
