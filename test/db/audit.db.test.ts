import { type AuditFinding, verifyAudit } from '@wanmi/cases';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseDesk, give, openCaseDesk, registered, TO_CLOSED, TO_HANDLING } from '../support/case-desk.ts';

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterAll(() => open.close());

const verify = () => verifyAudit(open.desk.db, open.desk.auditKey);

/** A filed case of four events; the second has a note. */
async function filedCase(): Promise<string> {
  const { caseId } = await registered(open);
  await give(
    open,
    caseId,
    { as: 'acceptor', type: 'add-note', note: '来电人催促' },
    { as: 'acceptor', type: 'accept' },
    { as: 'leader', type: 'file' },
  );
  return caseId;
}

test('untouched histories are whole, and the report says what it cannot show', async () => {
  const { caseId } = await registered(open);
  await give(open, caseId, ...TO_HANDLING, ...TO_CLOSED);
  await filedCase();
  const report = await verify();
  expect(report).toMatchObject({ cases: 2, findings: [] });
  expect(report.events).toBe(15);
  expect(report.notSeen).toContain('seals');
});

test('with another key every event is doubted', async () => {
  const { findings } = await verifyAudit(open.desk.db, new Uint8Array(32));
  expect(findings.filter(({ problem }) => problem === 'changed')).toHaveLength(15);
});

const copyOfLast = (id: string) => sql`
  insert into case_event (district, case_month, case_id, seq, version, type, at, area_code, body, mac)
  select district, case_month, case_id, 5, version, type, at, area_code, body, mac from case_event
  where case_id = ${id} and seq = 4`;
const renumber = (id: string, from: number, to: number) =>
  sql`update case_event set seq = ${to} where case_id = ${id} and seq = ${from}`;

type Row = {
  readonly what: string;
  readonly tamper: (id: string) => readonly RawBuilder<unknown>[];
  readonly found: readonly Omit<AuditFinding, 'caseId' | 'contentId'>[];
};

test.each<Row>([
  {
    what: 'a changed event',
    tamper: (id) => [
      sql`update case_event set body = jsonb_set(body, '{by,userId}', '"other"') where case_id = ${id} and seq = 3`,
    ],
    found: [{ problem: 'changed', seq: 3 }],
  },
  {
    what: 'a changed instant',
    tamper: (id) => [sql`update case_event set at = at - interval '1 hour' where case_id = ${id} and seq = 4`],
    found: [{ problem: 'changed', seq: 4 }],
  },
  {
    what: 'a missing event',
    tamper: (id) => [sql`delete from case_event where case_id = ${id} and seq = 3`],
    found: [{ problem: 'missing', seq: 3 }],
  },
  {
    what: 'a missing first event',
    tamper: (id) => [sql`delete from case_event where case_id = ${id} and seq = 1`],
    found: [{ problem: 'missing', seq: 1 }],
  },
  {
    what: 'a missing last event',
    tamper: (id) => [sql`delete from case_event where case_id = ${id} and seq = 4`],
    found: [{ problem: 'missing', seq: 4 }],
  },
  { what: 'an added event', tamper: (id) => [copyOfLast(id)], found: [{ problem: 'added', seq: 5 }] },
  {
    what: 'an added event that the row knows of',
    tamper: (id) => [copyOfLast(id), sql`update urban_case set seq = 5 where case_id = ${id}`],
    found: [{ problem: 'changed', seq: 5 }],
  },
  {
    what: 'two events that changed places',
    tamper: (id) => [renumber(id, 2, 9), renumber(id, 3, 2), renumber(id, 9, 3)],
    found: [2, 3, 4].map((seq) => ({ problem: 'changed', seq })),
  },
  {
    what: 'a changed row',
    tamper: (id) => [
      sql`update urban_case set data = jsonb_set(data, '{handledOnSpot}', 'true') where case_id = ${id}`,
    ],
    found: [{ problem: 'row-changed' }],
  },
  {
    what: 'a row cut back with its last event',
    tamper: (id) => [
      sql`delete from case_event where case_id = ${id} and seq = 4`,
      sql`update urban_case set seq = 3 where case_id = ${id}`,
    ],
    found: [{ problem: 'row-changed' }],
  },
  {
    what: 'a row taken away',
    tamper: (id) => [sql`delete from urban_case where case_id = ${id}`],
    found: [{ problem: 'row-missing' }],
  },
  {
    what: 'a changed text',
    tamper: (id) => [sql`update case_content set body = '无人来电' where case_id = ${id} and kind = 'note'`],
    found: [{ problem: 'text-changed', seq: 2 }],
  },
  {
    what: 'a text taken away',
    tamper: (id) => [sql`delete from case_content where case_id = ${id} and kind = 'note'`],
    found: [{ problem: 'text-missing', seq: 2 }],
  },
  {
    what: 'an erased text, which is no fault',
    tamper: (id) => [sql`update case_content set body = null, erased_at = now() where case_id = ${id}`],
    found: [],
  },
  {
    what: 'a case removed whole, of which nothing can be seen',
    tamper: (id) =>
      ['urban_case', 'case_event', 'case_content'].map(
        (table) => sql`delete from ${sql.table(table)} where case_id = ${id}`,
      ),
    found: [],
  },
])('$what shows as $found', async ({ tamper, found }) => {
  const caseId = await filedCase();
  for (const statement of tamper(caseId)) await statement.execute(open.desk.db);
  const { findings } = await verify();
  const own = findings.filter((finding) => finding.caseId === caseId);
  expect(own).toEqual(found.map((one) => expect.objectContaining(one)));
});
