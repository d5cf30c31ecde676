import { ReadNoticesBody, UnreadView } from '@wanmi/contracts';
import { notices } from '@wanmi/db';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { parseSeen } from '../../seen-notices.ts';

/** `POST /notices/read` */
export const readNoticesRoute: Route = (api, { desk, onNoticesRead }) => {
  api.post(
    '/notices/read',
    {
      schema: {
        operationId: 'readNotices',
        tags: ['work'],
        summary: 'I have read these',
        description:
          'Marks notices as read by me: single ones, or with `seen` all that a page of the list showed and what is older. ' +
          'A notice that appears afterwards is unread, whatever its number. Sent twice it changes nothing.',
        body: ReadNoticesBody,
        response: answers({ 200: UnreadView }, WITH_BODY),
      },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const { userId, posts } = viewerOf(request);
      const reader = { userId, posts };
      const { noticeIds, seen } = request.body;
      if (seen !== undefined) await notices.markReadTo(desk.db, reader, parseSeen(seen));
      if (noticeIds !== undefined) await notices.markRead(desk.db, reader, noticeIds.map(Number));
      onNoticesRead(userId);
      return { unread: await notices.countUnread(desk.db, reader) };
    },
  );
};
