import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DAY_MS, type Instant } from '@wanmi/kernel';
import { fullKey, type MediaStore, openStore, thumbnailKey } from '@wanmi/media';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSchedules } from '../../services/dispatcher/src/schedules.ts';
import { type CaseDesk, openCaseDesk } from '../support/case-desk.ts';

let open: CaseDesk;
let client: pg.Client;
let folder: string;
let store: MediaStore;
beforeAll(async () => {
  open = await openCaseDesk();
  client = new pg.Client(open.database.url);
  await client.connect();
  folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-media-'));
  store = openStore({ kind: 'folder', folder });
});
afterAll(async () => {
  await client.end();
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (name: string): Promise<number> => {
  const schedule = makeSchedules(store).find((one) => one.name === name);
  if (!schedule) throw new Error(`no schedule ${name}`);
  return schedule.run(open.desk);
};
const ago = (ms: number): Date => new Date(open.desk.now() - ms);
const column = async (statement: string): Promise<unknown[]> => {
  const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
  return rows.map(([value]) => value);
};

describe('schedules', () => {
  test.each([
    { now: '2027-10-31T23:59:59+08:00', months: ['202710', '202711', '202712', '202801'] },
    { now: '2028-01-01T00:00:00+08:00', months: ['202801', '202802', '202803', '202804'] },
  ])('make the partitions of the months ahead at $now', async ({ now, months }) => {
    open.setTime(Date.parse(now) as Instant);
    await run('partitions-ahead');
    await run('partitions-ahead');
    const tables = await column(`select relname::text from pg_class where relname ~ '^case_event_2' order by relname`);
    expect(tables).toEqual(expect.arrayContaining(months.map((month) => `case_event_${month}`)));
    expect(tables).not.toContain(`case_event_${Number(months.at(-1)) + 1}`);
  });

  test('keep answers for 90 days', async () => {
    await client.query(
      `insert into idempotency (user_id, key, request_hash, status, body, created_at)
       select 'u', kind || n, '\\x00', 200, 'null', at from (values ('old-', $1::timestamptz, 2300), ('new-', $2, 1))
       as kept (kind, at, count), generate_series(1, count) as n`,
      [ago(90 * DAY_MS + 1), ago(90 * DAY_MS)],
    );
    expect(await run('old-answers')).toBe(2300);
    expect(await column('select key from idempotency')).toEqual(['new-1']);
  });

  test('drop refresh tokens a day after their end', async () => {
    const [user] = await column('select user_id from app_user limit 1');
    await client.query(
      `insert into refresh_token (token_hash, family_id, user_id, expires_at)
       values ('\\x01', 'f', $1, $2), ('\\x02', 'f', $1, $3)`,
      [user, ago(DAY_MS + 1), ago(DAY_MS)],
    );
    expect(await run('expired-tokens')).toBe(1);
    expect(await column(`select encode(token_hash, 'hex') from refresh_token`)).toEqual(['02']);
  });

  test('remove photos that no case took within a day, with their files', async () => {
    const photos = [
      ...Array.from({ length: 60 }, (_, index) => ({ id: `old-${index}`, age: DAY_MS + 1, caseId: null })),
      { id: 'fresh', age: DAY_MS, caseId: null },
      { id: 'used', age: 2 * DAY_MS, caseId: '110101-202611-c' },
    ];
    for (const { id, age, caseId } of photos) {
      await client.query(
        `insert into media (media_id, uploaded_by, case_id, sha256, bytes, width, height, mime, created_at)
         values ($1, 'u', $2, '\\x00', 1, 1, 1, 'image/jpeg', $3)`,
        [id, caseId, ago(age)],
      );
      for (const key of [fullKey(id), thumbnailKey(id)]) await store.put(key, new Uint8Array([1]), 'image/jpeg');
    }
    expect(await run('unused-photos')).toBe(60);
    expect(await column('select media_id from media order by media_id')).toEqual(['fresh', 'used']);
    const left = await Promise.all(photos.map(async ({ id }) => ((await store.has(fullKey(id))) ? id : undefined)));
    expect(left.filter((id) => id !== undefined)).toEqual(['fresh', 'used']);
    expect(await store.has(thumbnailKey('old-0'))).toBe(false);
  });
});
