import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const GOOD = {
  DATABASE_URL: 'postgresql://wanmi@127.0.0.1:5432/wanmi',
  WANMI_HOST: '127.0.0.1',
  WANMI_PORT: '3000',
  WANMI_DATA_DIR: '/var/lib/wanmi',
  WANMI_SECRET_FILE: '/var/lib/wanmi/secret',
};
const S3 = { S3_ENDPOINT: 'http://127.0.0.1:3900', S3_BUCKET: 'photos', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b' };

test('a full environment is read', () => {
  expect(readConfig({ ...GOOD, ...S3, WANMI_ALLOWED_ORIGINS: 'https://a.example, https://b.example' })).toMatchObject({
    port: 3000,
    s3: { bucket: 'photos', region: 'us-east-1' },
    allowedOrigins: ['https://a.example', 'https://b.example'],
    parentPid: null,
  });
});

describe('a wrong environment', () => {
  test.each([
    { change: { DATABASE_URL: undefined, WANMI_PORT: undefined }, says: 'DATABASE_URL, WANMI_PORT missing' },
    { change: { WANMI_PORT: 'web' }, says: 'WANMI_PORT' },
    { change: { DATABASE_URL: '' }, says: 'DATABASE_URL missing' },
    { change: { DATABASE_URL: 'mysql://x' }, says: 'DATABASE_URL' },
    { change: { S3_ENDPOINT: 'http://127.0.0.1:3900' }, says: 'S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY missing' },
    { change: { WANMI_LOG_LEVEL: 'loud' }, says: 'WANMI_LOG_LEVEL' },
  ])('$change is refused by name', ({ change, says }) => {
    expect(() => readConfig({ ...GOOD, ...change })).toThrow(says);
  });

  test('an S3 store is not used by halves', () => {
    expect(readConfig(GOOD).s3).toBeNull();
  });
});
