import type { Instant } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  at,
  type Built,
  caseIn,
  factsOf,
  give,
  person,
  policy,
  ref,
  system,
} from '../../../test/support/build-case.ts';
import { type Command, decide, type Facts, type Limit, replay, type TimerLevel } from './index.ts';

const reason = ref('reason');
const clockOf = ({ state }: Built, id: string) => state.deadlines.find((clock) => clock.id === id);
const HOURS: Limit = { value: 4, unit: 'working_hour' };
const DAYS: Limit = { value: 5, unit: 'working_day' };
const limited = (handlingLimit: Limit): Partial<Facts> => ({ handlingLimit });

/** Dispatched and signed on Monday 09:00 with this limit. */
function handling(limit: Limit = HOURS): Built {
  const facts = factsOf(person('dispatcher'), at('16 09:00'), limited(limit));
  const sent = give(caseIn('filed'), { type: 'dispatch', department: 'environmental-sanitation' as never }, facts);
  return give(sent, { type: 'sign' }, factsOf(person('handler')));
}
const fire = (built: Built, id: string, level: TimerLevel, instant: Instant): Built =>
  give(built, { type: 'fire-timer', deadlineId: id, level }, factsOf(system, instant));
const refusedBy = (built: Built, command: Command, facts: Facts) => {
  const outcome = decide(built.state, command, facts);
  return outcome.ok ? 'accepted' : outcome.error.reason;
};

describe('extension', () => {
  const ask = (built: Built, when: Instant, amount?: number) =>
    give(
      built,
      { type: 'request-extension', reason, ...(amount === undefined ? {} : { amount }) },
      factsOf(person('head'), when),
    );
  const grant = (built: Built, when: Instant) =>
    give(built, { type: 'approve-extension' }, factsOf(person('dispatcher'), when));

  test.each([
    { limit: HOURS, amount: undefined, due: at('17 09:00'), why: 'the whole limit: 15:00 and four working hours' },
    { limit: HOURS, amount: 1.5, due: at('16 16:30'), why: 'an hour and a half' },
    { limit: DAYS, amount: 3, due: at('26 18:00'), why: 'the third working day after Monday the 23rd' },
  ])('[W61] [W64] $limit.value $limit.unit and $amount more: $why', ({ limit, amount, due }) => {
    const built = grant(ask(handling(limit), at('16 10:00'), amount), at('16 11:00'));
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: due, light: 'green', clock: 'running' });
    expect(built.state).toMatchObject({ counts: { extensions: 1 }, handling: { extension: null } });
    expect(replay(built.events)).toEqual(built.state);
  });

  test.each([
    { limit: HOURS, amount: 0, expected: 'amount-range' },
    { limit: HOURS, amount: 4, expected: 'accepted' },
    { limit: HOURS, amount: 4.1, expected: 'amount-range' },
    { limit: DAYS, amount: 1.5, expected: 'amount-range' },
    { limit: DAYS, amount: 5, expected: 'accepted' },
  ])('[W61] $amount more of $limit.value $limit.unit: $expected', ({ limit, amount, expected }) => {
    const command = { type: 'request-extension', reason, amount } as const;
    expect(refusedBy(handling(limit), command, factsOf(person('handler')))).toBe(expected);
  });

  test.each([
    { when: '16 15:00', expected: 'accepted' }, // the due instant itself is in time
    { when: '16 15:01', expected: 'overdue' },
  ])('[W60] asked at $when: $expected', ({ when, expected }) => {
    const command = { type: 'request-extension', reason } as const;
    expect(refusedBy(handling(), command, factsOf(person('handler'), at(when)))).toBe(expected);
  });

  test('[W60] one request at a time, and none while a return is open', () => {
    const asked = ask(handling(), at('16 10:00'));
    const facts = factsOf(person('handler'), at('16 10:00'));
    const until = at('20 09:00');
    expect(refusedBy(asked, { type: 'request-suspension', reason, until }, facts)).toBe('request-pending');
    const returned = give(handling(), { type: 'return', reason }, facts);
    expect(refusedBy(returned, { type: 'request-extension', reason }, facts)).toBe('return-pending');
  });

  test('[W62] a handler’s request waits for the head, a head’s goes to the dispatcher at once', () => {
    const asked = give(handling(), { type: 'request-extension', reason }, factsOf(person('handler')));
    const dispatcher = factsOf(person('dispatcher'));
    expect(refusedBy(asked, { type: 'approve-extension' }, dispatcher)).toBe('not-endorsed');
    const endorsed = give(asked, { type: 'endorse' }, factsOf(person('head')));
    expect(refusedBy(endorsed, { type: 'endorse' }, factsOf(person('head', 'h2')))).toBe('endorsed-already');
    expect(refusedBy(endorsed, { type: 'approve-extension' }, dispatcher)).toBe('accepted');
    expect(refusedBy(ask(handling(), at('16 10:00')), { type: 'approve-extension' }, dispatcher)).toBe('accepted');
  });

  test('[W63] the second needs dispatcher and shift leader, in this order and two people; there is no third', () => {
    const first = grant(ask(handling(DAYS), at('16 10:00'), 1), at('16 10:00'));
    const asked = ask(first, at('16 11:00'), 1);
    const leader = factsOf(person('leader'), at('16 11:00'));
    expect(refusedBy(asked, { type: 'approve-extension' }, leader)).toBe('other-turn');
    const supported = grant(asked, at('16 11:00'));
    expect(supported.state.counts.extensions).toBe(1);
    const both = { ...person('leader', 'dispatcher') };
    expect(refusedBy(supported, { type: 'approve-extension' }, factsOf(both))).toBe('agreed-already');
    expect(refusedBy(supported, { type: 'approve-extension' }, factsOf(person('dispatcher', 'd2')))).toBe('other-turn');
    const second = give(supported, { type: 'approve-extension' }, leader);
    expect(clockOf(second, 'handle#1')).toMatchObject({ dueAt: at('25 18:00'), extensions: [{}, {}] });
    const third = { type: 'request-extension', reason } as const;
    expect(refusedBy(second, third, factsOf(person('head'), at('16 12:00')))).toBe('extensions-used');
  });

  test('[W64] asked in time and granted late it makes the clock timely again and withdraws its order', () => {
    const asked = ask(handling(DAYS), at('23 17:00'), 5);
    const red = fire(asked, 'handle#1', 'red', at('23 18:01'));
    expect(red.state.supervisions).toHaveLength(1);
    const granted = grant(red, at('24 09:00'));
    expect(clockOf(granted, 'handle#1')).toMatchObject({ dueAt: at('30 18:00'), light: 'green', reached: 0 });
    expect(granted.state).toMatchObject({ supervisions: [], light: 'green' });
    expect(clockOf(granted, 'supervision#1')).toMatchObject({ clock: 'done', outcome: 'void' });
    expect(replay(granted.events)).toEqual(granted.state);
  });

  test('[W64] the case’s own deadline follows, also when it was late by the time of the grant, never earlier', () => {
    const before = clockOf(handling(DAYS), 'case#1');
    expect(before).toMatchObject({ dueAt: at('25 09:00') }); // Monday the 23rd 18:00 and nine working hours
    const granted = grant(ask(handling(DAYS), at('23 17:00'), 5), at('25 10:00'));
    expect(clockOf(granted, 'case#1')?.dueAt).toBe(Date.parse('2026-12-02T09:00:00+08:00'));
  });

  test('[W64] to a clock that stopped with a result it adds to what is left', () => {
    const asked = ask(handling(), at('16 10:00'), 2);
    const handled = give(asked, { type: 'submit-result', outcome: 'A' }, factsOf(person('handler'), at('16 11:00')));
    const granted = grant(handled, at('16 14:00'));
    expect(clockOf(granted, 'handle#1')).toMatchObject({
      clock: 'stopped',
      dueAt: at('16 17:00'),
      left: { unit: 'working_ms', amount: 4 * 3_600_000 },
    });
    const back = give(
      granted,
      { type: 'refuse-feedback', reason },
      factsOf(person('dispatcher', 'd2'), at('17 08:00')),
    );
    expect(clockOf(back, 'handle#1')).toMatchObject({ clock: 'running', dueAt: at('17 12:00') });
    expect(replay(back.events)).toEqual(back.state);
  });

  test('[W65] what nobody decides in time turns red and orders whose turn it is', () => {
    const asked = give(handling(), { type: 'request-extension', reason }, factsOf(person('handler')));
    const toHead = fire(asked, 'decide-extension#1', 'red', at('16 15:01'));
    expect(toHead.state.supervisions.at(-1)).toMatchObject({ to: { department: 'environmental-sanitation' } });
    const endorsed = give(asked, { type: 'endorse' }, factsOf(person('head')));
    const toDispatcher = fire(endorsed, 'decide-extension#1', 'red', at('16 15:01'));
    expect(toDispatcher.state.supervisions.at(-1)).toMatchObject({ to: { role: 'dispatcher' } });
  });

  test('[W65] a refusal leaves the clock as it is and another request may follow', () => {
    const refused = give(
      ask(handling(), at('16 10:00')),
      { type: 'refuse-extension', reason },
      factsOf(person('dispatcher'), at('16 11:00')),
    );
    expect(clockOf(refused, 'handle#1')).toMatchObject({ dueAt: at('16 15:00'), extensions: [] });
    expect(clockOf(refused, 'decide-extension#1')).toMatchObject({ clock: 'done', outcome: 'in-time' });
    expect(ask(refused, at('16 11:00')).state).toMatchObject({ handling: { extension: { endorsedBy: 'head' } } });
  });
});

describe('suspension', () => {
  const until = at('27 09:00');
  const ask = (built: Built, when: Instant, date = until) =>
    give(built, { type: 'request-suspension', reason, until: date }, factsOf(person('head'), when));
  const approve = { type: 'approve-suspension' } as const;
  const agree = (built: Built, when: Instant) =>
    give(give(built, approve, factsOf(person('leader'), when)), approve, factsOf(person('dispatcher'), when));

  test.each([
    { date: at('16 09:00'), expected: 'until-range' },
    { date: at('17 09:00'), expected: 'accepted' },
    { date: (at('16 09:00') + 365 * 86_400_000) as Instant, expected: 'accepted' },
    { date: (at('16 09:00') + 365 * 86_400_000 + 1) as Instant, expected: 'until-range' },
  ])('[W66] until $date: $expected', ({ date, expected }) => {
    const command = { type: 'request-suspension', reason, until: date } as const;
    expect(refusedBy(handling(), command, factsOf(person('head')))).toBe(expected);
  });

  test('[W66] a complex case needs a meeting first, also when it was made complex after the asking', () => {
    const acceptor = factsOf(person('acceptor'));
    const complex = (built: Built) => give(built, { type: 'set-priority', priority: 'complex' }, acceptor);
    const command = { type: 'request-suspension', reason, until } as const;
    expect(refusedBy(complex(handling()), command, factsOf(person('head')))).toBe('meeting-needed');
    const asked = complex(ask(handling(), at('16 09:00')));
    expect(refusedBy(asked, approve, factsOf(person('leader')))).toBe('meeting-needed');
    const met = give(asked, { type: 'record-meeting', note: ref('minutes') }, acceptor);
    expect(refusedBy(met, approve, factsOf(person('leader')))).toBe('accepted');
  });

  test('[W67] dispatcher and shift leader agree in either order, two people, while the date lies ahead', () => {
    const asked = ask(handling(), at('16 10:00'), at('17 09:00'));
    const byLeader = give(asked, approve, factsOf(person('leader'), at('16 10:00')));
    expect(refusedBy(byLeader, approve, factsOf(person('dispatcher', 'leader')))).toBe('agreed-already');
    expect(refusedBy(byLeader, approve, factsOf(person('leader', 'l2')))).toBe('other-turn');
    expect(refusedBy(byLeader, approve, factsOf(person('dispatcher'), at('17 09:00')))).toBe('until-range');
    expect(refusedBy(byLeader, approve, factsOf(person('dispatcher'), at('17 08:59')))).toBe('accepted');
  });

  test.each([
    // Asked after one of four working hours: three are left, from Friday the 27th 09:00 until noon.
    { limit: HOURS, left: { unit: 'working_ms', amount: 3 * 3_600_000 }, due: at('27 12:00') },
    // Tuesday to Monday the 23rd: five working days after the 16th; from Friday the 27th until the 4th.
    { limit: DAYS, left: { unit: 'working_day', amount: 5 }, due: Date.parse('2026-12-04T18:00:00+08:00') },
  ])('[W68] [W69] of $limit.value $limit.unit $left.amount $left.unit are left and granted', ({ limit, left, due }) => {
    const suspended = agree(ask(handling(limit), at('16 10:00')), at('16 11:30'));
    expect(suspended.state).toMatchObject({ state: 'suspended', until, counts: { suspensions: 1 } });
    expect(clockOf(suspended, 'handle#1')).toMatchObject({ clock: 'stopped', stoppedAt: at('16 10:00'), left });
    expect(clockOf(suspended, 'case#1')).toMatchObject({ clock: 'stopped' });
    const resumed = fire(suspended, 'suspension#1', 'due', until);
    expect(resumed.state.state).toBe('handling');
    expect(clockOf(resumed, 'handle#1')).toMatchObject({
      ...{ clock: 'running', dueAt: due, left: null, stoppedAt: null },
      pauses: [{ from: at('16 10:00'), to: until }],
    });
    expect(clockOf(resumed, 'case#1')?.dueAt).toBeGreaterThan(due);
    expect(replay(resumed.events)).toEqual(resumed.state);
  });

  test('[W68] red that came between asking and agreeing goes, with its order', () => {
    const red = fire(ask(handling(), at('16 15:00')), 'handle#1', 'red', at('16 15:01'));
    const suspended = agree(red, at('16 16:00'));
    expect(suspended.state).toMatchObject({ supervisions: [], light: 'green' });
    const resumed = give(suspended, { type: 'resume' }, factsOf(person('dispatcher'), at('17 08:00')));
    // Nothing was left at the asking, so it is due at once, in time until that very instant.
    expect(clockOf(resumed, 'handle#1')).toMatchObject({ dueAt: at('17 08:00'), reached: 0 });
  });

  test('[W69] the dispatcher resumes before the date; once more is not suspended', () => {
    const suspended = agree(ask(handling(), at('16 10:00')), at('16 11:00'));
    const resumed = give(suspended, { type: 'resume' }, factsOf(person('dispatcher'), at('18 09:00')));
    expect(clockOf(resumed, 'handle#1')).toMatchObject({ dueAt: at('18 12:00') });
    expect(clockOf(resumed, 'suspension#1')).toMatchObject({ clock: 'done' });
    const again = { type: 'request-suspension', reason, until } as const;
    expect(refusedBy(resumed, again, factsOf(person('head'), at('18 09:00')))).toBe('suspensions-used');
    const twice = { ...policy, mostSuspensions: 2 };
    expect(refusedBy(resumed, again, factsOf(person('head'), at('18 09:00'), { policy: twice }))).toBe('accepted');
  });

  test('[W69] a result withdraws the request, a refusal leaves the clock running', () => {
    const asked = ask(handling(), at('16 10:00'));
    const handled = give(asked, { type: 'submit-result', outcome: 'A' }, factsOf(person('handler'), at('16 11:00')));
    expect(handled.state).toMatchObject({ handling: { suspension: null } });
    expect(clockOf(handled, 'decide-suspension#1')).toMatchObject({ clock: 'done', outcome: 'void' });
    const refused = give(asked, { type: 'refuse-suspension', reason }, factsOf(person('leader'), at('16 11:00')));
    expect(refused.state).toMatchObject({ state: 'handling', handling: { suspension: null } });
    expect(clockOf(refused, 'handle#1')).toMatchObject({ clock: 'running', dueAt: at('16 15:00') });
  });
});
