import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Desk } from '@wanmi/cases';
import type { UserId } from '@wanmi/kernel';
import type { MediaStore } from '@wanmi/media';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { MediaLinks } from './media-links.ts';
import type { Sessions } from './sessions.ts';
import type { Viewers } from './viewers.ts';

/** The app as routes see it: handlers get the types of their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes work with. */
export type Context = {
  readonly desk: Desk;
  readonly media: MediaStore;
  readonly sessions: Sessions;
  readonly viewers: Viewers;
  readonly links: MediaLinks;
  /** Derives the secrets of webhooks. */
  readonly webhookKey: Buffer;
  /** Tells the person's live lines of this process that something was read. */
  readonly onNoticesRead: (userId: UserId) => void;
};

/** Registers one route, or a group that shares a schema. */
export type Route = (api: Api, context: Context) => void;
