import { NoticeList, NoticeQuery } from '@wanmi/contracts';
import { notices } from '@wanmi/db';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { pageOf } from '../../page.ts';
import { formatSeen } from '../../seen-notices.ts';
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
        description: 'Notices to me, to my department and to my posts in my area, newest first. Kept for 90 days.',
        querystring: NoticeQuery,
        response: answers({ 200: NoticeList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { limit, cursor } = pageOf(request.query);
      const { userId, posts } = viewerOf(request);
      const reader = { userId, posts };
      const before = cursor === undefined ? null : readCursor(cursor);
      const unread = request.query.unread ?? false;
      const rows = await notices.listFor(desk.db, reader, { before, limit: limit + 1, unread });
      const items = rows.slice(0, limit);
      const [first, last] = [items.at(0), items.at(-1)];
      const { city } = desk.reference().calendars;
      return {
        items: items.map((row) => viewNotice(row, city)),
        nextCursor: rows.length > limit && last ? String(last.noticeId) : null,
        unread: await notices.countUnread(desk.db, reader),
        seen: first ? formatSeen(await notices.findSettled(desk.db, reader, first.noticeId)) : null,
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
