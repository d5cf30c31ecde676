import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  compileCalendar,
  DAY_MODES,
  deadlineOf,
  formatTime,
  LIMIT_UNITS,
  parseCalendar,
  parseTime,
} from '@wanmi/calendar';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(resolve(root, 'docs/calendar.md'), 'utf8');

function compiled(json: string) {
  const parsed = parseCalendar(JSON.parse(json));
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return compileCalendar(parsed.value);
}

function dueOf(calendar: ReturnType<typeof compiled>, [start = '', value, unit, mode]: readonly string[]): string {
  const from = parseTime(calendar, start);
  if (!from.ok) return from.error;
  const limitUnit = LIMIT_UNITS.find((name) => name === unit) ?? 'natural_day';
  const result = deadlineOf(
    calendar,
    from.value,
    { value: Number(value), unit: limitUnit },
    DAY_MODES.find((name) => name === mode),
  );
  return result.ok ? formatTime(calendar, result.value.due).slice(0, 16).replace('T', ' ') : result.error.message;
}

/** Rows `start | limit | unit | mode | due` of the worked examples. */
const examples = page
  .split('\n')
  .filter((line) => /^\| \d{4}-/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, 6)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

describe('docs/calendar.md', () => {
  const mainland = compiled(readFileSync(resolve(root, 'data/calendar/cn-mainland.json'), 'utf8'));

  test.each(examples)('the example %s + %s %s %s is due %s', (...row) => {
    expect(dueOf(mainland, row)).toBe(row[4]);
  });

  test('has an example for every unit and mode', () => {
    expect(LIMIT_UNITS.filter((unit) => !examples.some((row) => row[2] === unit))).toEqual([]);
    expect(DAY_MODES.slice(1).filter((mode) => !examples.some((row) => row[3] === mode))).toEqual([]);
  });

  test('shows a calendar file that works as it says', () => {
    const city = compiled(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
    expect(dueOf(city, ['2026-03-02 17:00', '1', 'working_hour'])).toBe('2026-03-03 09:30');
    expect(dueOf(city, ['2026-03-02 17:00', '1', 'working_day'])).toBe('2026-03-04 17:30');
    expect(dueOf(city, ['2026-03-07 18:00', '1', 'working_hour'])).toBe('2026-03-09 09:30');
  });
});
