import { describe, expect, test } from 'vitest';
import { deadlineOf, extendDeadline, type LimitUnit, uncoveredYearBetween } from './index.ts';
import { at, buildCalendar, dueText, local } from './testing/build-calendar.ts';

const week = buildCalendar();
const nationalDay = buildCalendar({
  days: [
    ...['01', '02', '03', '04', '05', '06', '07'].map((d) => ({ date: `2026-10-${d}`, name: '国庆节', off: true })),
    { date: '2026-09-20', name: '国庆节', off: false },
    { date: '2026-10-10', name: '国庆节', off: false },
  ],
});

describe('clock time', () => {
  test.each<[string, number, LimitUnit, string]>([
    ['2026-03-06 22:36', 2, 'urgent_working_hour', '2026-03-07 00:36'],
    ['2026-03-07 23:59', 0.5, 'urgent_working_hour', '2026-03-08 00:29'],
    ['2026-03-06 17:00', 1, 'natural_day', '2026-03-07 17:00'],
    ['2026-03-06 17:00', 1.5, 'natural_day', '2026-03-08 05:00'],
    ['2026-03-06 17:00', 24, 'natural_hour', '2026-03-07 17:00'],
    ['2026-03-06 23:50', 15, 'natural_minute', '2026-03-07 00:05'],
  ])('[T1] %s + %d %s is due %s', (start, value, unit, due) => {
    expect(dueText(week, deadlineOf(week, at(week, start), { value, unit }))).toBe(due);
  });

  test('[T1] neither a cut-off nor a day off nor an uncovered year touches clock time', () => {
    const strict = buildCalendar({ cutoff: { at: '17:00', moveTo: '08:30' }, dayOffStart: 'opening', covered: [] });
    for (const unit of ['urgent_working_hour', 'natural_hour'] as const) {
      expect(deadlineOf(strict, at(strict, '2026-03-07 18:00'), { value: 3, unit })).toEqual({
        ok: true,
        value: { due: at(strict, '2026-03-07 21:00'), provisional: false },
      });
    }
  });
});

describe('working hours', () => {
  test.each([
    ['2026-03-06 16:00', 2, '2026-03-06 18:00'], // used up at the close: the same day, not Monday 08:00
    ['2026-03-06 16:01', 2, '2026-03-09 08:01'],
    ['2026-03-06 15:59', 2, '2026-03-06 17:59'],
    ['2026-03-06 10:00', 2, '2026-03-06 12:00'], // at noon, not at 14:00
    ['2026-03-06 11:00', 2, '2026-03-06 15:00'],
    ['2026-03-06 12:00', 1, '2026-03-06 15:00'], // the close is outside
    ['2026-03-06 13:00', 1, '2026-03-06 15:00'],
    ['2026-03-06 07:59', 1, '2026-03-06 09:00'],
    ['2026-03-06 08:00', 8, '2026-03-06 18:00'],
    ['2026-03-06 18:00', 1, '2026-03-09 09:00'],
    ['2026-03-07 03:00', 4, '2026-03-09 12:00'],
    ['2026-03-02 08:00', 40, '2026-03-06 18:00'],
    ['2026-03-02 08:00', 40.5, '2026-03-09 08:30'],
  ])('[T2] %s + %d working hours is due %s', (start, value, due) => {
    expect(dueText(week, deadlineOf(week, at(week, start), { value, unit: 'working_hour' }))).toBe(due);
  });
});

describe('working days', () => {
  test.each([
    ['2026-03-02 09:00', 1, '2026-03-03 18:00'], // Monday
    ['2026-03-06 19:00', 1, '2026-03-09 18:00'], // Friday night
    ['2026-03-07 10:00', 1, '2026-03-09 18:00'], // Saturday
    ['2026-03-02 00:00', 1, '2026-03-03 18:00'],
    ['2026-03-01 23:59', 1, '2026-03-02 18:00'],
    ['2026-03-02 23:59', 1, '2026-03-03 18:00'],
    ['2026-03-06 09:00', 5, '2026-03-13 18:00'],
    ['2026-03-05 09:00', 2, '2026-03-09 18:00'],
  ])('[T3] %s + %d by close of business is due %s', (start, value, due) => {
    expect(dueText(week, deadlineOf(week, at(week, start), { value, unit: 'working_day' }))).toBe(due);
  });

  test.each([
    ['2026-03-02 09:00', 1, '2026-03-03 09:00'],
    ['2026-03-02 08:00', 1, '2026-03-02 18:00'],
    ['2026-03-06 18:00', 1, '2026-03-09 18:00'],
    ['2026-03-07 10:00', 2, '2026-03-10 18:00'],
    ['2026-03-06 15:00', 1, '2026-03-09 15:00'],
  ])('[T4] %s + %d by elapsed hours is due %s', (start, value, due) => {
    expect(dueText(week, deadlineOf(week, at(week, start), { value, unit: 'working_day' }, 'elapsed'))).toBe(due);
  });

  test('[T4] a day is as long as the one on which counting begins', () => {
    const shortFriday = buildCalendar({
      sessions: [
        { weekdays: [1, 2, 3, 4], periods: [['08:00', '16:00']] },
        { weekdays: [5], periods: [['08:00', '12:00']] },
      ],
    });
    const due = (start: string) =>
      dueText(
        shortFriday,
        deadlineOf(shortFriday, at(shortFriday, start), { value: 1, unit: 'working_day' }, 'elapsed'),
      );
    expect(due('2026-03-06 09:00')).toBe('2026-03-09 09:00');
    expect(due('2026-03-06 12:00')).toBe('2026-03-09 16:00');
    expect(due('2026-03-05 10:00')).toBe('2026-03-06 10:00');
  });

  test.each([
    ['2026-03-02 10:00', 1, '2026-03-03 10:00'],
    ['2026-03-06 19:30', 1, '2026-03-09 19:30'],
    ['2026-03-07 10:00', 1, '2026-03-09 10:00'],
    ['2026-03-02 00:00', 1, '2026-03-03 00:00'],
  ])('[T5] %s + %d at the same clock time is due %s', (start, value, due) => {
    const result = deadlineOf(week, at(week, start), { value, unit: 'working_day' }, 'same-clock-time');
    expect(dueText(week, result)).toBe(due);
  });

  test.each([
    ['2026-09-30 09:00', 1, '2026-10-08 18:00'],
    ['2026-09-18 17:00', 1, '2026-09-20 18:00'], // the Sunday is worked
    ['2026-10-09 17:00', 1, '2026-10-10 18:00'], // so is the Saturday
    ['2026-10-03 12:00', 2, '2026-10-09 18:00'],
  ])('[T7] %s + %d around National Day 2026 is due %s', (start, value, due) => {
    expect(dueText(nationalDay, deadlineOf(nationalDay, at(nationalDay, start), { value, unit: 'working_day' }))).toBe(
      due,
    );
  });
});

describe('limits', () => {
  test('[T6] a limit of 0 ends at its start, also at night and on a day off', () => {
    for (const unit of ['working_hour', 'working_day', 'natural_day'] as const) {
      const start = at(week, '2026-03-07 03:00');
      expect(deadlineOf(week, start, { value: 0, unit })).toEqual({
        ok: true,
        value: { due: start, provisional: false },
      });
      expect(extendDeadline(week, start, { value: 0, unit })).toMatchObject({ value: { due: start } });
    }
  });

  test.each<[number, LimitUnit]>([
    [-1, 'working_hour'],
    [Number.NaN, 'natural_day'],
    [Number.POSITIVE_INFINITY, 'natural_day'],
    [0.5, 'working_day'],
  ])('[T6] a limit of %d %s is refused', (value, unit) => {
    expect(dueText(week, deadlineOf(week, at(week, '2026-03-02 09:00'), { value, unit }))).toBe('bad-limit');
    expect(dueText(week, extendDeadline(week, at(week, '2026-03-02 09:00'), { value, unit }))).toBe('bad-limit');
  });
});

describe('years not covered', () => {
  const open = buildCalendar({ covered: [2026], uncovered: 'provisional' });
  const strict = buildCalendar({ covered: [2026], uncovered: 'error' });

  test.each([
    ['2026-12-30 09:00', 1, '2026-12-31 18:00', false],
    ['2026-12-30 09:00', 2, '2027-01-01 18:00', true], // a plain Friday, holiday or not
    ['2025-12-31 23:59', 1, '2026-01-01 18:00', true], // the start lies in 2025
    ['2026-01-01 00:00', 1, '2026-01-02 18:00', false],
  ])('[T11] %s + %d is due %s, provisional: %s', (start, value, due, provisional) => {
    const result = deadlineOf(open, at(open, start), { value, unit: 'working_day' });
    expect(dueText(open, result)).toBe(due);
    expect(result).toMatchObject({ ok: true, value: { provisional } });
    expect(dueText(strict, deadlineOf(strict, at(strict, start), { value, unit: 'working_day' }))).toBe(
      provisional ? 'year-not-covered' : due,
    );
  });

  test('[T11] the refusal names the first year and says how to load it', () => {
    const result = deadlineOf(strict, at(strict, '2026-12-30 09:00'), { value: 600, unit: 'working_day' });
    expect(result).toMatchObject({ ok: false, error: { code: 'year-not-covered', year: 2027 } });
    expect(result.ok ? '' : result.error.message).toMatch(/does not cover 2027.*"covered".*wanmi import calendar FILE/);
    expect(
      uncoveredYearBetween(strict, at(strict, '2026-06-01 00:00'), at(strict, '2026-12-31 23:59')),
    ).toBeUndefined();
    expect(uncoveredYearBetween(strict, at(strict, '2026-06-01 00:00'), at(strict, '2027-01-01 00:00'))).toBe(2027);
  });

  test('[T11] a year that closes at 24:00 does not touch the next one', () => {
    const duty = buildCalendar({
      sessions: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], periods: [['00:00', '24:00']] }],
      covered: [2026],
    });
    const due = deadlineOf(duty, at(duty, '2026-12-30 12:00'), { value: 1, unit: 'working_day' });
    expect(dueText(duty, due)).toBe('2027-01-01 00:00');
    expect(dueText(duty, extendDeadline(duty, at(duty, '2026-12-30 00:00'), { value: 1, unit: 'working_day' }))).toBe(
      '2026-12-31 00:00',
    );
  });
});

describe('extension', () => {
  test.each<[string, number, LimitUnit, 'close-of-business' | 'elapsed' | 'same-clock-time', string]>([
    ['2026-03-06 18:00', 1, 'working_day', 'close-of-business', '2026-03-09 18:00'],
    ['2026-03-06 18:00', 3, 'working_day', 'close-of-business', '2026-03-11 18:00'],
    ['2026-03-06 18:00', 1, 'working_day', 'elapsed', '2026-03-09 18:00'],
    ['2026-03-06 09:00', 1, 'working_day', 'elapsed', '2026-03-09 09:00'],
    ['2026-03-06 09:30', 2, 'working_day', 'same-clock-time', '2026-03-10 09:30'],
    ['2026-03-06 18:00', 2, 'working_hour', 'close-of-business', '2026-03-09 10:00'],
    ['2026-03-06 17:00', 1, 'working_hour', 'close-of-business', '2026-03-06 18:00'],
    ['2026-03-06 22:36', 2, 'urgent_working_hour', 'close-of-business', '2026-03-07 00:36'],
  ])('[T12] a deadline of %s extended by %d %s (%s) is %s', (due, value, unit, mode, extended) => {
    expect(dueText(week, extendDeadline(week, at(week, due), { value, unit }, mode))).toBe(extended);
  });

  test('[T12] a cut-off does not move an extension', () => {
    const cut = buildCalendar({ cutoff: { at: '17:00', moveTo: '08:30' }, dayOffStart: 'opening' });
    expect(dueText(cut, extendDeadline(cut, at(cut, '2026-03-06 18:00'), { value: 1, unit: 'working_day' }))).toBe(
      '2026-03-09 18:00',
    );
  });
});

describe('far ahead', () => {
  test('[T19] ten thousand working days are 2,000 weeks', () => {
    const far = buildCalendar({ uncovered: 'provisional' });
    const result = deadlineOf(far, at(far, '2026-03-02 09:00'), { value: 10_000, unit: 'working_day' });
    expect(dueText(far, result)).toBe('2064-06-30 18:00');
  });

  test('[T19] sessions that end for good cannot fill a long limit', () => {
    const ending = buildCalendar({
      sessions: [{ from: '2026-01-01', to: '2026-06-30', weekdays: [1, 2, 3, 4, 5], periods: [['08:00', '12:00']] }],
    });
    const start = at(ending, '2026-06-29 08:00');
    expect(local(ending, start)).toBe('2026-06-29 08:00');
    expect(dueText(ending, deadlineOf(ending, start, { value: 8, unit: 'working_hour' }))).toBe('2026-06-30 12:00');
    expect(dueText(ending, deadlineOf(ending, start, { value: 8.1, unit: 'working_hour' }))).toBe('no-working-time');
    expect(dueText(ending, deadlineOf(ending, start, { value: 2, unit: 'working_day' }))).toBe('no-working-time');
    expect(dueText(ending, deadlineOf(ending, start, { value: 1e9, unit: 'natural_day' }))).toBe('out-of-range');
  });
});
