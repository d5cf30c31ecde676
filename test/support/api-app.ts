import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { openStore } from '@wanmi/media';
import { expect } from 'vitest';
import { type AppOptions, buildApp } from '../../services/api/src/app.ts';
import { answerChecker } from './answer-checker.ts';
import { type CaseDesk, openCaseDesk } from './case-desk.ts';
import { DISTRICT, type FixtureOptions } from './reference-fixture.ts';

export type App = Awaited<ReturnType<typeof buildApp>>;
/** A request to inject. */
export type InjectOptions = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | object;
};

/** What came back: the body parsed where it is JSON. */
export type ApiAnswer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the answers of every route
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
};

export type Call = {
  /** Who calls, by username; nobody when left out. */
  readonly as?: string;
  readonly body?: unknown;
  /** The idempotency key; a new one for each POST when left out, none when null. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The app over the fixture, with a login for each role; every answer is held to its schema in the OpenAPI document. */
export type TestApi = {
  readonly app: App;
  readonly desk: CaseDesk;
  readonly get: (url: string, call?: Call) => Promise<ApiAnswer>;
  readonly post: (url: string, call?: Call) => Promise<ApiAnswer>;
  readonly inject: (options: InjectOptions) => Promise<ApiAnswer>;
  readonly tokenOf: (username: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export const PASSWORD = 'a password for tests';

/** People beside those of the fixture: a second inspector, someone of another district, one with posts on both sides. */
const MORE_PEOPLE = [
  { username: 'inspector2', posts: [{ role: 'inspector', area: DISTRICT }] },
  { username: 'outsider', posts: [{ role: 'acceptor', area: '110102' }] },
  {
    username: 'double',
    posts: [
      { role: 'handler', area: DISTRICT, department_code: 'sanitation' },
      { role: 'inspector', area: DISTRICT },
      { role: 'leader', area: DISTRICT },
      { role: 'dispatcher', area: DISTRICT },
    ],
  },
  { username: 'water', posts: [{ role: 'handler', area: DISTRICT, department_code: 'water-supply' }] },
];

/** Opens the app on a database of its own. `close` drops it. */
export async function openApi(options: FixtureOptions & Partial<AppOptions> = {}): Promise<TestApi> {
  const desk = await openCaseDesk({ password: PASSWORD, connections: 6, ...options });
  await addPeople(desk);
  const folder = await mkdtemp(path.join(tmpdir(), 'wanmi-api-'));
  const media = openStore({ kind: 'folder', folder });
  const app = await buildApp(desk.desk, {
    keys: { access: Buffer.alloc(32, 1), link: Buffer.alloc(32, 2), webhook: Buffer.alloc(32, 3) },
    media,
    consoleFolder: path.join(folder, 'no-console'),
    version: '0.0.0',
    livePollMs: 20,
    ...options,
  });
  await app.ready();
  const check = answerChecker(app);
  const tokens = new Map<string, Promise<string>>();

  const inject = async (request: InjectOptions): Promise<ApiAnswer> => {
    const response = await app.inject({ ...request });
    const json = String(response.headers['content-type'] ?? '').includes('json');
    const body = json ? response.json() : undefined;
    const answer = { status: response.statusCode, body, headers: response.headers, text: response.body };
    check(request, answer);
    return answer;
  };
  const tokenOf = (username: string): Promise<string> => {
    const known = tokens.get(username) ?? login(inject, username);
    tokens.set(username, known);
    return known;
  };
  const call = async (method: 'GET' | 'POST', url: string, { as, body, key, headers = {} }: Call): Promise<ApiAnswer> =>
    inject({
      method,
      url,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${await tokenOf(as)}` }),
        ...(method === 'GET' || key === null ? {} : { 'idempotency-key': key ?? crypto.randomUUID() }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object | string }),
    });

  return {
    app,
    desk,
    inject,
    tokenOf,
    get: (url, options = {}) => call('GET', url, options),
    post: (url, options = {}) => call('POST', url, options),
    close: async () => {
      await app.close();
      media.close();
      await desk.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function login(inject: TestApi['inject'], username: string): Promise<string> {
  const payload = { username, password: PASSWORD };
  const { status, body } = await inject({ method: 'POST', url: '/api/v1/auth/login', payload });
  expect(status, `login of ${username}`).toBe(200);
  return body.accessToken;
}

async function addPeople({ desk }: CaseDesk): Promise<void> {
  const passwordHash = await hash(PASSWORD, { memoryCost: 1024, timeCost: 1 });
  for (const { username, posts } of MORE_PEOPLE) {
    const user_id = `u-${username}`;
    const person = { user_id, username, display_name: username, password_hash: passwordHash };
    await desk.db.insertInto('app_user').values(person).execute();
    for (const post of posts) {
      const row = { department_code: null, shift_code: null, ...post, user_id };
      await desk.db.insertInto('post').values(row).execute();
    }
  }
}
