import { COMMANDS } from './commands.ts';
import { lineWriter } from './line-writer.ts';
import { runCommandLine } from './run-command-line.ts';

// A reader that closes the pipe early (`| head`) is no error of ours.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), {
  callerDir: process.env.INIT_CWD ?? process.cwd(),
  out: lineWriter(process.stdout),
  err: lineWriter(process.stderr),
});
