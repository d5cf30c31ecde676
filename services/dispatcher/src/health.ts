import Fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

export type HealthChecks = {
  /** Why the process cannot work now; empty when it can. */
  readonly problems: () => Promise<readonly string[]>;
  /** What is switched off by configuration. */
  readonly remarks: readonly string[];
  readonly registry: Registry;
};

/** Builds the server for `/healthz`, `/readyz` and `/metrics`; it does not listen yet. */
export function buildHealthServer({ problems, remarks, registry }: HealthChecks): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const reasons = await problems();
    reply.code(reasons.length === 0 ? 200 : 503);
    return { status: reasons.length === 0 ? 'ready' : 'not-ready', reasons, remarks };
  });
  app.get('/metrics', async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
  return app;
}
