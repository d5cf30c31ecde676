import { COMMAND_BODIES } from '@wanmi/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';
import { GRID_ROWS } from '../support/bad-grids.ts';
import { NOTICE_ROWS } from '../support/bad-notices.ts';
import { PLACE_ROWS } from '../support/bad-places.ts';
import { type BadRequest, badBodies, badKeys, badQuery, sendBad, withoutLogin } from '../support/bad-requests.ts';
import { RULE_ROWS } from '../support/bad-rules.ts';
import { commandFieldRows, WORKFLOW_ROWS } from '../support/bad-workflow.ts';
import { pointIn } from '../support/reference-fixture.ts';

// Every route of the app has rows here; each row is refused with a problem document of a stable code that says what was
// expected, and leaves nothing behind.

let api: TestApi;
let caseId = '';
let expired = '';
beforeAll(async () => {
  api = await openApi();
  expired = api.app.jwt.sign({ sub: 'u-double', iat: 1 }, { expiresIn: 1 });
  const made = await api.post('/api/v1/reports', { as: 'acceptor', body: REPORT });
  caseId = made.body.caseId;
});
afterAll(() => api.close());

const position = { ...pointIn(0), datum: 'wgs84' };
const REPORT = { channel: 'hotline', kind: 'matter', classCode: '06010', position };
const QUESTION = { kind: 'matter', classCode: '06010', position };
const LOGIN = { username: 'acceptor', password: 'x' };
const REFRESH = { refreshToken: 'x' };

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
const report = (name: string, change: object, code: string, field?: string): BadRequest =>
  row(name, { payload: { ...REPORT, ...change } }, code === 'bad-request' ? 400 : 422, code, field);

const REPORT_ROWS: readonly BadRequest[] = [
  ...badBodies(REPORT),
  ...badKeys(REPORT),
  report('an unknown class', { classCode: '99999' }, 'unknown-class'),
  report('a class of another edition', { edition: 'cjt-214-2007', classCode: '06010' }, 'unknown-class'),
  report('an unknown edition', { edition: 'none' }, 'unknown-class'),
  report('a condition of another class', { conditionId: 'default-2026-matter-06001' }, 'unknown-condition'),
  report('a component that is none', { componentId: '12345' }, 'bad-request', '/componentId'),
  report('a point outside', { position: { lng: 121.47, lat: 31.23, datum: 'wgs84' } }, 'position-outside'),
  report('swapped degrees', { position: { lng: 39.92, lat: 116.41, datum: 'wgs84' } }, 'bad-request', '/position/lat'),
  report('no datum', { position: { lng: 116.41, lat: 39.92 } }, 'bad-request', '/position/datum'),
  report('an unknown datum', { position: { ...position, datum: 'wgs72' } }, 'bad-request', '/position/datum'),
  row(
    'an endless number',
    {
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(REPORT).replace(/"lng":[\d.]+/, '"lng":1e999'),
    },
    400,
    'bad-request',
    '/position/lng',
  ),
  report('an unknown channel', { channel: 'pigeon' }, 'bad-request', '/channel'),
  report('an unknown photo', { mediaIds: ['m-none'] }, 'unknown-media'),
  report('a photo named twice', { mediaIds: ['m-1', 'm-1'] }, 'bad-request', '/mediaIds'),
  report('a time without offset', { occurredAt: '2026-11-21T09:00:00' }, 'bad-request', '/occurredAt'),
  report('a NUL', { text: 'a\0b' }, 'bad-request', '/text'),
  report('an endless text', { text: 'x'.repeat(2001) }, 'bad-request', '/text'),
  report('a misspelt reporter', { reporter: { nmae: 'x' } }, 'bad-request', '/reporter/nmae'),
  report('a phone that is none', { reporter: { phone: 'call me' } }, 'bad-request', '/reporter/phone'),
  row('no idempotency key', { payload: REPORT, headers: { 'idempotency-key': '' } }, 400, 'bad-request'),
  row('a role that may not', { payload: REPORT, as: 'handler' }, 403, 'not-permitted'),
  row('a district where nobody put you', { payload: REPORT, as: 'outsider' }, 403, 'not-permitted'),
];

const CASE_ROWS = (part: string): BadRequest[] => [
  row('a case of another district', { url: `/api/v1/cases/${caseId}${part}`, as: 'outsider' }, 404, 'case-not-found'),
  row(
    'a case of no department of yours',
    { url: `/api/v1/cases/${caseId}${part}`, as: 'handler' },
    404,
    'case-not-found',
  ),
  row('a case that is not', { url: `/api/v1/cases/110101-202611-none${part}` }, 404, 'case-not-found'),
  row('a text that is no case id', { url: `/api/v1/cases/%E6%A1%88${part}` }, 404, 'case-not-found'),
  row('a quoting trick', { url: `/api/v1/cases/${encodeURIComponent("x' or 1=1 --")}${part}` }, 404, 'case-not-found'),
  row('a NUL in the path', { url: `/api/v1/cases/a%00b${part}` }, 400, 'bad-request'),
  row('half an escape', { url: `/api/v1/cases/%E6%${part}` }, 400, 'bad-request'),
];

function commandRows(command: keyof typeof COMMAND_BODIES): BadRequest[] {
  const { examples } = COMMAND_BODIES[command] as unknown as { examples: [{ expectedVersion: number }] };
  const [good] = examples;
  const url = `/api/v1/cases/${caseId}/commands/${command}`;
  const at = (one: BadRequest): BadRequest => ({ ...one, request: { url, ...one.request } });
  const withBody = (one: BadRequest): BadRequest => ({ ...one, request: { payload: good, ...one.request } });
  return [
    ...[...badBodies(good), ...badKeys(good), ...withoutLogin(expired)].map(at),
    ...CASE_ROWS(`/commands/${command}`).map(withBody),
    ...commandFieldRows(command, caseId),
    at(row('a stale version', { payload: { ...good, expectedVersion: 99 } }, 409, 'version-conflict')),
    at(row('version zero', { payload: { ...good, expectedVersion: 0 } }, 400, 'bad-request', '/expectedVersion')),
    at(
      row(
        'a version with a fraction',
        { payload: { ...good, expectedVersion: 1.5 } },
        400,
        'bad-request',
        '/expectedVersion',
      ),
    ),
  ];
}

const LIST_ROWS: readonly BadRequest[] = [
  bad('a limit of zero', '/api/v1/cases?limit=0', '/limit'),
  bad('a limit that is no number', '/api/v1/cases?limit=ten', '/limit'),
  bad('an area of seven digits', '/api/v1/cases?area=1101010', '/area'),
  bad('a department with capitals', '/api/v1/cases?department=Sanitation', '/department'),
  bad('an unknown light', '/api/v1/cases?light=blue', '/light'),
  bad('a time without offset', '/api/v1/cases?reportedFrom=2026-11-21', '/reportedFrom'),
  bad('a strange cursor', '/api/v1/cases?cursor=abc', '/cursor'),
  bad('a word of one character', '/api/v1/cases?q=%E5%9E%83', '/q'),
  bad('a filter given twice', '/api/v1/cases?light=red&light=green', '/light'),
];

const MULTIPART = { 'content-type': 'multipart/form-data; boundary=b' };
const form = (name: string, content: string): string =>
  `--b\r\ncontent-disposition: form-data; name="${name}"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n${content}\r\n--b--\r\n`;
const PHOTO_ROWS: readonly BadRequest[] = [
  row('JSON', { payload: { file: 'x' } }, 415, 'unsupported-media-type'),
  row('no form', { headers: { 'content-type': 'image/jpeg' }, payload: 'x' }, 415, 'unsupported-media-type'),
  row('a form without a file', { headers: MULTIPART, payload: '--b--\r\n' }, 400, 'bad-request', '/file'),
  row('a file under another name', { headers: MULTIPART, payload: form('photo', 'x') }, 400, 'bad-request', '/file'),
  row('a form cut off', { headers: MULTIPART, payload: form('file', 'x').slice(0, 60) }, 400, 'bad-request'),
  row('an empty file', { headers: MULTIPART, payload: form('file', '') }, 422, 'photo-refused'),
  row('a text that calls itself a photo', { headers: MULTIPART, payload: form('file', 'hello') }, 422, 'photo-refused'),
  row(
    'a drawing',
    { headers: MULTIPART, payload: form('file', '<svg xmlns="http://www.w3.org/2000/svg"/>') },
    422,
    'photo-refused',
  ),
  row('half a JPEG', { headers: MULTIPART, payload: form('file', '\u00ff\u00d8\u00ff\u00e0') }, 422, 'photo-refused'),
  row(
    'eleven megabytes',
    { headers: MULTIPART, payload: form('file', 'x'.repeat(11 * 1024 * 1024)) },
    413,
    'body-too-large',
  ),
  row(
    'no idempotency key',
    { headers: { ...MULTIPART, 'idempotency-key': '' }, payload: form('file', 'x') },
    400,
    'bad-request',
  ),
];

const locate = (query: string, field: string): BadRequest => bad(query, `/api/v1/grids/locate?${query}`, field);
const bbox = (box: string): BadRequest => bad(`the box ${box}`, `/api/v1/grids?bbox=${box}`, '/bbox');
const MEDIA_ROWS = (part: string): BadRequest[] => [
  row('a photo that is not', { url: `/api/v1/media/none${part}` }, 404, 'not-found'),
  bad('a text that is no photo', `/api/v1/media/..%2F..%2Fetc%2Fpasswd${part}`, '/mediaId'),
];
const LINK_ROWS = (part: string): BadRequest[] => [
  row('a forged link', { url: `/api/v1/media/none${part}?link=1.2.3`, as: null }, 401, 'unauthenticated'),
  row('an empty link', { url: `/api/v1/media/none${part}?link=`, as: null }, 401, 'unauthenticated'),
];

const signedIn = (...rows: readonly BadRequest[]): readonly BadRequest[] => [...withoutLogin(expired), ...rows];

/** Rows by route. Routes of libraries and pages without input stand in `WITHOUT_INPUT`. */
const table = (): Readonly<Record<string, readonly BadRequest[]>> => ({
  'POST /api/v1/auth/login': [
    ...badBodies(LOGIN),
    row('a wrong password', { payload: LOGIN, as: null }, 401, 'login-failed'),
    row('an unknown name', { payload: { ...LOGIN, username: 'nobody' }, as: null }, 401, 'login-failed'),
    row('a name with a NUL', { payload: { ...LOGIN, username: 'a\0' }, as: null }, 400, 'bad-request', '/username'),
  ],
  'POST /api/v1/auth/refresh': [
    ...badBodies(REFRESH),
    row('an unknown token', { payload: REFRESH, as: null }, 401, 'session-ended'),
  ],
  'POST /api/v1/auth/logout': badBodies(REFRESH),
  'GET /api/v1/me': signedIn(),
  'POST /api/v1/reports': signedIn(...REPORT_ROWS),
  'GET /api/v1/cases': signedIn(...badQuery('/api/v1/cases'), ...LIST_ROWS),
  'GET /api/v1/cases/:caseId': signedIn(...CASE_ROWS('')),
  'GET /api/v1/cases/:caseId/history': signedIn(...CASE_ROWS('/history')),
  'GET /api/v1/cases/:caseId/candidates': signedIn(...CASE_ROWS('/candidates')),
  'GET /api/v1/cases/:caseId/duplicates': signedIn(...CASE_ROWS('/duplicates')),
  'GET /api/v1/cases/:caseId/explanation': signedIn(...CASE_ROWS('/explanation')),
  'GET /api/v1/cases/:caseId/deadlines': signedIn(...CASE_ROWS('/deadlines')),
  ...Object.fromEntries(
    (Object.keys(COMMAND_BODIES) as (keyof typeof COMMAND_BODIES)[]).map((command) => [
      `POST /api/v1/cases/:caseId/commands/${command}`,
      commandRows(command),
    ]),
  ),
  'GET /api/v1/tasks': signedIn(
    ...badQuery('/api/v1/tasks'),
    bad('a strange cursor', '/api/v1/tasks?cursor=abc', '/cursor'),
  ),
  'GET /api/v1/notices': signedIn(
    ...badQuery('/api/v1/notices'),
    bad('a strange cursor', '/api/v1/notices?cursor=abc', '/cursor'),
    bad('an endless page', '/api/v1/notices?limit=100000', '/limit'),
  ),
  'POST /api/v1/media': signedIn(...PHOTO_ROWS),
  'GET /api/v1/media/:mediaId': signedIn(...MEDIA_ROWS(''), ...LINK_ROWS('')),
  'GET /api/v1/media/:mediaId/thumbnail': signedIn(...MEDIA_ROWS('/thumbnail'), ...LINK_ROWS('/thumbnail')),
  'POST /api/v1/media/:mediaId/link': signedIn(...MEDIA_ROWS('/link')),
  'GET /api/v1/grids/locate': signedIn(
    ...badQuery('/api/v1/grids/locate?lng=116.4&lat=39.9&datum=wgs84'),
    locate('lng=116.4&lat=39.9', '/datum'),
    locate('lng=NaN&lat=39.9&datum=wgs84', '/lng'),
    locate('lng=&lat=39.9&datum=wgs84', '/lng'),
    locate('lng=116.4&lat=99&datum=wgs84', '/lat'),
    locate('lng=116.4&lat=39.9&datum=gps', '/datum'),
    locate('lng=116.4&lat=39.9&datum=wgs84&at=yesterday', '/at'),
  ),
  'POST /api/v1/grids/locate': signedIn(
    ...badBodies({ positions: [position] }),
    row('no positions', { payload: { positions: [] } }, 400, 'bad-request', '/positions'),
    row('a position without datum', { payload: { positions: [pointIn(0)] } }, 400, 'bad-request', '/positions/0/datum'),
    row('too many positions', { payload: { positions: Array(5001).fill(position) } }, 400, 'bad-request', '/positions'),
  ),
  'GET /api/v1/areas': signedIn(
    ...badQuery('/api/v1/areas'),
    bad('an unknown level', '/api/v1/areas?level=city', '/level'),
  ),
  'GET /api/v1/areas/outlines': signedIn(
    ...badQuery('/api/v1/areas/outlines'),
    bad('half a code', '/api/v1/areas/outlines?within=1101', '/within'),
  ),
  'GET /api/v1/tiles/:layer/:z/:x/:y.mvt': signedIn(
    ...badQuery('/api/v1/tiles/grids/14/13490/6206.mvt'),
    bad('a layer that is none', '/api/v1/tiles/roads/0/0/0.mvt', '/layer'),
    bad('a zoom too deep', '/api/v1/tiles/grids/23/0/0.mvt', '/z'),
    bad('a zoom that is no number', '/api/v1/tiles/grids/x/0/0.mvt', '/z'),
    bad('a column off the map', '/api/v1/tiles/cases/3/8/0.mvt', '/x'),
    bad('a row off the map', '/api/v1/tiles/cases/3/0/8.mvt', '/y'),
    bad('half a row', '/api/v1/tiles/cases/3/0/1.5.mvt', '/y'),
    bad('a column before the first', '/api/v1/tiles/cases/3/-1/0.mvt', '/x'),
  ),
  'GET /api/v1/grids': signedIn(
    bad('no box', '/api/v1/grids', '/bbox'),
    ...['116.4,39.9,116.5', '116.42,39.92,116.41,39.93', '116.4,39.9,116.5,40', '-181,0,-180.99,0.01', 'a,b,c,d'].map(
      bbox,
    ),
  ),
  'GET /api/v1/catalogue': signedIn(
    ...badQuery('/api/v1/catalogue'),
    row('an unknown edition', { url: '/api/v1/catalogue?edition=none' }, 404, 'not-found'),
  ),
  'GET /api/v1/departments': signedIn(),
  'GET /api/v1/calendar': signedIn(),
  ...Object.fromEntries(
    Object.entries({ ...WORKFLOW_ROWS, ...GRID_ROWS, ...RULE_ROWS, ...NOTICE_ROWS, ...PLACE_ROWS }).map(
      ([route, rows]) => [route, signedIn(...rows)],
    ),
  ),
  'POST /api/v1/route': signedIn(
    ...badBodies(QUESTION),
    row('an unknown class', { payload: { ...QUESTION, classCode: '99999' } }, 422, 'unknown-class'),
    row(
      'a point outside',
      { payload: { ...QUESTION, position: { lng: 0, lat: 0, datum: 'wgs84' } } },
      422,
      'position-outside',
    ),
    row('a component that is none', { payload: { ...QUESTION, componentId: '1' } }, 400, 'bad-request', '/componentId'),
    row('a time too far away', { payload: { ...QUESTION, at: '9999-01-01T00:00:00Z' } }, 400, 'bad-request', '/at'),
  ),
  'GET /api/v1/live': [
    row('a plain request', { as: null }, 426, 'upgrade-required'),
    row(
      'a page of another site',
      { as: null, headers: { origin: 'https://elsewhere.example' } },
      403,
      'origin-refused',
    ),
    row('a page without a site', { as: null, headers: { origin: 'null' } }, 403, 'origin-refused'),
  ],
});

/** Routes that read nothing of what is sent. */
const WITHOUT_INPUT = /^GET \/(healthz|readyz|metrics|api\/openapi\.json|api\/docs.*)?$/;

test('every route of the app has rows', () => {
  const routes = api.app.knownRoutes
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url }) => `${method} ${url}`);
  const rows = table();
  expect(routes.filter((route) => !WITHOUT_INPUT.test(route) && !rows[route]?.length)).toEqual([]);
  expect(Object.keys(rows).filter((route) => !routes.includes(route))).toEqual([]);
});

/** Rows that a refused write may never add to. Answers kept under idempotency keys are no trace of the write. */
async function countRows(): Promise<Record<string, number>> {
  const tables = [
    'urban_case',
    'case_event',
    'case_content',
    'case_search',
    'case_timer',
    'outbox',
    'media',
    'notice',
    'address',
    'component_change',
    'census_round',
    'grid_change',
    'responsibility_assignment',
  ] as const;
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const { n } = await api.desk.desk.db
      .selectFrom(name)
      .select((one) => one.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    counts[name] = Number(n);
  }
  return counts;
}

test('each row is refused with its code and leaves nothing behind', async () => {
  const before = await countRows();
  const wrong: string[] = [];
  for (const [route, rows] of Object.entries(table())) {
    for (const one of rows) {
      const { status, body, headers } = await sendBad(api, route, one);
      const named =
        one.field === undefined ||
        (body?.details?.fields ?? []).some(({ field }: { field: string }) => field === one.field);
      const isProblem =
        String(headers['content-type']).startsWith('application/problem+json') && body?.status === status;
      if (status === one.status && body?.code === one.code && named && isProblem && body.detail !== '') continue;
      wrong.push(
        `${route}: ${one.name}: ${status} ${JSON.stringify(body)}, needs ${one.status} ${one.code} ${one.field ?? ''}`,
      );
    }
  }
  expect(wrong).toEqual([]);
  expect(await countRows()).toEqual(before);
});

describe('a repeated idempotency key', () => {
  const key = 'the-same-key';
  test('with the same body gets the same answer, with another is refused, for another person is free', async () => {
    const send = (as: string, body: object) => api.post('/api/v1/reports', { as, body, key });
    const first = await send('acceptor', REPORT);
    const again = await send('acceptor', REPORT);
    expect(first.status).toBe(201);
    expect({ status: again.status, text: again.text }).toEqual({ status: 201, text: first.text });
    expect(again.headers['idempotent-replayed']).toBe('true');
    const before = await countRows();
    const other = await send('acceptor', { ...REPORT, text: 'another' });
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 422, code: 'idempotency-key-reused' });
    const elsewhere = await api.post(`/api/v1/cases/${first.body.caseId}/commands/accept`, {
      as: 'acceptor',
      body: { expectedVersion: 1 },
      key,
    });
    expect({ status: elsewhere.status, code: elsewhere.body.code }).toEqual({
      status: 422,
      code: 'idempotency-key-reused',
    });
    expect(await countRows()).toEqual(before);
    expect((await send('inspector', { ...REPORT, channel: 'inspector' })).status).toBe(201);
  });

  test('of a refused command gets the same refusal, also after the case has moved on', async () => {
    const made = await api.post('/api/v1/reports', { as: 'acceptor', body: REPORT });
    const give = (expectedVersion: number, of?: string) =>
      api.post(`/api/v1/cases/${made.body.caseId}/commands/accept`, {
        as: 'acceptor',
        body: { expectedVersion },
        ...(of ? { key: of } : {}),
      });
    const refused = await give(2, 'early');
    expect(refused.body).toMatchObject({
      code: 'version-conflict',
      details: { expectedVersion: 2, currentVersion: 1 },
    });
    expect((await give(1)).status).toBe(200);
    const repeated = await give(2, 'early');
    expect({ ...repeated.body, instance: '' }).toEqual({ ...refused.body, instance: '' });
  });
});
