import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { FormatError } from '@wanmi/formats';
import type { ReadOptions } from '../../areas/files.ts';
import { type CommandContext, CommandError } from '../../wanmi/command.ts';
import type { FieldMap, RejectedRecord } from './raw-record.ts';
import type { FileOnDisk } from './read-records.ts';
import { openRejectsFile, type RejectsFile } from './rejects-file.ts';

/** The register that the caller names. Throws CommandError when it is no file. */
export async function registerFile(name: string, { callerDir }: CommandContext): Promise<FileOnDisk> {
  const path = resolve(callerDir, name);
  const found = await stat(path).catch((cause: unknown) => {
    throw new CommandError(`cannot read ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  if (!found.isFile()) throw new CommandError(`cannot read ${name}: it is no file`);
  return { path, name: basename(name) };
}

/** Reads an option like `owner=OWNER,remark=LOCATION`. Throws CommandError for a field that is none of `known`. */
export function pairsOf(option: string, options: ReadOptions, known: readonly string[]): FieldMap {
  const pairs = (options.find(option) ?? '').split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [ours = '', ...theirs] = pair.split('=');
      if (known.includes(ours) && theirs.length > 0) return [ours, theirs.join('=')];
      throw new CommandError(`--${option} holds ${JSON.stringify(pair)}, needs FIELD=... of ${known.join(', ')}`);
    }),
  );
}

/** Rejected records told on stderr; `--rejects` has them all. */
const SHOWN = 20;
/** Batches between two remarks on the progress. */
const REMARK_EVERY = 10;

type Sofar = { readonly read: number; readonly accepted: number; readonly rejected: number };
type Told = {
  readonly onRejected: (one: RejectedRecord) => Promise<void>;
  readonly onProgress: (sofar: Sofar) => void;
};

/**
 * Runs the import of a register and tells on stderr how far it is and what is rejected; `rejects` lists that in a file.
 * Throws CommandError where the file cannot be read on, saying how many records before are imported.
 */
export async function takeRecords<Counts extends Sofar>(
  file: FileOnDisk,
  rejects: string | undefined,
  context: CommandContext,
  importing: (told: Told) => Promise<Counts>,
): Promise<Counts> {
  const listed = rejects === undefined ? undefined : await listIn(rejects, file.name, context);
  let [told, batches, taken] = [0, 0, 0];
  const onRejected: Told['onRejected'] = async (one) => {
    told += 1;
    if (told <= SHOWN) context.err(`  ${file.name}, ${one.record.place}: ${one.reasons.join('; ')}`);
    await listed?.add(one);
  };
  const onProgress: Told['onProgress'] = ({ read, accepted, rejected }) => {
    batches += 1;
    taken = read;
    if (batches % REMARK_EVERY === 0) context.err(`${read} read, ${accepted} accepted, ${rejected} rejected`);
  };
  try {
    const counts = await importing({ onRejected, onProgress });
    if (told > SHOWN) context.err(`  ... and ${told - SHOWN} more (--rejects FILE has all)`);
    return counts;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const stands = `what stands before it is imported: ${taken} records, which another import of the file finds again`;
    throw new CommandError(`${error.message}; ${stands}`, { cause: error });
  } finally {
    await listed?.finish();
  }
}

async function listIn(rejects: string, source: string, { callerDir }: CommandContext): Promise<RejectsFile> {
  try {
    return await openRejectsFile(resolve(callerDir, rejects), source);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`cannot write ${rejects}: ${reason}`, { cause });
  }
}
