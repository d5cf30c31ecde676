import { runCommand } from '@wanmi/cases';
import { caseKeyOf, cases, outbox } from '@wanmi/db';
import { HOUR_MS, type Instant } from '@wanmi/kernel';
import { HopelessJobError } from '@wanmi/queue';
import type { CaseState, Effect } from '@wanmi/workflow';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { handleFollow } from '../../services/dispatcher/src/handlers/follow.handler.ts';
import { makeNotifyHandler } from '../../services/dispatcher/src/handlers/notify.handler.ts';
import { type CaseDesk, give, MONDAY, openCaseDesk, registered, TO_CLOSED, TO_HANDLING } from '../support/case-desk.ts';

// What one case asks of another, or of the rules: carried out by the dispatcher, once, whatever is delivered twice.

let open: CaseDesk;
beforeAll(async () => {
  open = await openCaseDesk();
});
afterEach(() => open.setTime(MONDAY));
afterAll(() => open.close());

const stateOf = async (caseId: string): Promise<CaseState> => {
  const key = caseKeyOf(caseId);
  const state = key && (await cases.find(open.desk.db, key));
  if (!state) throw new Error(`no case ${caseId}`);
  return state;
};
/** What waits in the outbox of a case, of one type. */
const waiting = async (caseId: string, type: Effect['type']) =>
  (
    await open.desk.db
      .selectFrom('outbox')
      .select('effect_id')
      .where('case_id', '=', caseId)
      .where(sql<boolean>`effect ->> 'type' = ${type}`)
      .orderBy('effect_id')
      .execute()
  ).map(({ effect_id }) => ({ effectId: effect_id, caseId }));
/** Carries out all that waits of one type, each twice. */
async function follow(caseId: string, type: Effect['type']): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const job of await waiting(caseId, type)) {
    outcomes.push(await handleFollow(open.desk, job), await handleFollow(open.desk, job));
  }
  return outcomes;
}
const merge = async (caseId: string, into: string) => {
  await give(open, caseId, { as: 'acceptor', type: 'merge', into });
  expect(await follow(caseId, 'adopt')).toEqual(['followed', 'done-before']);
};
const replyClock = async (caseId: string) => (await stateOf(caseId)).deadlines.find(({ stage }) => stage === 'reply');

describe('a merged case', () => {
  test('joins the one that counts, and its reporter is owed an answer once that one has ended', async () => {
    const [lead, follower] = [await registered(open), await registered(open)];
    await merge(follower.caseId, lead.caseId);
    expect(await stateOf(lead.caseId)).toMatchObject({ followers: [{ caseId: follower.caseId }] });
    expect(await stateOf(follower.caseId)).toMatchObject({ state: 'merged', into: lead.caseId, leadEnded: false });
    expect(await replyClock(follower.caseId)).toBeUndefined();

    await give(open, lead.caseId, ...TO_HANDLING, ...TO_CLOSED);
    expect(await follow(lead.caseId, 'tell-follower')).toEqual(['followed', 'done-before']);
    expect(await stateOf(follower.caseId)).toMatchObject({ state: 'merged', leadEnded: true });
    expect(await replyClock(follower.caseId)).toMatchObject({ clock: 'running' });
    const answered = { as: 'acceptor', type: 'reply', method: 'sent', answer: '已处置完毕' } as const;
    await give(open, follower.caseId, answered);
    expect(await replyClock(follower.caseId)).toMatchObject({ clock: 'done', outcome: 'in-time' });
  });

  test('that comes when the lead has ended is told at once', async () => {
    const [lead, follower] = [await registered(open), await registered(open)];
    await give(open, follower.caseId, { as: 'acceptor', type: 'merge', into: lead.caseId });
    await give(open, lead.caseId, { as: 'acceptor', type: 'reject', reason: '不属于受理范围' });
    await follow(follower.caseId, 'adopt');
    expect(await follow(lead.caseId, 'tell-follower')).toEqual(['followed', 'done-before']);
    expect(await stateOf(follower.caseId)).toMatchObject({ leadEnded: true });
  });

  test('goes on with the lead when the lead is merged itself', async () => {
    const [last, middle, first] = [await registered(open), await registered(open), await registered(open)];
    // The middle one is merged before it learns of its follower.
    await give(open, first.caseId, { as: 'acceptor', type: 'merge', into: middle.caseId });
    await merge(middle.caseId, last.caseId);
    await follow(first.caseId, 'adopt');
    await follow(middle.caseId, 'adopt');
    const { followers } = await stateOf(last.caseId);
    expect(followers.map(({ caseId }) => caseId).toSorted()).toEqual([first.caseId, middle.caseId].toSorted());
  });

  test('learns by notice, as does who registered it', async () => {
    const [lead, follower] = [await registered(open), await registered(open)];
    await merge(follower.caseId, lead.caseId);
    const notify = makeNotifyHandler(open.desk);
    for (const job of await waiting(follower.caseId, 'notify')) await notify(job);
    const told = await open.desk.db
      .selectFrom('notice')
      .select(['about', 'user_id'])
      .where('case_id', '=', follower.caseId)
      .execute();
    expect(told).toContainEqual({ about: 'case-merged', user_id: open.as('acceptor').userId });
  });
});

describe('an effect on another case', () => {
  test('that is delivered by many at once is done once', async () => {
    const [lead, follower] = [await registered(open), await registered(open)];
    await give(open, follower.caseId, { as: 'acceptor', type: 'merge', into: lead.caseId });
    const [job] = await waiting(follower.caseId, 'adopt');
    if (!job) throw new Error('nothing to adopt');
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => handleFollow(open.desk, job)));
    expect(outcomes.toSorted()).toEqual(['done-before', 'done-before', 'done-before', 'followed']);
    expect((await stateOf(lead.caseId)).followers).toHaveLength(1);
  });

  test('that has become pointless goes, and one whose case is gone stays for a person to see', async () => {
    const { caseId } = await registered(open);
    const insert = async (effect: Effect) => {
      const { rows } = await sql<{ effect_id: number }>`insert into outbox (district, case_month, case_id, seq, effect)
        values ('110101', 202611, ${caseId}, 1, ${JSON.stringify(effect)}::jsonb) returning effect_id`.execute(
        open.desk.db,
      );
      return { effectId: rows[0]?.effect_id ?? 0, caseId };
    };
    const end = 'closed';
    const stale = await insert({ type: 'tell-follower', follower: caseId as CaseState['id'], end });
    expect(await handleFollow(open.desk, stale)).toBe('stale');
    expect(await outbox.isEffectPending(open.desk.db, stale.effectId)).toBe(false);
    const gone = await insert({ type: 'tell-follower', follower: '110101-202611-gone' as CaseState['id'], end });
    await expect(handleFollow(open.desk, gone)).rejects.toThrow(HopelessJobError);
    expect(await outbox.isEffectPending(open.desk.db, gone.effectId)).toBe(true);
    await outbox.discardEffect(open.desk.db, gone.effectId);
  });
});

test('an arbitration becomes a proposed rule, once, for a person to decide', async () => {
  const { caseId } = await registered(open, { classCode: '06010' });
  await give(
    open,
    caseId,
    ...TO_HANDLING,
    { as: 'handler', type: 'return', reason: '不属于本部门' },
    { as: 'supervisor', type: 'arbitrate', departmentCode: 'landscaping', reason: '按职责清单' },
  );
  expect(await follow(caseId, 'propose-rule')).toEqual(['proposed', 'done-before']);
  const proposed = await open.desk.db
    .selectFrom('rule_proposal')
    .select(['department_code', 'class_code', 'origin'])
    .where('class_code', '=', '06010')
    .execute();
  expect(proposed).toEqual([{ department_code: 'landscaping', class_code: '06010', origin: 'arbitration' }]);
});

describe('refused merges', () => {
  test.each([
    { what: 'into itself', into: 'self', code: 'case-refused', reason: 'same-case' },
    { what: 'into an ended case', into: 'ended', code: 'case-refused', reason: 'other-ended' },
    { what: 'into a case that is not', into: '110101-202611-none', code: 'unknown-case', reason: undefined },
    { what: 'into a text that is no case id', into: '案件', code: 'unknown-case', reason: undefined },
    { what: 'of a case that others follow', into: 'other', code: 'case-refused', reason: 'has-followers' },
  ])('$what', async ({ into, code, reason }) => {
    const [mine, ended, other] = [await registered(open), await registered(open), await registered(open)];
    await give(open, ended.caseId, { as: 'acceptor', type: 'reject', reason: '重复' });
    if (into === 'other') await merge((await registered(open)).caseId, mine.caseId);
    const ids: Readonly<Record<string, string>> = { self: mine.caseId, ended: ended.caseId, other: other.caseId };
    open.setTime((MONDAY + HOUR_MS / 4) as Instant);
    const input = { type: 'merge', expectedVersion: 'latest', into: ids[into] ?? into } as const;
    const result = await runCommand(open.desk, mine.caseId, input, { by: open.as('acceptor') });
    expect(result).toMatchObject({ ok: false, error: { code } });
    if (!result.ok && reason) expect(result.error.details.reason).toBe(reason);
  });
});
