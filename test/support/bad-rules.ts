import { type BadRequest, badBodies, badQuery } from './bad-requests.ts';

const row = (
  name: string,
  request: BadRequest['request'],
  status: number,
  code: string,
  field?: string,
): BadRequest => ({ name, request, status, code, ...(field === undefined ? {} : { field }) });
const bad = (name: string, url: string, field: string): BadRequest => row(name, { url }, 400, 'bad-request', field);

const RULE = {
  ...{
    id: 'r',
    principle: 'law',
    edition: 'gbt-47678.5-2026',
    kind: 'matter',
    classes: ['06010'],
    validFrom: '2026-07-01',
  },
  ...{ department: 'sanitation', assisting: [], source: 'x', note: '' },
};
const RULES = { expectedVersion: 1, source: 'x', rules: [RULE] };
const DRY_RUN = { from: '2026-11', rules: [RULE] };
const asAdmin = (rows: readonly BadRequest[]): readonly BadRequest[] =>
  rows.map((one) => ({ ...one, request: { as: 'admin', ...one.request } }));

function verdictRows(verdict: string): readonly BadRequest[] {
  const url = `/api/v1/rules/proposals/1/${verdict}`;
  const at = (one: BadRequest): BadRequest => ({ ...one, request: { url, ...one.request } });
  return [
    ...asAdmin(badBodies({ reason: 'x' }).map(at)),
    at(row('a role that may not', { payload: {} }, 403, 'not-permitted')),
    ...asAdmin([
      row('a proposal that is not', { url, payload: {} }, 404, 'not-found'),
      row('half a proposal', { url: url.replace('/1/', '/1.5/'), payload: {} }, 400, 'bad-request', '/proposalId'),
    ]),
  ];
}

/** Rows by route: rules, their proposals and trials, and figures of routing. */
export const RULE_ROWS: Readonly<Record<string, readonly BadRequest[]>> = {
  'GET /api/v1/rules': [
    ...badQuery('/api/v1/rules'),
    bad('another format', '/api/v1/rules?format=xlsx', '/format'),
    row('a version that never was', { url: '/api/v1/rules?version=99' }, 404, 'not-found'),
  ],
  'GET /api/v1/rules/versions': [
    ...badQuery('/api/v1/rules/versions'),
    bad('a strange cursor', '/api/v1/rules/versions?cursor=abc', '/cursor'),
  ],
  'POST /api/v1/rules/import': [
    ...asAdmin(badBodies(RULES).filter(({ code }) => code !== 'body-too-large')),
    row('a role that may not', { payload: RULES }, 403, 'not-permitted'),
    ...asAdmin([
      row('a stale version', { payload: { ...RULES, expectedVersion: 99 } }, 409, 'version-conflict'),
      row('neither table nor rules', { payload: { expectedVersion: 1, source: 'x' } }, 400, 'bad-request', '/rules'),
      row('both of them', { payload: { ...RULES, csv: 'id' } }, 400, 'bad-request', '/rules'),
      row('a broken rule', { payload: { ...RULES, rules: [{ ...RULE, department: 'nobody' }] } }, 422, 'rules-refused'),
      row(
        'a table without columns',
        { payload: { expectedVersion: 1, source: 'x', csv: 'a,b\n1,2\n' } },
        422,
        'rules-refused',
      ),
      row('a misspelt rule', { payload: { ...RULES, rules: [{ ...RULE, principal: 'law' }] } }, 400, 'bad-request'),
    ]),
  ],
  'GET /api/v1/rules/lint': [row('a role that may not', {}, 403, 'not-permitted')],
  'GET /api/v1/rules/proposals': [
    row('a role that may not', {}, 403, 'not-permitted'),
    ...asAdmin([
      ...badQuery('/api/v1/rules/proposals'),
      bad('an unknown state', '/api/v1/rules/proposals?state=open', '/state'),
      bad('a strange cursor', '/api/v1/rules/proposals?cursor=abc', '/cursor'),
    ]),
  ],
  'POST /api/v1/rules/proposals/:proposalId/approve': [...verdictRows('approve')],
  'POST /api/v1/rules/proposals/:proposalId/refuse': [...verdictRows('refuse')],
  'POST /api/v1/rules/dry-run': [
    ...asAdmin(badBodies(DRY_RUN).filter(({ code }) => code !== 'body-too-large')),
    row('a role that may not', { payload: DRY_RUN }, 403, 'not-permitted'),
    ...asAdmin([
      row('no month', { payload: { rules: [] } }, 400, 'bad-request', '/from'),
      row('a thirteenth month', { payload: { ...DRY_RUN, from: '2026-13' } }, 400, 'bad-request', '/from'),
      row('a strange cursor', { payload: { ...DRY_RUN, cursor: 'abc' } }, 400, 'bad-request', '/cursor'),
      row('too many at once', { payload: { ...DRY_RUN, limit: 20_001 } }, 400, 'bad-request', '/limit'),
      row(
        'a broken rule',
        { payload: { ...DRY_RUN, rules: [{ ...RULE, area: '110101009' }, RULE, RULE] } },
        422,
        'rules-refused',
      ),
    ]),
  ],
  'GET /api/v1/routing/accuracy': [
    row('a role that may not', { url: '/api/v1/routing/accuracy?period=2026-11' }, 403, 'not-permitted'),
    ...asAdmin([
      ...badQuery('/api/v1/routing/accuracy?period=2026-11'),
      bad('no period', '/api/v1/routing/accuracy', '/period'),
      bad('an unknown group', '/api/v1/routing/accuracy?period=2026-11&group=weather', '/group'),
    ]),
  ],
  'GET /api/v1/routing/cases': [
    row('a role that may not', { url: '/api/v1/routing/cases?period=2026-11' }, 403, 'not-permitted'),
    ...asAdmin([
      bad('a period that is none', '/api/v1/routing/cases?period=2026', '/period'),
      bad('an unknown outcome', '/api/v1/routing/cases?period=2026-11&outcome=lost', '/outcome'),
    ]),
  ],
};
