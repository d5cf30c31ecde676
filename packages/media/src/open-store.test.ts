import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MediaStore } from './media-store.ts';
import { openStore, type StoreConfig } from './open-store.ts';

const home = await mkdtemp(join(tmpdir(), 'wanmi-media-'));
const folder = join(home, 'photos');
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: join(home, 's3'),
  configureBuckets: [{ name: 'wanmi', configs: [] }],
});
const { port } = await server.run();
const s3: StoreConfig = {
  kind: 's3',
  endpoint: `http://127.0.0.1:${port}`,
  bucket: 'wanmi',
  accessKey: 'S3RVER',
  secretKey: 'S3RVER',
  region: 'us-east-1',
};

afterAll(async () => {
  await server.close();
  await rm(home, { recursive: true, force: true });
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each([{ config: { kind: 'folder', folder } as const }, { config: s3 }])(
  'a store in $config.kind',
  ({ config }) => {
    let store: MediaStore;
    beforeAll(() => {
      store = openStore(config);
    });
    afterAll(() => store.close());

    test('gives back what was put, byte for byte', async () => {
      const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);
      await store.put('m-1.jpg', bytes, 'image/jpeg');
      expect(Buffer.from((await store.get('m-1.jpg')) ?? []).equals(bytes)).toBe(true);
      expect(await store.has('m-1.jpg')).toBe(true);
    });

    test('replaces an object that is put again', async () => {
      await store.put('m-2.jpg', bytesOf('first'), 'image/jpeg');
      await store.put('m-2.jpg', bytesOf('second'), 'image/jpeg');
      expect(Buffer.from((await store.get('m-2.jpg')) ?? []).toString()).toBe('second');
    });

    test('has nothing under a key never put', async () => {
      expect(await store.get('never')).toBeUndefined();
      expect(await store.has('never')).toBe(false);
    });

    test('deletes an object, and one that is gone already', async () => {
      await store.put('m-3.jpg', bytesOf('x'), 'image/jpeg');
      await store.delete('m-3.jpg');
      await store.delete('m-3.jpg');
      expect(await store.has('m-3.jpg')).toBe(false);
    });

    test('keeps writers of one key apart: the object is one of them, whole', async () => {
      const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000));
      await Promise.all(texts.map((text) => store.put('m-4.jpg', bytesOf(text), 'image/jpeg')));
      expect(texts).toContain(Buffer.from((await store.get('m-4.jpg')) ?? []).toString());
    });

    test.each([
      '',
      '.',
      '..',
      '../m',
      'a/b',
      'a\\b',
      '/etc/passwd',
      'a..b',
      'a.',
      '.a',
      'a\0b',
      'a b',
      '文',
      'a'.repeat(201),
    ])('refuses the key %j', async (key) => {
      await expect((async () => store.get(key))()).rejects.toThrow(RangeError);
      await expect((async () => store.put(key, bytesOf('x'), 'image/jpeg'))()).rejects.toThrow(RangeError);
    });
  },
);

test('a folder store removes writes that were cut off long ago, and no fresh ones', async () => {
  const incoming = join(home, 'cut-off', 'incoming');
  await mkdir(incoming, { recursive: true });
  for (const name of ['old', 'fresh']) await writeFile(join(incoming, name), 'half');
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(join(incoming, 'old'), longAgo, longAgo);
  await openStore({ kind: 'folder', folder: join(home, 'cut-off') }).put('m-1.jpg', bytesOf('x'), 'image/jpeg');
  expect(await readdir(incoming)).toEqual(['fresh']);
});

test('an S3 store names bucket and address when the bucket is missing', async () => {
  const store = openStore({ ...s3, bucket: 'missing' });
  await expect(store.get('m-1.jpg')).rejects.toThrow(/cannot read m-1.jpg in bucket missing at http:.*NoSuchBucket/);
  store.close();
});
