import { ChannelList, MyChannelBody, MyChannelQuery, SavedChannelView } from '@wanmi/contracts';
import { channels } from '@wanmi/db';
import { Type } from 'typebox';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import { badField, noSuchChannel, saveChannel, viewChannel } from '../../channel-settings.ts';
import type { Api, Context, Route } from '../../context.ts';

const PATH = '/me/notice-channels';
const config = { access: 'signed-in' } as const;
const tags = ['work'];
/** Of one person at most. */
const MOST = 20;

/** `GET /me/notice-channels`, `PUT /me/notice-channels`, `DELETE /me/notice-channels?name=` */
export const myChannelRoutes: Route = (api, context) => {
  listChannels(api, context);
  saveMyChannel(api, context);
  removeMyChannel(api, context);
};

function listChannels(api: Api, { desk }: Context): void {
  const schema = {
    ...{ operationId: 'listMyNoticeChannels', tags, summary: 'Where my notices go besides here' },
    response: answers({ 200: ChannelList }),
  };
  api.get(PATH, { schema, config }, async (request) => {
    const { userId } = viewerOf(request);
    const found = await channels.channelsOf(desk.db, { userId });
    const { city } = desk.reference().calendars;
    return { items: found.map((one) => viewChannel(one, city)), nextCursor: null };
  });
}

function saveMyChannel(api: Api, { desk, webhookKey }: Context): void {
  const schema = {
    ...{ operationId: 'saveMyNoticeChannel', tags, summary: 'Send my notices there' },
    description:
      'Makes the channel of that name or changes it: docs/notices.md. The secret of a webhook is answered once, when it is new.',
    body: MyChannelBody,
    response: answers({ 200: SavedChannelView }, WITH_BODY),
  };
  api.put(PATH, { schema, config }, async (request) => {
    const { userId } = viewerOf(request);
    const mine = await channels.channelsOf(desk.db, { userId });
    if (mine.length >= MOST && mine.every(({ name }) => name !== request.body.name)) {
      throw badField('/name', `is one too many: ${MOST} channels are allowed`);
    }
    return saveChannel(desk, webhookKey, { userId }, request.body);
  });
}

function removeMyChannel(api: Api, { desk }: Context): void {
  const schema = {
    ...{ operationId: 'removeMyNoticeChannel', tags, summary: 'Send nothing there any more' },
    querystring: MyChannelQuery,
    response: answers({ 204: Type.Null({ description: 'It is gone.' }) }, ['bad-request', 'not-found']),
  };
  api.delete(PATH, { schema, config }, async (request, reply) => {
    const { name } = request.query;
    if (!(await channels.removeChannel(desk.db, { userId: viewerOf(request).userId }, name))) throw noSuchChannel(name);
    return reply.status(204).send(null);
  });
}
