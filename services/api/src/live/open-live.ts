import type { CompiledCalendar } from '@wanmi/calendar';
import { canSee, type Desk } from '@wanmi/cases';
import type { ServerMessage } from '@wanmi/contracts';
import type { live } from '@wanmi/db';
import type { UserId } from '@wanmi/kernel';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { answers, PUBLIC } from '../answers.ts';
import type { Api } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { AccessTokens } from '../tokens.ts';
import { viewNotice } from '../view-notice.ts';
import type { Viewers } from '../viewers.ts';
import { eventLog, formatCursor, parseCursor } from './event-log.ts';
import { openHub } from './hub.ts';
import { type LiveDesk, type LiveLimits, LiveSocket } from './live-socket.ts';
import { type NoticeNews, openNoticeFeed } from './notice-feed.ts';
import { checkOrigin } from './origin.ts';

export type LiveOptions = {
  readonly tokens: AccessTokens;
  readonly viewers: Viewers;
  readonly allowedOrigins: readonly string[];
  readonly limits: LiveLimits;
  readonly pollMs?: number;
};

export type Live = {
  /** Registers `GET /live`. */
  readonly route: (api: Api) => void;
  readonly size: () => number;
  /** A person has read notices: the lines of this person in this process are told the count. */
  readonly noticesRead: (userId: UserId) => void;
};

/** Sockets of one process at most: each costs some 22 KB. */
const MOST_SOCKETS = 20_000;

/** Opens the one reader of events of this process, with the route that watches it. Both end with the app. */
export async function openLive(app: FastifyInstance, desk: Desk, options: LiveOptions): Promise<Live> {
  const { tokens, viewers, limits, allowedOrigins, pollMs } = options;
  const onError = (error: unknown): void => app.log.error({ err: error }, 'cannot read new events; trying again');
  const hub = await openHub(eventLog(desk), { canSee, onError, ...(pollMs === undefined ? {} : { pollMs }) });
  const feed = openNoticeFeed(desk, onError);
  const liveDesk: LiveDesk<live.LiveCursor> = {
    ...{ hub, tokens, viewers, limits },
    format: formatCursor,
    parse: (text) => parseCursor(text, hub.position().epoch),
    watchNotices: (viewer, send) =>
      feed.watch(viewer, (news) => send(JSON.stringify(messageOf(news, desk.reference().calendars.city)))),
  };
  let sockets = 0;
  app.addHook('onClose', async () => {
    await hub.close();
    await feed.close();
  });
  return {
    size: () => sockets,
    noticesRead: feed.recount,
    route: (api) => {
      api.route({
        method: 'GET',
        url: '/live',
        schema: SCHEMA,
        // Whoever opens the line says who they are in its first message: browsers cannot set headers here.
        config: { access: 'public' },
        preValidation: async (request) => {
          checkOrigin(request, allowedOrigins);
          if (sockets >= MOST_SOCKETS)
            throw new ApiError('unavailable', 'cannot open another live line: all are taken');
        },
        handler: async () => {
          throw new ApiError(
            'upgrade-required',
            'cannot open the live line: needs a WebSocket',
            {},
            { upgrade: 'websocket' },
          );
        },
        wsHandler: (socket) => {
          sockets += 1;
          socket.on('close', () => {
            sockets -= 1;
          });
          new LiveSocket(socket, liveDesk);
        },
      });
    },
  };
}

const messageOf = ({ notice, unread }: NoticeNews, city: CompiledCalendar): ServerMessage =>
  notice === null
    ? { type: 'unread', unread }
    : { type: 'notice', notice: viewNotice({ ...notice, read: false }, city), unread };

const SCHEMA = {
  operationId: 'live',
  tags: ['live'],
  summary: 'Events as they happen (WebSocket)',
  description: `First \`{ "type": "hello", "token" }\` within 5 seconds, again with a fresh token before it ends; else the line closes with 4401.
Then \`{ "type": "watch", "topics": ["cases", "area:<prefix>", "department:<code>", "case:<id>", "notices"], "after"? }\`.
Events come in order as \`{ "type": "event", "cursor", "caseId", "version", "event" }\`, each only to those who may see its case.
On \`notices\` follow \`{ "type": "unread", "unread" }\` and, as they come, \`{ "type": "notice", "notice", "unread" }\`.
After a break, \`after\` is the last cursor; \`{ "type": "reset" }\` says that too much was missed: read the lists again.`,
  security: [],
  response: answers(
    { 101: Type.Null({ description: 'The line is open.' }) },
    ['origin-refused', 'upgrade-required'],
    PUBLIC,
  ),
};
