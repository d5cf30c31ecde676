import type { Desk } from '@wanmi/cases';
import { users } from '@wanmi/db';
import type { UserId } from '@wanmi/kernel';
import type { Post } from '@wanmi/workflow';
import { CHALLENGE } from './access.ts';
import { ApiError } from './errors.ts';
import type { AccessTokens } from './tokens.ts';

/** A signed-in person with the posts held now: the actor of commands, and whose eyes lists are filtered for. */
export type Viewer = {
  readonly kind: 'user';
  readonly userId: UserId;
  readonly username: string;
  readonly displayName: string;
  readonly posts: readonly Post[];
};

/** Finds the people behind tokens. */
export type Viewers = {
  /** Throws ApiError when the token is not good, or the person is no longer active. */
  readonly ofToken: (token: string) => Promise<Viewer>;
  /** Undefined when there is no such active person. */
  readonly find: (userId: UserId) => Promise<Viewer | undefined>;
};

/** How long posts are remembered: a post taken away is gone after this, in milliseconds. */
const REMEMBERED_MS = 3000;
const REMEMBERED_MOST = 10_000;

/** People with their posts, read at most once in three seconds each. */
export function openViewers(desk: Desk, tokens: AccessTokens): Viewers {
  const known = new Map<UserId, { readonly until: number; readonly viewer: Promise<Viewer | undefined> }>();

  const find = (userId: UserId): Promise<Viewer | undefined> => {
    const now = performance.now();
    const found = known.get(userId);
    if (found && found.until > now) return found.viewer;
    const viewer = readViewer(desk, userId);
    if (known.size >= REMEMBERED_MOST) known.clear();
    known.set(userId, { until: now + REMEMBERED_MS, viewer });
    // A failed read is not remembered.
    viewer.catch(() => known.delete(userId));
    return viewer;
  };

  return {
    find,
    ofToken: async (token) => {
      const { userId } = tokens.check(token);
      const viewer = await find(userId);
      if (viewer) return viewer;
      throw new ApiError('unauthenticated', 'the person of this token is no longer active', {}, CHALLENGE);
    },
  };
}

async function readViewer(desk: Desk, userId: UserId): Promise<Viewer | undefined> {
  const user = await users.findUser(desk.db, userId);
  if (!user?.active) return undefined;
  const { username, displayName } = user;
  return { kind: 'user', userId, username, displayName, posts: user.posts };
}
