import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body of a route that reads it as a stream, for its description only. */
    multipartBody?: TSchema;
  }
}

const TAGS = [
  { name: 'auth', description: 'Signing in and out.' },
  { name: 'reports', description: 'New reports.' },
  { name: 'cases', description: 'Cases, their history, their commands.' },
  { name: 'work', description: 'What I must do, and what I am told.' },
  { name: 'media', description: 'Photos.' },
  { name: 'places', description: 'Grids, areas, addresses and roads.' },
  { name: 'components', description: 'Components, their history, census rounds.' },
  { name: 'reference', description: 'Catalogue, departments, calendar, rules.' },
  { name: 'live', description: 'Events as they happen.' },
  { name: 'health', description: 'For those who run it.' },
];

const DESCRIPTION = `Reports from the street to a closed case. A walk with curl: docs/api.md. Codes of refusals: docs/errors.md.

Times are RFC 3339 with offset, positions name their datum, lists are \`{ items, nextCursor }\`, refusals are problem
documents (RFC 9457) with a stable \`code\`. The three writes (reports, commands, media) need an \`Idempotency-Key\`.`;

/** Describes every route registered afterwards: OpenAPI 3.1 at /api/openapi.json, a page to read it at /api/docs. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Wanmi',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ bearer: [] }],
    },
    transform: ({ schema, url, route }) => {
      const body = route.config?.multipartBody;
      return { url, schema: body === undefined ? schema : { ...schema, body } };
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `def-${i}`),
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, () => app.swagger());
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    theme: { title: 'Wanmi API' },
    uiConfig: { docExpansion: 'list', deepLinking: true, url: '/api/openapi.json' },
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  });
}
