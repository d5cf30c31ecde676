import { type BadRequest, badBodies, badQuery } from './bad-requests.ts';

const CHANNEL = { name: 'duty', kind: 'webhook', address: 'https://city.example/hook' };

const row = (
  name: string,
  request: BadRequest['request'],
  status: number,
  code: string,
  field?: string,
): BadRequest => ({
  ...{ name, request, status, code },
  ...(field === undefined ? {} : { field }),
});
const bad = (name: string, url: string, field: string): BadRequest => row(name, { url }, 400, 'bad-request', field);
const NOT_ADMIN = row('a role that may not', { as: 'handler', payload: CHANNEL }, 403, 'not-permitted');

/** What the routes of notices and their channels refuse, besides what every route for signed-in people does. */
export const NOTICE_ROWS: Readonly<Record<string, readonly BadRequest[]>> = {
  'POST /api/v1/notices/read': [
    ...badBodies({ noticeIds: ['1'] }),
    row('nothing read', { payload: {} }, 400, 'bad-request'),
    row('a notice that is no number', { payload: { noticeIds: ['x'] } }, 400, 'bad-request', '/noticeIds/0'),
    row('a strange word', { payload: { seen: 'abc' } }, 400, 'bad-request', '/seen'),
  ],
  'GET /api/v1/me/notice-channels': [],
  'PUT /api/v1/me/notice-channels': [
    ...badBodies(CHANNEL),
    row('another kind', { payload: { ...CHANNEL, kind: 'pigeon' } }, 400, 'bad-request', '/kind'),
    row(
      'an address with a password',
      { payload: { ...CHANNEL, address: 'https://a:b@c.example/' } },
      400,
      'bad-request',
      '/address',
    ),
    row('no event of ours', { payload: { ...CHANNEL, abouts: ['none'] } }, 400, 'bad-request', '/abouts'),
  ],
  'DELETE /api/v1/me/notice-channels': [
    ...badQuery('/api/v1/me/notice-channels?name=duty'),
    bad('no name', '/api/v1/me/notice-channels', '/name'),
    row('none of that name', { url: '/api/v1/me/notice-channels?name=none' }, 404, 'not-found'),
  ],
  'GET /api/v1/notice-channels': [
    NOT_ADMIN,
    row('a strange cursor', { as: 'admin', url: '/api/v1/notice-channels?cursor=abc' }, 400, 'bad-request', '/cursor'),
  ],
  'PUT /api/v1/notice-channels': [
    NOT_ADMIN,
    row('no owner', { as: 'admin', payload: CHANNEL }, 400, 'bad-request', '/department'),
    row(
      'two owners',
      { as: 'admin', payload: { ...CHANNEL, department: 'sanitation', role: 'leader' } },
      ...([400, 'bad-request', '/role'] as const),
    ),
    row('no such department', { as: 'admin', payload: { ...CHANNEL, department: 'none' } }, 422, 'unknown-department'),
  ],
  'DELETE /api/v1/notice-channels': [
    NOT_ADMIN,
    row(
      'none of that name',
      { as: 'admin', url: '/api/v1/notice-channels?name=none&department=sanitation' },
      ...([404, 'not-found'] as const),
    ),
  ],
};
