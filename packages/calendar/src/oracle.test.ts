import type { Instant } from '@wanmi/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileCalendar,
  deadlineOf,
  extendDeadline,
  parseCalendar,
  remainingOf,
  resumeDeadline,
  type WorkCalendar,
  workingMsBetween,
  yellowAt,
} from './index.ts';
import { MinuteOracle } from './testing/minute-oracle.ts';

const MINUTE = 60_000;
const RUNS = { seed: 20_260_301, numRuns: 60 };

const clock = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;

/** One to three periods apart or touching, on quarters of an hour, also at night and up to 24:00. */
const periods = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map((marks) => [...marks].sort((a, b) => a - b))
  .map((marks) =>
    marks.flatMap((open, i) => (i % 2 === 0 && marks[i + 1] !== undefined ? [[open, marks[i + 1] ?? 96]] : [])),
  )
  .map((pairs) => pairs.map(([open = 0, close = 96]) => [clock(open), clock(close)] as const));

const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });
/** Days around both changes of the clocks in 2026, in every zone of the test. */
const dayNumbers = fc.oneof(fc.integer({ min: 60, max: 110 }), fc.integer({ min: 270, max: 315 }));
const dateOf = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);

const calendars: fc.Arbitrary<WorkCalendar> = fc.record(
  {
    zone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Amsterdam', 'Australia/Lord_Howe', 'UTC'),
    sessions: fc
      .tuple(fc.record({ weekdays, periods }), fc.option(fc.record({ weekdays, periods })))
      .map(([base, season]) => (season ? [base, { from: '04-02', to: '10-20', ...season }] : [base])),
    days: fc.uniqueArray(fc.record({ date: dayNumbers.map(dateOf), name: fc.constant('day'), off: fc.boolean() }), {
      selector: ({ date }) => date,
      maxLength: 12,
    }),
    covered: fc.constant([2025, 2026, 2027]),
    uncovered: fc.constant('error' as const),
    cutoff: fc.constantFrom({ at: '17:00', moveTo: '08:30' }, { at: '12:00', moveTo: '00:00' }),
    dayOffStart: fc.constantFrom('opening' as const, 'same-clock-time' as const),
  },
  { requiredKeys: ['zone', 'sessions', 'days', 'covered', 'uncovered'] },
);

const starts = fc
  .tuple(dayNumbers, fc.integer({ min: 0, max: 24 * 60 - 1 }))
  .map(([day, minute]) => (Date.UTC(2026, 0, day) + minute * MINUTE) as Instant);

const both = (calendar: WorkCalendar) => {
  const parsed = parseCalendar(JSON.parse(JSON.stringify(calendar)));
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return { compiled: compileCalendar(parsed.value), oracle: new MinuteOracle(calendar) };
};

/** A cut-off or a kept clock time that falls into a skipped hour is a matter of T16, not of counting. */
const unmoved = ({ cutoff: _, dayOffStart: __, ...calendar }: WorkCalendar): WorkCalendar => calendar;

describe('against counting minute by minute', () => {
  test('[T2] [T16] working time between two instants', () => {
    const property = fc.property(calendars, starts, fc.integer({ min: 0, max: 8000 }), (calendar, from, minutes) => {
      const { compiled, oracle } = both(calendar);
      const to = (from + minutes * MINUTE) as Instant;
      expect(workingMsBetween(compiled, from, to)).toBe(oracle.workingMinutes(from, to) * MINUTE);
    });
    void fc.assert(property, RUNS);
  });

  test('[T2] [T7] [T8] [T9] [T10] deadlines in working hours', () => {
    const property = fc.property(calendars, starts, fc.integer({ min: 1, max: 1500 }), (calendar, start, minutes) => {
      const { compiled, oracle } = both(calendar);
      const expected = oracle.afterMinutes(oracle.countedStart(start), minutes);
      fc.pre(!Number.isNaN(expected));
      const result = deadlineOf(compiled, start, { value: minutes / 60, unit: 'working_hour' });
      expect(result).toEqual({ ok: true, value: { due: expected, provisional: false } });
    });
    void fc.assert(property, RUNS);
  });

  test('[T3] [T7] [T8] [T9] [T10] deadlines and extensions by close of business', () => {
    const property = fc.property(calendars, starts, fc.integer({ min: 1, max: 5 }), (calendar, start, value) => {
      const { compiled, oracle } = both(calendar);
      const expected = oracle.closeOfDay(oracle.countedStart(start), value);
      fc.pre(!Number.isNaN(expected));
      const result = deadlineOf(compiled, start, { value, unit: 'working_day' });
      expect(result).toEqual({ ok: true, value: { due: expected, provisional: false } });
      const extended = oracle.closeOfDay(expected - MINUTE, 2);
      fc.pre(!Number.isNaN(extended));
      expect(extendDeadline(compiled, expected as Instant, { value: 2, unit: 'working_day' })).toMatchObject({
        value: { due: extended },
      });
    });
    void fc.assert(property, RUNS);
  });

  test('[T5] deadlines at the same clock time', () => {
    const property = fc.property(calendars, starts, fc.integer({ min: 1, max: 4 }), (made, start, value) => {
      const { compiled, oracle } = both(unmoved(made));
      const close = oracle.closeOfDay(start, value);
      fc.pre(!Number.isNaN(close));
      const result = deadlineOf(compiled, start, { value, unit: 'working_day' }, 'same-clock-time');
      const due = result.ok ? result.value.due : Number.NaN;
      expect(oracle.wall(due).date).toBe(oracle.wall(close - MINUTE).date);
      const skipped = (oracle.wall(due).minute - oracle.wall(start).minute) % 30;
      expect(skipped).toBe(0);
    });
    void fc.assert(property, RUNS);
  });
});

describe('laws', () => {
  test('[T14] yellow is the earliest instant with at most a quarter left', () => {
    const property = fc.property(calendars, starts, fc.integer({ min: 1, max: 3000 }), (made, start, minutes) => {
      const { compiled } = both(unmoved(made));
      const result = deadlineOf(compiled, start, { value: minutes / 60, unit: 'working_hour' });
      fc.pre(result.ok);
      if (!result.ok) return;
      const { due } = result.value;
      const yellow = yellowAt(compiled, { start, due, unit: 'working_hour' });
      const quarter = (minutes * MINUTE) / 4;
      expect(workingMsBetween(compiled, yellow, due)).toBeLessThanOrEqual(quarter);
      expect(workingMsBetween(compiled, (yellow - 1) as Instant, due)).toBeGreaterThan(quarter);
    });
    void fc.assert(property, RUNS);
  });

  test('[T13] stopping and resuming at once changes nothing while the deadline is open', () => {
    const units = fc.constantFrom(
      { unit: 'working_hour', mode: 'close-of-business' } as const,
      { unit: 'natural_hour', mode: 'close-of-business' } as const,
      { unit: 'working_day', mode: 'close-of-business' } as const,
      { unit: 'working_day', mode: 'elapsed' } as const,
    );
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const property = fc.property(calendars, starts, units, share, (made, start, { unit, mode }, part) => {
      const { compiled } = both(unmoved(made));
      const result = deadlineOf(compiled, start, { value: 3, unit }, mode);
      fc.pre(result.ok);
      if (!result.ok) return;
      const { due } = result.value;
      const at = Math.floor(start + (due - start) * part) as Instant;
      const left = remainingOf(compiled, { at, due, unit, mode });
      const resumed = resumeDeadline(compiled, { at, left, due, mode });
      const nothingLeft = left.amount === 0 && left.unit === 'working_ms';
      expect(resumed).toMatchObject({ ok: true, value: { due: nothingLeft ? at : due } });
    });
    void fc.assert(property, RUNS);
  });

  test('[T2] a longer limit is never due earlier, and the parts of a limit add up', () => {
    const amounts = fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }));
    const property = fc.property(calendars, starts, amounts, (made, start, [a, b]) => {
      const { compiled } = both(unmoved(made));
      const hours = (minutes: number) => ({ value: minutes / 60, unit: 'working_hour' }) as const;
      const first = deadlineOf(compiled, start, hours(a));
      const whole = deadlineOf(compiled, start, hours(a + b));
      fc.pre(first.ok && whole.ok);
      if (!first.ok || !whole.ok) return;
      expect(whole.value.due).toBeGreaterThan(first.value.due);
      expect(extendDeadline(compiled, first.value.due, hours(b))).toEqual(whole);
    });
    void fc.assert(property, RUNS);
  });
});
