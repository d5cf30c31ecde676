import type { CaseId, Instant, UserId } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  at,
  type Built,
  caseIn,
  factsOf,
  give,
  OTHER,
  person,
  policy,
  ref,
  reported,
  system,
} from '../../../test/support/build-case.ts';
import { type Command, decide, type Effect, type Facts, replay, type TimerLevel, timersOf } from './index.ts';

const reason = ref('reason');
const REPORTER = { reporter: ref('reporter') };
const acceptor = factsOf(person('acceptor'));
const clockOf = ({ state }: Built, id: string) => state.deadlines.find((clock) => clock.id === id);
const refusedBy = (built: Built, command: Command, facts: Facts) => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? 'accepted' : outcome.error.reason;
};
const effectsOf = (built: Built, command: Command, facts: Facts): readonly Effect[] => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? outcome.value.effects : [];
};
const fire = (built: Built, deadlineId: string, level: TimerLevel, instant: Instant) =>
  give(built, { type: 'fire-timer', deadlineId, level }, factsOf(system, instant));
const follower = { caseId: '110101-202611-0000000003' as CaseId, registeredBy: 'neighbour' as UserId };
const add: Command = { type: 'add-follower', follower };
const other = { other: OTHER };

describe('duplicates', () => {
  test.each([
    { why: 'no other case', facts: {}, expected: 'other-case-needed' },
    { why: 'itself', facts: { other: { ...OTHER, caseId: caseIn('reported').state.id } }, expected: 'same-case' },
    { why: 'an ended case', facts: { other: { ...OTHER, state: 'closed' as const } }, expected: 'other-ended' },
    { why: 'a case under way', facts: other, expected: 'accepted' },
  ])('[W80] merging into $why: $expected', ({ facts, expected }) => {
    expect(refusedBy(caseIn('reported'), { type: 'merge' }, factsOf(person('acceptor'), undefined, facts))).toBe(
      expected,
    );
  });

  test.each([
    { name: 'reported', role: 'acceptor' },
    { name: 'verifying', role: 'acceptor' },
    { name: 'verified', role: 'leader' },
    { name: 'filed', role: 'dispatcher' },
  ] as const)('[W80] from "$name" the $role merges, and the other case learns of its follower', ({ name, role }) => {
    const facts = factsOf(person(role, 'merger'), undefined, other);
    expect(effectsOf(caseIn(name), { type: 'merge' }, facts)).toContainEqual({
      ...{ type: 'adopt', into: OTHER.caseId },
      follower: { caseId: caseIn(name).state.id, registeredBy: 'acceptor' },
    });
    expect(give(caseIn(name), { type: 'merge' }, facts).state).toMatchObject({ state: 'merged', into: OTHER.caseId });
  });

  test('[W81] a case with followers counts: it is not merged itself', () => {
    const built = give(caseIn('verified'), add, factsOf(system));
    expect(refusedBy(built, { type: 'merge' }, factsOf(person('leader'), undefined, other))).toBe('has-followers');
    expect(refusedBy(built, add, factsOf(system))).toBe('follows-already');
    expect(built.state).toMatchObject({ followers: [follower], version: caseIn('verified').state.version });
  });

  test.each([
    { name: 'closed', effect: { type: 'tell-follower', follower: follower.caseId, end: 'closed' } },
    { name: 'merged', effect: { type: 'adopt', into: OTHER.caseId, follower } },
  ] as const)('[W81] a follower of a $name case is told or handed on at once', ({ name, effect }) => {
    expect(effectsOf(caseIn(name), add, factsOf(system))).toEqual([effect]);
  });

  test.each([
    { name: 'checked', command: { type: 'close' }, role: 'leader', end: 'closed' },
    { name: 'reported', command: { type: 'reject', reason }, role: 'acceptor', end: 'rejected' },
    { name: 'reported', command: { type: 'hand-over', to: 'police', reason }, role: 'acceptor', end: 'handed-over' },
  ] as const)('[W81] at the end "$end" every follower is told', ({ name, command, role, end }) => {
    const built = give(caseIn(name), add, factsOf(system));
    expect(effectsOf(built, command, factsOf(person(role)))).toContainEqual({
      ...{ type: 'tell-follower', follower: follower.caseId, end },
    });
  });

  test('[W81] a merged case whose lead has ended owes its answer, and what was handed on is not told twice', () => {
    const merged = give(reported(REPORTER), { type: 'merge' }, factsOf(person('acceptor'), undefined, other));
    expect(timersOf(merged.state)).toEqual([]);
    const handedOn = give(merged, add, factsOf(system));
    const command = { type: 'follow-end', end: 'closed' } as const;
    expect(effectsOf(handedOn, command, factsOf(system))).toEqual([
      { type: 'notify', to: { userId: 'acceptor' }, about: 'lead-ended' },
    ]);
    const ended = give(handedOn, command, factsOf(system));
    expect(ended.state).toMatchObject({ state: 'merged', leadEnded: true });
    expect(clockOf(ended, 'reply#1')).toMatchObject({ clock: 'running' });
  });

  test('[W98] cases kept apart stay apart, without a new version', () => {
    const facts = factsOf(person('dispatcher'), undefined, other);
    const apart = give(caseIn('handling'), { type: 'keep-apart' }, facts);
    expect(apart.state).toMatchObject({ apart: [OTHER.caseId], version: caseIn('handling').state.version });
    expect(refusedBy(apart, { type: 'keep-apart' }, facts)).toBe('apart-already');
  });
});

describe('handed over and referred', () => {
  test('[W82] an emergency goes to the police with a record; it is no refusal', () => {
    const built = give(caseIn('verifying'), { type: 'hand-over', to: 'police', reason }, acceptor);
    expect(built.state).toMatchObject({ state: 'handed-over', to: 'police', record: reason });
  });

  test('[W83] a person is referred with consent only, and the referral is followed until its answer', () => {
    const refer = { type: 'refer', to: 'court', reason } as const;
    expect(refusedBy(reported(REPORTER), { ...refer, consent: false }, acceptor)).toBe('consent-needed');
    expect(refusedBy(caseIn('reported'), { ...refer, consent: false }, acceptor)).toBe('accepted');
    const referred = give(reported(REPORTER), { ...refer, consent: true }, acceptor);
    expect(timersOf(referred.state).map(({ key }) => key)).toContain('follow-referral#1:red');
    const answered = give(referred, { type: 'close-referral', answer: ref('answer') }, acceptor);
    expect(answered.state).toMatchObject({ state: 'referred', answered: true });
    expect(clockOf(answered, 'reply#1')).toMatchObject({ clock: 'running' });
    expect(refusedBy(answered, { type: 'close-referral', answer: ref('answer') }, acceptor)).toBe('referral-closed');
    expect(replay(answered.events)).toEqual(answered.state);
  });
});

describe('reply and ratings', () => {
  const reply = { type: 'reply', method: 'called', answer: ref('answer') } as const;

  test.each([
    { why: 'a person reported', report: REPORTER, owed: ['reply#1'] },
    { why: 'another system reported', report: { external: { number: 'H7', replyBy: null } }, owed: ['reply#1'] },
    { why: 'nobody waits', report: {}, owed: [] },
  ])('[W84] where $why the clocks of the reply are $owed', ({ report, owed }) => {
    const closed = caseIn('closed', at('16 09:00'), report);
    const running = closed.state.deadlines.filter(({ stage, clock }) => stage === 'reply' && clock === 'running');
    expect(running.map(({ id }) => id)).toEqual(owed);
  });

  test('[W84] the hotline’s own deadline runs from the report on, through the end, to the reply', () => {
    const external = { number: 'H7', replyBy: at('18 09:30') };
    const closed = caseIn('closed', at('16 09:00'), { ...REPORTER, external });
    expect(closed.state.deadlines.filter(({ stage }) => stage === 'reply')).toMatchObject([
      { id: 'reply#1', clock: 'running', startAt: at('16 09:00'), dueAt: at('18 09:30') },
    ]);
    const replied = give(closed, reply, factsOf(person('acceptor'), at('18 09:31')));
    expect(clockOf(replied, 'reply#1')).toMatchObject({ clock: 'done', outcome: 'late' });
    expect(replied.state).toMatchObject({ reply: { method: 'called', by: 'acceptor' }, external });
  });

  test('[W84] [W53] a reply that is late orders the acceptor, after the end too', () => {
    const closed = caseIn('closed', at('16 09:00'), REPORTER);
    const red = fire(closed, 'reply#1', 'red', at('18 09:00'));
    expect(red.state).toMatchObject({ light: 'red', supervisions: [{ to: { role: 'acceptor' } }] });
  });

  test('[W85] two marks from 1 to 5, after the reply, once, and not by those who did the work', () => {
    const rate = { type: 'rate', service: 5, result: 1 } as const;
    const closed = caseIn('closed', at('16 09:00'), REPORTER);
    expect(refusedBy(closed, rate, acceptor)).toBe('reply-needed');
    const replied = give(closed, reply, acceptor);
    expect(refusedBy(replied, { ...rate, result: 6 }, acceptor)).toBe('rating-range');
    expect(refusedBy(replied, { ...rate, service: 1.5 }, acceptor)).toBe('rating-range');
    expect(refusedBy(replied, rate, factsOf(person('inspector', 'stranger')))).toBe('not-the-reporter');
    expect(refusedBy(replied, rate, factsOf(person('acceptor', 'handler')))).toBe('separated-powers');
    const rated = give(replied, rate, acceptor);
    expect(rated.state.ratings).toEqual({ service: 5, result: 1 });
    expect(refusedBy(rated, rate, acceptor)).toBe('rated-already');
  });
});

describe('reopening', () => {
  const reopen: Command = { type: 'reopen', reason };

  test.each([
    { who: 'the one who registered it', actor: person('inspector', 'acceptor'), expected: 'accepted' },
    { who: 'an acceptor', actor: person('acceptor', 'a2'), expected: 'accepted' },
    { who: 'a supervisor', actor: person('supervisor'), expected: 'accepted' },
    { who: 'another inspector', actor: person('inspector', 'i9'), expected: 'not-the-reporter' },
  ])('[W86] $who reopens a closed case: $expected', ({ actor, expected }) => {
    expect(refusedBy(caseIn('closed'), reopen, factsOf(actor))).toBe(expected);
  });

  test.each([
    { when: '23 09:00', expected: 'accepted' },
    { when: '23 09:01', expected: 'reopen-over' }, // seven days after closing, whether the timer came or not
  ])('[W86] at $when: $expected', ({ when, expected }) => {
    expect(refusedBy(caseIn('closed'), reopen, factsOf(person('acceptor'), at(when)))).toBe(expected);
  });

  test('[W86] the timer ends the time for it, only a supervisor reopens what was rejected', () => {
    const over = fire(caseIn('closed'), 'reopen#1', 'due', at('23 09:00'));
    expect(over.state).toMatchObject({ reopenable: false, version: caseIn('closed').state.version });
    expect(refusedBy(over, reopen, acceptor)).toBe('reopen-over');
    expect(timersOf(over.state)).toEqual([]);
    expect(refusedBy(caseIn('rejected'), reopen, acceptor)).toBe('role-needed');
    expect(refusedBy(caseIn('rejected'), reopen, factsOf(person('supervisor')))).toBe('accepted');
  });

  /** Closed on the 20th, days after its deadlines. */
  const closedLate = (): Built => {
    const handled = give(caseIn('handling'), { type: 'submit-result', outcome: 'A' }, factsOf(person('handler')));
    const late = at('20 09:00');
    let built = give(handled, { type: 'confirm-feedback' }, factsOf(person('dispatcher'), late));
    built = give(built, { type: 'request-check' }, factsOf(person('acceptor'), late));
    built = give(built, { type: 'submit-check', result: 'pass' }, factsOf(person('inspector'), late));
    return give(built, { type: 'close' }, factsOf(person('leader'), late));
  };

  test('[W87] it is verified and filed with a new clock, and a late case stays late', () => {
    expect(closedLate().state).toMatchObject({ closedInTime: false });
    let built = give(closedLate(), reopen, factsOf(person('supervisor'), at('20 10:00')));
    expect(built.state).toMatchObject({ state: 'verifying', verification: null, counts: { reopens: 1 } });
    const facts = (role: Parameters<typeof person>[0]) => factsOf(person(role), at('20 10:00'));
    built = give(built, { type: 'submit-verification', result: 'exists' }, facts('inspector'));
    built = give(built, { type: 'file' }, facts('leader'));
    built = give(built, { type: 'dispatch', department: 'environmental-sanitation' as never }, facts('dispatcher'));
    expect(clockOf(built, 'handle#2')).toMatchObject({ startAt: at('20 10:00'), dueAt: at('20 16:00') });
    built = give(
      give(built, { type: 'sign' }, facts('handler')),
      { type: 'submit-result', outcome: 'A' },
      facts('handler'),
    );
    built = give(
      give(built, { type: 'confirm-feedback' }, facts('dispatcher')),
      { type: 'request-check' },
      facts('acceptor'),
    );
    built = give(built, { type: 'submit-check', result: 'pass' }, facts('inspector'));
    built = give(built, { type: 'close' }, facts('leader'));
    expect(built.state).toMatchObject({ state: 'closed', closedInTime: false });
    expect(clockOf(built, 'case#2')).toMatchObject({ outcome: 'in-time' });
    expect(replay(built.events)).toEqual(built.state);
  });

  test('[W87] a reply that is not late is owed anew, a late one stays late, the hotline’s deadline goes on', () => {
    const facts = (when: string) => factsOf(person('supervisor'), at(when));
    const closed = caseIn('closed', at('16 09:00'), REPORTER);
    expect(clockOf(give(closed, reopen, facts('16 10:00')), 'reply#1')).toMatchObject({ outcome: 'void' });
    const red = fire(closed, 'reply#1', 'red', at('18 09:00'));
    const late = give(red, reopen, facts('18 10:00'));
    expect(clockOf(late, 'reply#1')).toMatchObject({ outcome: 'late' });
    expect(late.state.supervisions).toHaveLength(1);
    const external = { number: 'H7', replyBy: at('25 09:00') };
    const hotline = give(caseIn('closed', at('16 09:00'), { external }), reopen, facts('16 10:00'));
    expect(clockOf(hotline, 'reply#1')).toMatchObject({ clock: 'running', dueAt: at('25 09:00') });
  });

  test('[W87] an order that nobody answered before the end does not harm a later return', () => {
    const ordered = give(caseIn('handling'), { type: 'supervise', reason }, factsOf(person('supervisor')));
    let built = give(ordered, { type: 'submit-result', outcome: 'A' }, factsOf(person('handler')));
    built = give(built, { type: 'confirm-feedback' }, factsOf(person('dispatcher')));
    built = give(built, { type: 'request-check' }, acceptor);
    built = give(built, { type: 'submit-check', result: 'pass' }, factsOf(person('inspector')));
    built = give(give(built, { type: 'close' }, factsOf(person('leader'))), reopen, factsOf(person('supervisor')));
    built = give(built, { type: 'submit-verification', result: 'exists' }, factsOf(person('inspector')));
    built = give(built, { type: 'file' }, factsOf(person('leader')));
    built = give(
      built,
      { type: 'dispatch', department: 'environmental-sanitation' as never },
      factsOf(person('dispatcher')),
    );
    built = give(built, { type: 'return', reason }, factsOf(person('handler')));
    built = give(built, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
    built = give(built, { type: 'accept-return' }, factsOf(person('leader')));
    expect(built.state.state).toBe('filed');
    expect(clockOf(built, 'supervision#1')).toMatchObject({ clock: 'done', outcome: 'void' });
  });
});

describe('what was handled on the spot', () => {
  const closed = (draw: number, recheckPercent = 10): Built => {
    const built = reported({ channel: 'inspector', handledOnSpot: true }, factsOf(person('inspector')));
    const change = { draw, policy: { ...policy, recheckPercent } };
    return give(built, { type: 'close' }, factsOf(person('leader'), at('16 09:00'), change));
  };

  test.each([
    { draw: 0, percent: 10, again: true },
    { draw: 0.0999, percent: 10, again: true },
    { draw: 0.1, percent: 10, again: false },
    { draw: 0, percent: 0, again: false },
    { draw: 0.9999, percent: 100, again: true },
  ])('[W88] with a draw of $draw and $percent % it is judged again: $again', ({ draw, percent, again }) => {
    const { state } = closed(draw, percent);
    expect(state.recheck !== null).toBe(again);
    expect(timersOf(state).some(({ key }) => key === 'recheck#1:red')).toBe(again);
  });

  test('[W88] by another inspector, once', () => {
    const command = { type: 'submit-recheck', result: 'pass' } as const;
    expect(refusedBy(closed(0), command, factsOf(person('inspector')))).toBe('separated-powers');
    expect(refusedBy(closed(0.5), command, factsOf(person('inspector', 'i2')))).toBe('no-recheck');
    const judged = give(closed(0), command, factsOf(person('inspector', 'i2')));
    expect(judged.state).toMatchObject({ state: 'closed', recheck: { result: 'pass' } });
    expect(refusedBy(judged, command, factsOf(person('inspector', 'i3')))).toBe('no-recheck');
  });

  test('[W89] found wanting it goes back to the shift leader, counted, and is no more closed in one act', () => {
    const built = give(closed(0), { type: 'submit-recheck', result: 'not-pass' }, factsOf(person('inspector', 'i2')));
    expect(built.state).toMatchObject({ state: 'verified', handledOnSpot: false, counts: { failedRechecks: 1 } });
    expect(clockOf(built, 'file#2')).toMatchObject({ clock: 'running' });
    expect(refusedBy(built, { type: 'close' }, factsOf(person('leader')))).toBe('wrong-state');
    expect(refusedBy(built, { type: 'file' }, factsOf(person('leader')))).toBe('accepted');
    const reopened = give(closed(0.5), { type: 'reopen', reason }, factsOf(person('supervisor')));
    expect(reopened.state).toMatchObject({ handledOnSpot: false });
  });
});
