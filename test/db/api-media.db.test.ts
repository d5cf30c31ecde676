import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiAnswer, openApi, type TestApi } from '../support/api-app.ts';
import { pointIn } from '../support/reference-fixture.ts';

let api: TestApi;
let jpeg: Buffer;
beforeAll(async () => {
  api = await openApi();
  const blank = { width: 1200, height: 900, channels: 3 as const, background: '#468' };
  jpeg = await sharp({ create: blank })
    .withExif({ IFD0: { Software: 'secret camera' } })
    .jpeg()
    .toBuffer();
});
afterAll(() => api.close());

async function send(as: string, photo: Buffer, key: string = crypto.randomUUID()): Promise<ApiAnswer> {
  const head =
    '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';
  const payload = Buffer.concat([Buffer.from(head), photo, Buffer.from('\r\n--b--\r\n')]);
  const headers = {
    authorization: `Bearer ${await api.tokenOf(as)}`,
    'content-type': 'multipart/form-data; boundary=b',
    'idempotency-key': key,
  };
  return api.inject({ method: 'POST', url: '/api/v1/media', headers, payload });
}

const statusOf = async (as: string, url: string): Promise<number> => (await api.get(url, { as })).status;

async function pictureOf(url: string, as?: string): Promise<Buffer> {
  const headers = as === undefined ? {} : { authorization: `Bearer ${await api.tokenOf(as)}` };
  const { statusCode, rawPayload, headers: got } = await api.app.inject({ method: 'GET', url, headers });
  expect({ statusCode, type: got['content-type'] }).toEqual({ statusCode: 200, type: 'image/jpeg' });
  return rawPayload;
}

describe('a photo', () => {
  test('is kept re-encoded, with a thumbnail, without its metadata', async () => {
    const { status, body } = await send('inspector', jpeg);
    expect(status).toBe(201);
    expect(body).toMatchObject({ mime: 'image/jpeg', width: 1200, height: 900 });
    const full = await pictureOf(`/api/v1/media/${body.mediaId}`, 'inspector');
    expect({ bytes: full.length, exif: (await sharp(full).metadata()).exif }).toEqual({
      bytes: body.bytes,
      exif: undefined,
    });
    const small = await sharp(await pictureOf(`/api/v1/media/${body.mediaId}/thumbnail`, 'inspector')).metadata();
    expect(small.width).toBeLessThan(1200);
  });

  test('sent twice under one key is kept once; another photo under it is refused', async () => {
    const first = await send('inspector', jpeg, 'one-key');
    const again = await send('inspector', jpeg, 'one-key');
    expect({ status: again.status, text: again.text }).toEqual({ status: 201, text: first.text });
    const other = await sharp(jpeg).negate().jpeg().toBuffer();
    expect((await send('inspector', other, 'one-key')).body).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
    expect((await send('acceptor', other, 'one-key')).status).toBe(201);
  });

  test('sent at once under one key is kept once', async () => {
    const count = async (): Promise<number> =>
      (await api.desk.desk.db.selectFrom('media').select('media_id').execute()).length;
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 4 }, () => send('inspector', jpeg, 'at-once')));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.mediaId] : []))).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test('is its sender’s alone until a case takes it, then that of all who see the case', async () => {
    const { mediaId } = (await send('acceptor', jpeg)).body;
    const url = `/api/v1/media/${mediaId}`;
    expect([await statusOf('acceptor', url), await statusOf('leader', url)]).toEqual([200, 404]);
    const position = { ...pointIn(0), datum: 'wgs84' };
    const body = { channel: 'hotline', kind: 'matter', classCode: '06010', position, mediaIds: [mediaId] };
    const made = await api.post('/api/v1/reports', { as: 'acceptor', body });
    expect(made.body.mediaIds).toEqual([mediaId]);
    const seen = [await statusOf('leader', url), await statusOf('handler', url), await statusOf('outsider', url)];
    expect(seen).toEqual([200, 404, 404]);
    const again = await api.post('/api/v1/reports', { as: 'acceptor', body });
    expect(again.body).toMatchObject({ status: 422, code: 'unknown-media' });
  });
});

describe('a signed link', () => {
  test('opens the photo and its thumbnail without a header, for this photo and person only', async () => {
    const { mediaId } = (await send('inspector', jpeg)).body;
    const other = (await send('inspector', jpeg)).body.mediaId;
    const { body } = await api.post(`/api/v1/media/${mediaId}/link`, { as: 'inspector' });
    await pictureOf(body.url);
    await pictureOf(body.thumbnailUrl);
    const stolen = await api.inject({ method: 'GET', url: body.url.replace(mediaId, other) });
    expect({ status: stolen.status, code: stolen.body.code }).toEqual({ status: 401, code: 'unauthenticated' });
    expect((await api.post(`/api/v1/media/${mediaId}/link`, { as: 'leader' })).status).toBe(404);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
  });
});
