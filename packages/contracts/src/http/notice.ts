import { type Static, Type } from 'typebox';
import { areaPrefix, closed, departmentCode, instant, oneOf, orNull } from './shape.ts';
import { ROLES } from './vocabulary.ts';

const bothTexts = closed({
  zh: Type.String({ examples: ['案件已派来，请签收'] }),
  en: Type.String({ examples: ['A case was dispatched to you; please sign for it'] }),
});

/** Something a person, a department or a post is told, about a case as a rule. */
export const NoticeView = closed(
  {
    noticeId: Type.String({ examples: ['42'] }),
    caseId: orNull(Type.String({ examples: ['110101-202611-0f3k9x2m'] }), 'Null for a notice about no case.'),
    caseNo: orNull(Type.String({ examples: ['11010120261116000001'] }), 'The number of the case for people.'),
    about: Type.String({ description: 'The type of the event told of.', examples: ['case-dispatched'] }),
    text: bothTexts,
    urgent: Type.Boolean({ description: 'It rings at once where a page or a handheld can.' }),
    read: Type.Boolean({ description: 'Whether the reader has read it; each person for himself.' }),
    createdAt: instant('When it was written.'),
  },
  { description: 'A notice.' },
);
export type NoticeView = Static<typeof NoticeView>;

const unread = Type.Integer({
  minimum: 0,
  maximum: 1000,
  description: 'Notices that the reader has not read; counting ends at 1,000.',
});

export const NoticeList = closed(
  {
    items: Type.Array(NoticeView),
    nextCursor: orNull(Type.String(), 'Hand it back as `cursor` for the next page; null on the last one. Opaque.'),
    unread,
    seen: orNull(
      Type.String(),
      'Hand it to `POST /notices/read` as `seen` to mark this page and all before it as read; null when there is nothing.',
    ),
  },
  { description: 'Notices to me, my department or my posts, newest first.' },
);

/** The query of the list. */
export const NoticeQuery = closed({
  unread: Type.Optional(Type.Boolean({ description: 'True: only what I have not read.' })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

/** What was read: single notices, or everything that a list showed and what is older. */
export const ReadNoticesBody = closed(
  {
    noticeIds: Type.Optional(
      Type.Array(Type.String({ pattern: '^[1-9]\\d{0,14}$', examples: ['42'] }), { minItems: 1, maxItems: 200 }),
    ),
    seen: Type.Optional(Type.String({ minLength: 1, maxLength: 8000, description: '`seen` of `GET /notices`.' })),
  },
  { minProperties: 1, examples: [{ noticeIds: ['42', '43'] }] },
);
export const UnreadView = closed({ unread }, { description: 'How many are left.' });

/** Where notices go besides the product. */
const CHANNEL_SETTINGS = {
  name: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
    description: 'Names it for its owner.',
    examples: ['duty'],
  }),
  kind: oneOf(['webhook', 'email'] as const, 'How they are sent.'),
  address: Type.String({
    minLength: 3,
    maxLength: 2000,
    description: 'A URL with http or https, or an e-mail address.',
    examples: ['https://city.example/hooks/wanmi'],
  }),
};

const abouts = Type.Array(Type.String({ pattern: '^[a-z][a-z-]{0,62}$', examples: ['supervision-ordered'] }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  description: 'Types of events; left out or null: all.',
});

const WISHES = {
  ...CHANNEL_SETTINGS,
  abouts: Type.Optional(orNull(abouts, 'Null: all.')),
  language: Type.Optional(oneOf(['zh', 'en'] as const, 'Of e-mails; `zh` when left out.')),
  active: Type.Optional(Type.Boolean({ description: 'False: kept, but nothing is sent. True when left out.' })),
  renewSecret: Type.Optional(Type.Boolean({ description: 'True: the webhook gets a new secret; the old one ends.' })),
};

export const MyChannelBody = closed({
  ...WISHES,
  alsoPosts: Type.Optional(
    Type.Boolean({ description: 'True: also what goes to my department and posts. False when left out.' }),
  ),
});
export type MyChannelBody = Static<typeof MyChannelBody>;

const OWNER = {
  department: Type.Optional(departmentCode('Notices to this department.')),
  role: Type.Optional(oneOf(ROLES, 'Notices to this role in `area`.')),
  area: Type.Optional(areaPrefix('Where; everywhere when left out.')),
};

/** A department's channel, or that of a role in an area: one of the two. */
export const SharedChannelBody = closed({ ...WISHES, ...OWNER });
export type SharedChannelBody = Static<typeof SharedChannelBody>;
export const MyChannelQuery = closed({ name: CHANNEL_SETTINGS.name });
export const SharedChannelQuery = closed({ name: CHANNEL_SETTINGS.name, ...OWNER });
export type ChannelOwnerFields = { readonly department?: string; readonly role?: string; readonly area?: string };

export const ChannelView = closed(
  {
    ...CHANNEL_SETTINGS,
    department: orNull(Type.String(), 'The department whose notices it takes.'),
    role: orNull(Type.String(), 'The role whose notices it takes.'),
    area: orNull(Type.String(), 'Where the role is held; empty for everywhere.'),
    abouts: orNull(Type.Array(Type.String()), 'Types of events; null: all.'),
    language: oneOf(['zh', 'en'] as const, 'Of e-mails.'),
    alsoPosts: Type.Boolean(),
    active: Type.Boolean(),
    waiting: Type.Integer({ description: 'Of its last 50 notices, those not delivered yet.' }),
    lastSentAt: orNull(instant('When one last arrived.'), 'Null when none did.'),
    lastError: orNull(Type.String(), 'Why the last try failed; null once one succeeds.'),
  },
  { description: 'A channel.' },
);
export type ChannelView = Static<typeof ChannelView>;

export const ChannelList = closed(
  { items: Type.Array(ChannelView), nextCursor: orNull(Type.String(), 'Null on the last page.') },
  { description: 'Channels.' },
);

export const SavedChannelView = closed(
  {
    name: Type.String(),
    secret: orNull(
      Type.String({ examples: ['whsec_…'] }),
      'The secret by which a webhook is signed, when it is new: it is never shown again.',
    ),
  },
  { description: 'The channel as saved.' },
);
