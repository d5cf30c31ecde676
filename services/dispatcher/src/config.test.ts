import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const least = { DATABASE_URL: 'postgres://h/d', WANMI_DATA_DIR: '/d', WANMI_SECRET_FILE: '/s' };
const s3 = { S3_ENDPOINT: 'http://s3', S3_BUCKET: 'photos', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b' };

describe('the configuration', () => {
  test('has a value for everything that is not compulsory', () => {
    expect(readConfig({ ...least, REDIS_URL: '', PATH: '/bin' })).toEqual({
      databaseUrl: 'postgres://h/d',
      redisUrl: undefined,
      dataFolder: '/d',
      secretFile: '/s',
      health: null,
      concurrency: 4,
      parentPid: null,
      logLevel: 'info',
      s3: null,
    });
  });

  test('takes health, store, queue and parent from their variables', () => {
    const health = { WANMI_DISPATCHER_HOST: '127.0.0.1', WANMI_DISPATCHER_PORT: '3001' };
    const given = { ...least, ...s3, ...health, REDIS_URL: 'redis://r', WANMI_PARENT_PID: '7' };
    expect(readConfig(given)).toMatchObject({
      redisUrl: 'redis://r',
      health: { host: '127.0.0.1', port: 3001 },
      parentPid: 7,
      s3: { bucket: 'photos', region: 'us-east-1' },
    });
  });

  test.each([
    { given: {}, says: ['DATABASE_URL', 'WANMI_DATA_DIR', 'WANMI_SECRET_FILE'] },
    { given: { ...least, DATABASE_URL: 'mysql://h', REDIS_URL: 'http://r' }, says: ['DATABASE_URL', 'REDIS_URL'] },
    { given: { ...least, S3_BUCKET: 'photos' }, says: ['S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY missing'] },
    { given: { ...least, WANMI_DISPATCHER_PORT: '1' }, says: ['WANMI_DISPATCHER_HOST missing'] },
    { given: { ...least, WANMI_DISPATCHER_CONCURRENCY: '0' }, says: ['WANMI_DISPATCHER_CONCURRENCY'] },
  ])('names every problem of $given', ({ given, says }) => {
    for (const name of says) expect(() => readConfig(given)).toThrow(name);
  });
});
