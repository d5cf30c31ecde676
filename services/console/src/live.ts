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

/** Watches all cases the person may see; comes back by itself and asks for what it missed. Returns the way to stop. */
export function watchCases({ onEvent, onReset, onState }: LiveHandlers): () => void {
  let socket: WebSocket | undefined;
  let cursor: string | undefined;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hello = async (): Promise<void> => {
    const now = await session();
    if (!now || socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ type: 'hello', token: now.accessToken }));
    clearTimeout(timer);
    timer = setTimeout(() => void hello(), Math.max(5_000, now.expiresAt - Date.now() - RENEW_EARLY_MS));
  };

  const take = (message: ServerMessage): void => {
    if ('cursor' in message) cursor = message.cursor;
    if (message.type === 'welcome' && cursor === undefined) watch();
    if (message.type === 'watching') onState('live');
    if (message.type === 'event') onEvent(message);
    if (message.type === 'reset') onReset();
  };
  const watch = (): void =>
    socket?.send(
      JSON.stringify({ type: 'watch', topics: ['cases'], ...(cursor === undefined ? {} : { after: cursor }) }),
    );

  const open = (): void => {
    onState('connecting');
    let welcomed = false;
    const line = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`);
    socket = line;
    line.onopen = () => void hello();
    line.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      if (message.type === 'welcome' && !welcomed) {
        welcomed = true;
        if (cursor !== undefined) watch();
      }
      take(message);
    };
    line.onclose = () => {
      if (stopped) return;
      onState('offline');
      setTimeout(open, BACK_MS);
    };
  };
  open();

  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
