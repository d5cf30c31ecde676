import { describe, expect, test } from 'vitest';
import { parseCalendar } from './index.ts';
import { plainWeek } from './testing/build-calendar.ts';

const problemsOf = (json: unknown): readonly string[] => {
  const parsed = parseCalendar(json);
  return parsed.ok ? [] : parsed.error;
};
const session = (changes: object) => ({ ...plainWeek, sessions: [{ ...plainWeek.sessions[0], ...changes }] });

describe('a calendar file', () => {
  test('[T18] with every field is read as it stands', () => {
    const file = {
      name: 'Duty calendar',
      source: 'council minutes',
      ...plainWeek,
      sessions: [
        { from: '06-01', to: '09-30', weekdays: [1, 2], periods: [['00:00', '24:00']] },
        { from: '2026-11-01', to: '2027-03-31', weekdays: [1], periods: [] },
      ],
      days: [
        { date: '2028-02-29', name: 'leap', off: true },
        { date: '2026-10-10', name: 'make-up', off: false, periods: [['09:00', '12:00']] },
      ],
      cutoff: { at: '17:00', moveTo: '08:30' },
      dayOffStart: 'opening',
    };
    expect(parseCalendar(file)).toEqual({ ok: true, value: file });
    expect(parseCalendar({ $schema: 'https://example.org/schema.json', ...file })).toEqual({ ok: true, value: file });
  });

  test.each<[unknown, string]>([
    [null, 'calendar: null found, needs an object'],
    [[], 'calendar: [] found, needs an object'],
    [{ ...plainWeek, cutof: {} }, 'calendar.cutof: unknown field'],
    [{ ...plainWeek, zone: 'Asia/Pekin' }, 'zone: "Asia/Pekin" found, needs an IANA time zone'],
    [{ ...plainWeek, zone: undefined }, 'zone: missing'],
    [{ ...plainWeek, name: 7 }, 'name: 7 found, needs text'],
    [{ ...plainWeek, sessions: undefined }, 'sessions: missing, needs a list'],
    [{ ...plainWeek, sessions: [] }, 'sessions: no working time'],
    [session({ periods: [] }), 'sessions: no working time'],
    [session({ day: 1 }), 'sessions[0].day: unknown field'],
    [session({ weekdays: [0] }), 'sessions[0].weekdays: 0 found'],
    [session({ weekdays: [1, 1] }), 'sessions[0].weekdays: 1 stands twice'],
    [session({ weekdays: '1-5' }), 'sessions[0].weekdays: "1-5" found, needs a list'],
    [session({ periods: [['8:00', '12:00']] }), 'sessions[0].periods[0]: ["8:00","12:00"] found'],
    [session({ periods: [['08:00', '24:01']] }), 'sessions[0].periods[0]: '],
    [session({ periods: [['08:00']] }), 'sessions[0].periods[0]: '],
    [session({ periods: [['22:00', '02:00']] }), 'split a night at 24:00'],
    [session({ periods: [['08:00', '08:00']] }), 'needs a close after the opening'],
    [
      session({
        periods: [
          ['10:00', '14:00'],
          ['08:00', '11:00'],
        ],
      }),
      '08:00–11:00 and a period from 10:00 overlap',
    ],
    [session({ from: '2026-02-30' }), 'sessions[0]: from "2026-02-30" found'],
    [session({ from: '13-01' }), 'sessions[0]: from "13-01" found'],
    [session({ from: '05-01', to: '2026-09-30' }), 'needs both with a year or both without'],
    [session({ from: '2026-10-01', to: '2026-09-30' }), 'needs an end that is not before the start'],
    [
      { ...plainWeek, sessions: [...plainWeek.sessions, ...plainWeek.sessions] },
      'sessions: rules 0 and 1 overlap on weekday 1',
    ],
    [{ ...plainWeek, days: {} }, 'days: {} found, needs a list'],
    [{ ...plainWeek, days: ['2026-10-01'] }, 'days[0]: "2026-10-01" found, needs an object'],
    [{ ...plainWeek, days: [{ date: '2026-13-01', name: 'x', off: true }] }, 'days[0].date: "2026-13-01" found'],
    [{ ...plainWeek, days: [{ date: '2026-10-01', off: true }] }, 'days[0].name: missing'],
    [{ ...plainWeek, days: [{ date: '2026-10-01', name: 'x', off: 'yes' }] }, 'days[0].off: "yes" found'],
    [{ ...plainWeek, days: [{ date: '2026-10-01', name: 'x', isOffDay: true }] }, 'days[0].isOffDay: unknown field'],
    [
      { ...plainWeek, days: [{ date: '2026-10-01', name: 'x', off: true, periods: [] }] },
      'days[0].periods: given for a day off',
    ],
    [
      { ...plainWeek, days: [1, 2].map(() => ({ date: '2026-10-01', name: 'x', off: true })) },
      '2026-10-01 stands twice',
    ],
    [{ ...plainWeek, cutoff: '17:00' }, 'cutoff: "17:00" found, needs an object'],
    [{ ...plainWeek, cutoff: { at: '24:00', moveTo: '08:30' } }, 'cutoff.at: "24:00" found'],
    [{ ...plainWeek, cutoff: { at: '17:00' } }, 'cutoff.moveTo: missing'],
    [{ ...plainWeek, dayOffStart: 'noon' }, 'dayOffStart: "noon" found'],
    [{ ...plainWeek, covered: ['2026'] }, 'covered: "2026" found, needs years'],
    [{ ...plainWeek, uncovered: undefined }, 'uncovered: missing, needs "error" or "provisional"'],
  ])('[T18] %j is refused: %s', (json, problem) => {
    const problems = problemsOf(json);
    expect(
      problems.some((text) => text.includes(problem)),
      problems.join('; '),
    ).toBe(true);
  });

  test('[T18] reports all its problems together', () => {
    expect(
      problemsOf({ zone: 'Moon/Base', sessions: [{ weekdays: [8], periods: [['x', 'y']] }], days: [7], covered: 2026 }),
    ).toHaveLength(7);
  });

  test('[T18] rules of other seasons or weekdays may overlap', () => {
    const [rule] = plainWeek.sessions;
    const sessions = [rule, { ...rule, weekdays: [6] }, { ...rule, from: '06-01', to: '09-30' }];
    expect(problemsOf({ ...plainWeek, sessions })).toEqual([]);
  });
});
