import type { UserId } from '@wanmi/kernel';
import type { FastifyInstance } from 'fastify';
import { CHALLENGE } from './access.ts';
import { ApiError } from './errors.ts';

/** How long an access token lives. Short: it cannot be called back. */
export const ACCESS_SECONDS = 15 * 60;

/** What a checked access token says. `expiresAt` is in milliseconds. */
export type AccessClaims = { readonly userId: UserId; readonly expiresAt: number };

/** Signs and checks access tokens: JWTs, HS256, of this installation and for this interface only. */
export type AccessTokens = {
  readonly sign: (userId: string) => string;
  /** Throws ApiError `token-expired` or `unauthenticated`. */
  readonly check: (token: string) => AccessClaims;
};

/** The settings of @fastify/jwt that `accessTokens` relies on. */
export const jwtOptions = (key: Buffer) => ({
  secret: key,
  sign: { algorithm: 'HS256', expiresIn: ACCESS_SECONDS, iss: 'wanmi', aud: 'wanmi-api' } as const,
  verify: { algorithms: ['HS256' as const], allowedIss: 'wanmi', allowedAud: 'wanmi-api' },
});

/** Access tokens over the JWT decorator of an app. */
export const accessTokens = (app: FastifyInstance): AccessTokens => ({
  sign: (userId) => app.jwt.sign({ sub: userId }),
  check: (token) => {
    const { sub, exp } = verify(app, token);
    if (typeof sub !== 'string' || typeof exp !== 'number') throw refusedToken();
    return { userId: sub as UserId, expiresAt: exp * 1000 };
  },
});

function verify(app: FastifyInstance, token: string): { readonly sub?: unknown; readonly exp?: unknown } {
  try {
    return app.jwt.verify<{ sub?: unknown; exp?: unknown }>(token);
  } catch (error) {
    const expired = error instanceof Error && 'code' in error && error.code === 'FAST_JWT_EXPIRED';
    if (!expired) throw refusedToken();
    throw new ApiError(
      'token-expired',
      'the access token has ended; refresh it at /api/v1/auth/refresh',
      {},
      CHALLENGE,
    );
  }
}

const refusedToken = (): ApiError =>
  new ApiError(
    'unauthenticated',
    'the access token is none of this installation; sign in at /api/v1/auth/login',
    {},
    CHALLENGE,
  );
