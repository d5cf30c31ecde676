import {
  type CommandInput,
  type Desk,
  type OpenReference,
  openReference,
  type ReportInput,
  registerReport,
  runCommand,
} from '@wanmi/cases';
import type { CaseView } from '@wanmi/contracts';
import { connect } from '@wanmi/db';
import type { DepartmentCode, Instant, UserId } from '@wanmi/kernel';
import { type Actor, ROLES, type Role } from '@wanmi/workflow';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { DISTRICT, type FixtureOptions, loadReferenceFixture, pointIn } from './reference-fixture.ts';

/** The case core on a database of its own, with the fixture's reference data and a clock that the test sets. */
export type CaseDesk = {
  readonly desk: Desk;
  readonly database: TestDatabase;
  readonly reference: OpenReference;
  /** The person who holds the role in the fixture. */
  readonly as: (role: Role) => Actor & { kind: 'user' };
  readonly setTime: (at: Instant) => void;
  readonly close: () => Promise<void>;
};

export const SANITATION = 'sanitation' as DepartmentCode;
export const system: Actor = { kind: 'system', name: 'dispatcher' };
/** Monday, 09:00 in China. */
export const MONDAY = Date.parse('2026-11-16T09:00:00+08:00') as Instant;

/** Opens a desk on a fresh database. `close` drops it. */
export async function openCaseDesk(
  options: FixtureOptions & { readonly connections?: number } = {},
): Promise<CaseDesk> {
  const database = await createTestDatabase();
  await loadReferenceFixture(database.url, options);
  const db = connect(database.url, { max: options.connections ?? 4 });
  const ids = await db.selectFrom('app_user').select(['user_id', 'username']).execute();
  const userIds = new Map(ids.map(({ user_id, username }) => [username, user_id as UserId]));
  let now = MONDAY;
  const reference = await openReference(db, { now: () => now, pollMs: 3_600_000 });
  let id = 0;
  const desk: Desk = {
    db,
    now: () => now,
    newId: () => `t${++id}`,
    reference: reference.current,
    auditKey: new Uint8Array(32).fill(7),
  };
  return {
    desk,
    database,
    reference,
    as: (role) => personOf(role, userIds.get(role)),
    setTime: (at) => {
      now = at;
    },
    close: async () => {
      await reference.close();
      await db.destroy();
      await database.drop();
    },
  };
}

function personOf(role: Role, userId: UserId | undefined): Actor & { kind: 'user' } {
  if (userId === undefined) throw new Error(`the fixture has no ${role}, needs one of ${ROLES.join(', ')}`);
  const department = role === 'head' || role === 'handler' ? SANITATION : null;
  return { kind: 'user', userId, posts: [{ role, area: DISTRICT, department }] };
}

/** A hotline report of exposed rubbish with a person's name and phone. */
export const reportInput = (change: Partial<ReportInput> = {}): ReportInput => ({
  channel: 'hotline',
  kind: 'matter',
  classCode: '06001',
  position: { ...pointIn(0), datum: 'wgs84' },
  text: '路边有一堆生活垃圾',
  reporter: { name: '李女士', phone: '13812345678' },
  ...change,
});

/** A key of its own for each request. */
export const newKey = (() => {
  let number = 0;
  return (body = 'body') => {
    number += 1;
    return { key: `key-${number}`, requestHash: new TextEncoder().encode(body) };
  };
})();

/** Registers a report and returns its view. Throws when it is refused. */
export async function registered(open: CaseDesk, change: Partial<ReportInput> = {}): Promise<CaseView> {
  const role = change.channel === 'inspector' ? 'inspector' : 'acceptor';
  const result = await registerReport(open.desk, open.as(role), reportInput(change), newKey());
  if (!result.ok) throw result.error;
  return result.value.body;
}

/** A command and the role that gives it; `system` is the dispatch worker. */
export type Step = Omit<CommandInput, 'expectedVersion'> & { readonly as: Role | 'system' };

/** Gives commands one after the other at the version found. Throws at the first that is refused. */
export async function give(open: CaseDesk, caseId: string, ...steps: readonly Step[]): Promise<CaseView> {
  let view: CaseView | undefined;
  for (const { as, ...input } of steps) {
    const actor = as === 'system' ? system : open.as(as);
    const result = await runCommand(open.desk, caseId, { ...input, expectedVersion: 'latest' }, { by: actor });
    if (!result.ok) throw result.error;
    view = result.value.body;
  }
  if (view === undefined) throw new Error(`no commands for case ${caseId}`);
  return view;
}

/** From a hotline report to the department at work. */
export const TO_HANDLING: readonly Step[] = [
  { as: 'acceptor', type: 'request-verification' },
  { as: 'inspector', type: 'submit-verification', result: 'exists' },
  { as: 'leader', type: 'file' },
  { as: 'dispatcher', type: 'dispatch', departmentCode: SANITATION },
  { as: 'handler', type: 'sign' },
];

/** From the department at work to the end; the fixture sends the check task by itself. */
export const TO_CLOSED: readonly Step[] = [
  { as: 'handler', type: 'submit-result', outcome: 'A' },
  { as: 'dispatcher', type: 'confirm-feedback' },
  { as: 'inspector', type: 'submit-check', result: 'pass' },
  { as: 'leader', type: 'close' },
];
