import { basename } from 'node:path';
import { onCallersFiles, type ReadOptions, readOptions, writeText } from '../areas/files.ts';
import { describeCases, describeDirt } from '../import/cases/describe-cases.ts';
import { type CasesOutcome, importCases } from '../import/cases/import-cases.ts';
import { callersFile, onDatabase, onlyFile, rejectsCsv } from '../import/import-command.ts';
import { describeRejection } from '../import/outcome.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi import cases FILE [--within CODE] [--source TEXT] [--json] [--rejects FILE]

Imports cases of another system as history: CSV with the columns of docs/imports.md. They become no cases here: nothing is
dispatched, counted in an evaluation or listed with ours; dry runs of rules and totals read them.

Dirt is mended and told, and the row is kept as it came: marks for "unknown", entities of HTML, widths of brackets, ids
with several names, names with several ids. Streets and communities are found among the imported areas by their names. A
row without an id or a time is rejected; read = accepted + rejected. The same file again changes nothing.

  --within CODE    look for places only in the area of this code
  --source TEXT    the other system (default the name of the file): keep it the same from import to import
  --json           { read, accepted, rejected, added, changed, inCommunity, totals, dirt } on stdout
  --rejects FILE   what was rejected: file,place,reason
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { json: { type: 'boolean' }, within: TEXT, source: TEXT, rejects: TEXT } as const;

/** `wanmi import cases`: the history of another system. */
export const command: Command = {
  words: ['import', 'cases'],
  summary: 'import cases of another system as history',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const name = onlyFile(options, 'FILE of cases');
    const file = await callersFile(name, context);
    const within = withinOf(options);
    const source = options.find('source') ?? basename(name, '.gz');
    const outcome = await onCallersFiles(() =>
      onDatabase(context, (db) => importCases(db, { file, source, ...within })),
    );
    await tell(outcome, options, context);
    return outcome.accepted === 0 && outcome.rejected.length > 0 ? 2 : 0;
  },
};

function withinOf(options: ReadOptions): { readonly within?: string } {
  const within = options.find('within');
  if (within === undefined) return {};
  if (/^(\d{6}|\d{9}|\d{12})$/.test(within)) return { within };
  throw new CommandError(`--within is ${JSON.stringify(within)}, needs the 6, 9 or 12 digits of an area`);
}

/** Rejected rows told on stderr; `--rejects` has them all. */
const SHOWN = 20;

async function tell(outcome: CasesOutcome, options: ReadOptions, context: CommandContext): Promise<void> {
  const { rejected, ...numbers } = outcome;
  const rejectsFile = options.find('rejects');
  if (rejectsFile !== undefined) await writeText(rejectsFile, rejectsCsv(rejected), context);
  if (options.has('json')) context.out(JSON.stringify({ ...numbers, rejected: rejected.length }));
  else context.out(describeCases(outcome));
  for (const dirt of outcome.dirt) context.err(`mended: ${describeDirt(dirt)}`);
  for (const rejection of rejected.slice(0, SHOWN)) context.err(`  ${describeRejection(rejection)}`);
  if (rejected.length > SHOWN) context.err(`  ... and ${rejected.length - SHOWN} more (--rejects FILE has all)`);
}
