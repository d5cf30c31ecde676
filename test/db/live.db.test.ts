import { runCommand } from '@wanmi/cases';
import { connect, live } from '@wanmi/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseDesk, give, openCaseDesk, registered, SANITATION } from '../support/case-desk.ts';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk({ connections: 8 });
});
afterAll(() => open.close());

// Transaction ids are shared by all databases of a server: a transaction of another test may hold events back a moment.
async function readUntil(start: live.LiveCursor, count: number, limit = 100) {
  const events: live.LiveEvent[] = [];
  let cursor = start;
  await expect
    .poll(
      async () => {
        const page = await read(cursor, limit);
        events.push(...page.events);
        cursor = page.cursor;
        return events.length;
      },
      { interval: 5, timeout: 30_000 },
    )
    .toBeGreaterThanOrEqual(count);
  return { events, cursor };
}

const read = (cursor: live.LiveCursor, limit = 100) => live.readEventsAfter(open.desk.db, cursor, limit);
const named = ({ events }: { events: readonly live.LiveEvent[] }) =>
  events.map(({ caseId, event }) => `${caseId} ${event.type}`);

test('a reader gets what came after it stood at the head, in order and once', async () => {
  const start = await live.head(open.desk.db);
  const { caseId } = await registered(open, { channel: 'inspector' });
  const first = await readUntil(start, 3);
  expect(named(first)).toEqual(['case-reported', 'case-accepted', 'case-filed'].map((type) => `${caseId} ${type}`));
  expect(first.events.every(({ areaCode }) => areaCode === '110101001001001')).toBe(true);
  await give(open, caseId, { as: 'dispatcher', type: 'dispatch', departmentCode: SANITATION });
  const second = await readUntil(first.cursor, 1);
  expect(named(second)).toEqual([`${caseId} case-dispatched`]);
  expect(second.events[0]).toMatchObject({ seq: 4, version: 4, departments: [SANITATION] });
  expect((await read(second.cursor)).events).toEqual([]);
});

test('pages of any size give the same order', async () => {
  const start = await live.head(open.desk.db);
  await Promise.all(Array.from({ length: 10 }, () => registered(open, { channel: 'inspector' })));
  const whole = named(await readUntil(start, 30));
  expect(whole).toHaveLength(30);
  expect(named(await readUntil(start, 30, 7))).toEqual(whole);
});

test('an event that commits late is not skipped by a reader that read meanwhile', async () => {
  const start = await live.head(open.desk.db);
  const { caseId } = await registered(open);
  const slow = connect(open.database.url, { max: 1 });
  let early: Awaited<ReturnType<typeof read>> | undefined;
  let later = '';
  await slow.transaction().execute(async (trx) => {
    await runCommand(
      { ...open.desk, db: trx },
      caseId,
      { type: 'accept', expectedVersion: 1 },
      { by: open.as('acceptor') },
    );
    ({ caseId: later } = await registered(open)); // begins after the slow one and commits before it
    early = await read(start);
  });
  await slow.destroy();
  expect(named(early ?? { events: [] })).not.toContain(`${later} case-reported`);
  const rest = await readUntil(early?.cursor ?? start, 3 - (early?.events.length ?? 0));
  expect([...named(early ?? { events: [] }), ...named(rest)]).toEqual([
    `${caseId} case-reported`,
    `${caseId} case-accepted`,
    `${later} case-reported`,
  ]);
});

test('a transaction that only reads holds nobody up', async () => {
  const start = await live.head(open.desk.db);
  const reader = connect(open.database.url, { max: 1 });
  await reader.transaction().execute(async (trx) => {
    await sql`select count(*) from case_event`.execute(trx);
    const { caseId } = await registered(open);
    expect(named(await readUntil(start, 1))).toEqual([`${caseId} case-reported`]);
  });
  await reader.destroy();
});

test('cursors compare by transaction, then by number', () => {
  const at = (txid: bigint, logId: number) => ({ epoch: 'e', txid, logId });
  const order = [at(9n, 5), at(10n, 1), at(10n, 2), at(18_446_744_073_709_551_615n, 0)];
  expect(order.toReversed().toSorted(live.compareCursors)).toEqual(order);
});
