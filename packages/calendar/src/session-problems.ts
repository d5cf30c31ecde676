import { dayOfDate } from './local-date.ts';
import type { SessionRule } from './work-calendar.ts';

/** What is wrong with the season of a session rule. */
export function seasonProblems(from: unknown, to: unknown): readonly string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries({ from, to })) {
    if (value === undefined || isSeasonEnd(value)) continue;
    problems.push(
      `${name} ${JSON.stringify(value)} found, needs a date such as "2026-05-01", or "05-01" for every year`,
    );
  }
  if (problems.length > 0 || typeof from !== 'string' || typeof to !== 'string') return problems;
  if (from.length !== to.length) return [`from ${from} and to ${to} found, needs both with a year or both without`];
  if (from.length === 10 && to < from)
    return [`from ${from} and to ${to} found, needs an end that is not before the start`];
  return [];
}

/** A leap year lends its 29 February to `MM-DD`. */
const isSeasonEnd = (value: unknown): boolean =>
  typeof value === 'string' && dayOfDate(value.length === 5 ? `2024-${value}` : value) !== undefined;

/** Rules of one season and weekday hold together; their periods may not overlap. */
export function clashes(rules: readonly SessionRule[]): readonly string[] {
  const problems: string[] = [];
  for (const [i, rule] of rules.entries()) {
    for (const [k, other] of rules.entries()) {
      if (k <= i || rule.from !== other.from || rule.to !== other.to) continue;
      const weekday = rule.weekdays.find((day) => other.weekdays.includes(day));
      if (weekday !== undefined && overlap(rule, other)) {
        problems.push(`rules ${i} and ${k} overlap on weekday ${weekday}, needs periods apart`);
      }
    }
  }
  return problems;
}

const overlap = ({ periods }: SessionRule, other: SessionRule): boolean =>
  periods.some(([open, close]) => other.periods.some(([from, to]) => open < to && from < close));
