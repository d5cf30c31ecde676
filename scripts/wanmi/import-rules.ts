import { readOptions } from '../areas/files.ts';
import { callersFiles, IMPORT_OPTIONS, IMPORT_USAGE, runImportCommand, someFiles } from '../import/import-command.ts';
import { importRules } from '../import/import-rules.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi import rules FILE... [--json]

Imports the routing rules (CSV, columns in packages/routing/SPEC.md), which become exactly those of the files. Departments and
catalogue are imported before: a rule that names what is not there is rejected, and so are rules that contradict each
other. Every set stays readable by its version ("rules export --version N"); "rules dry-run" tries one on past cases.

${IMPORT_USAGE}
`;

/** `wanmi import rules`: who answers for what. */
export const command: Command = {
  words: ['import', 'rules'],
  summary: 'import the routing rules',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, IMPORT_OPTIONS);
    const files = await callersFiles(someFiles(options, 'CSV files of rules'), context);
    return runImportCommand(options, context, (db) => importRules(db, files));
  },
};
