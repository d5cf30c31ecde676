import type { FastifyInstance } from 'fastify';

/** How long the rest of a refused body is thrown away before its line is cut, in milliseconds. */
const LINGER_MS = 500;

/**
 * Lets clients read the refusal of a body that they are still sending: closing at once would reset the line and lose the
 * answer. What arrives meanwhile is dropped unread; then the line is cut.
 */
export function lingerOverUnreadBodies(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete) return;
    raw.resume();
    setTimeout(() => {
      if (!raw.complete) raw.socket.destroy();
    }, LINGER_MS).unref();
  });
}
