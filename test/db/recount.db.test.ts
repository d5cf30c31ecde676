import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findUncovered } from '@wanmi/cases';
import { caseKeyOf, cases, notices } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { type CaseState, timersOf } from '@wanmi/workflow';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importCalendar } from '../../scripts/import/import-settings.ts';
import { recountStep, warnOfUncovered } from '../../services/dispatcher/src/recount-deadlines.ts';
import { type CaseDesk, give, openCaseDesk, registered } from '../support/case-desk.ts';

/** Ten minutes before the last close of business of 2026: any limit in working time reaches into 2027. */
const LATE = Date.parse('2026-12-31T17:50:00+08:00') as Instant;
const FILE = path.join(import.meta.dirname, '../../data/calendar/cn-mainland.json');

let open: CaseDesk;
let client: pg.Client;
beforeAll(async () => {
  open = await openCaseDesk();
  client = new pg.Client(open.database.url);
  await client.connect();
  await client.query('select make_case_partitions(202612, 202701)');
});
afterAll(async () => {
  await client.end();
  await open.close();
});

const stateOf = async (caseId: string): Promise<CaseState> => {
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(open.desk.db, key));
  if (!state) throw new Error(`no case ${caseId}`);
  return state;
};
const timersIn = async (caseId: string) => {
  const { rows } = await client.query<{ timer_key: string; fire_at: Date }>(
    'select timer_key, fire_at from case_timer where case_id = $1 order by timer_key',
    [caseId],
  );
  return rows.map(({ timer_key, fire_at }) => `${timer_key} ${fire_at.getTime()}`);
};
const timersNeeded = (state: CaseState) =>
  timersOf(state)
    .map(({ key, fireAt }) => `${key} ${fireAt}`)
    .toSorted();
const handling = (state: CaseState) => state.deadlines.find(({ id }) => id === 'handle#1');
/** Imports both calendars, some days of 2027 added or not; the walk may begin at once. */
const importYear = async (days: readonly string[]): Promise<void> => {
  const calendar = JSON.parse(readFileSync(FILE, 'utf8')) as { days: object[]; covered: number[] };
  const published = days.map((date) => ({ date, name: '元旦', off: true }));
  const covered = days.length > 0 ? [...calendar.covered, 2027] : calendar.covered;
  const text = JSON.stringify({ ...calendar, days: [...calendar.days, ...published], covered });
  for (const name of ['city', 'duty'] as const) await importCalendar(open.desk.db, name, { name: 'c.json', text });
  await open.reference.refresh();
  await client.query(`update reference_version set changed_at = now() - interval '1 minute' where kind = 'calendar'`);
};
const walk = async (): Promise<number> => {
  let looked = 0;
  for (;;) {
    const step = await recountStep(open.desk, () => undefined);
    if (step === undefined) return looked;
    looked += step;
  }
};

test('a deadline counted without the year’s holidays is warned of once, and moves with its timers when the year is loaded', async () => {
  await walk();
  open.setTime(LATE);
  const ids: string[] = [];
  for (let i = 0; i < 60; i += 1) {
    const { caseId } = await registered(open, { channel: 'inspector', classCode: '06010' });
    ids.push(caseId);
  }
  const [first = '', ended = ''] = ids;
  for (const caseId of [first, ended]) {
    await give(open, caseId, { as: 'dispatcher', type: 'dispatch', departmentCode: 'sanitation' });
  }
  const before = await stateOf(first);
  expect(handling(before)).toMatchObject({ provisional: true });
  expect(await findUncovered(open.desk)).toMatchObject({
    cases: expect.any(Number),
    years: [{ year: 2027 }, { year: 2027 }],
  });

  expect([await warnOfUncovered(open.desk), await warnOfUncovered(open.desk)]).toEqual([1, 0]);
  const told = await notices.listFor(open.desk.db, open.as('admin'), { before: null, limit: 10, unread: false });
  expect(told).toMatchObject([
    { caseId: null, about: 'calendar-uncovered', details: { year: 2027, zone: 'Asia/Shanghai' } },
  ]);

  await importYear(['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04', '2027-01-05']);
  expect(await walk()).toBe(60);
  expect(await walk()).toBe(0);
  const after = await stateOf(first);
  expect(handling(after)?.dueAt).toBeGreaterThan(handling(before)?.dueAt ?? 0);
  expect(handling(after)).toMatchObject({ provisional: false });
  expect(await timersIn(first)).toEqual(timersNeeded(after));
  const { rows } = await client.query(
    `select body from case_event where case_id = $1 and type = 'deadlines-recounted'`,
    [first],
  );
  expect(rows).toHaveLength(1);
  expect(await findUncovered(open.desk)).toEqual({ cases: 0, years: [] });
});

test('a walk waits until every process has read the calendar, and one process walks at a time', async () => {
  await importYear(['2027-01-01']);
  await client.query(`update reference_version set changed_at = now() where kind = 'calendar'`);
  expect(await recountStep(open.desk, () => undefined)).toBeUndefined();
  await client.query(`update reference_version set changed_at = now() - interval '1 minute' where kind = 'calendar'`);
  await client.query('begin; select from deadline_recount for update');
  expect(await recountStep(open.desk, () => undefined)).toBeUndefined();
  await client.query('rollback');
  expect(await recountStep(open.desk, () => undefined)).toBe(50);
  // Another process goes on where this one ended.
  expect((await client.query('select after_case is null as over, looked from deadline_recount')).rows).toEqual([
    { over: false, looked: '50' },
  ]);
  expect(await walk()).toBe(10);
  expect((await client.query('select after_case is null as over, looked from deadline_recount')).rows).toEqual([
    { over: true, looked: '60' },
  ]);
});
