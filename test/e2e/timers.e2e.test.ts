import { registerReport } from '@wanmi/cases';
import { caseKeyOf, cases } from '@wanmi/db';
import { type Instant, MINUTE_MS } from '@wanmi/kernel';
import { openStore } from '@wanmi/media';
import { makeAddressGuard } from '@wanmi/notices';
import { openQueues, type Queues } from '@wanmi/queue';
import { type CaseState, timersOf } from '@wanmi/workflow';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { makeLog } from '../../services/dispatcher/src/make-log.ts';
import { type Dispatcher, startDispatcher } from '../../services/dispatcher/src/start-dispatcher.ts';
import { type CaseDesk, MONDAY, newKey, openCaseDesk, reportInput } from '../support/case-desk.ts';
import { emptyPostgresQueues } from '../support/empty-postgres-queues.ts';

/** With the fixture's hour for a signature. The clock is the test's, so timers are only handed over when due. */
const YELLOW = (MONDAY + 45 * MINUTE_MS) as Instant;
const RED = (MONDAY + 60 * MINUTE_MS + 1) as Instant;
const PACE = {
  ...{ relayMs: 20, timersMs: 20, horizonMs: 0, reconcileMs: 200, doubtMs: 1_000, failedRestMs: 60_000 },
  ...{ deliveriesMs: 50, recountMs: 50 },
};

let open: CaseDesk;
let client: pg.Client;
let running: { readonly queues: Queues; readonly dispatcher: Dispatcher } | undefined;

beforeAll(async () => {
  open = await openCaseDesk({ connections: 6 });
  client = new pg.Client(open.database.url);
  await client.connect();
});
afterEach(() => stop());
afterAll(async () => {
  await client.end();
  await open.close();
});

const start = async (): Promise<void> => {
  const queues = await openQueues({ databaseUrl: open.database.url, onError: () => undefined });
  const outlets = { mailer: null, guard: makeAddressGuard([]), webhookKey: new Uint8Array(32), publicUrl: null };
  const parts = { desk: open.desk, queues, outlets, log: makeLog('silent'), concurrency: 4, pace: PACE };
  const store = openStore({ kind: 'folder', folder: 'unused' });
  running = { queues, dispatcher: await startDispatcher({ ...parts, store }) };
};
const stop = async (): Promise<void> => {
  const stopping = running;
  running = undefined;
  await stopping?.dispatcher.stop();
  await stopping?.queues.close();
};
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

const stateOf = async (caseId: string): Promise<CaseState> => {
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(open.desk.db, key));
  if (!state) throw new Error(`no case ${caseId}`);
  return state;
};
const countEvents = async (caseId: string, type: string): Promise<number> => {
  const { rows } = await client.query('select from case_event where case_id = $1 and type = $2', [caseId, type]);
  return rows.length;
};
const expectTimersTrue = async (caseId: string): Promise<void> => {
  const { rows } = await client.query<{ timer_key: string; fire_at: Date }>(
    'select timer_key, fire_at from case_timer where case_id = $1 order by timer_key',
    [caseId],
  );
  const needed = timersOf(await stateOf(caseId)).toSorted((one, other) => (one.key < other.key ? -1 : 1));
  expect(rows).toEqual(needed.map(({ key, fireAt }) => ({ timer_key: key, fire_at: new Date(fireAt) })));
};

test('yellow and red come once each and order supervision, across a stop and an emptied queue', async () => {
  await start();
  const input = reportInput({ channel: 'inspector', classCode: '06010' });
  const answer = await registerReport(open.desk, open.as('inspector'), input, newKey());
  if (!answer.ok) throw answer.error;
  const { caseId } = answer.value.body;
  await until(async () => expect(await stateOf(caseId)).toMatchObject({ state: 'dispatched', light: 'green' }));

  open.setTime(YELLOW);
  await until(async () => expect(await stateOf(caseId)).toMatchObject({ light: 'yellow' }));
  await expectTimersTrue(caseId);

  await stop();
  await emptyPostgresQueues(client);
  open.setTime(RED);
  await start();
  await until(async () => expect(await stateOf(caseId)).toMatchObject({ light: 'red' }));
  const { supervisions } = await stateOf(caseId);
  expect(supervisions).toMatchObject([{ deadlineId: 'sign#1', by: null, to: { department: 'sanitation' } }]);
  await expectTimersTrue(caseId);

  // All of it again, with everything told anew: nothing more happens.
  await emptyPostgresQueues(client);
  open.setTime((RED + 1_000) as Instant); // what was told a second ago and is not done is told again
  await until(async () => expect((await client.query('select from outbox')).rowCount).toBe(0));
  expect(await countEvents(caseId, 'light-changed')).toBe(2);
  expect(await countEvents(caseId, 'supervision-ordered')).toBe(1);
  const notices = await client.query('select about from notice where case_id = $1 order by notice_id', [caseId]);
  expect(notices.rows.map(({ about }) => about)).toEqual(['case-dispatched', 'light-changed', 'supervision-ordered']);
});

test('timers that came due while nobody was there fire at the start', async () => {
  open.setTime(MONDAY);
  const input = reportInput({ channel: 'hotline' });
  const answer = await registerReport(open.desk, open.as('acceptor'), input, newKey());
  if (!answer.ok) throw answer.error;
  const { caseId } = answer.value.body;
  open.setTime((MONDAY + 180 * MINUTE_MS) as Instant);
  await start();
  await until(async () => {
    expect(await stateOf(caseId)).toMatchObject({ light: 'red', supervisions: [{ to: { role: 'acceptor' } }] });
    expect(await countEvents(caseId, 'deadline-escalated')).toBe(1);
  });
  expect(await countEvents(caseId, 'supervision-ordered')).toBe(1);
  await expectTimersTrue(caseId);
});
