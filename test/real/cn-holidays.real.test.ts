import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseCalendar } from '@wanmi/calendar';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const data = process.env.WANMI_REAL_DATA ?? resolve(root, '../shared/data');
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

type Listed = { readonly name: string; readonly date: string; readonly isOffDay: boolean };
const hasDays = (json: unknown): json is { readonly days: readonly Listed[] } =>
  typeof json === 'object' && json !== null && 'days' in json && Array.isArray(json.days);

function listedDays(year: number) {
  const json = readJson(resolve(data, `cn-holidays/holiday-cn_${year}.json`));
  if (!hasDays(json)) throw new Error(`holiday-cn_${year}.json has no list "days"`);
  return json.days.map(({ date, name, isOffDay }) => ({ date, name, off: isOffDay }));
}

describe('data/calendar/cn-mainland.json', () => {
  const parsed = parseCalendar(readJson(resolve(root, 'data/calendar/cn-mainland.json')));
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  const { days, covered } = parsed.value;

  test.each([2024, 2025, 2026])('has the holidays and make-up days of %d', (year) => {
    expect(days.filter(({ date }) => date.startsWith(`${year}`))).toEqual(listedDays(year));
  });

  test('covers the years with a published list and no other', () => {
    const published = [2024, 2025, 2026, 2027].filter((year) => listedDays(year).length > 0);
    expect(covered).toEqual(published);
    expect(days.filter(({ date }) => !covered.includes(Number(date.slice(0, 4))))).toEqual([]);
  });
});
