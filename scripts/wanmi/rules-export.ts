import { reference, ruleSets } from '@wanmi/db';
import { csvOfRules, type Rule } from '@wanmi/routing';
import { readOptions, writeText } from '../areas/files.ts';
import { onDatabase } from '../import/import-command.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi rules export [FILE] [--version N]

Writes the routing rules in force as the table that "wanmi import rules" takes back unchanged.

  FILE         CSV; standard output without it
  --version N  rules as they were: the version that an explanation names

Numbers of versions: "wanmi import rules --json" prints its own, GET /rules/versions lists them all.
`;

/** `wanmi rules export`: the rules in force, or as they were, as CSV. */
export const command: Command = {
  words: ['rules', 'export'],
  summary: 'write the rules in force, or an earlier version, as CSV',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, { version: { type: 'string' } });
    const version = versionOf(options.find('version'));
    const rules = await onDatabase(context, async (db) => {
      if (version === undefined) return (await reference.rules(db)) as readonly Rule[];
      const found = await ruleSets.findRuleSet(db, version);
      if (found) return found.body as readonly Rule[];
      throw new CommandError(`cannot export version ${version} of the rules: there is none`);
    });
    const [file] = options.files;
    if (file === undefined) context.out(csvOfRules(rules).trimEnd());
    else await writeText(file, csvOfRules(rules), context);
    context.err(`${rules.length} rules`);
    return 0;
  },
};

function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CommandError(`version "${text}" given, needs a number`);
}
