import type { FastifyInstance } from 'fastify';

/** How long the rest of a refused body is thrown away before its line is cut, in milliseconds. */
const LINGER_MS = 500;

/**
 * Lets clients read the refusal of a body that they are still sending: closing at once would reset the line and lose the
 * answer. What arrives meanwhile is dropped unread; then the line is cut.
 */
export function lingerOverUnreadBodies(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ raw }) => {
    // Injected requests have no line and do not say whether they are complete.
    if (raw.complete !== false) return;
    raw.resume();
    setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, LINGER_MS).unref();
  });
}
