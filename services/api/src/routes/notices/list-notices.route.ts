import { NoticeList, PageQuery } from '@wanmi/contracts';
import { notices } from '@wanmi/db';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { pageOf } from '../../page.ts';
import { viewNotice } from '../../view-notice.ts';

/** `GET /notices` */
export const listNoticesRoute: Route = (api, { desk }) => {
  api.get(
    '/notices',
    {
      schema: {
        operationId: 'listNotices',
        tags: ['work'],
        summary: 'What I am told',
        description: 'Notices to me, to my department and to my posts in my area, newest first.',
        querystring: PageQuery,
        response: answers({ 200: NoticeList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { limit, cursor } = pageOf(request.query);
      const { userId, posts } = viewerOf(request);
      const before = cursor === undefined ? null : readCursor(cursor);
      const rows = await notices.listFor(desk.db, { userId, posts }, { before, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const { city } = desk.reference().calendars;
      return {
        items: items.map((row) => viewNotice(row, city)),
        nextCursor: rows.length > limit && last ? String(last.noticeId) : null,
      };
    },
  );
};

function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  const problem = 'is none that this list gave';
  throw new ApiError('bad-request', `cannot read the list: cursor ${problem}`, {
    in: 'query',
    fields: [{ field: '/cursor', problem }],
  });
}
