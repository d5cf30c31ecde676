import fastifyJwt from '@fastify/jwt';
import multipart from '@fastify/multipart';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import type { Desk } from '@wanmi/cases';
import { CaseSummary, CaseView, Problem, TaskView } from '@wanmi/contracts';
import type { MediaStore } from '@wanmi/media';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { guardRoutes } from './access.ts';
import { compileShape } from './check-shape.ts';
import { handleError } from './errors.ts';
import { serveFirstPage } from './first-page.ts';
import { LIVE_LIMITS, type LiveLimits } from './live/live-socket.ts';
import { openLive } from './live/open-live.ts';
import { openMediaLinks } from './media-links.ts';
import { measureRequests } from './metrics.ts';
import { answerUnknownRoutes } from './not-found.ts';
import { describeApi } from './openapi.ts';
import { limitRates } from './rate-limits.ts';
import { readinessOf } from './readiness.ts';
import { healthRoutes } from './routes/health/health.route.ts';
import { ROUTES } from './routes/index.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { openSessions } from './sessions.ts';
import { accessTokens, jwtOptions } from './tokens.ts';
import { lingerOverUnreadBodies } from './unread-bodies.ts';
import { openViewers } from './viewers.ts';

export type AppOptions = {
  readonly keys: { readonly access: Buffer; readonly link: Buffer; readonly webhook: Buffer };
  readonly media: MediaStore;
  /** Folder of the built console; it need not be there. */
  readonly consoleFolder: string;
  readonly version: string;
  /** Further origins of pages that may open the live line. */
  readonly allowedOrigins?: readonly string[];
  /** Reverse proxies whose forwarded addresses are believed. */
  readonly trustedProxies?: readonly string[];
  readonly logger?: FastifyBaseLogger;
  readonly liveLimits?: LiveLimits;
  /** Pause between two looks for new events, in milliseconds. */
  readonly livePollMs?: number;
};

/** Bytes of a JSON body at most. */
const JSON_LIMIT = 1024 * 1024;
/** A request whose head or body does not arrive in this time is given up, in milliseconds. */
const REQUEST_TIMEOUT = 120_000;

/**
 * Builds the app over a desk: every route of the interface, ready to listen or to be injected. Closing it ends the live
 * line, finishes what runs and leaves the desk's database to its owner.
 */
export async function buildApp(desk: Desk, options: AppOptions): Promise<FastifyInstance> {
  const app = createServer(options);
  answerUnknownRoutes(app);
  lingerOverUnreadBodies(app);
  for (const schema of [Problem, CaseSummary, CaseView, TaskView]) app.addSchema(schema);
  await setSecurityHeaders(app);
  await limitRates(app);
  await app.register(fastifyJwt, jwtOptions(options.keys.access));
  await app.register(multipart);
  await app.register(websocket, { options: { maxPayload: 64 * 1024 }, preClose: closeSockets });
  await describeApi(app, options.version);
  await serveFirstPage(app, options.consoleFolder);

  const tokens = accessTokens(app);
  const viewers = openViewers(desk, tokens);
  guardRoutes(app, viewers);
  const live = await openLive(app, desk, {
    tokens,
    viewers,
    allowedOrigins: options.allowedOrigins ?? [],
    limits: options.liveLimits ?? LIVE_LIMITS,
    ...(options.livePollMs === undefined ? {} : { pollMs: options.livePollMs }),
  });
  const registry = measureRequests(app, live.size);
  const context = {
    desk,
    viewers,
    media: options.media,
    sessions: openSessions(desk, tokens, viewers),
    links: openMediaLinks(options.keys.link),
    webhookKey: options.keys.webhook,
    onNoticesRead: live.noticesRead,
  };
  await app.register(
    async (scope) => {
      const api = scope.withTypeProvider<TypeBoxTypeProvider>();
      for (const route of ROUTES) route(api, context);
      live.route(api);
    },
    { prefix: '/api/v1' },
  );
  healthRoutes(app.withTypeProvider<TypeBoxTypeProvider>(), readinessOf(desk, app), registry);
  return app;
}

function createServer({ trustedProxies = [], logger }: AppOptions): FastifyInstance {
  const app = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: JSON_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: (error, request, reply) => handleError(error, request, reply),
  });
  app.setErrorHandler<Error>((error, request, reply) => handleError(error, request, reply));
  app.setValidatorCompiler(compileShape);
  // Answers are built by our own types; the schemas of responses are their description, which tests hold them to.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.removeContentTypeParser('text/plain');
  return app;
}

/** A socket that does not answer the close is cut after this, in milliseconds. */
const CLOSE_MS = 2000;

/** Tells every live line that the server goes away, so that clients come back to another. */
async function closeSockets(this: FastifyInstance): Promise<void> {
  const { clients } = this.websocketServer;
  for (const socket of clients) socket.close(1001, 'the server is stopping');
  const cut = setTimeout(() => clients.forEach((socket) => void socket.terminate()), CLOSE_MS);
  const gone = [...clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  await Promise.all(gone);
  clearTimeout(cut);
}
