import { accept, type Result, refuse } from '@wanmi/kernel';
import { clockMs, dayOfDate } from './local-date.ts';
import { clashes, seasonProblems } from './session-problems.ts';
import type { Period, SessionRule, SpecialDay, WorkCalendar } from './work-calendar.ts';
import { isZone } from './zone-offsets.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Takes a problem with the path of the field: `sessions[0].weekdays`. */
export type Report = (path: string, problem: string) => void;

/**
 * Checks a calendar file that JSON has read. All problems come together, each `<path>: <found>, needs <what>`.
 * Unknown fields are problems too: a misspelt `cutoff` would otherwise move deadlines in silence.
 */
export function parseCalendar(json: unknown): Result<WorkCalendar, readonly string[]> {
  const problems: string[] = [];
  const report: Report = (path, problem) => problems.push(`${path}: ${problem}`);
  const file = asObject(json, 'calendar', report);
  if (!file) return refuse(problems);
  known(
    file,
    ['$schema', 'name', 'source', 'zone', 'sessions', 'days', 'cutoff', 'dayOffStart', 'covered', 'uncovered'],
    {
      path: 'calendar',
      report,
    },
  );
  const calendar: WorkCalendar = {
    ...optionalText(file, 'name', report),
    ...optionalText(file, 'source', report),
    zone: parseZone(file.zone, report),
    sessions: parseSessions(file.sessions, report),
    days: parseDays(file.days, report),
    ...parseCutoff(file.cutoff, report),
    ...parseDayOffStart(file.dayOffStart, report),
    covered: parseCovered(file.covered, report),
    uncovered: parseUncovered(file.uncovered, report),
  };
  return problems.length > 0 ? refuse(problems) : accept(calendar);
}

const shown = (value: unknown): string => (value === undefined ? 'missing' : `${JSON.stringify(value)} found`);

function asObject(value: unknown, path: string, report: Report): Fields | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  report(path, `${shown(value)}, needs an object`);
  return undefined;
}

function asList(value: unknown, path: string, report: Report): readonly unknown[] {
  if (Array.isArray(value)) return value;
  report(path, `${shown(value)}, needs a list`);
  return [];
}

function known(fields: Fields, names: readonly string[], { path, report }: { path: string; report: Report }): void {
  for (const field of Object.keys(fields)) {
    if (!names.includes(field)) report(`${path}.${field}`, `unknown field, needs one of ${names.join(', ')}`);
  }
}

function optionalText<Name extends string>(
  fields: Fields,
  name: Name,
  report: Report,
): { [key in Name]?: string } | object {
  const value = fields[name];
  if (value === undefined) return {};
  if (typeof value === 'string') return { [name]: value };
  report(name, `${shown(value)}, needs text`);
  return {};
}

function parseZone(value: unknown, report: Report): string {
  if (typeof value === 'string' && isZone(value)) return value;
  report('zone', `${shown(value)}, needs an IANA time zone such as "Asia/Shanghai"`);
  return 'UTC';
}

function parseSessions(value: unknown, report: Report): readonly SessionRule[] {
  const sessions = asList(value, 'sessions', report).map((item, i) => parseSession(item, `sessions[${i}]`, report));
  if (Array.isArray(value) && !sessions.some((rule) => rule.weekdays.length > 0 && rule.periods.length > 0)) {
    report('sessions', 'no working time in any of them, needs at least one weekday with a period');
  }
  for (const clash of clashes(sessions)) report('sessions', clash);
  return sessions;
}

function parseSession(item: unknown, path: string, report: Report): SessionRule {
  const fields = asObject(item, path, report);
  if (!fields) return { weekdays: [], periods: [] };
  known(fields, ['from', 'to', 'weekdays', 'periods'], { path, report });
  for (const problem of seasonProblems(fields.from, fields.to)) report(path, problem);
  const { from, to } = fields;
  return {
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof to === 'string' ? { to } : {}),
    weekdays: parseWeekdays(fields.weekdays, `${path}.weekdays`, report),
    periods: parsePeriods(fields.periods, `${path}.periods`, report),
  };
}

function parseWeekdays(value: unknown, path: string, report: Report): readonly number[] {
  const weekdays: number[] = [];
  for (const item of asList(value, path, report)) {
    if (typeof item !== 'number' || !Number.isInteger(item) || item < 1 || item > 7) {
      report(path, `${shown(item)}, needs whole numbers from 1 (Monday) to 7 (Sunday)`);
    } else if (weekdays.includes(item)) report(path, `${item} stands twice, needs each weekday once`);
    else weekdays.push(item);
  }
  return weekdays;
}

function parsePeriods(value: unknown, path: string, report: Report): readonly Period[] {
  const periods: Period[] = [];
  for (const [i, item] of asList(value, path, report).entries()) {
    const [open, close, ...rest] = Array.isArray(item) ? item : [];
    const opens = typeof open === 'string' ? clockMs(open) : undefined;
    const closes = typeof close === 'string' ? clockMs(close) : undefined;
    if (opens === undefined || closes === undefined || rest.length > 0) {
      report(`${path}[${i}]`, `${shown(item)}, needs two times such as ["08:00", "12:00"], the last one 24:00`);
    } else if (closes <= opens) {
      report(`${path}[${i}]`, `${shown(item)}, needs a close after the opening: split a night at 24:00`);
    } else periods.push([open, close]);
  }
  const sorted = [...periods].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [i, [open]] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && open < before[1])
      report(path, `${before.join('–')} and a period from ${open} overlap, needs periods apart`);
  }
  return periods;
}

function parseDays(value: unknown, report: Report): readonly SpecialDay[] {
  const dates = new Set<string>();
  return asList(value, 'days', report).flatMap((item, i) => {
    const path = `days[${i}]`;
    const fields = asObject(item, path, report);
    if (!fields) return [];
    const day = parseDay(fields, path, report);
    if (dates.has(day.date)) report(`${path}.date`, `${day.date} stands twice, needs each date once`);
    dates.add(day.date);
    return [day];
  });
}

function parseDay(fields: Fields, path: string, report: Report): SpecialDay {
  known(fields, ['date', 'name', 'off', 'periods'], { path, report });
  const { date, name, off, periods } = fields;
  if (typeof date !== 'string' || dayOfDate(date) === undefined) {
    report(`${path}.date`, `${shown(date)}, needs a date such as "2026-10-01"`);
  }
  if (typeof name !== 'string') report(`${path}.name`, `${shown(name)}, needs the name of the holiday`);
  if (typeof off !== 'boolean') report(`${path}.off`, `${shown(off)}, needs true (holiday) or false (make-up day)`);
  if (periods !== undefined && off === true) report(`${path}.periods`, 'given for a day off, needs "off": false');
  return {
    date: typeof date === 'string' ? date : path,
    name: typeof name === 'string' ? name : '',
    off: off === true,
    ...(periods === undefined ? {} : { periods: parsePeriods(periods, `${path}.periods`, report) }),
  };
}

function parseCutoff(value: unknown, report: Report): Pick<WorkCalendar, 'cutoff'> {
  if (value === undefined) return {};
  const fields = asObject(value, 'cutoff', report);
  if (!fields) return {};
  known(fields, ['at', 'moveTo'], { path: 'cutoff', report });
  const time = (name: string): string => {
    const text = fields[name];
    if (typeof text === 'string' && clockMs(text) !== undefined && text !== '24:00') return text;
    report(`cutoff.${name}`, `${shown(text)}, needs a time such as "17:00"`);
    return '00:00';
  };
  return { cutoff: { at: time('at'), moveTo: time('moveTo') } };
}

function parseDayOffStart(value: unknown, report: Report): Pick<WorkCalendar, 'dayOffStart'> {
  if (value === undefined) return {};
  if (value === 'opening' || value === 'same-clock-time') return { dayOffStart: value };
  report('dayOffStart', `${shown(value)}, needs "opening" or "same-clock-time"`);
  return {};
}

function parseCovered(value: unknown, report: Report): readonly number[] {
  const years: number[] = [];
  for (const item of asList(value, 'covered', report)) {
    if (typeof item === 'number' && Number.isInteger(item) && item >= 1900 && item <= 3000) years.push(item);
    else report('covered', `${shown(item)}, needs years such as 2026`);
  }
  return years;
}

function parseUncovered(value: unknown, report: Report): WorkCalendar['uncovered'] {
  if (value === 'error' || value === 'provisional') return value;
  report('uncovered', `${shown(value)}, needs "error" or "provisional"`);
  return 'error';
}
