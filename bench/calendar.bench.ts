import { readFileSync } from 'node:fs';
import {
  type CompiledCalendar,
  compileCalendar,
  type DayMode,
  deadlineOf,
  type Limit,
  parseCalendar,
} from '@wanmi/calendar';
import { type Instant, instantOf } from '@wanmi/kernel';
import type { BenchOptions } from './support/measurement.ts';

const ROUNDS = 1_000_000;
/** Starts spread over two years, on a step that meets every hour of the week. */
const STEP_MS = 61_001;
const FIRST = instantOf('2024-06-03T09:00:00+08:00');

type Question = { readonly name: string; readonly limit: Limit; readonly mode?: DayMode };
const QUESTIONS: readonly Question[] = [
  { name: '5 working days', limit: { value: 5, unit: 'working_day' } },
  { name: '5 working days, elapsed', limit: { value: 5, unit: 'working_day' }, mode: 'elapsed' },
  { name: '5 working days, same clock time', limit: { value: 5, unit: 'working_day' }, mode: 'same-clock-time' },
  { name: '4 working hours', limit: { value: 4, unit: 'working_hour' } },
  { name: '24 natural hours', limit: { value: 24, unit: 'natural_hour' } },
  { name: '2,500 working days (10 years)', limit: { value: 2500, unit: 'working_day' } },
  { name: '100,000 working hours (50 years)', limit: { value: 100_000, unit: 'working_hour' } },
];

function loadCalendar(): CompiledCalendar {
  const file = new URL('../data/calendar/cn-mainland.json', import.meta.url);
  const parsed = parseCalendar(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  // As in the running product: years not published yet count as they would without holidays.
  return compileCalendar({ ...parsed.value, uncovered: 'provisional' });
}

/** Calls a second of `work`, which is first run in to lay out the years and to let the engine compile it. */
function rateOf(
  rounds: number,
  work: (start: Instant) => number,
): { readonly rate: number; readonly checksum: number } {
  let checksum = 0;
  for (let i = 0; i < rounds / 5; i += 1) checksum += work((FIRST + i * STEP_MS) as Instant) % 1000;
  const began = performance.now();
  for (let i = 0; i < rounds; i += 1) checksum += work((FIRST + i * STEP_MS) as Instant) % 1000;
  return { rate: Math.round((rounds * 1000) / (performance.now() - began)), checksum };
}

/** The limit: the same number of days added to a date, blind to hours and holidays. */
function addDays(start: Instant): number {
  const date = new Date(start);
  date.setUTCDate(date.getUTCDate() + 5);
  return date.getTime();
}

/** Deadlines a second on one core, the slowest kind first to be named, against a bare date addition in the same run. */
export const bench = {
  name: 'calendar',
  async run({ quick }: BenchOptions) {
    const rounds = quick ? 1000 : ROUNDS;
    const calendar = loadCalendar();
    const kinds: Record<string, number> = {};
    for (const { name, limit, mode } of QUESTIONS) {
      const { rate } = rateOf(rounds, (start) => {
        const result = deadlineOf(calendar, start, limit, mode);
        if (!result.ok) throw new Error(result.error.message);
        return result.value.due;
      });
      kinds[name] = rate;
    }
    const rate = Math.min(...Object.values(kinds));
    const limit = rateOf(rounds, addDays).rate;
    return {
      name: 'calendar',
      rate,
      limit,
      ratio: Number((rate / limit).toFixed(3)),
      unit: 'deadlines',
      goal: 1_000_000,
      kinds,
    };
  },
};
