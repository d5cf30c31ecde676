import type { InjectOptions, TestApi } from './api-app.ts';

/** One bad request and the refusal that it must get. */
export type BadRequest = {
  readonly name: string;
  readonly request: Omit<InjectOptions, 'method' | 'url'> & { readonly url?: string; readonly as?: string | null };
  readonly status: number;
  readonly code: string;
  /** JSON pointer that the answer must name. */
  readonly field?: string;
};

/** Sends a bad request to a route as the person named, with a new idempotency key unless it sets its own. */
export async function sendBad(api: TestApi, route: string, { request }: BadRequest) {
  const [method = '', url = ''] = route.split(' ');
  const { as = 'acceptor', headers = {}, url: otherUrl, payload } = request;
  return api.inject({
    method: method as InjectOptions['method'],
    url: otherUrl ?? url,
    ...(payload === undefined ? {} : { payload }),
    headers: {
      ...(as === null ? {} : { authorization: `Bearer ${await api.tokenOf(as)}` }),
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...headers,
    },
  });
}

const refusal = (status: number, code: string) => ({ status, code });
const BAD = refusal(400, 'bad-request');

/** What every route for signed-in people refuses. `expired` is a token that has ended. */
export const withoutLogin = (expired: string): BadRequest[] => [
  { name: 'no token', request: { as: null }, ...refusal(401, 'unauthenticated') },
  {
    name: 'a token that is none',
    request: { as: null, headers: { authorization: 'Bearer x' } },
    ...refusal(401, 'unauthenticated'),
  },
  {
    name: 'another scheme',
    request: { as: null, headers: { authorization: 'Basic eDp5' } },
    ...refusal(401, 'unauthenticated'),
  },
  {
    name: 'an expired token',
    request: { as: null, headers: { authorization: `Bearer ${expired}` } },
    ...refusal(401, 'token-expired'),
  },
];

const JSON_TYPE = { 'content-type': 'application/json' };

/** What every route with a JSON body refuses; `good` is a body that it takes. */
export const badBodies = (good: object): BadRequest[] => [
  { name: 'no body', request: {}, ...BAD },
  { name: 'an empty body', request: { headers: JSON_TYPE, payload: '' }, ...BAD },
  { name: 'broken JSON', request: { headers: JSON_TYPE, payload: '{"a":' }, ...BAD },
  { name: 'NaN', request: { headers: JSON_TYPE, payload: '{"a":NaN}' }, ...BAD },
  { name: 'a list', request: { payload: [good] }, ...BAD },
  { name: 'a word', request: { headers: JSON_TYPE, payload: '"x"' }, ...BAD },
  { name: 'null', request: { headers: JSON_TYPE, payload: 'null' }, ...BAD },
  { name: 'an unknown field', request: { payload: { ...good, mispelt: 1 } }, ...BAD, field: '/mispelt' },
  { name: 'a poisoned prototype', request: { headers: JSON_TYPE, payload: '{"__proto__":{"a":1}}' }, ...BAD },
  ...Object.keys(good).map((name) => ({
    name: `${name} of another type`,
    request: { payload: { ...good, [name]: { no: true } } },
    ...BAD,
  })),
  {
    name: 'plain text',
    request: { headers: { 'content-type': 'text/plain' }, payload: JSON.stringify(good) },
    ...refusal(415, 'unsupported-media-type'),
  },
  {
    name: 'a form',
    request: { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1' },
    ...refusal(415, 'unsupported-media-type'),
  },
  {
    name: 'more than a megabyte',
    request: { headers: JSON_TYPE, payload: JSON.stringify({ ...good, text: 'x'.repeat(1024 * 1024) }) },
    ...refusal(413, 'body-too-large'),
  },
];

/** What every write refuses besides. */
export const badKeys = (good: object): BadRequest[] => [
  {
    name: 'an idempotency key with a space',
    request: { payload: good, headers: { 'idempotency-key': 'a b' } },
    ...BAD,
  },
  {
    name: 'an endless idempotency key',
    request: { payload: good, headers: { 'idempotency-key': 'k'.repeat(201) } },
    ...BAD,
  },
];

/** What a route without a body refuses: a query that it does not know. */
export const badQuery = (url: string): BadRequest[] => [
  {
    name: 'an unknown query field',
    request: { url: `${url}${url.includes('?') ? '&' : '?'}mispelt=1` },
    ...BAD,
    field: '/mispelt',
  },
];
