import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { type Access, guardRoutes } from './access.ts';
import { ApiError } from './errors.ts';
import type { Viewer, Viewers } from './viewers.ts';

const person: Viewer = {
  kind: 'user',
  userId: 'u' as Viewer['userId'],
  username: 'u',
  displayName: 'u',
  posts: [{ role: 'acceptor', area: '110101', department: null }],
};
const viewers: Viewers = {
  find: async () => person,
  ofToken: async (token) => {
    if (token === 'good') return person;
    throw new ApiError('unauthenticated', 'no');
  },
};

const statusOf = async (access: Access, url: string, token?: string): Promise<string> => {
  const app = Fastify();
  app.setErrorHandler((error: ApiError, _request, reply) => reply.send(error.code));
  guardRoutes(app, viewers);
  app.get('/x', { config: { access } }, async ({ viewer }) => viewer?.userId ?? 'nobody');
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await app.inject({ url, headers })).body;
};

test('a route that does not say who may call it does not register', () => {
  const app = Fastify();
  guardRoutes(app, viewers);
  expect(() => app.get('/open', () => 'x')).toThrow('cannot register GET /open: config.access is missing');
});

describe('access', () => {
  test.each([
    { access: 'public', url: '/x', token: undefined, got: 'nobody' },
    { access: 'signed-in', url: '/x', token: undefined, got: 'unauthenticated' },
    { access: 'signed-in', url: '/x', token: 'bad', got: 'unauthenticated' },
    { access: 'signed-in', url: '/x', token: 'good', got: 'u' },
    { access: 'link-or-token', url: '/x', token: undefined, got: 'unauthenticated' },
    { access: 'link-or-token', url: '/x?link=1', token: undefined, got: 'nobody' },
    { access: ['acceptor', 'leader'], url: '/x', token: 'good', got: 'u' },
    { access: ['leader'], url: '/x', token: 'good', got: 'not-permitted' },
    { access: [], url: '/x', token: 'good', got: 'not-permitted' },
  ] as const)('$access at $url with token $token gives $got', async ({ access, url, token, got }) => {
    expect(await statusOf(access, url, token)).toBe(got);
  });
});
