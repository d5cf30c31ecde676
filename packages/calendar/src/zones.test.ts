import type { Instant, WorkDate } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import { deadlineOf, formatTime, localDateOf, parseTime, startOfDate, workingMsBetween } from './index.ts';
import { at, buildCalendar } from './testing/build-calendar.ts';

const HOUR = 3_600_000;
const roundTheClock = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], periods: [['00:00', '24:00']] as const }];
const nights = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], periods: [['01:30', '02:30']] as const }];
const newYork = buildCalendar({ zone: 'America/New_York' });

const due = (
  calendar: typeof newYork,
  start: string,
  value: number,
  unit: 'working_hour' | 'natural_day' | 'working_day',
) => {
  const result = deadlineOf(calendar, at(calendar, start), { value, unit });
  return result.ok ? formatTime(calendar, result.value.due) : result.error.code;
};

describe('changes of the clocks', () => {
  test.each([
    ['2026-03-06T17:00', 2, 'working_hour', '2026-03-09T09:00:00-04:00'], // forward on Sunday 8 March
    ['2026-03-06T17:00', 1, 'working_day', '2026-03-09T18:00:00-04:00'],
    ['2026-03-07T12:00', 1, 'natural_day', '2026-03-08T13:00:00-04:00'], // 24 hours, not a date
    ['2026-10-30T17:00', 2, 'working_hour', '2026-11-02T09:00:00-05:00'], // back on Sunday 1 November
    ['2026-10-31T12:00', 1, 'natural_day', '2026-11-01T11:00:00-05:00'],
  ] as const)('[T16] in New York %s + %d %s is due %s', (start, value, unit, expected) => {
    expect(due(newYork, start, value, unit)).toBe(expected);
  });

  test.each([
    ['America/New_York', '2026-03-08', 23, 0.5],
    ['America/New_York', '2026-11-01', 25, 1.5],
    ['America/New_York', '2026-11-02', 24, 1],
    ['Europe/Amsterdam', '2026-03-29', 23, 0.5],
    ['Europe/Amsterdam', '2026-10-25', 25, 1.5],
    ['Asia/Shanghai', '2026-03-29', 24, 1],
    ['Australia/Lord_Howe', '2026-04-05', 24.5, 1.5], // half an hour
    ['Africa/Cairo', '2026-10-29', 25, 1], // back at midnight: 23:00 to 24:00 comes twice
    ['Africa/Cairo', '2026-04-24', 23, 1], // forward at midnight: the date begins at 01:00
  ])('[T16] in %s on %s a round-the-clock day has %d hours, 01:30 to 02:30 has %d', (zone, date, day, night) => {
    const calendar = buildCalendar({ zone, sessions: roundTheClock });
    const from = startOfDate(calendar, date as WorkDate);
    const to = startOfDate(calendar, new Date(Date.parse(date) + 24 * HOUR).toISOString().slice(0, 10) as WorkDate);
    expect((to - from) / HOUR).toBe(day);
    expect(workingMsBetween(calendar, from, to) / HOUR).toBe(day);
    expect(workingMsBetween(buildCalendar({ zone, sessions: nights }), from, to) / HOUR).toBe(night);
    expect(localDateOf(calendar, from)).toBe(date);
    expect(localDateOf(calendar, (to - 1) as Instant)).toBe(date);
  });

  test.each([
    ['2026-03-28T02:30', '2026-03-29T03:30:00+02:00'], // skipped: an hour later
    ['2026-03-27T02:30', '2026-03-28T02:30:00+01:00'],
    ['2026-10-24T02:30', '2026-10-25T02:30:00+02:00'], // shown twice: the first
  ])('[T5] [T16] in Amsterdam %s and one day at the same clock time is %s', (start, expected) => {
    const amsterdam = buildCalendar({ zone: 'Europe/Amsterdam', sessions: roundTheClock });
    const result = deadlineOf(amsterdam, at(amsterdam, start), { value: 1, unit: 'working_day' }, 'same-clock-time');
    expect(result.ok ? formatTime(amsterdam, result.value.due) : result.error.code).toBe(expected);
  });

  test('[T16] a date that a zone left out has no working time', () => {
    const apia = buildCalendar({ zone: 'Pacific/Apia', uncovered: 'provisional' });
    expect(due(apia, '2011-12-28T09:00', 2, 'working_day')).toBe('2012-01-02T18:00:00+14:00'); // no Friday 30 December
  });
});

describe('times as text', () => {
  test.each([
    ['2026-03-02T09:00', '2026-03-02T09:00:00-05:00'],
    ['2026-03-02 09:00:59', '2026-03-02T09:00:59-05:00'],
    ['2026-03-02T09:00:59.999', '2026-03-02T09:00:59-05:00'], // cut, not rounded
    ['2026-03-02T09:00Z', '2026-03-02T04:00:00-05:00'],
    ['2026-03-02t09:00:00z', '2026-03-02T04:00:00-05:00'],
    ['2026-07-01T09:00:00+08:00', '2026-06-30T21:00:00-04:00'],
    ['2026-03-08T02:30', '2026-03-08T03:30:00-04:00'],
    ['2026-11-01T01:30', '2026-11-01T01:30:00-04:00'],
    ['2026-11-01T01:30-05:00', '2026-11-01T01:30:00-05:00'],
  ])('[T20] %s is read and written as %s', (text, written) => {
    expect(formatTime(newYork, at(newYork, text))).toBe(written);
  });

  test.each([
    '',
    'today',
    '2026-03-02',
    '2026-02-30T09:00',
    '2026-03-02T24:00',
    '2026-03-02T09:60',
    '1/2/2026 9:00',
    '0001-01-01T00:00',
  ])('[T20] %j is refused, quoting it', (text) => {
    const parsed = parseTime(newYork, text);
    expect(parsed.ok ? '' : parsed.error).toContain(`"${text}"`);
  });

  test('[T20] an offset of a quarter of an hour is written', () => {
    const kathmandu = buildCalendar({ zone: 'Asia/Kathmandu' });
    expect(formatTime(kathmandu, at(kathmandu, '2026-03-02T00:00Z'))).toBe('2026-03-02T05:45:00+05:45');
  });
});
