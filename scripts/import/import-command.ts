import { connect, type Database } from '@wanmi/db';
import type { Kysely } from 'kysely';
import { type ReadOptions, readText, writeText } from '../areas/files.ts';
import { type CommandContext, CommandError } from '../wanmi/command.ts';
import { withDatabase } from '../wanmi/instance.ts';
import {
  describeOutcome,
  describeRejection,
  type ImportOutcome,
  type Rejection,
  rejectedRecords,
  type SourceFile,
} from './outcome.ts';

/** Options of every import command. */
export const IMPORT_OPTIONS = { json: { type: 'boolean' }, rejects: { type: 'string' } } as const;

/** Their part of the help text. */
export const IMPORT_USAGE = `  --json           { read, accepted, rejected, added, changed, removed, version } on stdout
  --rejects FILE   writes what was rejected: file,place,reason

All or nothing: with anything rejected nothing is imported and every problem is told (exit code 2). The same files again
change nothing. Running services take up a change within seconds.`;

/** What one command does on a whole city's data between and in statements, in milliseconds. */
export const PATIENT = { statementTimeoutMs: 600_000, idleInTransactionMs: 600_000 } as const;

/** Problems printed; `--rejects` has them all. */
const SHOWN = 20;

/** Reads a file of the caller's under the name the caller gave it. */
export const callersFile = async (name: string, context: CommandContext): Promise<SourceFile> => ({
  name,
  text: await readText(name, context),
});

/** Reads several files of the caller's. */
export const callersFiles = (names: readonly string[], context: CommandContext): Promise<readonly SourceFile[]> =>
  Promise.all(names.map((name) => callersFile(name, context)));

/** Runs one import on the installation's database and tells what came of it. Returns the exit code. */
export async function runImportCommand(
  options: ReadOptions,
  context: CommandContext,
  importing: (db: Kysely<Database>) => Promise<ImportOutcome>,
): Promise<number> {
  const outcome = await onDatabase(context, importing);
  const { rejected, kind: _, ...numbers } = outcome;
  const rejectsFile = options.find('rejects');
  if (rejectsFile !== undefined) await writeText(rejectsFile, rejectsCsv(rejected), context);
  if (options.has('json')) context.out(JSON.stringify({ ...numbers, rejected: rejectedRecords(rejected) }));
  else context.out(describeOutcome(outcome));
  for (const warning of outcome.warnings ?? []) context.err(`warning: ${describeRejection(warning)}`);
  for (const rejection of rejected.slice(0, SHOWN)) context.err(`  ${describeRejection(rejection)}`);
  if (rejected.length > SHOWN) context.err(`  ... and ${rejected.length - SHOWN} more (--rejects FILE has all)`);
  return rejected.length > 0 ? 2 : 0;
}

/** Runs work on the installation's database with a small pool of its own. */
export const onDatabase = <T>(context: CommandContext, work: (db: Kysely<Database>) => Promise<T>): Promise<T> =>
  withDatabase(context, async (databaseUrl) => {
    const db = connect(databaseUrl, { ...PATIENT, max: 2, applicationName: 'wanmi command' });
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  });

/** The one file argument of a command. Throws CommandError for none or several. */
export function onlyFile({ files }: ReadOptions, what: string): string {
  const [file, surplus] = files;
  if (file === undefined) throw new CommandError(`no file given, needs ${what}`);
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs one ${what}`);
  return file;
}

/** One or more file arguments. Throws CommandError for none. */
export function someFiles({ files }: ReadOptions, what: string): readonly string[] {
  if (files.length === 0) throw new CommandError(`no file given, needs ${what}`);
  return files;
}

/** Rejections as a table: `file,place,reason`. */
export const rejectsCsv = (rejected: readonly Rejection[]): string =>
  ['file,place,reason', ...rejected.map(({ file, place, reason }) => [file, place, reason].map(quoted).join(','))]
    .map((line) => `${line}\n`)
    .join('');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
