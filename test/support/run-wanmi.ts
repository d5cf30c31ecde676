import { COMMANDS } from '../../scripts/wanmi/commands.ts';
import { runCommandLine } from '../../scripts/wanmi/run-command-line.ts';

/** What a command did: exit code, stdout, stderr. */
export type CommandResult = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a `wanmi` command as the shell would, called from `folder`, on the database in DATABASE_URL. */
export async function runWanmi(folder: string, line: readonly string[]): Promise<CommandResult> {
  const [out, err]: [string[], string[]] = [[], []];
  const context = { callerDir: folder, out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await runCommandLine(COMMANDS, line, context);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
