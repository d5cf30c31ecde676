import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { TestApi } from './api-app.ts';

export type LiveMessage = { readonly type: string; readonly [field: string]: unknown };

/** A client of the live line that keeps what it got. */
export type LiveClient = {
  readonly socket: WebSocket;
  readonly got: LiveMessage[];
  readonly say: (message: unknown) => void;
  /** `caseId:type` of each event, in order. */
  readonly events: () => readonly string[];
  /** The cursor of the last message that had one. */
  readonly cursor: () => string;
  /** Waits for a message of a type that has come by now or later. */
  readonly next: (type: string) => Promise<LiveMessage>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
};

/** Opens a line without saying hello. */
export async function openLine(url: string, headers: Record<string, string> = {}): Promise<LiveClient> {
  const socket = new WebSocket(url, { headers });
  const got: LiveMessage[] = [];
  socket.on('message', (data) => got.push(JSON.parse(String(data))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return {
    socket,
    got,
    closed,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    events: () =>
      got.filter(({ type }) => type === 'event').map(({ caseId, event }) => `${caseId}:${(event as LiveMessage).type}`),
    cursor: () => String(got.findLast(({ cursor }) => cursor !== undefined)?.cursor),
    next: async (type) => {
      await expect.poll(() => got.some((message) => message.type === type), { timeout: 10_000 }).toBe(true);
      return got.findLast((message) => message.type === type) ?? { type: 'none' };
    },
  };
}

/** Opens a line as a person and watches topics, from a cursor where one is given. */
export async function watchAs(
  api: TestApi,
  url: string,
  { as, topics, after }: { readonly as: string; readonly topics: readonly string[]; readonly after?: string },
): Promise<LiveClient> {
  const client = await openLine(url);
  client.say({ type: 'hello', token: await api.tokenOf(as) });
  await client.next('welcome');
  client.say({ type: 'watch', topics, ...(after === undefined ? {} : { after }) });
  await client.next('watching');
  return client;
}
