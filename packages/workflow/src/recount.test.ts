import { type CompiledCalendar, compileCalendar, parseCalendar } from '@wanmi/calendar';
import type { Instant } from '@wanmi/kernel';
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
  system,
} from '../../../test/support/build-case.ts';
import { type Command, decide, type Facts, type Limit, replay, type TimerLevel } from './index.ts';

const reason = ref('reason');
const recount: Command = { type: 'recount-deadlines' };
const clockOf = ({ state }: Built, id: string) => state.deadlines.find((clock) => clock.id === id);
const DAYS: Limit = { value: 5, unit: 'working_day' };
const dec = (day: string): Instant => Date.parse(`2026-12-${day}T18:00:00+08:00`) as Instant;

/** The plain week with other days off or on, or covering other years. */
function calendars(change: object): Facts['calendars'] {
  const periods = [
    ['08:00', '12:00'],
    ['14:00', '18:00'],
  ];
  const file = { zone: 'Asia/Shanghai', sessions: [{ weekdays: [1, 2, 3, 4, 5], periods }], days: [], covered: [2026] };
  const parsed = parseCalendar({ ...file, uncovered: 'provisional', ...change });
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  const calendar: CompiledCalendar = compileCalendar(parsed.value);
  return { city: calendar, duty: calendar };
}
const day = (date: string, off: boolean) => ({ date: `2026-11-${date}`, name: 'changed', off });
const OFF_FRIDAY = calendars({ days: [day('20', true)] });
const ON_SATURDAY = calendars({ days: [day('21', false)] });
const facts = (calendar: Facts['calendars'], instant: Instant) => factsOf(system, instant, { calendars: calendar });

/** Dispatched and signed on Monday the 16th 09:00 with five working days: due on Monday the 23rd 18:00. */
function handling(change: Partial<Facts> = {}): Built {
  const sent = give(
    caseIn('filed'),
    { type: 'dispatch', department: CLEANING },
    factsOf(person('dispatcher'), at('16 09:00'), { handlingLimit: DAYS, ...change }),
  );
  return give(sent, { type: 'sign' }, factsOf(person('handler')));
}
const fire = (built: Built, deadlineId: string, level: TimerLevel, instant: Instant) =>
  give(built, { type: 'fire-timer', deadlineId, level }, factsOf(system, instant));

describe('deadlines counted anew', () => {
  test.each([
    { what: 'a new holiday', calendar: OFF_FRIDAY, due: at('24 18:00'), whole: at('26 09:00') },
    { what: 'a new make-up day', calendar: ON_SATURDAY, due: at('21 18:00'), whole: at('24 09:00') },
  ])('[W58] by $what the handling and the case behind it move', ({ calendar, due, whole }) => {
    const built = give(handling(), recount, facts(calendar, at('17 09:00')));
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: due, clock: 'running' });
    expect(clockOf(built, 'case#1')).toMatchObject({ dueAt: whole });
    expect(built.state.version).toBe(handling().state.version + 1);
    expect(replay(built.events)).toEqual(built.state);
    expect(decide(built.state, recount, facts(calendar, at('17 09:00')))).toMatchObject({
      error: { reason: 'nothing-to-recount' },
    });
  });

  test('[W58] a holiday behind the handling moves the case alone', () => {
    const calendar = calendars({ days: [day('24', true)] });
    const built = give(handling(), recount, facts(calendar, at('17 09:00')));
    expect(built.events.at(-1)?.deadlines).toMatchObject([{ op: 'move', id: 'case#1', dueAt: at('26 09:00') }]);
  });

  test('[W58] what a calendar does not count stays: clock time, and what only waits', () => {
    const holiday = calendars({ days: [day('17', true)] });
    const external = { number: 'H7', replyBy: (at('18 09:30') + 1) as Instant };
    expect(
      decide(caseIn('verifying', at('16 09:00'), { external }).state, recount, facts(holiday, at('16 10:00'))),
    ).toMatchObject({ error: { reason: 'nothing-to-recount' } });
    expect(decide(caseIn('closed').state, recount, facts(holiday, at('16 10:00')))).toMatchObject({
      error: { reason: 'nothing-to-recount' },
    });
  });

  test('[W58] a provisional deadline becomes final, at the same instant or another', () => {
    const unpublished = calendars({ covered: [2025] });
    const provisional = handling({ calendars: unpublished });
    expect(clockOf(provisional, 'handle#1')).toMatchObject({ provisional: true });
    const final = give(provisional, recount, facts(OFF_FRIDAY, at('17 09:00')));
    expect(clockOf(final, 'handle#1')).toMatchObject({ provisional: false, dueAt: at('24 18:00') });
    expect(clockOf(final, 'case#1')).toMatchObject({ provisional: false });
    const same = give(provisional, recount, factsOf(system, at('17 09:00')));
    expect(clockOf(same, 'handle#1')).toMatchObject({ provisional: false, dueAt: at('23 18:00') });
  });

  test('[W58] a red clock that is not late after all is green again and its order withdrawn', () => {
    const red = fire(handling(), 'handle#1', 'red', at('23 18:01'));
    const built = give(red, recount, facts(OFF_FRIDAY, at('24 09:00')));
    // A quarter of 44 working hours is left from Monday the 23rd on: yellow, not red.
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: at('24 18:00'), light: 'yellow', reached: 0 });
    expect(built.state).toMatchObject({ supervisions: [], light: 'yellow' });
    expect(clockOf(built, 'supervision#1')).toMatchObject({ clock: 'done', outcome: 'void' });
    expect(replay(built.events)).toEqual(built.state);
  });

  test('[W58] a clock that stays late keeps its order and the levels it has reached', () => {
    let red = fire(handling(), 'handle#1', 'red', at('23 18:01'));
    red = fire(red, 'handle#1', 'escalate-1', dec('01'));
    const built = give(red, recount, facts(OFF_FRIDAY, dec('02')));
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: at('24 18:00'), light: 'red', reached: 1 });
    expect(built.state.supervisions).toHaveLength(1);
  });

  test('[W58] extensions and pauses are counted again in their order', () => {
    let built = give(
      handling(),
      { type: 'request-extension', reason, amount: 2 },
      factsOf(person('head'), at('17 09:00')),
    );
    built = give(built, { type: 'approve-extension' }, factsOf(person('dispatcher'), at('17 10:00')));
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: at('25 18:00') });
    built = give(built, { type: 'submit-result', outcome: 'A' }, factsOf(person('handler'), at('18 09:00')));
    // Five working days were left after Wednesday the 18th; the result waits a week.
    built = give(built, { type: 'refuse-feedback', reason }, factsOf(person('dispatcher', 'd2'), at('25 09:00')));
    expect(clockOf(built, 'handle#1')).toMatchObject({ dueAt: dec('02') });
    // A day off before the stop is a day more that was left; one in the pause is none.
    expect(decide(built.state, recount, facts(OFF_FRIDAY, at('25 10:00')))).toMatchObject({
      error: { reason: 'nothing-to-recount' },
    });
    const later = give(built, recount, facts(calendars({ days: [day('17', true)] }), at('25 10:00')));
    expect(clockOf(later, 'handle#1')).toMatchObject({ dueAt: dec('03'), clock: 'running' });
    expect(replay(later.events)).toEqual(later.state);
  });

  test('[W58] a stopped clock is recounted with what it has left', () => {
    const built = give(handling(), { type: 'submit-result', outcome: 'A' }, factsOf(person('handler'), at('18 09:00')));
    expect(clockOf(built, 'handle#1')?.left).toEqual({ unit: 'working_day', amount: 3 });
    const later = give(built, recount, facts(ON_SATURDAY, at('18 10:00')));
    expect(clockOf(later, 'handle#1')).toMatchObject({
      ...{ clock: 'stopped', dueAt: at('21 18:00') },
      left: { unit: 'working_day', amount: 3 },
    });
  });

  test('[W58] [W26] the case of an earlier dispatch that is late stays where it is', () => {
    const late = at('26 09:00');
    let built = give(handling(), { type: 'return', reason }, factsOf(person('handler'), late));
    built = give(built, { type: 'propose-return' }, factsOf(person('dispatcher', 'd2'), late));
    built = give(built, { type: 'accept-return' }, factsOf(person('leader'), late));
    const again = { handlingLimit: DAYS };
    built = give(built, { type: 'dispatch', department: CLEANING }, factsOf(person('dispatcher'), late, again));
    const holiday = calendars({ days: [day('30', true)] });
    const moved = give(built, recount, facts(holiday, late));
    expect(clockOf(moved, 'handle#2')?.dueAt).toBeGreaterThan(clockOf(built, 'handle#2')?.dueAt ?? 0);
    expect(clockOf(moved, 'case#1')).toEqual(clockOf(built, 'case#1'));
  });
});

describe('the ladder', () => {
  const important = () =>
    give(caseIn('handling'), { type: 'set-priority', priority: 'important' }, factsOf(person('leader')));
  const LEVELS: readonly TimerLevel[] = ['yellow', 'red', 'escalate-1', 'escalate-2'];
  const orders = LEVELS.flatMap((a) =>
    LEVELS.filter((b) => b !== a).flatMap((b) =>
      LEVELS.filter((c) => c !== a && c !== b).map((c) => [a, b, c, ...LEVELS.filter((d) => ![a, b, c].includes(d))]),
    ),
  );

  test.each(orders)(
    '[W52] [W57] after an outage the timers come as %s, %s, %s, %s: one order, each level once',
    (...order) => {
      const later = factsOf(system, at('20 09:00'));
      const built = order.reduce<Built>((now, level) => {
        const command = { type: 'fire-timer', deadlineId: 'handle#1', level } as const;
        return decide(now.state, command, later).ok ? give(now, command, later) : now;
      }, important());
      expect(clockOf(built, 'handle#1')).toMatchObject({ light: 'red', reached: 2 });
      const told = built.events.flatMap((event) => (event.type === 'deadline-escalated' ? [event.to] : []));
      expect(told).toEqual([{ role: 'leader' }, { role: 'supervisor' }]);
      expect(built.state.supervisions).toHaveLength(1);
      expect(replay(built.events)).toEqual(built.state);
    },
  );

  test('[W57] a level is counted in its own unit or as the limit once more, and a priority without levels has none', () => {
    const levels = [
      { after: { value: 30, unit: 'natural_minute' }, to: 'leader' },
      { after: { value: 2, unit: 'limit' }, to: 'supervisor' },
    ] as const;
    const change = { policy: { ...policy, ladder: { ...policy.ladder, ordinary: levels, simple: [] } } };
    const sent = give(
      caseIn('filed'),
      { type: 'dispatch', department: CLEANING },
      factsOf(person('dispatcher'), at('16 09:00'), change),
    );
    expect(clockOf(sent, 'handle#1')?.rungs).toEqual([
      { at: at('16 15:30'), to: 'leader' },
      { at: at('17 15:00'), to: 'supervisor' }, // 15:00 and twice four working hours
    ]);
    const simple = give(
      sent,
      { type: 'set-priority', priority: 'simple' },
      factsOf(person('leader'), undefined, change),
    );
    expect(clockOf(simple, 'handle#1')?.rungs).toEqual([]);
  });

  test('[W59] what only waits has one timer, of its date, and no lights', () => {
    const { state } = caseIn('suspended');
    expect(state.deadlines.find(({ stage }) => stage === 'suspension')).toMatchObject({ rungs: [], light: 'green' });
    const early = decide(
      state,
      { type: 'fire-timer', deadlineId: 'suspension#1', level: 'due' },
      factsOf(system, at('20 09:00')),
    );
    expect(early).toMatchObject({ error: { reason: 'timer-early' } });
    const red = decide(
      state,
      { type: 'fire-timer', deadlineId: 'suspension#1', level: 'red' },
      factsOf(system, dec('30')),
    );
    expect(red).toMatchObject({ error: { reason: 'timer-stale' } });
  });
});
