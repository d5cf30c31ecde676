import type { WorkDate } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import { compileCalendar, deadlineOf, isWorkingDate, parseCalendar, workingMsBetween } from './index.ts';
import { at, buildCalendar, dueText, local, plainWeek } from './testing/build-calendar.ts';
import type { SessionRule, WorkCalendar } from './work-calendar.ts';

const HOUR = 3_600_000;
const every = [1, 2, 3, 4, 5, 6, 7];

/** Working hours of a date: `8`, or `0` on a day off. */
function hoursOf(changes: Partial<WorkCalendar>, date: string): number {
  const calendar = buildCalendar(changes);
  return workingMsBetween(calendar, at(calendar, `${date} 00:00`), at(calendar, `${date} 23:59:59.999`)) / HOUR;
}

describe('holidays and make-up days', () => {
  const days = [
    { date: '2026-10-01', name: '国庆节', off: true },
    { date: '2026-10-10', name: '国庆节', off: false },
    { date: '2026-10-11', name: 'half day', off: false, periods: [['09:00', '11:00']] as const },
    { date: '2026-10-12', name: 'short Monday', off: false, periods: [['10:00', '11:00']] as const },
  ];
  test.each([
    ['2026-09-30', 8],
    ['2026-10-01', 0],
    ['2026-10-02', 8],
    ['2026-10-03', 0],
    ['2026-10-10', 8],
    ['2026-10-11', 2],
    ['2026-10-12', 1],
    ['2026-10-17', 0],
  ])('[T7] %s has %d working hours', (date, hours) => {
    expect(hoursOf({ days }, date)).toBe(hours);
    expect(isWorkingDate(buildCalendar({ days }), date as WorkDate)).toBe(hours > 0);
  });

  test('[T7] a make-up day on a weekday with sessions of its own keeps them', () => {
    const sessions: SessionRule[] = [
      { weekdays: [1, 2, 3, 4, 5], periods: [['08:00', '16:00']] },
      { weekdays: [6], periods: [['08:00', '11:00']] },
    ];
    expect(hoursOf({ sessions, days }, '2026-10-10')).toBe(3);
    expect(hoursOf({ sessions, days: [{ date: '2026-10-11', name: 'make-up', off: false }] }, '2026-10-11')).toBe(8);
  });
});

describe('seasons', () => {
  const base: SessionRule = { weekdays: [1, 2, 3, 4, 5], periods: [['08:00', '16:00']] };
  const yearly: SessionRule = { from: '06-01', to: '09-30', weekdays: [1, 2, 3, 4, 5], periods: [['07:00', '13:00']] };
  const once: SessionRule = { from: '2026-07-01', to: '2026-07-31', weekdays: [3], periods: [['07:00', '08:00']] };
  const winter: SessionRule = { from: '11-01', to: '03-31', weekdays: [1, 2, 3, 4, 5], periods: [['09:00', '16:00']] };
  const sessions = [once, winter, yearly, base];
  test.each([
    ['2026-05-29', 8, 'before the season'],
    ['2026-06-01', 6, 'its first day'],
    ['2026-09-30', 6, 'its last day'],
    ['2026-10-01', 8, 'after it'],
    ['2027-06-01', 6, 'the next year'],
    ['2026-07-01', 1, 'a season that began later, on its weekday'],
    ['2026-07-02', 6, 'and not on others'],
    ['2027-07-07', 6, 'a dated season holds in its year alone'],
    ['2026-10-30', 8, 'before winter'],
    ['2026-11-02', 7, 'winter'],
    ['2026-12-31', 7, 'over New Year'],
    ['2027-01-01', 7, 'over New Year'],
    ['2027-03-31', 7, 'last day of winter'],
    ['2027-04-01', 8, 'after winter'],
  ])('[T8] %s has %d working hours: %s', (date, hours) => {
    expect(hoursOf({ sessions }, date)).toBe(hours);
  });

  test('[T8] where seasons touch, the one that begins on the day holds', () => {
    const touching: SessionRule[] = [
      { from: '2026-06-01', to: '2026-10-01', weekdays: every, periods: [['08:00', '14:00']] },
      { from: '2026-10-01', weekdays: every, periods: [['08:00', '15:00']] },
      { to: '2026-06-01', weekdays: every, periods: [['08:00', '13:00']] },
    ];
    expect(
      ['2026-05-31', '2026-06-01', '2026-09-30', '2026-10-01'].map((d) => hoursOf({ sessions: touching }, d)),
    ).toEqual([5, 6, 6, 7]);
  });

  test('[T8] rules of one season add up, and no periods close a weekday', () => {
    const split: SessionRule[] = [
      { weekdays: [1, 2, 3, 4, 5], periods: [['14:00', '18:00']] },
      { weekdays: [1, 2], periods: [['08:00', '12:00']] },
      { from: '07-01', to: '07-31', weekdays: [5], periods: [] },
    ];
    expect(
      ['2026-03-02', '2026-03-04', '2026-07-03', '2026-08-07'].map((d) => hoursOf({ sessions: split }, d)),
    ).toEqual([8, 4, 0, 4]);
    const calendar = buildCalendar({ sessions: split });
    expect(
      dueText(calendar, deadlineOf(calendar, at(calendar, '2026-03-02 11:00'), { value: 2, unit: 'working_hour' })),
    ).toBe('2026-03-02 15:00');
  });
});

describe('cut-off and day-off start', () => {
  const cutoff = { at: '17:00', moveTo: '08:30' };
  type Row = readonly [start: string, rules: Partial<WorkCalendar>, hour: string, day: string];
  test.each<Row>([
    ['2026-03-02 16:59', { cutoff }, '2026-03-02 17:59', '2026-03-03 18:00'],
    ['2026-03-02 17:00', { cutoff }, '2026-03-03 09:30', '2026-03-04 18:00'], // its instant included
    ['2026-03-06 17:00', { cutoff }, '2026-03-09 09:30', '2026-03-10 18:00'],
    ['2026-03-07 10:00', { cutoff }, '2026-03-09 09:00', '2026-03-09 18:00'],
    ['2026-03-07 17:00', { cutoff }, '2026-03-09 09:30', '2026-03-10 18:00'],
    ['2026-03-02 00:10', { cutoff }, '2026-03-02 09:00', '2026-03-03 18:00'],
    ['2026-03-07 10:00', { dayOffStart: 'opening' }, '2026-03-09 09:00', '2026-03-10 18:00'],
    ['2026-03-07 10:00', { dayOffStart: 'same-clock-time' }, '2026-03-09 11:00', '2026-03-10 18:00'],
    ['2026-03-06 19:00', { dayOffStart: 'opening' }, '2026-03-09 09:00', '2026-03-09 18:00'], // Friday is no day off
    ['2026-03-07 18:00', { cutoff, dayOffStart: 'opening' }, '2026-03-09 09:00', '2026-03-10 18:00'],
    ['2026-03-07 16:59', { cutoff, dayOffStart: 'same-clock-time' }, '2026-03-09 17:59', '2026-03-10 18:00'],
    ['2026-03-07 17:00', { cutoff, dayOffStart: 'same-clock-time' }, '2026-03-10 09:30', '2026-03-11 18:00'],
  ])('[T9] [T10] %s with %j: one hour is due %s, one day %s', (start, rules, hour, day) => {
    const calendar = buildCalendar(rules);
    const from = at(calendar, start);
    expect(dueText(calendar, deadlineOf(calendar, from, { value: 1, unit: 'working_hour' }))).toBe(hour);
    expect(dueText(calendar, deadlineOf(calendar, from, { value: 1, unit: 'working_day' }))).toBe(day);
  });

  test('[T9] a start that the cut-off moved behind itself is not moved again', () => {
    const calendar = buildCalendar({ cutoff: { at: '12:00', moveTo: '14:00' } });
    expect(
      dueText(calendar, deadlineOf(calendar, at(calendar, '2026-03-02 12:00'), { value: 1, unit: 'working_hour' })),
    ).toBe('2026-03-03 15:00');
  });
});

describe('changes of a calendar', () => {
  test('[T17] a holiday added later moves an open deadline when it is counted anew', () => {
    const before = compileCalendar(plainWeek);
    const loaded = parseCalendar({ ...plainWeek, days: [{ date: '2026-03-04', name: 'flood', off: true }] });
    const after = loaded.ok ? compileCalendar(loaded.value) : before;
    const start = at(before, '2026-03-02 09:00');
    const due = (calendar: typeof before) => {
      const result = deadlineOf(calendar, start, { value: 3, unit: 'working_day' });
      return result.ok ? local(calendar, result.value.due) : result.error.code;
    };
    expect([due(before), due(after), due(before)]).toEqual([
      '2026-03-05 18:00',
      '2026-03-06 18:00',
      '2026-03-05 18:00',
    ]);
  });

  test('[T17] a year that is loaded turns a provisional deadline into a sure one', () => {
    const newYear = [{ date: '2027-01-01', name: '元旦', off: true }];
    const early = buildCalendar({ covered: [2026], uncovered: 'provisional' });
    const late = buildCalendar({ covered: [2026, 2027], uncovered: 'provisional', days: newYear });
    const start = at(early, '2026-12-30 09:00');
    const limit = { value: 2, unit: 'working_day' } as const;
    expect(deadlineOf(early, start, limit)).toMatchObject({
      value: { due: at(early, '2027-01-01 18:00'), provisional: true },
    });
    expect(deadlineOf(late, start, limit)).toMatchObject({
      value: { due: at(late, '2027-01-04 18:00'), provisional: false },
    });
  });

  test('[T17] the order of questions does not matter', () => {
    const years = [2026, 1990, 2060, 1975, 2026];
    const ask = (calendar: typeof week, year: number) =>
      dueText(
        calendar,
        deadlineOf(calendar, at(calendar, `${year}-05-20 09:00`), { value: 500, unit: 'working_hour' }),
      );
    const week = buildCalendar({ uncovered: 'provisional' });
    expect(years.map((year) => ask(week, year))).toEqual(
      years.map((year) => ask(buildCalendar({ uncovered: 'provisional' }), year)),
    );
  });
});
