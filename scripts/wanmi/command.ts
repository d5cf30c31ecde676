/** What a command may touch. Results go to `out` (stdout), progress and remarks to `err` (stderr). */
export type CommandContext = {
  /** The folder the person called from; FILE arguments are relative to it. */
  readonly callerDir: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

/** One admin command. One file each in this folder; `main.ts` lists them. */
export type Command = {
  /** Words after `wanmi`: `['grid', 'build']`. */
  readonly words: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** The full `--help` text. */
  readonly usage: string;
  /** Returns the exit code. Throws CommandError for wrong input; its message says what was expected. */
  readonly run: (argv: readonly string[], context: CommandContext) => Promise<number>;
};

/** Wrong input or a state that the caller can mend. Printed as one line, exit code 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
