import { type Command, type CommandContext, CommandError } from './command.ts';

/**
 * Finds the command whose words begin the line (the longest wins), runs it and returns its exit code:
 * 2 for an unknown command or wrong input, 1 when something failed that is no fault of the caller's input.
 */
export async function runCommandLine(
  commands: readonly Command[],
  line: readonly string[],
  context: CommandContext,
): Promise<number> {
  const words = wordsOf(line);
  const command = longestMatch(commands, words);
  if (command) return runOne(command, line.slice(command.words.length), context);
  const group = commands.filter((known) => words.length > 0 && startsWith(known.words, words));
  if (group.length > 0 || words.length === 0) {
    context.out(listOf(group.length > 0 ? group : commands));
    return line.length === 0 || asksForHelp(line) || group.length > 0 ? 0 : 2;
  }
  context.err(`cannot run "wanmi ${words.join(' ')}": no such command; "npm run wanmi -- --help" lists all`);
  return 2;
}

async function runOne(command: Command, args: readonly string[], context: CommandContext): Promise<number> {
  if (asksForHelp(args)) {
    context.out(command.usage.trimEnd());
    return 0;
  }
  try {
    return await command.run(args, context);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const name = `wanmi ${command.words.join(' ')}`;
    context.err(`${name}: ${error.message}`);
    if (isMisuse(error)) {
      context.err(`"npm run wanmi -- ${command.words.join(' ')} --help" explains the arguments`);
      return 2;
    }
    return error instanceof CommandError ? 2 : 1;
  }
}

const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args[0] === '-h';

/** The arguments before the first option. */
function wordsOf(line: readonly string[]): readonly string[] {
  const end = line.findIndex((arg) => arg.startsWith('-'));
  return end === -1 ? line : line.slice(0, end);
}

function longestMatch(commands: readonly Command[], words: readonly string[]): Command | undefined {
  const matches = commands.filter((command) => startsWith(words, command.words));
  return matches.toSorted((a, b) => b.words.length - a.words.length)[0];
}

const startsWith = (words: readonly string[], start: readonly string[]): boolean =>
  start.every((word, index) => words[index] === word);

const isMisuse = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');

function listOf(commands: readonly Command[]): string {
  const rows = commands.map(({ words, summary }) => ({ name: words.join(' '), summary }));
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Usage: npm run wanmi -- COMMAND [ARGS]', '', ...lines, '', 'COMMAND --help explains one.'].join('\n');
}
