import { resolve } from 'node:path';
import { readOptions } from '../areas/files.ts';
import { importCatalogue } from '../import/import-catalogue.ts';
import { IMPORT_OPTIONS, IMPORT_USAGE, onlyFile, runImportCommand } from '../import/import-command.ts';
import { catalogueFolder } from '../import/source-file.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi import catalogue FOLDER [--json]

Imports editions of components and matters with filing conditions and limits. FOLDER holds \`editions.csv\`, the table of
classes that each of its lines names, and \`conditions-*.csv\`; data/catalogue is an example with all columns explained.
Each edition becomes exactly what the files hold; editions that they do not name stay.

${IMPORT_USAGE}
`;

/** `wanmi import catalogue`: editions, classes, conditions and limits. */
export const command: Command = {
  words: ['import', 'catalogue'],
  summary: 'import classes of components and matters with their limits',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, IMPORT_OPTIONS);
    const files = await readFolder(onlyFile(options, 'FOLDER with editions.csv'), context);
    return runImportCommand(options, context, (db) => importCatalogue(db, files));
  },
};

async function readFolder(folder: string, { callerDir }: CommandContext) {
  try {
    return await catalogueFolder(resolve(callerDir, folder));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`cannot read the catalogue in ${folder}: ${reason}`, { cause });
  }
}
