import { housekeeping } from '@wanmi/db';
import type { CaseId, Instant } from '@wanmi/kernel';
import type { Role } from '@wanmi/workflow';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  countUnread,
  findSettled,
  listFor,
  markRead,
  markReadTo,
  recordNotices,
  tellRoleOnce,
} from '../../packages/db/src/notices.ts';
import { type CaseDesk, openCaseDesk, registered } from '../support/case-desk.ts';

let open: CaseDesk;
let client: pg.Client;
let caseId: string;
beforeAll(async () => {
  open = await openCaseDesk();
  client = new pg.Client(open.database.url);
  await client.connect();
  caseId = (await registered(open)).caseId;
});
afterEach(() =>
  client.query('truncate notice, notice_mark, notice_read, notice_delivery, outbox restart identity cascade'),
);
afterAll(async () => {
  await client.end();
  await open.close();
});

const db = () => open.desk.db;
const reader = (role: Role) => open.as(role);
type To = { readonly userId?: string; readonly department?: string; readonly role?: string };
/** Writes notices to someone, a while ago unless said otherwise; returns their numbers. */
const told = async (to: To, count = 1, secondsAgo = 600): Promise<number[]> => {
  const { rows } = await client.query<{ notice_id: string }>(
    `insert into notice (effect_id, user_id, department_code, role, area_code, case_id, about, created_at)
     select (select coalesce(max(effect_id), 0) from notice) + n, $1, $2, $3, '110101001001001', $4, 'case-dispatched',
       now() - make_interval(secs => $5) from generate_series(1, $6::integer) as n returning notice_id`,
    [to.userId ?? null, to.department ?? null, to.role ?? null, caseId, secondsAgo, count],
  );
  return rows.map(({ notice_id }) => Number(notice_id));
};
const list = (role: Role, unread = false) => listFor(db(), reader(role), { before: null, limit: 50, unread });
const numbers = async (role: Role, unread = false) => (await list(role, unread)).map(({ noticeId }) => noticeId);

describe('a list of notices', () => {
  test('holds what is for the person, the department and the post, newest first, each once', async () => {
    const [own = 0] = await told({ userId: reader('handler').userId });
    const [department = 0] = await told({ department: 'sanitation' });
    const [post = 0] = await told({ role: 'handler' });
    await told({ role: 'leader' });
    await told({ department: 'water-supply' });
    expect(await numbers('handler')).toEqual([post, department, own]);
    expect(await list('handler')).toMatchObject([{ caseId, caseNo: expect.any(String), read: false }, {}, {}]);
    expect(await countUnread(db(), reader('handler'))).toBe(3);
  });

  test('shows one to everybody of a role, wherever', async () => {
    const notice = { role: 'admin', about: 'calendar-uncovered', onceKey: 'k', details: { year: 2027 } };
    expect([await tellRoleOnce(db(), notice), await tellRoleOnce(db(), notice)]).toEqual([true, false]);
    expect(await list('admin')).toMatchObject([{ caseId: null, details: { year: 2027 } }]);
    expect(await numbers('leader')).toEqual([]);
  });
});

describe('what a person has read', () => {
  test('is each person’s own, also of a notice to a department', async () => {
    const [first = 0, second = 0] = await told({ department: 'sanitation' }, 2);
    await markRead(db(), reader('handler'), [second]);
    expect(await numbers('handler', true)).toEqual([first]);
    expect(await numbers('head', true)).toEqual([second, first]);
  });

  test('does not grow with notices that are not the person’s', async () => {
    const [strange = 0] = await told({ role: 'leader' });
    await told({ role: 'handler' });
    await markRead(db(), reader('handler'), [strange, 999_999]);
    expect((await client.query('select from notice_read')).rowCount).toBe(0);
    expect(await countUnread(db(), reader('leader'))).toBe(1);
  });

  test('is a mark once everything below it is read, whatever the order', async () => {
    const ids = await told({ userId: reader('handler').userId }, 5);
    for (const id of [ids[2], ids[4], ids[1], ids[3]]) await markRead(db(), reader('handler'), [id ?? 0]);
    expect(await countUnread(db(), reader('handler'))).toBe(1);
    await markRead(db(), reader('handler'), [ids[0] ?? 0]);
    expect(await countUnread(db(), reader('handler'))).toBe(0);
    expect((await client.query('select from notice_read')).rowCount).toBe(0);
    expect((await client.query('select read_to from notice_mark')).rows).toEqual([{ read_to: String(ids[4]) }]);
  });

  test('is all that a list showed, and nothing that appears behind it later', async () => {
    const late = new pg.Client(open.database.url);
    await late.connect();
    await told({ department: 'sanitation' }, 2);
    // A notice takes its number, and commits only after the list was read.
    await late.query('begin');
    const { rows } = await late.query<{ notice_id: string }>(
      `insert into notice (effect_id, department_code, area_code, case_id, about)
       values (77, 'sanitation', '110101001001001', $1, 'case-dispatched') returning notice_id`,
      [caseId],
    );
    const hidden = Number(rows[0]?.notice_id);
    const [young = 0] = await told({ department: 'sanitation' }, 1, 0);
    expect(young).toBeGreaterThan(hidden);
    const seen = await findSettled(db(), reader('handler'), young);
    await late.query('commit');
    await late.end();
    await markReadTo(db(), reader('handler'), seen);
    expect(await numbers('handler', true)).toEqual([hidden]);
  });

  test('moves no mark over the young, whatever the client says it has seen', async () => {
    const [young = 0] = await told({ department: 'sanitation' }, 1, 0);
    await markReadTo(db(), reader('handler'), { to: 1_000_000, young: [] });
    expect(await numbers('handler', true)).toEqual([young]);
  });

  test('is counted up to a thousand', async () => {
    await told({ department: 'sanitation' }, 1_200);
    expect(await countUnread(db(), reader('handler'))).toBe(1_000);
  });
});

test('old notices go, with what was read of them', async () => {
  const [old = 0] = await told({ role: 'leader' }, 1, 91 * 86_400);
  const [own = 0] = await told({ userId: reader('handler').userId }, 1, 91 * 86_400);
  const [, kept = 0] = await told({ department: 'sanitation' }, 2);
  await markRead(db(), reader('leader'), [old]);
  await client.query('insert into notice_read values ($1, $2), ($1, $3)', [reader('handler').userId, own, kept]);
  const before = (Date.now() - 90 * 86_400_000) as Instant;
  expect(await housekeeping.deleteOldNotices(db(), before, 1)).toBe(1);
  expect(await housekeeping.deleteOldNotices(db(), before, 10)).toBe(1);
  expect(await housekeeping.deleteOldNotices(db(), before, 10)).toBe(0);
  expect(await housekeeping.deleteOldMarks(db())).toBe(1);
  expect(await numbers('handler', true)).toHaveLength(1);
});

test('many effects are told in one statement: each once, and what is missing is said', async () => {
  const { rows } = await client.query<{ effect_id: string }>(
    `insert into outbox (district, case_month, case_id, seq, effect)
     select left(c, 6), substr(c, 8, 6)::integer, c, 1, '{"type":"notify","to":{"department":"sanitation"},"about":"case-dispatched","urgent":true}'
     from unnest($1::text[]) as c returning effect_id`,
    [[caseId, caseId, '110101-202611-gone']],
  );
  const asked = rows.map(({ effect_id }, i) => ({
    effectId: Number(effect_id),
    caseId: (i === 2 ? '110101-202611-gone' : caseId) as CaseId,
  }));
  const done = { effectId: 999, caseId: caseId as CaseId };
  expect(await recordNotices(db(), [...asked, done])).toEqual(['noticed', 'noticed', 'case-missing', 'done-before']);
  expect(await recordNotices(db(), asked)).toEqual(['done-before', 'done-before', 'case-missing']);
  expect(await list('handler')).toMatchObject([{ urgent: true }, { urgent: true }]);
});
