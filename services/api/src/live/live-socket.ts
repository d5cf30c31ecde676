import type { WebSocket } from '@fastify/websocket';
import { ClientMessage, LIVE_CLOSE, type ServerMessage } from '@wanmi/contracts';
import { type Instant, isoOf } from '@wanmi/kernel';
import { Compile } from 'typebox/compile';
import type { AccessTokens } from '../tokens.ts';
import type { Viewer, Viewers } from '../viewers.ts';
import type { Hub, Watcher } from './hub.ts';

/** What sockets need. Cursors are texts at this edge; `parse` gives undefined for one that is none of ours or too old. */
export type LiveDesk<Cursor> = {
  readonly hub: Hub<Cursor>;
  readonly tokens: AccessTokens;
  readonly viewers: Viewers;
  readonly parse: (text: string) => Cursor | undefined;
  readonly format: (cursor: Cursor) => string;
  /** Sends the person's new notices until the function returned is called. */
  readonly watchNotices: (viewer: () => Viewer, send: (text: string) => void) => () => void;
  readonly limits: LiveLimits;
};

export type LiveLimits = {
  /** Milliseconds until the first hello. */
  readonly helloMs: number;
  readonly heartbeatMs: number;
  /** Bytes that may wait for a slow reader. */
  readonly bufferedBytes: number;
};

/** Limits by the interface, and what a page on a poor line may leave unread. */
export const LIVE_LIMITS: LiveLimits = { helloMs: 5000, heartbeatMs: 20_000, bufferedBytes: 1024 * 1024 };

const messageShape = Compile(ClientMessage);

/**
 * Speaks the live protocol with one socket: hello, then watch as often as wanted, hello again before the token ends.
 * Ends the socket with 4401 without a good token, 4400 on a message of another kind, 4408 when the reader is too slow.
 */
export class LiveSocket<Cursor> {
  readonly #socket: WebSocket;
  readonly #desk: LiveDesk<Cursor>;
  readonly #beat: NodeJS.Timeout;
  #deadline: NodeJS.Timeout;
  #viewer: Viewer | undefined;
  #watcher: Watcher<Cursor> | undefined;
  #stopNotices: (() => void) | undefined;
  /** Whether the last ping was answered. */
  #alive = true;
  /** Messages are handled one at a time, in the order sent. */
  #turn: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, desk: LiveDesk<Cursor>) {
    this.#socket = socket;
    this.#desk = desk;
    this.#deadline = this.#endIn(desk.limits.helloMs, 'no hello in time');
    this.#beat = setInterval(() => this.#heartbeat(), desk.limits.heartbeatMs);
    socket.on('message', (data, isBinary) => {
      const text = isBinary ? '' : String(data);
      this.#turn = this.#turn.then(() => this.#receive(text)).catch(() => socket.close(1011, 'the server failed'));
    });
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#closed());
  }

  #endIn(ms: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => this.#socket.close(LIVE_CLOSE.unauthenticated, reason), Math.max(0, ms));
  }

  async #receive(text: string): Promise<void> {
    const message = parseMessage(text);
    if (message === undefined) this.#socket.close(LIVE_CLOSE.badMessage, 'not a message of this protocol');
    else if (message.type === 'hello') await this.#hello(message.token);
    else if (this.#viewer) await this.#watch(message.topics, message.after);
    else this.#socket.close(LIVE_CLOSE.unauthenticated, 'say hello first');
  }

  async #hello(token: string): Promise<void> {
    const { tokens, viewers } = this.#desk;
    try {
      const { userId, expiresAt } = tokens.check(token);
      const viewer = await viewers.find(userId);
      if (!viewer || (this.#viewer && this.#viewer.userId !== userId)) throw new Error('not the same active person');
      this.#viewer = viewer;
      clearTimeout(this.#deadline);
      if (this.#socket.readyState !== this.#socket.OPEN) return;
      this.#deadline = this.#endIn(expiresAt - Date.now(), 'the token has ended');
      this.#tell({ type: 'welcome', userId, expiresAt: isoOf(expiresAt as Instant) });
    } catch {
      this.#socket.close(LIVE_CLOSE.unauthenticated, 'not a good token');
    }
  }

  async #watch(topics: readonly string[], after: string | undefined): Promise<void> {
    const { hub, parse, format, watchNotices } = this.#desk;
    this.#stopWatching();
    const from = after === undefined ? hub.position() : parse(after);
    const send = (text: string): void => this.#send(text);
    const viewer = (): Viewer => this.#person();
    const watcher = { viewer, topics: new Set(topics), position: from ?? hub.position(), send };
    this.#watcher = watcher;
    if (from === undefined || !(await hub.join(watcher))) {
      watcher.position = hub.position();
      this.#tell({ type: 'reset', cursor: format(watcher.position) });
      await hub.join(watcher);
    }
    if (topics.includes('notices')) this.#stopNotices = watchNotices(viewer, send);
    this.#tell({ type: 'watching', topics: [...topics], cursor: format(watcher.position) });
    // Closed while catching up: it has left before it joined.
    if (this.#socket.readyState !== this.#socket.OPEN) this.#stopWatching();
  }

  #stopWatching(): void {
    if (this.#watcher) this.#desk.hub.leave(this.#watcher);
    this.#watcher = undefined;
    this.#stopNotices?.();
    this.#stopNotices = undefined;
  }

  #heartbeat(): void {
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
    const { viewers, format } = this.#desk;
    if (this.#watcher) this.#tell({ type: 'heartbeat', cursor: format(this.#watcher.position) });
    if (!this.#viewer) return;
    // Posts may have been given or taken since; a database that is away changes nothing.
    void viewers.find(this.#viewer.userId).then(
      (viewer) => {
        if (viewer) this.#viewer = viewer;
        else this.#socket.close(LIVE_CLOSE.unauthenticated, 'the person is no longer active');
      },
      () => undefined,
    );
  }

  #closed(): void {
    clearTimeout(this.#deadline);
    clearInterval(this.#beat);
    this.#stopWatching();
  }

  #person(): Viewer {
    if (this.#viewer) return this.#viewer;
    throw new Error('cannot deliver to a live socket: nobody has said hello, needs a hello before a watch');
  }

  #tell(message: ServerMessage): void {
    this.#send(JSON.stringify(message));
  }

  #send(text: string): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount <= this.#desk.limits.bufferedBytes) {
      socket.send(text);
      return;
    }
    socket.close(LIVE_CLOSE.tooSlow, 'too slow');
    // Who reads nothing does not read the close either: do not keep its unread events.
    setTimeout(() => socket.terminate(), 1000).unref();
  }
}

function parseMessage(text: string): ClientMessage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return messageShape.Check(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
