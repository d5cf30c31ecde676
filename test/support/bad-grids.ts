import { type BadRequest, badBodies, badQuery } from './bad-requests.ts';

const A = '/api/v1';
const bad = (name: string, path: string, field: string): BadRequest => ({
  ...{ name, request: { url: `${A}${path}` }, status: 400, code: 'bad-request', field },
});
const row = (name: string, request: BadRequest['request'], status: number, code: string): BadRequest => ({
  ...{ name, request, status, code },
});
/** As the administrator of the district: others are refused before their body is read. */
const asAdmin = (rows: readonly BadRequest[], url: string): BadRequest[] =>
  rows.map((one) => ({ ...one, request: { as: 'admin', url, ...one.request } }));

const GRID = '110101001001001';
const CHANGES = `${A}/grids/changes`;
const CHANGE = { reason: 'x', ends: [GRID] };
const change = (name: string, set: object, status: number, code: string): BadRequest =>
  row(name, { payload: { reason: 'x', ...set } }, status, code);
const MANAGED = { managed: { codes: ['110101001001999'], from: '2030-01-01T00:00:00Z' } };
const POINT = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [116.4, 39.9] } };

const GROUP = `${A}/responsibility-grids/110101001R001`;
const ASSIGNMENTS = { assignments: [{ username: 'inspector', from: '2026-11-23' }] };

/** What the routes of the life of grids and of responsibility grids refuse. */
export const GRID_ROWS: Readonly<Record<string, readonly BadRequest[]>> = {
  'POST /api/v1/grids/changes': [
    row('a role that may not', { payload: CHANGE }, 403, 'not-permitted'),
    ...asAdmin(badBodies(CHANGE), CHANGES),
    ...asAdmin(
      [
        change('nothing to change', {}, 400, 'bad-request'),
        change('a point for a grid', { features: [POINT] }, 400, 'bad-request'),
        change('a grid code of 14 digits', { ends: [GRID.slice(1)] }, 400, 'bad-request'),
        change('a merge of one', { merges: [[GRID]] }, 400, 'bad-request'),
        change('a time without offset', { ends: [GRID], at: '2030-01-01T00:00:00' }, 400, 'bad-request'),
        change('a gap', { ends: [GRID] }, 422, 'grids-refused'),
        change('a grid that is not', { ends: ['110101001001999'] }, 422, 'grids-refused'),
        change('a grid that is not, to be managed', MANAGED, 422, 'grids-refused'),
        change('the past', { ends: [GRID], at: '2020-01-01T00:00:00Z' }, 422, 'grids-refused'),
        change('a grid of another district', { ends: ['110102001001001'] }, 403, 'not-permitted'),
      ],
      CHANGES,
    ),
    ...asAdmin([change('a dry run that is none', { ends: [GRID] }, 400, 'bad-request')], `${CHANGES}?dryRun=maybe`),
  ],
  'GET /api/v1/grids/changes': [
    ...badQuery(CHANGES),
    bad('a strange cursor', '/grids/changes?cursor=abc', '/cursor'),
    bad('half an area', '/grids/changes?area=1101', '/area'),
    bad('an endless page', '/grids/changes?limit=100000', '/limit'),
  ],
  'GET /api/v1/responsibility-grids': [
    ...badQuery(`${A}/responsibility-grids`),
    bad('a strange cursor', '/responsibility-grids?cursor=%25', '/cursor'),
    bad('half an area', '/responsibility-grids?area=1101', '/area'),
    bad('a time without offset', '/responsibility-grids?at=2026-11-21', '/at'),
  ],
  'GET /api/v1/responsibility-grids/:code': [
    row('one that is not', { url: GROUP }, 404, 'not-found'),
    bad('a code with a space', '/responsibility-grids/a%20b', '/code'),
  ],
  'PUT /api/v1/responsibility-grids/:code/assignments': [
    row('a role that may not', { url: `${GROUP}/assignments`, payload: ASSIGNMENTS }, 403, 'not-permitted'),
    ...asAdmin(badBodies(ASSIGNMENTS), `${GROUP}/assignments`),
    ...asAdmin([row('one that is not', { payload: ASSIGNMENTS }, 404, 'not-found')], `${GROUP}/assignments`),
  ],
};
