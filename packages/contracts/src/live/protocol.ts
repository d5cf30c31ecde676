import { type Static, Type } from 'typebox';
import { EventView } from '../http/case.ts';
import { NoticeView } from '../http/notice.ts';
import { closed } from '../http/shape.ts';

/** Close codes of `GET /live` beside those of RFC 6455. */
export const LIVE_CLOSE = {
  /** No hello in time, a bad token, or a token that ended unrenewed: sign in or refresh, then come back. */
  unauthenticated: 4401,
  /** A message that is none of the protocol. */
  badMessage: 4400,
  /** The client reads more slowly than events come: come back with the last cursor. */
  tooSlow: 4408,
  /** Too many connections of one person. */
  tooMany: 4429,
} as const;

/** `cases`, `area:<prefix>`, `department:<code>`, `case:<id>`, `notices`. */
export const TOPIC_PATTERN =
  '^(cases|notices|area:\\d{6}(\\d{3}){0,3}|department:[a-z0-9][a-z0-9-]{0,62}|case:[0-9A-Za-z-]{1,80})$';

/** Must come within 5 seconds of opening, and again with a fresh token before the old one ends. */
export const Hello = closed({ type: Type.Literal('hello'), token: Type.String({ minLength: 1, maxLength: 4000 }) });

/** Replaces the topics watched. `after` is the cursor of the last event the client has. */
export const Watch = closed({
  type: Type.Literal('watch'),
  topics: Type.Array(Type.String({ pattern: TOPIC_PATTERN }), { maxItems: 100 }),
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});

/** What a client may send. */
export const ClientMessage = Type.Union([Hello, Watch]);
export type ClientMessage = Static<typeof ClientMessage>;

export const Welcome = closed({
  type: Type.Literal('welcome'),
  userId: Type.String(),
  /** When the token ends, RFC 3339. */
  expiresAt: Type.String(),
});

/** Answers a watch once it holds; events after `cursor` follow. */
export const Watching = closed({
  type: Type.Literal('watching'),
  topics: Type.Array(Type.String()),
  cursor: Type.String(),
});

export const LiveEvent = closed({
  type: Type.Literal('event'),
  cursor: Type.String(),
  caseId: Type.String(),
  version: Type.Integer(),
  event: EventView,
});
export type LiveEvent = Static<typeof LiveEvent>;

/** A new notice, and how many the reader has not read with it. */
export const LiveNotice = closed({
  type: Type.Literal('notice'),
  notice: NoticeView,
  unread: Type.Integer({ minimum: 0 }),
});

/** How many notices the reader has not read: on watching `notices`, and when some were read elsewhere. */
export const LiveUnread = closed({ type: Type.Literal('unread'), unread: Type.Integer({ minimum: 0 }) });

/** The cursor is too old or unknown: read the lists again, then watch from the next cursor. */
export const Reset = closed({ type: Type.Literal('reset'), cursor: Type.String() });

/** Sent when nothing else was for a while: the line is alive, and `cursor` moves on past events the reader may not see. */
export const Heartbeat = closed({ type: Type.Literal('heartbeat'), cursor: Type.String() });

/** What the server sends. */
export const ServerMessage = Type.Union([Welcome, Watching, LiveEvent, LiveNotice, LiveUnread, Reset, Heartbeat]);
export type ServerMessage = Static<typeof ServerMessage>;
