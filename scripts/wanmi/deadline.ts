import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type CompiledCalendar,
  compileCalendar,
  DAY_MODES,
  type DayMode,
  type Deadline,
  deadlineOf,
  formatTime,
  howToLoad,
  LIMIT_UNITS,
  type LimitUnit,
  parseCalendar,
  parseTime,
  uncoveredYearBetween,
} from '@wanmi/calendar';
import { accept, type Instant, type Result, refuse } from '@wanmi/kernel';
import { parse } from 'csv-parse/sync';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi deadline --calendar FILE --start TIME --limit N --unit UNIT [--mode MODE] [--json]
wanmi deadline --calendar FILE --csv FILE [--mode MODE] [--json]

Prints when a limit ends.

  --calendar FILE  calendar file (docs/calendar.md), JSON
  --start TIME     RFC 3339, or a local date-time in the calendar's zone: 2026-03-02T09:00
  --limit N        how much: 0 or more, whole for working days
  --unit UNIT      ${LIMIT_UNITS.join(', ')}
  --mode MODE      for working days: ${DAY_MODES.join(', ')}
                   (default ${DAY_MODES[0]})
  --csv FILE       rows of id,start,limit,unit[,mode]; prints id,due. A row without a mode takes --mode
  --json           { start, due, provisional }, or a list of { id, due, provisional } for --csv

Times are printed in the calendar's zone with offset, in whole seconds. A year that the calendar does not cover is
refused if its "uncovered" is "error"; if it is "provisional", a plain week is counted and said on stderr.
Exit code 2 if anything was refused; other rows of a CSV file are still printed, the refused ones named by line.`;

/** `wanmi deadline`: when a limit ends, for one start or for a CSV file of them. */
export const command: Command = {
  words: ['deadline'],
  summary: 'when a limit ends, by a calendar file',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv);
    const calendar = await readCalendar(options.calendar, context);
    return options.csv === undefined ? one(calendar, options, context) : many(calendar, options.csv, options, context);
  },
};

type Options = {
  readonly calendar: string;
  readonly csv?: string | undefined;
  readonly start?: string | undefined;
  readonly limit?: string | undefined;
  readonly unit?: string | undefined;
  readonly mode?: string | undefined;
  readonly json: boolean;
};

function readOptions(argv: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { calendar: text, csv: text, start: text, limit: text, unit: text, mode: text } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { ...options, json: { type: 'boolean', default: false } },
    });
    if (values.calendar === undefined) throw new CommandError('no calendar given, needs --calendar FILE');
    if (values.csv !== undefined && (values.start ?? values.limit ?? values.unit) !== undefined) {
      throw new CommandError('both --csv and a single limit given, needs one of them');
    }
    return { ...values, calendar: values.calendar };
  } catch (error) {
    throw error instanceof TypeError ? new CommandError(error.message) : error;
  }
}

async function readText(file: string, { callerDir }: CommandContext): Promise<string> {
  try {
    return (await readFile(resolve(callerDir, file), 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

async function readCalendar(file: string, context: CommandContext): Promise<CompiledCalendar> {
  const parsed = parseCalendar(parseJson(await readText(file, context), file));
  if (parsed.ok) return compileCalendar(parsed.value);
  throw new CommandError(`cannot use calendar ${file}:\n  ${parsed.error.join('\n  ')}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`cannot read ${file} as JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** One question as text: a row of the CSV file, or the options. */
type Question = {
  readonly start?: string | undefined;
  readonly limit?: string | undefined;
  readonly unit?: string | undefined;
  readonly mode?: string | undefined;
};
type Answer = Deadline & { readonly start: Instant };

function answer(calendar: CompiledCalendar, question: Question): Result<Answer, string> {
  const { start = '', limit = '', unit = '', mode } = question;
  if (!isUnit(unit)) return refuse(`unit "${unit}" found, needs one of ${LIMIT_UNITS.join(', ')}`);
  const dayMode = mode?.trim() || DAY_MODES[0];
  if (!isMode(dayMode)) return refuse(`mode "${dayMode}" found, needs one of ${DAY_MODES.join(', ')}`);
  if (!/^\d+(\.\d+)?$/.test(limit)) return refuse(`limit "${limit}" found, needs a number of 0 or more`);
  const from = parseTime(calendar, start);
  if (!from.ok) return refuse(`start ${from.error}`);
  const deadline = deadlineOf(calendar, from.value, { value: Number(limit), unit }, dayMode);
  return deadline.ok ? accept({ ...deadline.value, start: from.value }) : refuse(deadline.error.message);
}

const isUnit = (text: string): text is LimitUnit => LIMIT_UNITS.some((unit) => unit === text);
const isMode = (text: string): text is DayMode => DAY_MODES.some((mode) => mode === text);

function one(calendar: CompiledCalendar, options: Options, { out, err }: CommandContext): number {
  for (const name of ['start', 'limit', 'unit'] as const) {
    if (options[name] === undefined) throw new CommandError(`no ${name} given, needs --${name}, or --csv FILE`);
  }
  const answered = answer(calendar, options);
  if (!answered.ok) throw new CommandError(answered.error);
  const { start, due, provisional } = answered.value;
  if (provisional) err(`${remark(calendar, answered.value)}\n`);
  const shown = { start: formatTime(calendar, start), due: formatTime(calendar, due), provisional };
  out(options.json ? `${JSON.stringify(shown)}\n` : `${shown.due}\n`);
  return 0;
}

function remark(calendar: CompiledCalendar, { start, due }: Answer): string {
  const year = uncoveredYearBetween(calendar, start, due);
  return year === undefined ? 'provisional' : `provisional: ${year} is counted as a plain week; ${howToLoad(year)}`;
}

type Row = { readonly record: Readonly<Record<string, string>>; readonly info: { readonly lines: number } };
type Line = { readonly id: string; readonly due: string; readonly provisional: boolean };

async function many(
  calendar: CompiledCalendar,
  file: string,
  options: Options,
  context: CommandContext,
): Promise<number> {
  const { out, err } = context;
  const answers: Line[] = [];
  const remarks = new Set<string>();
  let refused = 0;
  for (const { record, info } of readRows(await readText(file, context), file)) {
    const answered = answer(calendar, { ...record, mode: record.mode?.trim() || options.mode });
    if (answered.ok) {
      const { due, provisional } = answered.value;
      if (provisional) remarks.add(remark(calendar, answered.value));
      answers.push({ id: record.id ?? '', due: formatTime(calendar, due), provisional });
    } else {
      refused += 1;
      err(`${file} line ${info.lines}: ${answered.error}\n`);
    }
  }
  for (const text of remarks) err(`${text}\n`);
  out(options.json ? `${JSON.stringify(answers)}\n` : asCsv(answers));
  if (refused > 0) err(`${refused} of ${refused + answers.length} rows refused\n`);
  return refused > 0 ? 2 : 0;
}

function readRows(text: string, file: string): readonly Row[] {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').split(',').map((name) => name.trim().replaceAll('"', ''));
  const missing = ['id', 'start', 'limit', 'unit'].filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new CommandError(`cannot read ${file}: no column ${missing.join(', ')}, needs id,start,limit,unit[,mode]`);
  }
  try {
    return parse(text, { columns: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

const asCsv = (answers: readonly Line[]): string =>
  [
    'id,due',
    ...answers.map(({ id, due }) => `${/[",\r\n]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id},${due}`),
    '',
  ].join('\n');
