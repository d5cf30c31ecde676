import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const as = 'acceptor';

describe('reference data', () => {
  const PATHS = [
    '/catalogue',
    '/catalogue?edition=cjt-214-2007',
    '/departments',
    '/calendar',
    '/policy',
    '/rules',
    '/areas',
    '/areas/outlines?level=street',
    '/grids?bbox=116.41,39.92,116.42,39.93',
  ];

  test.each(PATHS)('%s answers 304 to who has it', async (path) => {
    const first = await api.get(`/api/v1${path}`, { as });
    expect(first.status).toBe(200);
    const etag = String(first.headers.etag);
    const again = await api.get(`/api/v1${path}`, { as, headers: { 'if-none-match': `"other", W/${etag}` } });
    expect({ status: again.status, text: again.text, etag: again.headers.etag }).toEqual({
      status: 304,
      text: '',
      etag,
    });
    expect((await api.get(`/api/v1${path}`, { as, headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test('another edition has another tag', async () => {
    const tags = [];
    for (const path of PATHS.slice(0, 2)) tags.push((await api.get(`/api/v1${path}`, { as })).headers.etag);
    expect(new Set(tags).size).toBe(2);
  });

  test('the catalogue names classes with conditions and limits', async () => {
    const { body } = await api.get('/api/v1/catalogue', { as });
    const rubbish = body.classes.find(
      ({ kind, classCode }: { kind: string; classCode: string }) => kind === 'matter' && classCode === '06010',
    );
    expect(rubbish).toMatchObject({
      name: '暴露垃圾',
      conditions: expect.arrayContaining([expect.objectContaining({ isDefault: true })]),
    });
  });

  test('outlines say which borders are drawn', async () => {
    const { body } = await api.get('/api/v1/areas/outlines?level=community&within=110101', { as });
    expect(body.features.map(({ properties }: { properties: object }) => properties)).toEqual([
      { code: '110101001001', name: '试验社区', level: 'community', drawn: true },
    ]);
  });

  test('grids of a box are those that meet it', async () => {
    const { lng, lat } = pointIn(1);
    const box = [lng - 0.0001, lat - 0.0001, lng + 0.0001, lat + 0.0001].join();
    const { body } = await api.get(`/api/v1/grids?bbox=${box}`, { as });
    expect(body.features.map(({ properties }: { properties: { code: string } }) => properties.code)).toEqual([
      '110101001001002',
    ]);
    expect(body.truncated).toBe(false);
  });
});

describe('locating', () => {
  test('names grid, community, street and district', async () => {
    const { lng, lat } = pointIn(2);
    const { body } = await api.get(`/api/v1/grids/locate?lng=${lng}&lat=${lat}&datum=wgs84`, { as });
    expect(body).toMatchObject({
      gridCode: '110101001001003',
      community: { code: '110101001001', name: '试验社区', drawn: true },
      street: { code: '110101001' },
      district: { code: '110101' },
      responsibilityGrid: null,
    });
  });

  // The first grid begins at 116.41; one ten-thousandth of a degree is 8.54 m there.
  test.each([
    { lng: 116.4101, accuracyM: 10, grid: '110101001001001', outsideM: 0 },
    { lng: 116.4099, accuracyM: 10, grid: '110101001001001', outsideM: 9 },
    { lng: 116.4099, accuracyM: 8, grid: null, outsideM: undefined },
  ])(
    'answers the nearest grid within the accuracy and says so: $lng, $accuracyM m',
    async ({ lng, accuracyM, ...want }) => {
      const { lat } = pointIn(0);
      const one = await api.get(`/api/v1/grids/locate?lng=${lng}&lat=${lat}&datum=wgs84&accuracyM=${accuracyM}`, {
        as,
      });
      const position = { lng, lat, datum: 'wgs84', accuracyM };
      const many = await api.post('/api/v1/grids/locate', { as, body: { positions: [position, position] } });
      for (const body of [one.body, ...many.body.items]) {
        expect(body.gridCode).toBe(want.grid);
        expect(body.outsideM).toBe(want.outsideM);
      }
    },
  );

  test('takes many positions in their order and in other datums', async () => {
    const positions = [
      { ...pointIn(3), datum: 'wgs84' },
      { lng: 0, lat: 0, datum: 'wgs84' },
      { lng: pointIn(0).lng + 0.00624, lat: pointIn(0).lat + 0.0014, datum: 'gcj02' },
    ];
    const { body } = await api.post('/api/v1/grids/locate', { as, body: { positions } });
    const codes = body.items.map(({ gridCode }: { gridCode: string | null }) => gridCode);
    expect(codes).toEqual(['110101001001004', null, '110101001001001']);
  });
});

describe('asking the rules', () => {
  test('gives the department or the candidates, with the explanation, and stores nothing', async () => {
    const body = { kind: 'matter', classCode: '06010', position: { ...pointIn(0), datum: 'wgs84' } };
    const { status, body: answer } = await api.post('/api/v1/route', { as, body });
    expect(status).toBe(200);
    expect(answer.explanation.asked).toMatchObject({ classCode: '06010', gridCode: '110101001001001' });
    expect(answer.departmentCode !== null || answer.candidates.length > 0).toBe(true);
  });
});

describe('the interface describes itself', () => {
  test('as OpenAPI 3.1, each operation with id, tag, summary and refusals', async () => {
    const { body } = await api.inject({ method: 'GET', url: '/api/openapi.json' });
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.values(body.paths).flatMap((path) => Object.values(path as object));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, tags, summary, responses } of operations) {
      expect({
        operationId,
        tags: tags?.length,
        summary: typeof summary,
        answers: Object.keys(responses).length > 0,
      }).toEqual({
        operationId: expect.any(String),
        tags: 1,
        summary: 'string',
        answers: true,
      });
    }
  });

  test('every JSON body has an example, of itself or of each field', async () => {
    const { body } = await api.inject({ method: 'GET', url: '/api/openapi.json' });
    const shown = (one: Exampled): boolean => one.example !== undefined || one.examples !== undefined;
    const bare = Object.entries(body.paths as Record<string, Operations>).flatMap(([path, { post }]) => {
      const media = post?.requestBody?.content['application/json'];
      if (media === undefined || shown(media) || shown(media.schema)) return [];
      return Object.values(media.schema.properties ?? {}).every(shown) ? [] : [path];
    });
    expect(bare).toEqual([]);
  });

  test('on a page that loads nothing from elsewhere', async () => {
    const { status, text, headers } = await api.inject({ method: 'GET', url: '/api/docs/' });
    expect(status).toBe(200);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('health', () => {
  test('is alive, ready, and measured by route', async () => {
    expect((await api.inject({ method: 'GET', url: '/healthz' })).body).toEqual({ status: 'alive' });
    expect((await api.inject({ method: 'GET', url: '/readyz' })).body).toEqual({ status: 'ready', reasons: [] });
    await api.get('/api/v1/cases/110101-202611-none', { as });
    const { text } = await api.inject({ method: 'GET', url: '/metrics' });
    expect(text).toContain(
      'wanmi_http_request_seconds_count{method="GET",route="/api/v1/cases/:caseId",status="404"} 1',
    );
  });

  test('paths that are not there and methods that are not taken are problem documents', async () => {
    const nothing = await api.inject({ method: 'GET', url: '/api/v1/nothing' });
    expect(nothing.body).toMatchObject({ status: 404, code: 'not-found' });
    const wrong = await api.inject({ method: 'DELETE', url: '/api/v1/cases/x/commands/accept' });
    expect({ ...wrong.body, allow: wrong.headers.allow }).toMatchObject({
      status: 405,
      code: 'method-not-allowed',
      allow: 'POST',
    });
  });
});

type Exampled = { readonly example?: unknown; readonly examples?: unknown };
type Schema = Exampled & { readonly properties?: Readonly<Record<string, Exampled>> };
type Operations = {
  readonly post?: {
    readonly requestBody?: { readonly content: Record<string, Exampled & { readonly schema: Schema }> };
  };
};
