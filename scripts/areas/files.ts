import { readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { FormatError } from '@wanmi/formats';
import { BuildError, DrawError, MendError } from '@wanmi/grid';
import { type CommandContext, CommandError } from '../wanmi/command.ts';

/** Reads a text file named by the caller, packed by gzip or not. Throws CommandError when it cannot. */
export async function readText(file: string, { callerDir }: CommandContext): Promise<string> {
  try {
    const bytes = await readFile(resolve(callerDir, file));
    return (isGzip(bytes) ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The first two bytes of RFC 1952. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Writes a text file named by the caller, whole or not at all. Throws CommandError when it cannot. */
export async function writeText(file: string, text: string, { callerDir }: CommandContext): Promise<void> {
  const path = resolve(callerDir, file);
  try {
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Runs work on the caller's files; what is wrong with them becomes a CommandError. */
export async function onCallersFiles<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = [FormatError, BuildError, DrawError, MendError].some((kind) => error instanceof kind);
    if (!known || !(error instanceof Error)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

type OptionKinds = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
export type ReadOptions = {
  /** The value of a text option, if it was given. */
  readonly find: (name: string) => string | undefined;
  /** The value of a text option. Throws CommandError when it was not given. */
  readonly get: (name: string) => string;
  readonly has: (name: string) => boolean;
  readonly files: readonly string[];
};

/** Reads options and file names. Throws CommandError for an unknown option or one without its value. */
export function readOptions(argv: readonly string[], options: OptionKinds): ReadOptions {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const find = (name: string): string | undefined => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    };
    const get = (name: string): string => {
      const value = find(name);
      if (value === undefined) throw new CommandError(`no --${name} given, needs --${name} ${name.toUpperCase()}`);
      return value;
    };
    return { find, get, has: (name) => values[name] === true, files: positionals };
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(error.message);
    throw error;
  }
}

/** Reads the target area of a grid in m². Throws CommandError for anything but a positive number. */
export function targetOf(text: string): number {
  const target = Number(text);
  if (Number.isFinite(target) && target > 0) return target;
  throw new CommandError(`--target is ${JSON.stringify(text)}, needs square metres, for example 10000`);
}
