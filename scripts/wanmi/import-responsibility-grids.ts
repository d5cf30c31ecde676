import type { Instant } from '@wanmi/kernel';
import { readOptions } from '../areas/files.ts';
import { callersFile, IMPORT_OPTIONS, IMPORT_USAGE, onlyFile, runImportCommand } from '../import/import-command.ts';
import { importResponsibility } from '../responsibility/import-responsibility.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi import responsibility-grids FILE [--json] [--rejects FILE]

Imports responsibility grids that somebody drew: GeoJSON with \`code\`, \`name\` and \`grids\` (codes of unit grids), or CSV with
a row a unit grid: responsibility_code,grid_code[,name]. The unit grids are imported before.

The file holds all responsibility grids of the streets that it names: others there end. Sizes out of range, parts that do
not hang together, several streets in one and unit grids left out are told and taken.
${IMPORT_USAGE}
`;

/** `wanmi import responsibility-grids`: responsibility grids drawn elsewhere. */
export const command: Command = {
  words: ['import', 'responsibility-grids'],
  summary: 'import responsibility grids drawn elsewhere',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, IMPORT_OPTIONS);
    const file = await callersFile(onlyFile(options, 'file of responsibility grids'), context);
    return runImportCommand(options, context, (db) => importResponsibility(db, file, Date.now() as Instant));
  },
};
