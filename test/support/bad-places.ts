import { type BadRequest, badBodies, badQuery } from './bad-requests.ts';
import { pointIn } from './reference-fixture.ts';

const A = '/api/v1';
const bad = (name: string, path: string, field: string): BadRequest => ({
  ...{ name, request: { url: `${A}${path}` }, status: 400, code: 'bad-request', field },
});
const row = (name: string, request: BadRequest['request'], status: number, code: string): BadRequest => ({
  ...{ name, request, status, code },
});
/** As the administrator of the district: others are refused before their body is read. */
const asAdmin = (rows: readonly BadRequest[], url?: string): BadRequest[] =>
  rows.map((one) => ({ ...one, request: { as: 'admin', ...(url === undefined ? {} : { url }), ...one.request } }));
const notAdmin = (payload?: object): BadRequest =>
  row('a role that may not', payload === undefined ? {} : { payload }, 403, 'not-permitted');

const AT = `lng=${pointIn(0).lng}&lat=${pointIn(0).lat}&datum=wgs84`;
const NOWHERE = { lng: 121.47, lat: 31.23, datum: 'wgs84' };
const ADDRESS = { kind: 'poi', name: '坏请求书店', position: { ...pointIn(0), datum: 'wgs84' } };
const ID = '0'.repeat(20);
const LAMP = '11010101037000009';
const PLAN = { roundId: 'bad', name: '普查', area: '110101', plannedFrom: '2026-11-01', plannedTo: '2026-11-30' };

const positionRows = (path: string): BadRequest[] => [
  ...badQuery(`${A}${path}?${AT}`),
  bad('no datum', `${path}?lng=116.4&lat=39.9`, '/datum'),
  bad('a latitude beyond the pole', `${path}?lng=116.4&lat=99&datum=wgs84`, '/lat'),
  bad('a longitude that is none', `${path}?lng=NaN&lat=39&datum=wgs84`, '/lng'),
  bad('a limit of zero', `${path}?${AT}&limit=0`, '/limit'),
];
const roundRows = (path: string, good: object): BadRequest[] => [
  ...asAdmin(badBodies(good), `${A}/census/bad${path}`),
  ...asAdmin([row('a round that is not', { url: `${A}/census/none${path}`, payload: good }, 404, 'not-found')]),
  ...asAdmin([bad('a text that is no round', `/census/A%20B${path}`, '/roundId')].map((one) => withBody(one, good))),
  { ...notAdmin(good), request: { url: `${A}/census/bad${path}`, payload: good } },
];
const withBody = (one: BadRequest, payload: object): BadRequest => ({ ...one, request: { ...one.request, payload } });

/** What the routes of addresses, roads, components and census rounds refuse. */
export const PLACE_ROWS: Readonly<Record<string, readonly BadRequest[]>> = {
  'GET /api/v1/geocode': [
    ...badQuery(`${A}/geocode?q=a`),
    bad('no words', '/geocode', '/q'),
    bad('empty words', '/geocode?q=', '/q'),
    bad('endless words', `/geocode?q=${'a'.repeat(101)}`, '/q'),
    bad('a NUL', '/geocode?q=a%00', '/q'),
    bad('half an area', '/geocode?q=a&area=1101', '/area'),
    bad('too many', '/geocode?q=a&limit=51', '/limit'),
  ],
  'GET /api/v1/reverse-geocode': [
    ...positionRows('/reverse-geocode'),
    bad('too far', `/reverse-geocode?${AT}&within=801`, '/within'),
  ],
  'GET /api/v1/addresses': [
    ...badQuery(`${A}/addresses`),
    bad('an unknown kind', '/addresses?kind=lake', '/kind'),
    bad('a strange cursor', '/addresses?cursor=abc', '/cursor'),
    bad('a cursor of another list', `/addresses?cursor=${Buffer.from('["a"]').toString('base64url')}`, '/cursor'),
  ],
  'POST /api/v1/addresses': [
    ...asAdmin(badBodies(ADDRESS)),
    notAdmin(ADDRESS),
    ...asAdmin([
      row('a place outside all grids', { payload: { ...ADDRESS, position: NOWHERE } }, 403, 'not-permitted'),
      row('a name without a letter', { payload: { ...ADDRESS, name: '——' } }, 400, 'bad-request'),
      row('an unknown kind', { payload: { ...ADDRESS, kind: 'lake' } }, 400, 'bad-request'),
    ]),
  ],
  'GET /api/v1/addresses/:addressId': [
    row('an address that is not', { url: `${A}/addresses/${ID}` }, 404, 'not-found'),
    bad('a text that is no id', '/addresses/x', '/addressId'),
  ],
  'POST /api/v1/addresses/:addressId/alter': [
    ...asAdmin(badBodies({ name: '新名' }), `${A}/addresses/${ID}/alter`),
    ...asAdmin([
      row('nothing to alter', { url: `${A}/addresses/${ID}/alter`, payload: {} }, 400, 'bad-request'),
      row('an address that is not', { url: `${A}/addresses/${ID}/alter`, payload: { name: 'a' } }, 404, 'not-found'),
    ]),
  ],
  'POST /api/v1/addresses/:addressId/end': [
    ...asAdmin([row('an address that is not', { url: `${A}/addresses/${ID}/end` }, 404, 'not-found')]),
    { ...notAdmin(), request: { url: `${A}/addresses/${ID}/end` } },
  ],
  'GET /api/v1/roads': [],
  'GET /api/v1/components': [
    ...badQuery(`${A}/components`),
    bad('a class of letters', '/components?class=lamp', '/class'),
    bad('an unknown state', '/components?state=fine', '/state'),
    bad('a strange cursor', '/components?cursor=abc', '/cursor'),
  ],
  'GET /api/v1/components/nearest': positionRows('/components/nearest'),
  'GET /api/v1/components/:componentId': [
    row('a component that is not', { url: `${A}/components/${LAMP}` }, 404, 'not-found'),
    bad('a text that is no id', '/components/x', '/componentId'),
  ],
  'POST /api/v1/components/:componentId/changes': [
    ...asAdmin(badBodies({ state: 'lost' }), `${A}/components/${LAMP}/changes`),
    ...asAdmin([
      row('nothing to change', { url: `${A}/components/${LAMP}/changes`, payload: {} }, 400, 'bad-request'),
      row('an unknown state', { url: `${A}/components/${LAMP}/changes`, payload: { state: 'x' } }, 400, 'bad-request'),
      row('one that is not', { url: `${A}/components/${LAMP}/changes`, payload: { state: 'lost' } }, 404, 'not-found'),
    ]),
  ],
  'GET /api/v1/census': [...badQuery(`${A}/census`), bad('a strange cursor', '/census?cursor=abc', '/cursor')],
  'GET /api/v1/census/:roundId': [row('a round that is not', { url: `${A}/census/none` }, 404, 'not-found')],
  'GET /api/v1/census/:roundId/sample': [
    row('a round that is not', { url: `${A}/census/none/sample` }, 404, 'not-found'),
  ],
  'POST /api/v1/census': [
    ...asAdmin(badBodies(PLAN)),
    notAdmin(PLAN),
    ...asAdmin([
      row('an area of somebody else', { payload: { ...PLAN, area: '110102' } }, 403, 'not-permitted'),
      row('an end before the begin', { payload: { ...PLAN, plannedTo: '2026-10-01' } }, 422, 'census-refused'),
      row('a day that is none', { payload: { ...PLAN, plannedFrom: '2026-13-01' } }, 400, 'bad-request'),
    ]),
  ],
  'POST /api/v1/census/:roundId/sample': roundRows('/sample', { perStratum: 5, seed: 's' }),
  'POST /api/v1/census/:roundId/judgements': roundRows('/judgements', {
    items: [{ componentId: LAMP, right: true }],
  }),
  'POST /api/v1/census/:roundId/settlement': roundRows('/settlement', { decision: 'accept' }),
};
