import { type Static, Type } from 'typebox';
import { closed, instant, pageOf } from './shape.ts';

/** Something a person, a department or a post is told about a case. */
export const NoticeView = closed(
  {
    noticeId: Type.String({ examples: ['42'] }),
    caseId: Type.String({ examples: ['110101-202611-0f3k9x2m'] }),
    about: Type.String({ description: 'The type of the event told of.', examples: ['case-dispatched'] }),
    createdAt: instant('When it was written.'),
  },
  { description: 'A notice.' },
);
export type NoticeView = Static<typeof NoticeView>;

export const NoticeList = pageOf(NoticeView, 'Notices to me, my department or my posts, newest first.');
