import type { LiveEvent, ServerMessage } from '@wanmi/contracts';
import { session } from './session.ts';

export type LineState = 'connecting' | 'live' | 'offline';
export type LiveHandlers = {
  readonly onEvent: (event: LiveEvent) => void;
  /** The line lost its place: read everything again. */
  readonly onReset: () => void;
  readonly onState: (state: LineState) => void;
};

const BACK_MS = 2_000;
const RENEW_EARLY_MS = 60_000;
const RENEW_LEAST_MS = 5_000;

/** What outlives one connection: the last cursor, and whether the page still watches. */
type Watching = { cursor?: string; stopped: boolean; line?: WebSocket; renewal?: ReturnType<typeof setTimeout> };

/** Watches all cases the person may see; comes back by itself and asks for what it missed. Returns the way to stop. */
export function watchCases(handlers: LiveHandlers): () => void {
  const watching: Watching = { stopped: false };
  connect(watching, handlers);
  return () => {
    watching.stopped = true;
    clearTimeout(watching.renewal);
    watching.line?.close();
  };
}

function connect(watching: Watching, handlers: LiveHandlers): void {
  handlers.onState('connecting');
  const line = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`);
  watching.line = line;
  line.onopen = () => void greet(watching, line);
  line.onmessage = ({ data }) => take(watching, handlers, JSON.parse(String(data)) as ServerMessage);
  line.onclose = () => {
    clearTimeout(watching.renewal);
    if (watching.stopped) return;
    handlers.onState('offline');
    setTimeout(() => {
      if (!watching.stopped) connect(watching, handlers);
    }, BACK_MS);
  };
}

/** Says who is there, and again before the token ends. */
async function greet(watching: Watching, line: WebSocket): Promise<void> {
  const now = await session().catch(() => undefined);
  if (!now || line.readyState !== WebSocket.OPEN) {
    line.close();
    return;
  }
  line.send(JSON.stringify({ type: 'hello', token: now.accessToken }));
  const wait = Math.max(RENEW_LEAST_MS, now.expiresAt - Date.now() - RENEW_EARLY_MS);
  watching.renewal = setTimeout(() => void greet(watching, line), wait);
}

function take(watching: Watching, { onEvent, onReset, onState }: LiveHandlers, message: ServerMessage): void {
  if (message.type === 'welcome') {
    const after = watching.cursor === undefined ? {} : { after: watching.cursor };
    watching.line?.send(JSON.stringify({ type: 'watch', topics: ['cases'], ...after }));
  }
  if ('cursor' in message) watching.cursor = message.cursor;
  if (message.type === 'watching') onState('live');
  if (message.type === 'event') onEvent(message);
  if (message.type === 'reset') onReset();
}
