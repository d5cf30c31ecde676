import { clockMs, dateOfDay, dayOfDate, weekdayOf } from './local-date.ts';
import type { Period, SessionRule, WorkCalendar } from './work-calendar.ts';

/** Opening and close in milliseconds since local midnight. */
export type LocalPeriod = readonly [open: number, close: number];
/** The sessions of each day by the clock on the wall, in order; none on a day off. */
export type DayPlan = (day: number) => readonly LocalPeriod[];

/** The sessions of each weekday on a date; the first is Monday's. */
type WeekPlan = (date: string) => readonly (readonly LocalPeriod[])[];

/** Prepares the rules of a calendar for asking them day by day. */
export function planDays({ sessions, days }: WorkCalendar): DayPlan {
  const special = new Map<number, { readonly off: boolean; readonly periods?: readonly LocalPeriod[] }>();
  for (const { date, off, periods } of days) {
    special.set(dayOfDate(date) ?? Number.NaN, periods ? { off, periods: localPeriods(periods) } : { off });
  }
  const week = planWeeks(sessions);

  return (day) => {
    const entry = special.get(day);
    if (entry?.off) return [];
    if (entry?.periods) return entry.periods;
    const plan = week(dateOfDay(day));
    const own = plan[weekdayOf(day) - 1] ?? [];
    // A make-up day on a weekday without sessions works like the first weekday, from Monday on, that has some.
    return entry && own.length === 0 ? (plan.find((periods) => periods.length > 0) ?? []) : own;
  };
}

/** Works out a week once for each set of rules in force, which changes a few times a year. */
function planWeeks(rules: readonly SessionRule[]): WeekPlan {
  const weekOf = (date: string) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => weekdayPeriods(rules, date, weekday));
  if (rules.every(({ from, to }) => from === undefined && to === undefined)) {
    const week = weekOf(dateOfDay(0)); // any date does
    return () => week;
  }
  const known = new Map<string, readonly (readonly LocalPeriod[])[]>();
  return (date) => {
    const force = rules.map((rule) => (inSeason(rule, date) ? rank(rule, date) : '-')).join();
    const week = known.get(force) ?? weekOf(date);
    known.set(force, week);
    return week;
  };
}

function weekdayPeriods(rules: readonly SessionRule[], date: string, weekday: number): readonly LocalPeriod[] {
  let holder: SessionRule | undefined;
  for (const rule of rules) {
    if (!rule.weekdays.includes(weekday) || !inSeason(rule, date)) continue;
    if (!holder || rank(rule, date) >= rank(holder, date)) holder = rule;
  }
  if (!holder) return [];
  const { from, to } = holder;
  const together = rules.filter((rule) => rule.from === from && rule.to === to && rule.weekdays.includes(weekday));
  return localPeriods(together.flatMap((rule) => rule.periods));
}

const isYearly = ({ from, to }: SessionRule): boolean => (from ?? to ?? '').length === 5;

/** Whether the date lies in the rule's season, both ends included. `10-01` to `04-30` runs over New Year. */
function inSeason(rule: SessionRule, date: string): boolean {
  const yearly = isYearly(rule);
  const from = rule.from ?? (yearly ? '01-01' : '0000');
  const to = rule.to ?? (yearly ? '12-31' : '9999-12-31');
  const day = yearly ? date.slice(5) : date;
  return yearly && from > to ? day >= from || day <= to : day >= from && day <= to;
}

/** Orders the rules in force by the day their season began; text that sorts. */
function rank(rule: SessionRule, date: string): string {
  if (rule.from === undefined && rule.to === undefined) return '';
  if (!isYearly(rule)) return rule.from ?? '0000';
  const from = rule.from ?? '01-01';
  const year = Number(date.slice(0, 4)) - (date.slice(5) < from ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${from}`;
}

function localPeriods(periods: readonly Period[]): readonly LocalPeriod[] {
  const local = periods.map(
    ([open, close]): LocalPeriod => [clockMs(open) ?? Number.NaN, clockMs(close) ?? Number.NaN],
  );
  return local.sort(([a], [b]) => a - b);
}
