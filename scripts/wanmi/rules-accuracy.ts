import { countRoutes } from '@wanmi/cases';
import { routes } from '@wanmi/db';
import { readOptions } from '../areas/files.ts';
import { onDatabase } from '../import/import-command.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi rules accuracy --period YYYY-MM [--area PREFIX] [--by GROUP] [--json]

How often the first department of a case was the last one, of the reports of one month: all, sent by the system, sent by a
person; and how many cases were given back, with what came of it.

  --period YYYY-MM  month of the reports
  --area PREFIX     district, street, community or grid (default: everywhere)
  --by GROUP        the same for each class, rule, department, by (what sent it first) or undecided (why the
                    router left it to a person); the largest first, at most 50
  --json            { period, dispatched, kept, moved, automatic, automaticKept, undecided, returnsAsked,
                    returnsAccepted, returnsRefused, groups: [{ key, … }] }

GET /routing/cases lists the cases behind each figure.
`;

const GROUPS_SHOWN = 50;

/** `wanmi rules accuracy`: first-dispatch accuracy, bounces and their causes. */
export const command: Command = {
  words: ['rules', 'accuracy'],
  summary: 'how often the first department was the right one, and what came back',
  usage: USAGE,
  run: async (argv, context) => {
    const text = { type: 'string' } as const;
    const options = readOptions(argv, { period: text, area: text, by: text, json: { type: 'boolean' } });
    const { period, filter, by } = questionOf(options.get('period'), options.find('area'), options.find('by'));
    const [counts, groups] = await onDatabase(context, async (db) => {
      await countRoutes({ db });
      const all = await routes.countRoutes(db, filter);
      return [
        all,
        by === undefined ? [] : await routes.countRoutesBy(db, filter, { by, limit: GROUPS_SHOWN }),
      ] as const;
    });
    if (options.has('json')) context.out(JSON.stringify({ period, ...counts, groups }, undefined, 2));
    else context.out([HEAD, lineOf(period, counts), ...groups.map((one) => lineOf(one.key, one))].join('\n'));
    return 0;
  },
};

function questionOf(period: string, area: string | undefined, by: string | undefined) {
  if (!/^2\d{3}-(0[1-9]|1[0-2])$/.test(period))
    throw new CommandError(`--period is "${period}", needs a month as 2026-11`);
  if (area !== undefined && !/^\d{6}(\d{3}){0,3}$/.test(area)) {
    throw new CommandError(`--area is "${area}", needs a code of 6, 9, 12 or 15 digits`);
  }
  const group = routes.ROUTE_GROUPS.find((one) => one === by);
  if (by !== undefined && group === undefined) {
    throw new CommandError(`--by is "${by}", needs one of ${routes.ROUTE_GROUPS.join(', ')}`);
  }
  return { period, filter: { month: Number(period.replace('-', '')), areas: [area ?? ''] }, by: group };
}

const columns = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(26) : cell.padStart(11))).join('');
const HEAD = columns([
  '',
  'dispatched',
  'right',
  'automatic',
  'right',
  'by person',
  'right',
  'given back',
  'accepted',
  'refused',
]);

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

function lineOf(key: string, counts: routes.RouteCounts): string {
  const { dispatched, kept, automatic, automaticKept, returnsAsked, returnsAccepted, returnsRefused } = counts;
  const byPerson = dispatched - automatic;
  return columns([
    ...[key, String(dispatched), share(kept, dispatched), String(automatic), share(automaticKept, automatic)],
    ...[String(byPerson), share(kept - automaticKept, byPerson)],
    ...[returnsAsked, returnsAccepted, returnsRefused].map(String),
  ]);
}
