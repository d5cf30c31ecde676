import type { DepartmentCode, UserId } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  at,
  type Built,
  CLEANING,
  caseIn,
  factsOf,
  give,
  person,
  policy,
  ref,
  reported,
  reportOf,
  system,
  WATER,
} from '../../../test/support/build-case.ts';
import { decide, decideReport, explainRefusal, replay, timersOf } from './index.ts';

const reason = ref('reason');
const leader = factsOf(person('leader'));
const dispatcher = factsOf(person('dispatcher'));
const handler = factsOf(person('handler'));
const acceptor = factsOf(person('acceptor'));
const inspector = factsOf(person('inspector'));
const refused = (built: Built, command: Parameters<typeof decide>[1], facts: Parameters<typeof decide>[2]) => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? 'accepted' : outcome.error.reason;
};

describe('report, verify, file', () => {
  test('[W10] a trusted report needs no verification; filed at once where the city says so', () => {
    const facts = factsOf(person('inspector'));
    expect(reported({ channel: 'inspector' }, facts).state).toMatchObject({
      state: 'verified',
      verification: 'not-needed',
    });
    const auto = { ...facts, policy: { ...policy, autoFileChannels: ['inspector'] as const } };
    const decision = decideReport(reportOf({ channel: 'inspector' }), auto);
    expect(decision).toMatchObject({ ok: true, value: { effects: [{ type: 'route-case' }] } });
    expect(reported({ channel: 'inspector' }, auto).state.state).toBe('filed');
    expect(reported().state.state).toBe('reported');
  });

  test('[W11] a report in a grid not managed yet waits for the acceptor with that reason', () => {
    const built = reported({ channel: 'inspector', managed: false }, factsOf(person('inspector')));
    expect(built.state).toMatchObject({ state: 'reported', heldBecause: 'grid-not-managed' });
  });

  test.each([
    { channel: 'hotline', role: 'acceptor', ok: true },
    { channel: 'hotline', role: 'inspector', ok: false },
    { channel: 'inspector', role: 'inspector', ok: true },
    { channel: 'inspector', role: 'acceptor', ok: false },
    { channel: 'department', role: 'handler', ok: true },
  ] as const)('[W12] a $role registers a $channel report: $ok', ({ channel, role, ok }) => {
    expect(decideReport(reportOf({ channel }), factsOf(person(role))).ok).toBe(ok);
  });

  test('[W12] who registers elsewhere is told the area of the place', () => {
    const decision = decideReport(reportOf({ channel: 'hotline' }), factsOf(person('inspector')));
    expect(decision.ok ? '' : explainRefusal(decision.error)).toMatch(
      /^a report of channel hotline in area \d+ is registered by acceptor of that area$/,
    );
  });

  test('[W12] only an inspector reports a thing handled on the spot', () => {
    expect(decideReport(reportOf({ handledOnSpot: true }), acceptor)).toMatchObject({
      error: { reason: 'on-spot-not-allowed' },
    });
  });

  test('[W13] the second "unable" goes to the leader, the first back to the acceptor', () => {
    const first = give(caseIn('verifying'), { type: 'submit-verification', result: 'unable' }, inspector);
    expect(first.state).toMatchObject({ state: 'verifying', task: { status: 'returned' } });
    expect(refused(first, { type: 'submit-verification', result: 'exists' }, inspector)).toBe('wrong-state');
    const again = give(first, { type: 'request-verification' }, acceptor);
    const second = give(again, { type: 'submit-verification', result: 'unable' }, inspector);
    expect(second.state).toMatchObject({
      state: 'verified',
      verification: 'unable',
      counts: { unableVerifications: 2 },
    });
  });

  test('[W14] what does not exist is rejected, not filed', () => {
    const built = give(caseIn('verifying'), { type: 'submit-verification', result: 'not-exists' }, inspector);
    expect(refused(built, { type: 'file' }, leader)).toBe('not-verified');
    expect(give(built, { type: 'reject', reason }, leader).state).toMatchObject({
      state: 'rejected',
      rejectedFrom: 'verified',
    });
  });

  test('[W15] a task with an inspector is not sent again', () => {
    expect(refused(caseIn('verifying'), { type: 'request-verification' }, acceptor)).toBe('task-not-returned');
    expect(refused(caseIn('checking'), { type: 'request-check' }, acceptor)).toBe('task-not-returned');
  });
});

describe('tasks on the spot', () => {
  const sent = (inspector: string) =>
    give(caseIn('confirmed'), { type: 'request-check', inspector: inspector as UserId }, acceptor);

  test('[W15] a late task is sent to somebody else, and the acceptor is told that it is late', () => {
    const facts = factsOf(system, at('16 11:01'));
    const command = { type: 'fire-timer', deadlineId: 'check#1', level: 'red' } as const;
    const outcome = decide(sent('gone').state, command, facts);
    expect(outcome.ok && outcome.value.effects).toContainEqual({
      type: 'notify',
      to: { role: 'acceptor' },
      about: 'light-changed',
    });
    const again = give(give(sent('gone'), command, facts), { type: 'request-check' }, acceptor);
    expect(again.state).toMatchObject({ state: 'checking', task: { inspector: null, status: 'open' } });
    expect(again.state.deadlines.filter(({ stage }) => stage === 'check')).toMatchObject([
      { clock: 'done' },
      { clock: 'running', light: 'green' },
    ]);
  });

  test('[W16] a task is not sent to somebody whose acts forbid the answer', () => {
    expect(refused(caseIn('confirmed'), { type: 'request-check', inspector: 'handler' as UserId }, acceptor)).toBe(
      'unfit-inspector',
    );
    const onSpot = reported({ channel: 'inspector', handledOnSpot: true }, inspector);
    expect(refused(onSpot, { type: 'request-verification', inspector: 'inspector' as UserId }, leader)).toBe(
      'unfit-inspector',
    );
  });

  test('[W14] what was handled on the spot and found not to exist is not closed either', () => {
    const onSpot = reported({ channel: 'inspector', handledOnSpot: true }, inspector);
    const sentOut = give(onSpot, { type: 'request-verification' }, leader);
    const other = factsOf(person('inspector', 'inspector2'));
    const built = give(sentOut, { type: 'submit-verification', result: 'not-exists' }, other);
    expect(refused(built, { type: 'close' }, leader)).toBe('not-verified');
  });
});

describe('dispatch and return', () => {
  test('[W20] dispatch starts the handling, signing and case clocks', () => {
    const { state } = caseIn('dispatched');
    const running = state.deadlines.filter(({ clock }) => clock === 'running');
    expect(running.map(({ id, dueAt }) => [id, dueAt])).toEqual([
      ['handle#1', at('16 15:00')],
      ['sign#1', at('16 11:00')],
      ['case#1', at('17 16:00')], // 15:00 + 2 confirm + 1 request + 2 check + 4 close working hours
    ]);
  });

  test('[W21] an undecided case stays filed and is marked', () => {
    const facts = factsOf(system);
    const built = give(caseIn('filed'), { type: 'leave-unrouted', explanation: { why: 'tie' } }, facts);
    expect(built.state).toMatchObject({ state: 'filed', unrouted: true });
    expect(give(built, { type: 'dispatch', department: CLEANING }, dispatcher).state.state).toBe('dispatched');
  });

  test.each([
    { department: 'nobody', assisting: [], reason: 'unknown-department' },
    { department: CLEANING, assisting: [CLEANING], reason: 'same-department' },
    { department: CLEANING, assisting: [WATER], reason: 'accepted' },
  ])('[W22] dispatch to $department with $assisting: $reason', ({ department, assisting, reason: expected }) => {
    const command = {
      type: 'dispatch',
      department: department as DepartmentCode,
      assisting: assisting.map((code) => ({ department: code })),
    } as const;
    expect(refused(caseIn('filed'), command, dispatcher)).toBe(expected);
  });

  const asked = () => give(caseIn('handling'), { type: 'return', reason, suggested: WATER }, handler);

  test('[W23] a return is asked, proposed and accepted by three people, and nothing else happens meanwhile', () => {
    expect(refused(asked(), { type: 'submit-result', outcome: 'A' }, handler)).toBe('return-pending');
    expect(refused(asked(), { type: 'accept-return' }, leader)).toBe('return-not-proposed');
    expect(refused(asked(), { type: 'propose-return' }, handler)).toBe('role-needed');
    const proposed = give(asked(), { type: 'propose-return' }, factsOf(person('dispatcher', 'dispatcher2')));
    expect(refused(proposed, { type: 'refuse-return', reason }, dispatcher)).toBe('return-already-proposed');
    expect(give(proposed, { type: 'accept-return' }, leader).state.state).toBe('filed');
  });

  test.each([
    { when: '16 14:00', late: false },
    { when: '16 15:00', late: false }, // exactly four working hours after 09:00
    { when: '16 15:01', late: true },
  ])('[W23] a return at $when is late: $late', ({ when, late }) => {
    const built = give(caseIn('handling'), { type: 'return', reason }, factsOf(person('handler'), at(when)));
    expect(built.state).toMatchObject({ returnRequest: { late } });
  });

  test('[W24] an accepted return voids the clocks, counts, and is not asked of the router again', () => {
    const proposed = give(asked(), { type: 'propose-return' }, factsOf(person('dispatcher', 'dispatcher2')));
    const outcome = decide(proposed.state, { type: 'accept-return' }, leader);
    expect(outcome.ok && outcome.value.effects).toEqual([
      { type: 'notify', to: { role: 'dispatcher' }, about: 'return-accepted' },
      { type: 'notify', to: { department: CLEANING }, about: 'return-accepted' },
    ]);
    const { state } = give(proposed, { type: 'accept-return' }, leader);
    expect(state).toMatchObject({ state: 'filed', unrouted: true, counts: { returns: 1 } });
    expect(state.deadlines.filter(({ outcome: judged }) => judged === 'void').map(({ id }) => id)).toEqual([
      'handle#1',
      'case#1',
    ]);
  });

  test('[W28] an accepted return withdraws the orders to that department, and no other', () => {
    const late = at('16 15:01');
    const red = give(asked(), { type: 'fire-timer', deadlineId: 'handle#1', level: 'red' }, factsOf(system, late));
    const toDispatcher = give(
      red,
      { type: 'fire-timer', deadlineId: 'decide-return#1', level: 'red' },
      factsOf(system, late),
    );
    expect(toDispatcher.state.supervisions.map(({ clockId }) => clockId)).toEqual(['supervision#1', 'supervision#2']);
    const proposed = give(
      toDispatcher,
      { type: 'propose-return' },
      factsOf(person('dispatcher', 'dispatcher2', {}), late),
    );
    const { state } = give(proposed, { type: 'accept-return' }, factsOf(person('leader'), late));
    expect(state.supervisions).toMatchObject([{ clockId: 'supervision#2', to: { role: 'dispatcher' } }]);
    expect(state.deadlines.find(({ id }) => id === 'supervision#1')).toMatchObject({ clock: 'done', outcome: 'void' });
    expect(timersOf(state).some(({ deadlineId }) => deadlineId === 'supervision#1')).toBe(false);
  });

  test.each([
    { type: 'dispatch', department: CLEANING },
    { type: 'leave-unrouted', explanation: null },
  ] as const)('[W24] an answer of the router that comes after a return is refused: $type', (command) => {
    const proposed = give(asked(), { type: 'propose-return' }, factsOf(person('dispatcher', 'dispatcher2')));
    const filed = give(proposed, { type: 'accept-return' }, leader);
    expect(refused(filed, command, factsOf(system))).toBe('already-unrouted');
  });

  test('[W17] a filing sent back keeps what the verification came to', () => {
    const back = give(caseIn('filed'), { type: 'send-back', reason }, dispatcher);
    expect(back.state.verification).toBe('exists');
    expect(give(back, { type: 'request-verification' }, leader).state.verification).toBeNull();
  });

  test('[W25] a refused return counts and leaves the clock running as it was', () => {
    const { state } = give(asked(), { type: 'refuse-return', reason }, factsOf(person('dispatcher', 'dispatcher2')));
    expect(state).toMatchObject({ state: 'handling', returnRequest: null, counts: { refusedReturns: 1 } });
    expect(state.deadlines.find(({ id }) => id === 'handle#1')).toMatchObject({
      clock: 'running',
      dueAt: at('16 15:00'),
    });
  });

  test('[W26] a case clock that is late survives the return and is not started anew', () => {
    const late = at('20 09:00');
    const back = give(
      give(asked(), { type: 'propose-return' }, factsOf(person('dispatcher', 'dispatcher2'), late)),
      { type: 'accept-return' },
      factsOf(person('leader'), late),
    );
    const { state } = give(back, { type: 'dispatch', department: WATER }, factsOf(person('dispatcher', 'd3'), late));
    expect(state.deadlines.filter(({ stage }) => stage === 'case')).toMatchObject([
      { id: 'case#1', clock: 'running', dueAt: at('17 16:00') },
    ]);
    expect(state.departments).toEqual([CLEANING, WATER]);
  });

  test('[W27] a wrong filing goes back to the leader', () => {
    expect(give(caseIn('filed'), { type: 'send-back', reason }, dispatcher).state).toMatchObject({
      state: 'verified',
      sentBack: reason,
    });
    expect(refused(caseIn('filed'), { type: 'send-back', reason, to: 'handling' }, dispatcher)).toBe(
      'target-not-allowed',
    );
  });
});

describe('handle, check, close', () => {
  const handleClock = (built: Built) => built.state.deadlines.find(({ id }) => id === 'handle#1');
  /** Dispatched Monday 09:00 with 4 working hours, result at 10:00: three hours are left. */
  const handled = () =>
    give(caseIn('handling'), { type: 'submit-result', outcome: 'A' }, factsOf(person('handler'), at('16 10:00')));

  test('[W30] the clock stops with the result and goes on with what was left', () => {
    expect(handleClock(handled())).toMatchObject({
      clock: 'stopped',
      left: { unit: 'working_ms', amount: 3 * 3_600_000 },
    });
    const back = give(
      handled(),
      { type: 'refuse-feedback', reason },
      factsOf(person('dispatcher', 'd2'), at('17 09:00')),
    );
    expect(back.state.state).toBe('handling');
    expect(handleClock(back)).toMatchObject({ clock: 'running', dueAt: at('17 12:00'), yellowAt: at('17 11:00') });
  });

  test('[W30] with "restart" rework begins the limit anew', () => {
    const facts = factsOf(person('dispatcher', 'd2'), at('17 09:00'), { policy: { ...policy, rework: 'restart' } });
    const back = give(handled(), { type: 'refuse-feedback', reason }, facts);
    expect(handleClock(back)).toMatchObject({ clock: 'running', dueAt: at('17 15:00') });
  });

  test('[W31] a clock that stopped late stays late', () => {
    const late = give(
      caseIn('handling'),
      { type: 'submit-result', outcome: 'A' },
      factsOf(person('handler'), at('16 16:00')),
    );
    const back = give(late, { type: 'refuse-feedback', reason }, factsOf(person('dispatcher', 'd2'), at('17 09:00')));
    expect(handleClock(back)).toMatchObject({ clock: 'running', dueAt: at('16 15:00') });
  });

  test('[W32] a failed check and a closing sent back count one rework each', () => {
    const failed = give(caseIn('checking'), { type: 'submit-check', result: 'not-pass' }, inspector);
    expect(failed.state).toMatchObject({ state: 'handling', counts: { reworks: 1 } });
    const back = give(caseIn('checked'), { type: 'send-back', to: 'handling', reason }, leader);
    expect(back.state).toMatchObject({ state: 'handling', counts: { reworks: 1 } });
    expect(give(caseIn('checked'), { type: 'send-back', to: 'checking', reason }, leader).state).toMatchObject({
      state: 'checking',
      counts: { reworks: 0 },
    });
    expect(refused(caseIn('checked'), { type: 'send-back', reason }, leader)).toBe('target-needed');
  });

  test.each([
    { outcome: 'B', why: 'follow-up-needed' },
    { outcome: 'C', why: 'outcome-open' },
    { outcome: 'D', why: 'outcome-open' },
  ] as const)('[W33] outcome $outcome is not confirmed as it is: $why', ({ outcome, why }) => {
    const built = give(caseIn('handling'), { type: 'submit-result', outcome }, handler);
    expect(refused(built, { type: 'confirm-feedback' }, dispatcher)).toBe(why);
    expect(refused(built, { type: 'refuse-feedback', reason }, dispatcher)).toBe('accepted');
  });

  test('[W34] the check task goes out by itself in the name of the system', () => {
    const facts = { ...dispatcher, policy: { ...policy, autoRequestCheck: true } };
    const built = give(caseIn('handled'), { type: 'confirm-feedback' }, facts);
    expect(built.state.state).toBe('checking');
    expect(built.events.at(-1)).toMatchObject({ type: 'check-requested', by: { kind: 'system' } });
  });

  test('[W35] a check that could not be made goes back to the acceptor', () => {
    const built = give(caseIn('checking'), { type: 'submit-check', result: 'unable' }, inspector);
    expect(built.state).toMatchObject({ state: 'checking', task: { status: 'returned' }, counts: { unableChecks: 1 } });
    expect(give(built, { type: 'request-check' }, acceptor).state).toMatchObject({ task: { status: 'open' } });
  });

  test('[W36] handled on the spot is filed and closed in one act, nothing else is closed unchecked', () => {
    const built = reported({ channel: 'inspector', handledOnSpot: true }, inspector);
    const closed = give(built, { type: 'close' }, leader);
    expect(closed.events.map(({ type }) => type)).toEqual([
      'case-reported',
      'case-accepted',
      'case-filed',
      'case-closed',
    ]);
    expect(refused(caseIn('verified'), { type: 'close' }, leader)).toBe('wrong-state');
  });

  test('[W38] a closing is told to the department that handled it and to the one who reported', () => {
    const outcome = decide(caseIn('checked').state, { type: 'close' }, leader);
    expect(outcome.ok && outcome.value.effects).toEqual([
      { type: 'notify', to: { department: CLEANING }, about: 'case-closed' },
      { type: 'notify', to: { userId: 'acceptor' }, about: 'case-closed' },
    ]);
  });

  test.each([
    { end: 'closed', waits: ['reopen#1:due'] },
    { end: 'rejected', waits: [] },
    { end: 'voided', waits: [] },
    { end: 'merged', waits: [] },
    { end: 'handed-over', waits: [] },
  ] as const)('[W37] a $end case that nobody waits for leaves only the timers $waits', ({ end, waits }) => {
    expect(timersOf(caseIn(end).state).map(({ key }) => key)).toEqual(waits);
  });
});

test('[W2] replaying the events of a case with return, rework and rejection of feedback gives its state', () => {
  const first = give(caseIn('dispatched'), { type: 'return', reason, suggested: WATER }, handler);
  const proposed = give(first, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
  const filed = give(proposed, { type: 'accept-return' }, leader);
  const water = factsOf(person('handler', 'plumber', { department: WATER }));
  let built = give(filed, { type: 'dispatch', department: WATER }, dispatcher);
  built = give(give(built, { type: 'sign' }, water), { type: 'submit-result', outcome: 'A' }, water);
  built = give(built, { type: 'refuse-feedback', reason }, dispatcher);
  built = give(give(built, { type: 'submit-result', outcome: 'A' }, water), { type: 'confirm-feedback' }, dispatcher);
  built = give(
    give(built, { type: 'request-check' }, acceptor),
    { type: 'submit-check', result: 'not-pass' },
    inspector,
  );
  expect(replay(built.events)).toEqual(built.state);
  expect(JSON.parse(JSON.stringify(built.state))).toEqual(built.state);
});

test('[W2] a damaged history is an error', () => {
  const { events } = caseIn('handling');
  expect(() => replay(events.toSpliced(4, 1))).toThrow('its history is damaged');
  expect(() => replay(events.slice(1))).toThrow('its first event must be "case-reported"');
});
