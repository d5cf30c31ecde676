import { type ChangeOutcome, changeGrids, readChangeSet } from '@wanmi/cases';
import { type Instant, isoOf } from '@wanmi/kernel';
import { readOptions, readText } from '../areas/files.ts';
import { onDatabase, onlyFile } from '../import/import-command.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi grid change FILE [--dry-run] [--json]

Ends unit grids and begins others in their place, on the instance's database: all or nothing, judged as "grid check" does.

FILE is GeoJSON: the features are the grids that begin (properties \`code\`, \`communityCode\`, \`areaClass\`, \`landUse\`,
\`remark\`, all optional), with these members beside them:

  reason      the words that the change log shows (compulsory)
  at          when it comes into force (RFC 3339, not in the past; at once when left out)
  ends        codes of grids that end
  merges      lists of codes: each list ends, and one grid begins in its place
  managed     { "codes": [...], "from": TIME }: since when grids are managed
  targetM2    wanted area of a grid in m² (10000): what is far from it is refused

A code is never used again; new grids get the next free numbers of their community. Cases keep their code; components,
addresses and responsibility grids follow. Exit code 0 when it was written (or would be), 2 when it is refused.

  --dry-run   judges and tells, and writes nothing
  --json      what was done on stdout
`;

const FLAG = { type: 'boolean' } as const;
const SHOWN = 20;

/** `wanmi grid change`: split, merge, re-draw grids. */
export const command: Command = {
  words: ['grid', 'change'],
  summary: 'end unit grids and begin others in their place',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, { 'dry-run': FLAG, json: FLAG });
    const file = onlyFile(options, 'change set');
    const set = parse(await readText(file, context), file);
    const order = {
      set,
      now: Date.now() as Instant,
      by: null,
      source: file.slice(0, 500),
      dryRun: options.has('dry-run'),
    };
    const outcome = await onDatabase(context, (db) => changeGrids(db, order));
    if (options.has('json')) context.out(JSON.stringify(outcome));
    else for (const line of linesOf(outcome)) context.out(line);
    tell(outcome, context);
    return outcome.faults.length > 0 ? 2 : 0;
  },
};

function parse(text: string, file: string) {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new CommandError(`cannot read ${file}: it is not JSON (${cause instanceof Error ? cause.message : cause})`);
  }
  const read = readChangeSet(value);
  if (read.ok) return read.value;
  const lines = read.error.map(({ field, problem }) => `  ${field === '' ? file : field} ${problem}`);
  throw new CommandError(`cannot read ${file}:\n${lines.join('\n')}`);
}

function linesOf({ changeId, at, ended, begun, managed, moved, faults }: ChangeOutcome): string[] {
  if (faults.length > 0) return [`nothing changed: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`];
  const what = changeId === null ? 'would change' : `change ${changeId}`;
  const follow = `${moved.components} components and ${moved.addresses} addresses moved`;
  return [
    `${what}: ${ended.length} grids end, ${begun.length} begin, ${managed} managed from another day, at ${isoOf(at)}; ${follow}`,
    ...begun.map(
      ({ code, areaM2, follows }) => `  ${code}: ${Math.round(areaM2)} m², follows ${follows.join(', ') || 'none'}`,
    ),
  ];
}

function tell({ faults, warnings }: ChangeOutcome, context: CommandContext): void {
  for (const { subject, text } of faults.slice(0, SHOWN)) context.err(`  ${subject}: ${text}`);
  if (faults.length > SHOWN) context.err(`  ... and ${faults.length - SHOWN} more (--json has all)`);
  for (const { subject, text } of warnings.slice(0, SHOWN)) context.err(`warning: ${subject}: ${text}`);
}
