import { ChannelList, PageQuery, SavedChannelView, SharedChannelBody, SharedChannelQuery } from '@wanmi/contracts';
import { channels } from '@wanmi/db';
import { Type } from 'typebox';
import { answers, WITH_BODY } from '../../answers.ts';
import { noSuchChannel, ownerOf, saveChannel, viewChannel } from '../../channel-settings.ts';
import type { Api, Context, Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { pageOf } from '../../page.ts';

const PATH = '/notice-channels';
const config = { access: ['admin'] } as const;
const tags = ['work'];

/** `GET`, `PUT` and `DELETE /notice-channels`: those of departments and roles, for administrators. */
export const sharedChannelRoutes: Route = (api, context) => {
  listShared(api, context);
  saveShared(api, context);
  removeShared(api, context);
};

function listShared(api: Api, { desk }: Context): void {
  const schema = {
    ...{ operationId: 'listNoticeChannels', tags, summary: 'Where notices of departments and roles go' },
    querystring: PageQuery,
    response: answers({ 200: ChannelList }, ['bad-request', 'not-permitted']),
  };
  api.get(PATH, { schema, config }, async (request) => {
    const { limit, cursor } = pageOf(request.query);
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw strangeCursor();
    const rows = await channels.listShared(desk.db, { after: Number(cursor ?? 0), limit: limit + 1 });
    const items = rows.slice(0, limit);
    const { city } = desk.reference().calendars;
    const last = items.at(-1);
    const nextCursor = rows.length > limit && last ? String(last.place) : null;
    return { items: items.map((one) => viewChannel(one, city)), nextCursor };
  });
}

function strangeCursor(): ApiError {
  const problem = 'is none that this list gave';
  return new ApiError('bad-request', `cannot read the list: cursor ${problem}`, {
    in: 'query',
    fields: [{ field: '/cursor', problem }],
  });
}

function saveShared(api: Api, { desk, webhookKey }: Context): void {
  const schema = {
    ...{ operationId: 'saveNoticeChannel', tags, summary: 'Send the notices of a department or a role there' },
    description: 'Names a `department`, or a `role` and where it is held. As for my own: docs/notices.md.',
    body: SharedChannelBody,
    response: answers({ 200: SavedChannelView }, [...WITH_BODY, 'not-permitted', 'unknown-department']),
  };
  api.put(PATH, { schema, config }, async ({ body: { department, role, area, ...wishes } }) =>
    saveChannel(desk, webhookKey, ownerOf(desk, given({ department, role, area })), wishes),
  );
}

function removeShared(api: Api, { desk }: Context): void {
  const schema = {
    ...{ operationId: 'removeNoticeChannel', tags, summary: 'Send nothing there any more' },
    querystring: SharedChannelQuery,
    response: answers({ 204: Type.Null({ description: 'It is gone.' }) }, [
      ...(['bad-request', 'not-found', 'not-permitted', 'unknown-department'] as const),
    ]),
  };
  api.delete(PATH, { schema, config }, async ({ query: { name, department, role, area } }, reply) => {
    const owner = ownerOf(desk, given({ department, role, area }));
    if (!(await channels.removeChannel(desk.db, owner, name))) throw noSuchChannel(name);
    return reply.status(204).send(null);
  });
}

type Fields = {
  readonly department: string | undefined;
  readonly role: string | undefined;
  readonly area: string | undefined;
};

const given = ({ department, role, area }: Fields) => ({
  ...(department === undefined ? {} : { department }),
  ...(role === undefined ? {} : { role }),
  ...(area === undefined ? {} : { area }),
});
