import { readOptions } from '../areas/files.ts';
import { callersFile, IMPORT_OPTIONS, IMPORT_USAGE, runImportCommand } from '../import/import-command.ts';
import { importOrganisation } from '../import/import-organisation.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi import organisation [--departments FILE] [--shifts FILE] [--users FILE] [--posts FILE] [--json]

Imports the tables that are given, CSV with a header:

  --departments FILE  code,name,kind[,credit_code,area,active,note]; departments left out become inactive
  --shifts FILE       code,name,starts,ends; times as 08:00
  --users FILE        username,display_name[,active]; new ones cannot sign in before "wanmi user password"
  --posts FILE        username,role[,area,department,shift,squad]; the posts of exactly the people in it and in --users
${IMPORT_USAGE}
`;

const TABLES = ['departments', 'shifts', 'users', 'posts'] as const;
const TEXT = { type: 'string' } as const;
const OPTIONS = { departments: TEXT, shifts: TEXT, users: TEXT, posts: TEXT, ...IMPORT_OPTIONS } as const;

/** `wanmi import organisation`: departments, shifts, people, posts. */
export const command: Command = {
  words: ['import', 'organisation'],
  summary: 'import departments, shifts, people and their posts',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const given = TABLES.filter((table) => options.find(table) !== undefined);
    if (given.length === 0 || options.files.length > 0) {
      throw new CommandError(`needs files by ${TABLES.map((table) => `--${table} FILE`).join(', ')}`);
    }
    const files = Object.fromEntries(
      await Promise.all(given.map(async (table) => [table, await callersFile(options.get(table), context)] as const)),
    );
    return runImportCommand(options, context, (db) => importOrganisation(db, files));
  },
};
