import { compileCalendar, parseCalendar } from '@wanmi/calendar';
import type { Instant, UserId } from '@wanmi/kernel';
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
import { type Command, decide, timersOf } from './index.ts';

const reason = ref('reason');
const clockOf = ({ state }: Built, id: string) => state.deadlines.find((clock) => clock.id === id);
const fire = (deadlineId: string, level: 'yellow' | 'red' | 'escalate-1'): Command => ({
  type: 'fire-timer',
  deadlineId,
  level,
});
const submit: Command = { type: 'submit-result', outcome: 'A' };
const refuse: Command = { type: 'refuse-feedback', reason };

function calendarOf(change: object) {
  const allWeek = { weekdays: [1, 2, 3, 4, 5, 6, 7], periods: [['00:00', '24:00']] };
  const file = { zone: 'Asia/Shanghai', sessions: [allWeek], days: [], covered: [2026], uncovered: 'provisional' };
  const parsed = parseCalendar({ ...file, ...change });
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return compileCalendar(parsed.value);
}

describe('clocks that stop and run again', () => {
  test('[W30] with "restart" a yellow clock begins anew, green, from the rework on', () => {
    const yellow = give(caseIn('handling'), fire('handle#1', 'yellow'), factsOf(system, at('16 14:30')));
    const handled = give(yellow, submit, factsOf(person('handler'), at('16 14:40')));
    const restart = { policy: { ...policy, rework: 'restart' as const } };
    const back = give(handled, refuse, factsOf(person('dispatcher', 'd2'), at('17 09:00'), restart));
    expect(clockOf(back, 'handle#1')).toMatchObject({
      light: 'green',
      startAt: at('17 09:00'),
      yellowAt: at('17 12:00'),
      dueAt: at('17 15:00'),
    });
    expect(timersOf(back.state).map(({ key }) => key)).toContain('handle#1:yellow');
  });

  test('[W30] with "resume" a yellow clock stays yellow', () => {
    const yellow = give(caseIn('handling'), fire('handle#1', 'yellow'), factsOf(system, at('16 14:30')));
    const handled = give(yellow, submit, factsOf(person('handler'), at('16 14:40')));
    const back = give(handled, refuse, factsOf(person('dispatcher', 'd2'), at('17 09:00')));
    expect(clockOf(back, 'handle#1')).toMatchObject({
      light: 'yellow',
      dueAt: at('17 09:20'),
      startAt: at('16 09:00'),
    });
  });

  test('[W31] the next level of a late clock waits as long as the result waited', () => {
    const handled = give(caseIn('handling'), submit, factsOf(person('handler'), at('16 16:00')));
    expect(clockOf(handled, 'handle#1')).toMatchObject({ dueAt: at('16 15:00'), rungs: [{ at: at('17 09:00') }] });
    const back = give(handled, refuse, factsOf(person('dispatcher', 'd2'), at('18 09:00')));
    // Three working hours were left between Monday 16:00 and Tuesday 09:00.
    expect(clockOf(back, 'handle#1')).toMatchObject({ dueAt: at('16 15:00'), rungs: [{ at: at('18 12:00') }] });
  });

  test('[W31] a next level that was past at the stop stays past', () => {
    const handled = give(caseIn('handling'), submit, factsOf(person('handler'), at('18 16:00')));
    const back = give(handled, refuse, factsOf(person('dispatcher', 'd2'), at('19 09:00')));
    expect(clockOf(back, 'handle#1')).toMatchObject({ rungs: [{ at: at('17 09:00') }] });
  });

  test('[W20] a case whose handling is due in a year not published is provisional as a whole', () => {
    const unpublished = calendarOf({ covered: [2025] });
    const calendars = { city: unpublished, duty: calendarOf({}) };
    const facts = factsOf(person('dispatcher'), at('16 09:00'), { calendars });
    const built = give(caseIn('filed'), { type: 'dispatch', department: 'water' as never }, facts);
    expect([clockOf(built, 'handle#1'), clockOf(built, 'case#1')]).toMatchObject([
      { provisional: true },
      { provisional: true },
    ]);
  });
});

describe('orders and levels', () => {
  const red = (instant: Instant = at('16 15:01')) =>
    give(caseIn('handling'), fire('handle#1', 'red'), factsOf(system, instant));

  test('[W37] an order that nobody answered is not in time when the case ends', () => {
    const close = (closedAt: Instant) => {
      let built = give(red(), submit, factsOf(person('handler'), at('16 15:30')));
      built = give(built, { type: 'confirm-feedback' }, factsOf(person('dispatcher'), at('16 15:30')));
      built = give(built, { type: 'request-check' }, factsOf(person('acceptor'), at('16 15:30')));
      built = give(built, { type: 'submit-check', result: 'pass' }, factsOf(person('inspector'), at('16 15:30')));
      return clockOf(give(built, { type: 'close' }, factsOf(person('leader'), closedAt)), 'supervision#1');
    };
    expect(close(at('16 16:00'))).toMatchObject({ clock: 'done', outcome: 'void' });
    expect(close(at('18 16:00'))).toMatchObject({ clock: 'done', outcome: 'late' });
  });

  test.each([
    { to: 'the department', built: () => caseIn('handling'), due: at('17 09:00') },
    { to: 'the dispatcher', built: () => caseIn('handled'), due: at('16 19:00') },
  ])('[W55] an order to $to counts in its own working time', ({ built, due }) => {
    const { calendars } = factsOf(system);
    const facts = { calendars: { city: calendars.city, duty: calendarOf({}) } };
    const given = give(built(), { type: 'supervise', reason }, factsOf(person('supervisor'), at('16 15:00'), facts));
    expect(clockOf(given, 'supervision#1')).toMatchObject({ dueAt: due });
  });

  test('[W52] the next level that comes before red makes the clock red, orders, and escalates, once each', () => {
    const facts = factsOf(system, at('18 09:00'));
    const built = give(caseIn('handling'), fire('handle#1', 'escalate-1'), facts);
    expect(built.events.slice(-3).map(({ type }) => type)).toEqual([
      'light-changed',
      'supervision-ordered',
      'deadline-escalated',
    ]);
    for (const level of ['yellow', 'red', 'escalate-1'] as const) {
      expect(decide(built.state, fire('handle#1', level), facts)).toMatchObject({ error: { reason: 'timer-stale' } });
    }
  });

  test.each(['file', 'reject', 'request-verification'] as const)(
    '[W41] who handled on the spot: %s of that case',
    (type) => {
      const onSpot = { channel: 'inspector', handledOnSpot: true } as const;
      const { state } = give(caseIn('reported'), { type: 'accept' }, factsOf(person('acceptor')));
      const acts = [{ userId: 'leader' as UserId, command: 'handled-on-spot' }];
      const outcome = decide({ ...state, ...onSpot, acts }, { type, reason }, factsOf(person('leader')));
      expect(outcome.ok ? 'accepted' : outcome.error.reason).toBe(
        type === 'request-verification' ? 'accepted' : 'separated-powers',
      );
    },
  );

  test('[W32] a closing sent back to the department is told to the dispatcher too', () => {
    const command = { type: 'send-back', to: 'handling', reason } as const;
    const outcome = decide(caseIn('checked').state, command, factsOf(person('leader')));
    expect(outcome.ok && outcome.value.effects.map((effect) => 'to' in effect && effect.to)).toContainEqual({
      role: 'dispatcher',
    });
  });
});
