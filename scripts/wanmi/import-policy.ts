import { readOptions } from '../areas/files.ts';
import { callersFile, IMPORT_OPTIONS, IMPORT_USAGE, onlyFile, runImportCommand } from '../import/import-command.ts';
import { importPolicy } from '../import/import-settings.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi import policy FILE [--json]

Imports the workflow policy (JSON): limits of the centre's stages, trusted channels, what the system does by itself.
data/demo/dongcheng/policy.json is an example. Every setting is given; nothing has a default.

${IMPORT_USAGE}
`;

/** `wanmi import policy`: the city's settings of the workflow. */
export const command: Command = {
  words: ['import', 'policy'],
  summary: 'import the settings of the workflow',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, IMPORT_OPTIONS);
    const file = await callersFile(onlyFile(options, 'policy FILE'), context);
    return runImportCommand(options, context, (db) => importPolicy(db, file));
  },
};
