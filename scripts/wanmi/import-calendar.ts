import { readOptions } from '../areas/files.ts';
import { callersFile, IMPORT_OPTIONS, IMPORT_USAGE, onlyFile, runImportCommand } from '../import/import-command.ts';
import { importCalendar } from '../import/import-settings.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi import calendar FILE [--as city|duty] [--json]

Imports a calendar (JSON, docs/calendar.md): the city's, by which departments' limits count, or the duty calendar of the
centre's own stages. The dispatcher then counts every open deadline anew, within a minute or so, and each case's history
says what moved.

  --as NAME        city (default) or duty
${IMPORT_USAGE}
`;

const OPTIONS = { as: { type: 'string' }, ...IMPORT_OPTIONS } as const;

/** `wanmi import calendar`: working sessions and holidays. */
export const command: Command = {
  words: ['import', 'calendar'],
  summary: 'import working sessions, holidays and make-up days',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const name = options.find('as') ?? 'city';
    if (name !== 'city' && name !== 'duty') throw new CommandError(`--as is "${name}", needs city or duty`);
    const file = await callersFile(onlyFile(options, 'calendar FILE'), context);
    return runImportCommand(options, context, (db) => importCalendar(db, name, file));
  },
};
