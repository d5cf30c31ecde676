import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Desk } from '@wanmi/cases';
import type { TokenAnswer } from '@wanmi/contracts';
import { sessions, users } from '@wanmi/db';
import { DAY_MS, type UserId } from '@wanmi/kernel';
import { ApiError } from './errors.ts';
import { ACCESS_SECONDS, type AccessTokens } from './tokens.ts';
import { viewUser } from './view-user.ts';
import type { Viewers } from './viewers.ts';

/** How long a session lasts without being used. */
const REFRESH_MS = 30 * DAY_MS;

/** Logins and their tokens. The machine's clock counts here, not the desk's: a simulation must not end sessions. */
export type Sessions = {
  /** Throws ApiError `login-failed`, after the same time for an unknown name as for a wrong password. */
  readonly login: (username: string, password: string) => Promise<TokenAnswer>;
  /** Throws ApiError `session-ended`. */
  readonly refresh: (refreshToken: string) => Promise<TokenAnswer>;
  readonly logout: (refreshToken: string) => Promise<void>;
};

/** As passwords are hashed when they are set: scripts/import/hash-password.ts. */
const SETTINGS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Sessions over the tables of users and refresh tokens. */
export function openSessions({ db }: Desk, tokens: AccessTokens, viewers: Viewers): Sessions {
  const decoy = hash(randomBytes(16).toString('base64url'), SETTINGS);

  const answer = async (userId: UserId, refreshToken: string): Promise<TokenAnswer> => {
    const viewer = await viewers.find(userId);
    if (!viewer) throw ended('the person is no longer active');
    return { accessToken: tokens.sign(userId), expiresInSeconds: ACCESS_SECONDS, refreshToken, user: viewUser(viewer) };
  };

  return {
    login: async (username, password) => {
      const user = await users.findLogin(db, username);
      // An account whose password was never set has no hash of ours.
      const stored = user?.passwordHash.startsWith('$argon2') ? user.passwordHash : await decoy;
      const matches = await verify(stored, password);
      if (!user?.active || !matches)
        throw new ApiError('login-failed', 'cannot sign in: the name or the password is wrong');
      const next = newToken();
      const { tokenHash, expiresAt } = next;
      await sessions.recordToken(db, { tokenHash, expiresAt, userId: user.userId, familyId: crypto.randomUUID() });
      return answer(user.userId, next.token);
    },
    refresh: async (refreshToken) => {
      const { token, tokenHash, expiresAt } = newToken();
      const rotation = await sessions.rotateToken(db, hashOf(refreshToken), { tokenHash, expiresAt, at: new Date() });
      if (rotation.outcome === 'rotated') return answer(rotation.userId, token);
      throw ended(REASONS[rotation.outcome]);
    },
    logout: (refreshToken) => sessions.endFamily(db, hashOf(refreshToken), new Date()),
  };
}

const REASONS = {
  unknown: 'the refresh token is not known',
  expired: 'the refresh token was not used for 30 days',
  revoked: 'the session was ended',
  reused: 'the refresh token was used before, so the session was ended for everyone who holds it',
};

const ended = (found: string): ApiError => new ApiError('session-ended', `cannot refresh: ${found}; sign in again`);

const newToken = () => {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashOf(token), expiresAt: new Date(Date.now() + REFRESH_MS) };
};

/** The token has 256 random bits: a plain hash suffices. */
const hashOf = (token: string): Uint8Array => createHash('sha256').update(token).digest();
