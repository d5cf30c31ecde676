import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the built console at `/`, or a page that says how to build it. */
export async function serveFirstPage(app: FastifyInstance, folder: string): Promise<void> {
  if (existsSync(join(folder, 'index.html'))) {
    // No wildcard: only files that were there at the start exist, and unknown paths keep their problem document.
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      setHeaders: (reply, path) => {
        // Names of built files carry a digest of their content; the page itself must be asked for anew.
        reply.header(
          'cache-control',
          /[.-][\w-]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
    return;
  }
  app.get('/', { schema: { hide: true }, config: { access: 'public' } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(UNBUILT),
  );
}

const UNBUILT = `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>Wanmi 万米</title>
<h1>Wanmi 万米</h1>
<p>The service runs; its console is not built yet. Build it with <code>npm run build</code> and start again.</p>
<p>服务正在运行，操作台尚未构建：运行 <code>npm run build</code> 后重新启动。</p>
<p><a href="/api/docs">API</a></p>
</html>
`;
