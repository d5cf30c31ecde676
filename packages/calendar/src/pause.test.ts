import { describe, expect, test } from 'vitest';
import {
  type DayMode,
  elapsedOf,
  type LimitUnit,
  remainingOf,
  resumeDeadline,
  workingMsBetween,
  yellowAt,
} from './index.ts';
import { at, buildCalendar, dueText, local } from './testing/build-calendar.ts';

const week = buildCalendar();
const HOUR = 3_600_000;
const span = (from: string, to: string) => ({ from: at(week, from), to: at(week, to) });

describe('suspension', () => {
  type Row = {
    unit: LimitUnit;
    mode?: DayMode;
    due: string;
    stop: string;
    left: [string, number];
    go: string;
    resumed: string;
  };
  test.each<Row>([
    {
      unit: 'working_hour',
      due: '2026-03-06 18:00',
      stop: '2026-03-06 16:00',
      left: ['working_ms', 2 * HOUR],
      go: '2026-03-10 17:00',
      resumed: '2026-03-11 09:00',
    },
    {
      unit: 'working_hour',
      due: '2026-03-06 18:00',
      stop: '2026-03-06 16:00',
      left: ['working_ms', 2 * HOUR],
      go: '2026-03-07 10:00',
      resumed: '2026-03-09 10:00',
    },
    {
      unit: 'working_hour',
      due: '2026-03-06 18:00',
      stop: '2026-03-06 18:00',
      left: ['working_ms', 0],
      go: '2026-03-07 10:00',
      resumed: '2026-03-07 10:00',
    },
    {
      unit: 'working_day',
      mode: 'elapsed',
      due: '2026-03-06 10:00',
      stop: '2026-03-05 09:00',
      left: ['working_ms', 9 * HOUR],
      go: '2026-03-09 08:00',
      resumed: '2026-03-10 09:00',
    },
    {
      unit: 'natural_hour',
      due: '2026-03-06 18:00',
      stop: '2026-03-06 02:00',
      left: ['clock_ms', 16 * HOUR],
      go: '2026-03-08 12:00',
      resumed: '2026-03-09 04:00',
    },
    {
      unit: 'urgent_working_hour',
      due: '2026-03-06 00:36',
      stop: '2026-03-05 23:36',
      left: ['clock_ms', HOUR],
      go: '2026-03-07 23:30',
      resumed: '2026-03-08 00:30',
    },
    {
      unit: 'working_day',
      due: '2026-03-09 18:00',
      stop: '2026-03-04 10:00',
      left: ['working_day', 3],
      go: '2026-03-16 16:00',
      resumed: '2026-03-19 18:00',
    },
    {
      unit: 'working_day',
      due: '2026-03-09 18:00',
      stop: '2026-03-07 10:00',
      left: ['working_day', 1],
      go: '2026-03-14 16:00',
      resumed: '2026-03-16 18:00',
    },
    {
      unit: 'working_day',
      due: '2026-03-09 18:00',
      stop: '2026-03-09 08:00',
      left: ['working_day', 0],
      go: '2026-03-11 09:00',
      resumed: '2026-03-11 18:00',
    },
    {
      unit: 'working_day',
      due: '2026-03-09 18:00',
      stop: '2026-03-09 08:00',
      left: ['working_day', 0],
      go: '2026-03-11 18:00',
      resumed: '2026-03-11 18:00',
    },
    {
      unit: 'working_day',
      due: '2026-03-09 18:00',
      stop: '2026-03-09 08:00',
      left: ['working_day', 0],
      go: '2026-03-13 18:01',
      resumed: '2026-03-16 18:00',
    },
    {
      unit: 'working_day',
      due: '2026-03-09 18:00',
      stop: '2026-03-09 08:00',
      left: ['working_day', 0],
      go: '2026-03-14 08:00',
      resumed: '2026-03-16 18:00',
    },
    {
      unit: 'working_day',
      mode: 'same-clock-time',
      due: '2026-03-05 15:00',
      stop: '2026-03-03 09:00',
      left: ['working_day', 2],
      go: '2026-03-06 11:00',
      resumed: '2026-03-10 15:00',
    },
    {
      unit: 'working_day',
      mode: 'same-clock-time',
      due: '2026-03-05 15:00',
      stop: '2026-03-05 09:00',
      left: ['working_day', 0],
      go: '2026-03-06 15:01',
      resumed: '2026-03-09 15:00',
    },
  ])(
    '[T13] $unit $mode due $due, stopped $stop, resumed $go -> $resumed',
    ({ unit, mode = 'close-of-business', due, stop, left, go, resumed }) => {
      const kept = remainingOf(week, { at: at(week, stop), due: at(week, due), unit, mode });
      expect([kept.unit, kept.amount]).toEqual(left);
      expect(dueText(week, resumeDeadline(week, { at: at(week, go), left: kept, due: at(week, due), mode }))).toBe(
        resumed,
      );
    },
  );

  test.each<LimitUnit>(['working_hour', 'working_day', 'natural_day'])(
    '[T13] nothing is left of an overdue %s',
    (unit) => {
      const due = at(week, '2026-03-05 18:00');
      expect(remainingOf(week, { at: at(week, '2026-03-09 09:00'), due, unit }).amount).toBe(0);
    },
  );

  test('[T13] a resumption that runs into a year not covered is refused', () => {
    const strict = buildCalendar({ covered: [2026] });
    const stopped = { at: at(strict, '2026-12-30 09:00'), due: at(strict, '2026-12-01 18:00') };
    expect(dueText(strict, resumeDeadline(strict, { ...stopped, left: { unit: 'working_day', amount: 2 } }))).toBe(
      'year-not-covered',
    );
    expect(
      dueText(strict, resumeDeadline(strict, { ...stopped, left: { unit: 'working_ms', amount: 20 * HOUR } })),
    ).toBe('year-not-covered');
  });
});

describe('yellow', () => {
  test.each<[string, string, LimitUnit, string]>([
    ['2026-03-06 16:00', '2026-03-06 18:00', 'working_hour', '2026-03-06 17:30'],
    ['2026-03-02 14:00', '2026-03-03 12:00', 'working_hour', '2026-03-03 10:00'],
    ['2026-03-05 10:00', '2026-03-09 12:00', 'working_hour', '2026-03-06 17:30'],
    ['2026-03-02 08:00', '2026-03-06 18:00', 'working_day', '2026-03-05 16:00'], // 10 of 40 hours are left
    ['2026-03-07 10:00', '2026-03-09 10:00', 'working_day', '2026-03-09 09:30'],
    ['2026-03-06 22:36', '2026-03-07 00:36', 'urgent_working_hour', '2026-03-07 00:06'],
    ['2026-03-06 12:00', '2026-03-07 12:00', 'natural_day', '2026-03-07 06:00'],
    ['2026-03-07 10:00', '2026-03-07 10:00', 'working_hour', '2026-03-07 10:00'],
  ])('[T14] from %s to %s in %s it turns yellow at %s', (start, due, unit, yellow) => {
    expect(local(week, yellowAt(week, { start: at(week, start), due: at(week, due), unit }))).toBe(yellow);
  });

  test('[T14] where the share begins at an opening, yellow is the close before', () => {
    const question = {
      start: at(week, '2026-03-02 08:00'),
      due: at(week, '2026-03-03 18:00'),
      unit: 'working_hour',
    } as const;
    expect(local(week, yellowAt(week, { ...question, share: 0.5 }))).toBe('2026-03-02 18:00');
    expect(local(week, yellowAt(week, { ...question, share: 0 }))).toBe('2026-03-03 18:00');
    expect(local(week, yellowAt(week, { ...question, share: 1 }))).toBe('2026-03-02 08:00');
  });

  test('[T14] [T15] a pause is not part of the time that is left', () => {
    const pauses = [span('2026-03-02 12:00', '2026-03-05 18:00')];
    const question = {
      start: at(week, '2026-03-02 08:00'),
      due: at(week, '2026-03-06 12:00'),
      unit: 'working_hour',
    } as const;
    expect(local(week, yellowAt(week, { ...question, pauses }))).toBe('2026-03-06 10:00');
  });

  test('[T14] [T15] time before a cut-off moved the start is not counted', () => {
    const cut = buildCalendar({ cutoff: { at: '17:00', moveTo: '08:30' } });
    const question = {
      start: at(cut, '2026-03-02 17:00'),
      due: at(cut, '2026-03-03 12:30'),
      unit: 'working_hour',
    } as const;
    expect(local(cut, yellowAt(cut, question))).toBe('2026-03-03 11:07');
  });
});

describe('charged time', () => {
  test.each<[LimitUnit, number]>([
    ['working_hour', 12],
    ['working_day', 12],
    ['natural_hour', 32],
    ['urgent_working_hour', 32],
  ])('[T15] of %s from Monday 09:00 to Tuesday 17:00 %d hours less the pause are charged', (unit, hours) => {
    const run = { start: at(week, '2026-03-02 09:00'), at: at(week, '2026-03-03 17:00'), unit };
    const full = unit.startsWith('working') ? 14 : hours;
    expect(elapsedOf(week, run)).toBe(full * HOUR);
    const pauses = [span('2026-03-02 16:00', '2026-03-02 22:00'), span('2026-03-03 17:00', '2026-03-04 22:00')];
    expect(elapsedOf(week, { ...run, pauses })).toBe((full - (unit.startsWith('working') ? 2 : 6)) * HOUR);
  });

  test('[T15] nothing is charged before the start, nor before a moved start', () => {
    const start = at(week, '2026-03-03 09:00');
    expect(elapsedOf(week, { start, at: at(week, '2026-03-02 09:00'), unit: 'natural_hour' })).toBe(0);
    const cut = buildCalendar({ cutoff: { at: '17:00', moveTo: '08:30' } });
    const late = { start: at(cut, '2026-03-02 17:00'), unit: 'working_hour' } as const;
    expect(elapsedOf(cut, { ...late, at: at(cut, '2026-03-02 18:00') })).toBe(0);
    expect(elapsedOf(cut, { ...late, at: at(cut, '2026-03-03 09:30') })).toBe(HOUR);
  });

  test('[T2] [T11] working time between two instants is never negative and needs no covered year', () => {
    const strict = buildCalendar({ covered: [] });
    const from = at(strict, '2026-03-06 17:00');
    const to = at(strict, '2026-03-09 09:00');
    expect(workingMsBetween(strict, from, to)).toBe(2 * HOUR);
    expect(workingMsBetween(strict, to, from)).toBe(0);
  });
});
