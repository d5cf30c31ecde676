import { CaseError, ReferenceMissing, readCalendars } from '@wanmi/cases';
import type { Database } from '@wanmi/db';
import type { Result } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import type { ReadOptions } from '../areas/files.ts';
import { onDatabase } from '../import/import-command.ts';
import { type CommandContext, CommandError } from '../wanmi/command.ts';

/** What the steps of a census work with. */
export type CensusWorld = {
  readonly db: Kysely<Database>;
  readonly calendar: Awaited<ReturnType<typeof readCalendars>>['city'];
};

/** Runs a step of a census on the installation's database. Throws CommandError for what the step refuses. */
export const onCensus = <T>(context: CommandContext, step: (world: CensusWorld) => Promise<T>): Promise<T> =>
  onDatabase(context, async (db) => {
    try {
      return await step({ db, calendar: (await readCalendars(db)).city });
    } catch (cause) {
      const isExpected = cause instanceof CaseError || cause instanceof ReferenceMissing;
      throw isExpected ? new CommandError(cause.message, { cause }) : cause;
    }
  });

/** What a step gave. Throws its refusal. */
export function given<T>(result: Result<T, CaseError>): T {
  if (!result.ok) throw result.error;
  return result.value;
}

/** The round that a command names first, and the file behind it where it takes one. Throws CommandError for others. */
export function roundAndFile({ files }: ReadOptions, file: string | undefined): readonly [round: string, file: string] {
  const needed = file === undefined ? 'ROUND' : `ROUND and ${file}`;
  if (files.length !== (file === undefined ? 1 : 2)) {
    throw new CommandError(`${files.length === 0 ? 'nothing' : files.join(' ')} is given, needs ${needed}`);
  }
  return [files[0] ?? '', files[1] ?? ''];
}
