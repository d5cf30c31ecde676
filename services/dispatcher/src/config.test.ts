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
      mail: null,
      webhookNetworks: [],
      publicUrl: null,
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

  test('takes mail, webhook networks and the public address', () => {
    const mail = { SMTP_URL: 'smtp://mail.city.example', SMTP_FROM: 'wanmi@city.example' };
    const more = { WANMI_WEBHOOK_NETWORKS: '10.20.0.0/16,fd00::/8', WANMI_PUBLIC_URL: 'https://wanmi.city.example/' };
    expect(readConfig({ ...least, ...mail, ...more })).toMatchObject({
      mail: { url: 'smtp://mail.city.example', from: 'wanmi@city.example' },
      webhookNetworks: ['10.20.0.0/16', 'fd00::/8'],
      publicUrl: 'https://wanmi.city.example',
    });
  });

  test.each([
    { given: { ...least, SMTP_URL: 'smtp://h' }, says: ['SMTP_FROM'] },
    { given: { ...least, SMTP_URL: 'http://h', SMTP_FROM: 'a@b' }, says: ['SMTP_URL'] },
    { given: { ...least, WANMI_WEBHOOK_NETWORKS: 'localhost' }, says: ['WANMI_WEBHOOK_NETWORKS'] },
    { given: {}, says: ['DATABASE_URL', 'WANMI_DATA_DIR', 'WANMI_SECRET_FILE'] },
    { given: { ...least, DATABASE_URL: 'mysql://h', REDIS_URL: 'http://r' }, says: ['DATABASE_URL', 'REDIS_URL'] },
    { given: { ...least, S3_BUCKET: 'photos' }, says: ['S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY missing'] },
    { given: { ...least, WANMI_DISPATCHER_PORT: '1' }, says: ['WANMI_DISPATCHER_HOST missing'] },
    { given: { ...least, WANMI_DISPATCHER_CONCURRENCY: '0' }, says: ['WANMI_DISPATCHER_CONCURRENCY'] },
  ])('names every problem of $given', ({ given, says }) => {
    for (const name of says) expect(() => readConfig(given)).toThrow(name);
  });
});
