import { type Static, Type } from 'typebox';
import { closed, oneOf, orNull } from './shape.ts';
import { ROLES } from './vocabulary.ts';

export const LoginBody = closed(
  {
    username: Type.String({ minLength: 1, maxLength: 100, examples: ['acceptor'] }),
    password: Type.String({ minLength: 1, maxLength: 200, examples: ['the password that npm start printed'] }),
  },
  { description: 'Who signs in.' },
);
export type LoginBody = Static<typeof LoginBody>;

/** A role in an area, for a department where the role has one. */
export const PostView = closed({
  role: oneOf(ROLES, 'What the person may do.'),
  area: Type.String({ description: 'Code prefix the post reaches; empty is everywhere.', examples: ['110101'] }),
  departmentCode: orNull(Type.String(), 'The department of a head or handler, else null.'),
});

export const UserView = closed(
  {
    userId: Type.String({ examples: ['u-acceptor'] }),
    username: Type.String({ examples: ['acceptor'] }),
    displayName: Type.String({ examples: ['受理员'] }),
    posts: Type.Array(PostView),
  },
  { description: 'The signed-in person and the posts held.' },
);
export type UserView = Static<typeof UserView>;

export const TokenAnswer = closed(
  {
    accessToken: Type.String({ description: 'Bearer token. Send it as `Authorization: Bearer …`, never in a URL.' }),
    expiresInSeconds: Type.Integer({ description: 'How long the access token lives.', examples: [900] }),
    refreshToken: Type.String({ description: 'Good for one refresh. Using it twice ends the session.' }),
    user: UserView,
  },
  { description: 'A session.' },
);
export type TokenAnswer = Static<typeof TokenAnswer>;

export const RefreshBody = closed(
  { refreshToken: Type.String({ minLength: 1, maxLength: 200, examples: ['Jk3…'] }) },
  { description: 'The refresh token of the last login or refresh.' },
);
export type RefreshBody = Static<typeof RefreshBody>;
