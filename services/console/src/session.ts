import type { TokenAnswer, UserView } from '@wanmi/contracts';

/** The signed-in person. The access token lives in memory only; the refresh token survives a reload of this tab. */
export type Session = { readonly accessToken: string; readonly expiresAt: number; readonly user: UserView };

/** A refused or failed request, with the server's own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const KEPT = 'wanmi.refresh';
const EARLY_MS = 30_000;
let current: Session | undefined;
let refreshing: Promise<Session | undefined> | undefined;

/** Signs in. Throws ApiError when refused. */
export async function signIn(username: string, password: string): Promise<Session> {
  return keep(await send<TokenAnswer>('/auth/login', { body: { username, password } }));
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  const refreshToken = sessionStorage.getItem(KEPT);
  const token = current?.accessToken;
  current = undefined;
  sessionStorage.removeItem(KEPT);
  if (refreshToken && token) await send('/auth/logout', { body: { refreshToken }, token });
}

/** The session of this tab if there is one, renewed when it is about to end. */
export async function session(): Promise<Session | undefined> {
  if (current && current.expiresAt - Date.now() > EARLY_MS) return current;
  refreshing ??= refresh().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function refresh(): Promise<Session | undefined> {
  const refreshToken = sessionStorage.getItem(KEPT);
  if (!refreshToken) return undefined;
  try {
    return keep(await send<TokenAnswer>('/auth/refresh', { body: { refreshToken } }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    current = undefined;
    sessionStorage.removeItem(KEPT);
    return undefined;
  }
}

function keep({ accessToken, expiresInSeconds, refreshToken, user }: TokenAnswer): Session {
  sessionStorage.setItem(KEPT, refreshToken);
  current = { accessToken, expiresAt: Date.now() + expiresInSeconds * 1000, user };
  return current;
}

/** Reads one resource under `/api/v1`. Throws ApiError. */
export const read = async <Answer>(path: string): Promise<Answer> => send(path, { token: await token() });

/** Sends one write with a key of its own, so that it may be sent again. Throws ApiError. */
export const write = async <Answer>(path: string, body: unknown): Promise<Answer> =>
  send(path, { body, token: await token(), key: crypto.randomUUID() });

async function token(): Promise<string> {
  const now = await session();
  if (!now) throw new ApiError(401, 'unauthenticated', 'signed out');
  return now.accessToken;
}

/** A request with a body is a POST, one without a GET. */
type Sending = { readonly body?: unknown; readonly token?: string; readonly key?: string };

async function send<Answer>(path: string, { body, token: bearer, key }: Sending): Promise<Answer> {
  const headers = new Headers();
  if (bearer) headers.set('authorization', `Bearer ${bearer}`);
  if (key) headers.set('idempotency-key', key);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const init: RequestInit = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`/api/v1${path}`, { ...init, headers });
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) {
    const { code = 'internal', detail = response.statusText } = (answer ?? {}) as { code?: string; detail?: string };
    throw new ApiError(response.status, code, detail);
  }
  return answer as Answer;
}
