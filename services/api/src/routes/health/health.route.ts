import { Health, Readiness } from '@wanmi/contracts';
import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import { answers, PUBLIC } from '../../answers.ts';
import type { Api } from '../../context.ts';

/** What makes this process unable to serve; empty when it can. */
export type FindReasons = () => Promise<readonly string[]>;

/** `GET /healthz`, `/readyz` and `/metrics`, outside `/api/v1`. */
export function healthRoutes(api: Api, findReasons: FindReasons, registry: Registry): void {
  const shared = { tags: ['health'], security: [] };
  api.get(
    '/healthz',
    {
      schema: {
        ...shared,
        operationId: 'healthz',
        summary: 'The process answers',
        response: answers({ 200: Health }, [], PUBLIC),
      },
      config: { access: 'public' },
    },
    async () => ({ status: 'alive' as const }),
  );
  api.get(
    '/readyz',
    {
      schema: {
        ...shared,
        operationId: 'readyz',
        summary: 'Requests can be served',
        response: { 200: Readiness, 503: Readiness },
      },
      config: { access: 'public' },
    },
    async (_request, reply) => {
      const reasons = await findReasons();
      const ready = reasons.length === 0;
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', reasons: [...reasons] });
    },
  );
  api.get(
    '/metrics',
    {
      schema: {
        ...shared,
        operationId: 'metrics',
        summary: 'Measurements for Prometheus',
        response: { 200: Type.String({ description: 'Prometheus text format.' }) },
      },
      config: { access: 'public' },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}
