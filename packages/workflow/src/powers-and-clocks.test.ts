import type { UserId } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import {
  at,
  type Built,
  CLEANING,
  caseIn,
  everyPost,
  factsOf,
  give,
  person,
  ref,
  reported,
  system,
  WATER,
} from '../../../test/support/build-case.ts';
import { type Actor, type Command, decide, explainRefusal, timersOf } from './index.ts';

const reason = ref('reason');
const outcomeOf = (built: Built, command: Command, actor: Actor, instant = at('16 09:00')) => {
  const outcome = decide(built.state, command, factsOf(actor, instant));
  return outcome.ok ? 'accepted' : outcome.error.reason;
};
/** Somebody with every post who is also the named person of the path so far. */
const asAll = (userId: string): Actor => ({ ...everyPost, userId: userId as UserId });

describe('separated powers', () => {
  const onSpot = () => reported({ channel: 'inspector', handledOnSpot: true }, factsOf(person('inspector')));
  const asked = () => give(caseIn('handling'), { type: 'return', reason }, factsOf(person('handler')));
  const proposed = () => give(asked(), { type: 'propose-return' }, factsOf(person('dispatcher', 'd2')));
  const requested = () => give(caseIn('handling'), { type: 'request-extension', reason }, factsOf(person('handler')));
  const endorsed = () => give(requested(), { type: 'endorse' }, factsOf(person('head')));
  const voiding = () => give(caseIn('filed'), { type: 'propose-void', code: 'gone' }, factsOf(person('leader', 'l2')));
  const closed = () =>
    give(caseIn('closed'), { type: 'reply', method: 'sent', answer: reason }, factsOf(person('acceptor', 'a2')));

  test.each([
    { rule: 'W41', who: 'handler', built: () => caseIn('checking'), command: { type: 'submit-check', result: 'pass' } },
    { rule: 'W41', who: 'handler', built: () => caseIn('checked'), command: { type: 'close' } },
    { rule: 'W41', who: 'handler', built: () => caseIn('handled'), command: { type: 'confirm-feedback' } },
    { rule: 'W41', who: 'inspector', built: onSpot, command: { type: 'close' } },
    {
      rule: 'W42',
      who: 'dispatcher',
      built: () => caseIn('checking'),
      command: { type: 'submit-check', result: 'pass' },
    },
    { rule: 'W42', who: 'dispatcher', built: () => caseIn('checked'), command: { type: 'close' } },
    { rule: 'W43', who: 'handler', built: asked, command: { type: 'propose-return' } },
    { rule: 'W44', who: 'd2', built: proposed, command: { type: 'accept-return' } },
    { rule: 'W41', who: 'handler', built: closed, command: { type: 'rate', service: 5, result: 5 } },
    { rule: 'W45', who: 'handler', built: requested, command: { type: 'endorse' } },
    { rule: 'W45', who: 'head', built: endorsed, command: { type: 'approve-extension' } },
    { rule: 'W46', who: 'l2', built: voiding, command: { type: 'approve-void' } },
  ] as const)('[$rule] $who, whatever posts held, may not $command.type', ({ who, built, command }) => {
    expect(outcomeOf(built(), command, asAll(who))).toBe('separated-powers');
    expect(outcomeOf(built(), command, asAll('newcomer'))).toBe('accepted');
  });

  test('[W40] the leader who filed may close, the inspector who reported may check', () => {
    expect(outcomeOf(caseIn('checked'), { type: 'close' }, person('leader'))).toBe('accepted');
    expect(outcomeOf(caseIn('checking'), { type: 'submit-check', result: 'pass' }, person('inspector'))).toBe(
      'accepted',
    );
  });

  test('[W42] a dispatch by the system separates nobody', () => {
    const built = give(caseIn('filed'), { type: 'dispatch', department: CLEANING }, factsOf(system));
    expect(built.state.acts.map(({ command }) => command)).not.toContain('dispatch');
  });
});

describe('posts', () => {
  test.each([
    { why: 'another district', actor: person('leader', 'l', { area: '110102' }), expected: 'role-needed' },
    { why: 'the street of the case', actor: person('leader', 'l', { area: '110101001' }), expected: 'accepted' },
    { why: 'another street', actor: person('leader', 'l', { area: '110101002' }), expected: 'role-needed' },
    { why: 'everywhere', actor: person('leader', 'l', { area: '' }), expected: 'accepted' },
    { why: 'another role', actor: person('dispatcher'), expected: 'role-needed' },
  ])('[W5] filing by a post in $why: $expected', ({ actor, expected }) => {
    expect(outcomeOf(caseIn('verified'), { type: 'file' }, actor)).toBe(expected);
  });

  test('[W5] only the department at work signs, only the inspector of the task answers it', () => {
    expect(outcomeOf(caseIn('dispatched'), { type: 'sign' }, person('handler', 'h', { department: WATER }))).toBe(
      'other-department',
    );
    const task = give(
      caseIn('reported'),
      { type: 'request-verification', inspector: 'i7' as UserId },
      factsOf(person('acceptor')),
    );
    const verify = { type: 'submit-verification', result: 'exists' } as const;
    expect(outcomeOf(task, verify, person('inspector', 'i8'))).toBe('other-inspector');
    expect(outcomeOf(task, verify, person('inspector', 'i7'))).toBe('accepted');
  });

  test('[W1] a refusal explains itself', () => {
    const outcome = decide(caseIn('filed').state, { type: 'close' }, factsOf(person('leader')));
    expect(outcome.ok ? '' : explainRefusal(outcome.error)).toBe('it is "filed", needs one of: checked, verified');
  });
});

describe('clocks', () => {
  const fire = (level: 'yellow' | 'red' | 'escalate-1', deadlineId = 'handle#1'): Command => ({
    type: 'fire-timer',
    deadlineId,
    level,
  });
  const red = () => give(caseIn('handling'), fire('red'), factsOf(system, at('16 15:01')));

  test.each([
    { level: 'yellow', when: '16 11:59', expected: 'timer-early' },
    { level: 'yellow', when: '16 12:00', expected: 'accepted' }, // 3 of 4 working hours are gone
    { level: 'red', when: '16 15:00', expected: 'timer-early' }, // the due instant is in time
    { level: 'red', when: '16 15:01', expected: 'accepted' },
    { level: 'escalate-1', when: '17 09:00', expected: 'timer-early' },
    { level: 'escalate-1', when: '17 09:01', expected: 'accepted' },
  ] as const)('[W50] [W52] $level at $when: $expected', ({ level, when, expected }) => {
    expect(outcomeOf(caseIn('handling'), fire(level), system, at(when))).toBe(expected);
  });

  test('[W52] a timer acts once, and not on a clock that stopped', () => {
    expect(outcomeOf(red(), fire('red'), system, at('16 15:02'))).toBe('timer-stale');
    expect(outcomeOf(caseIn('handled'), fire('red'), system, at('17 15:00'))).toBe('timer-stale');
    expect(outcomeOf(caseIn('handling'), fire('red'), everyPost, at('17 15:00'))).toBe('system-only');
  });

  test('[W51] a case needs the timers its running clocks have not reached', () => {
    expect(timersOf(caseIn('handling').state).map(({ key }) => key)).toEqual([
      'handle#1:yellow',
      'handle#1:red',
      'handle#1:escalate-1',
      'case#1:yellow',
      'case#1:red',
      'case#1:escalate-1',
    ]);
    expect(
      timersOf(red().state)
        .map(({ key }) => key)
        .filter((key) => key.startsWith('handle')),
    ).toEqual(['handle#1:escalate-1']);
  });

  test('[W3] [W53] red brings one order with a clock and leaves the version alone', () => {
    const { state } = red();
    expect(state).toMatchObject({ light: 'red', version: caseIn('handling').state.version });
    expect(state.supervisions).toMatchObject([
      { deadlineId: 'handle#1', by: null, to: { department: CLEANING }, answeredAt: null },
    ]);
    const clock = state.deadlines.find(({ id }) => id === 'supervision#1');
    expect(clock).toMatchObject({ clock: 'running', dueAt: at('17 09:01') });
    const again = give(red(), fire('red', 'supervision#1'), factsOf(system, at('17 09:02')));
    expect(again.state.supervisions).toHaveLength(1);
  });

  test('[W54] the limit passed once more tells the supervisor, once', () => {
    const escalated = give(red(), fire('escalate-1'), factsOf(system, at('17 10:01')));
    expect(escalated.events.at(-1)).toMatchObject({ type: 'deadline-escalated', to: { role: 'supervisor' } });
    expect(outcomeOf(escalated, fire('escalate-1'), system, at('17 11:00'))).toBe('timer-stale');
  });

  test('[W55] the department it was sent to answers an order, nobody else', () => {
    const [order] = red().state.supervisions;
    const answer = { type: 'answer-supervision', orderId: order?.orderId ?? '', answer: ref('answer') } as const;
    expect(outcomeOf(red(), answer, person('handler', 'h', { department: WATER }))).toBe('other-addressee');
    expect(outcomeOf(red(), answer, person('leader'))).toBe('other-addressee');
    const answered = give(red(), answer, factsOf(person('head'), at('16 16:00')));
    expect(answered.state.deadlines.find(({ id }) => id === 'supervision#1')).toMatchObject({
      clock: 'done',
      outcome: 'in-time',
    });
    expect(outcomeOf(answered, answer, person('head'))).toBe('no-open-order');
  });

  test('[W56] the light is that of the worst running clock and green again when it is done', () => {
    const yellow = give(caseIn('dispatched'), fire('yellow', 'sign#1'), factsOf(system, at('16 10:40')));
    expect(yellow.state.light).toBe('yellow');
    expect(give(yellow, { type: 'sign' }, factsOf(person('handler'), at('16 10:50'))).state.light).toBe('green');
  });
});
