import { runCommand } from '@wanmi/cases';
import { users } from '@wanmi/db';
import type { DepartmentCode } from '@wanmi/kernel';
import type { Actor } from '@wanmi/workflow';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseDesk, give, openCaseDesk, registered, TO_HANDLING } from '../support/case-desk.ts';

// Who gets the work inside a department: a member, a squad, or, by itself, the member answerable for the place.

let open: CaseDesk;
let caseId: string;
const DEPARTMENT = 'sanitation' as DepartmentCode;

async function addHandler(
  userId: string,
  area: string,
  squad: string | null = null,
  department: string = DEPARTMENT,
): Promise<void> {
  await sql`insert into app_user (user_id, username, display_name, password_hash) values (${userId}, ${userId}, ${userId}, 'x')`.execute(
    open.desk.db,
  );
  await sql`insert into post (user_id, role, area, department_code, squad)
    values (${userId}, 'handler', ${area}, ${department}, ${squad})`.execute(open.desk.db);
}

const head: Actor = {
  ...{ kind: 'user', userId: 'u-the-head' as never },
  posts: [{ role: 'head', area: '110101', department: DEPARTMENT }],
};
const assign = (fields: { readonly assignee?: string; readonly squad?: string }) =>
  runCommand(open.desk, caseId, { type: 'assign', expectedVersion: 'latest', ...fields }, { by: head });

beforeAll(async () => {
  open = await openCaseDesk();
  ({ caseId } = await registered(open));
  for (const step of TO_HANDLING) await give(open, caseId, step);
  await addHandler('u-street', '110101001');
  await addHandler('u-community', '110101001001', '作业一队');
});
afterAll(() => open.close());

describe('assigning inside a department', () => {
  test('goes to the member with the longest area that covers the place when nobody is named', async () => {
    const result = await assign({});
    expect(result).toMatchObject({ ok: true, value: { body: { assignee: 'u-community' } } });
  });

  test('to a squad is for squads of the department', async () => {
    expect(await assign({ squad: '作业一队' })).toMatchObject({ ok: true, value: { body: { squad: '作业一队' } } });
    const strange = await assign({ squad: '九队' });
    expect(strange).toMatchObject({ ok: false, error: { code: 'unknown-person' } });
  });

  test('stays inside: nobody of a department that only assists gets the lead’s work', async () => {
    const { caseId: joint } = await registered(open);
    for (const step of TO_HANDLING.slice(0, -2)) await give(open, joint, step);
    const assisting = [{ departmentCode: 'street-lighting' }];
    await give(open, joint, { as: 'dispatcher', type: 'dispatch', departmentCode: DEPARTMENT, assisting });
    await addHandler('u-lights', '110101', null, 'street-lighting');
    const command = { type: 'assign', expectedVersion: 'latest', assignee: 'u-lights' } as const;
    expect(await runCommand(open.desk, joint, command, { by: head })).toMatchObject({
      ...{ ok: false, error: { code: 'unknown-person' } },
    });
  });

  test('is left to the head when two answer for the same area', async () => {
    await addHandler('u-second', '110101001001');
    expect(await assign({})).toMatchObject({
      ok: false,
      error: { code: 'case-refused', details: { reason: 'assignee-needed' } },
    });
    const none = { departments: ['water' as DepartmentCode], areaCode: '110101001001001' };
    expect(await users.findAnswerable(open.desk.db, none)).toBeUndefined();
  });
});
