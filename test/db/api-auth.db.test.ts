import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiAnswer, openApi, PASSWORD, type TestApi } from '../support/api-app.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const login = (username: string, password = PASSWORD): Promise<ApiAnswer> =>
  api.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { username, password } });
const refresh = (refreshToken: string): Promise<ApiAnswer> =>
  api.inject({ method: 'POST', url: '/api/v1/auth/refresh', payload: { refreshToken } });
const me = (token: string): Promise<ApiAnswer> =>
  api.inject({ method: 'GET', url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });
const codeOf = ({ status, body }: ApiAnswer) => ({ status, code: body.code });

describe('signing in', () => {
  test('gives tokens and the person’s posts', async () => {
    const { status, body } = await login('handler');
    expect(status).toBe(200);
    expect(body.user).toMatchObject({
      username: 'handler',
      posts: [{ role: 'handler', area: '110101', departmentCode: 'sanitation' }],
    });
    expect((await me(body.accessToken)).body).toEqual(body.user);
  });

  test('an unknown name and a wrong password get the same answer', async () => {
    const wrong = await login('acceptor', 'not the password');
    const unknown = await login('nobody');
    const plain = ({ body }: ApiAnswer) => ({ ...body, instance: '' });
    expect(codeOf(wrong)).toEqual({ status: 401, code: 'login-failed' });
    expect(plain(unknown)).toEqual(plain(wrong));
  });

  test('an account whose password was never set lets nobody in', async () => {
    const person = { user_id: 'u-new', username: 'new', display_name: 'new', password_hash: '!' };
    await api.desk.desk.db.insertInto('app_user').values(person).execute();
    for (const password of ['!', '', PASSWORD]) {
      expect((await login('new', password)).status).toBe(password === '' ? 400 : 401);
    }
  });

  test('a closed account cannot sign in, and its tokens end within seconds', async () => {
    const { body } = await login('inspector2');
    await api.desk.desk.db
      .updateTable('app_user')
      .set({ active: false })
      .where('username', '=', 'inspector2')
      .execute();
    expect(codeOf(await login('inspector2'))).toEqual({ status: 401, code: 'login-failed' });
    await expect.poll(async () => (await me(body.accessToken)).status, { timeout: 10_000 }).toBe(401);
    expect(codeOf(await refresh(body.refreshToken))).toEqual({ status: 401, code: 'session-ended' });
  });

  test('ten tries a minute for one name, then 429 with Retry-After, while others still get in', async () => {
    const tries = [];
    for (let i = 0; i < 11; i++) tries.push(await login('supervisor', 'wrong'));
    expect(tries.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    const last = tries.at(-1);
    expect(last && codeOf(last)).toEqual({ status: 429, code: 'rate-limited' });
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await login('leader')).status).toBe(200);
  });
});

describe('a session', () => {
  test('goes on with each refresh token once', async () => {
    const first = (await login('acceptor')).body;
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    expect(second.body.refreshToken).not.toBe(first.refreshToken);
    expect((await me(second.body.accessToken)).status).toBe(200);
  });

  test('ends for everyone when a used refresh token comes again', async () => {
    const first = (await login('acceptor')).body;
    const second = (await refresh(first.refreshToken)).body;
    expect(codeOf(await refresh(first.refreshToken))).toEqual({ status: 401, code: 'session-ended' });
    expect(codeOf(await refresh(second.refreshToken))).toEqual({ status: 401, code: 'session-ended' });
    expect((await login('acceptor')).status).toBe(200);
  });

  test('of two refreshes at once at most one goes on', async () => {
    const { refreshToken } = (await login('dispatcher')).body;
    const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  });

  test('ends with logout, which may be said twice', async () => {
    const { refreshToken } = (await login('acceptor')).body;
    for (let i = 0; i < 2; i++) {
      const ended = await api.inject({ method: 'POST', url: '/api/v1/auth/logout', payload: { refreshToken } });
      expect(ended.status).toBe(204);
    }
    expect(codeOf(await refresh(refreshToken))).toEqual({ status: 401, code: 'session-ended' });
  });

  test('ends when it was not used for its time', async () => {
    const { refreshToken } = (await login('admin')).body;
    await api.desk.desk.db
      .updateTable('refresh_token')
      .set({ expires_at: new Date(0) })
      .execute();
    expect(codeOf(await refresh(refreshToken))).toEqual({ status: 401, code: 'session-ended' });
  });

  test('leaves only hashes of refresh tokens in the database', async () => {
    const { refreshToken } = (await login('head')).body;
    const rows = await api.desk.desk.db.selectFrom('refresh_token').select('token_hash').execute();
    expect(rows.some(({ token_hash }) => token_hash.includes(Buffer.from(refreshToken)))).toBe(false);
    expect(rows.every(({ token_hash }) => token_hash.length === 32)).toBe(true);
  });
});

describe('an access token', () => {
  const sign = (claims: object, options: object = {}): string =>
    api.app.jwt.sign({ sub: 'u-double', ...claims }, options);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  test.each([
    { name: 'that has ended', token: () => sign({ iat: 1 }, { expiresIn: 1 }), code: 'token-expired' },
    { name: 'of another audience', token: () => sign({}, { aud: 'other' }), code: 'unauthenticated' },
    { name: 'of another issuer', token: () => sign({}, { iss: 'other' }), code: 'unauthenticated' },
    { name: 'of another key', token: () => sign({}, { key: 'x'.repeat(32) }), code: 'unauthenticated' },
    { name: 'of nobody', token: () => sign({ sub: 'u-nobody' }), code: 'unauthenticated' },
    {
      name: 'without signature',
      token: () =>
        `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: 'u-double', iss: 'wanmi', aud: 'wanmi-api', exp: 9e9 })}.`,
      code: 'unauthenticated',
    },
    { name: 'that is none', token: () => 'abc', code: 'unauthenticated' },
  ])('$name is refused as $code', async ({ token, code }) => {
    const answer = await me(token());
    expect(codeOf(answer)).toEqual({ status: 401, code });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  test('lives for fifteen minutes', async () => {
    const claims = api.app.jwt.decode<{ iat: number; exp: number }>(await api.tokenOf('admin'));
    expect(claims && claims.exp - claims.iat).toBe(15 * 60);
  });

  test('in the URL is not looked at', async () => {
    const answer = await api.inject({ method: 'GET', url: `/api/v1/me?access_token=${sign({})}` });
    expect(codeOf(answer)).toEqual({ status: 401, code: 'unauthenticated' });
  });
});
