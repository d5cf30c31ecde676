import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Command, CommandError } from './command.ts';
import { COMMANDS } from './commands.ts';
import { runCommandLine } from './run-command-line.ts';

const command = (words: string, run: Command['run'] = async (args) => args.length): Command => ({
  words: words.split(' '),
  summary: `does ${words}`,
  usage: `usage of ${words}`,
  run,
});
const misuse = Object.assign(new TypeError("Unknown option '--x'"), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
const commands = [
  command('grid'),
  command('grid build'),
  command('rules lint'),
  command('wrong', () => Promise.reject(new CommandError('a FILE is needed'))),
  command('misused', () => Promise.reject(misuse)),
  command('broken', () => Promise.reject(new Error('the disk is full'))),
];

async function run(line: string): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine(commands, line.split(' ').filter(Boolean), {
    callerDir: '/',
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  test.each([
    { line: 'grid a', code: 1, out: '', err: '' }, // the stand-ins answer with the number of their arguments
    { line: 'grid build a b --json', code: 3, out: '', err: '' },
    { line: 'grid build --help', code: 0, out: 'usage of grid build', err: '' },
    { line: 'grid --help', code: 0, out: 'usage of grid', err: '' },
    { line: 'rules', code: 0, out: 'rules lint', err: '' },
    { line: '', code: 0, out: 'rules lint', err: '' },
    { line: '--help', code: 0, out: 'COMMAND --help', err: '' },
    { line: '--nonsense', code: 2, out: 'COMMAND --help', err: '' },
    { line: 'nonsense', code: 2, out: '', err: 'cannot run "wanmi nonsense": no such command' },
    { line: 'wrong', code: 2, out: '', err: 'wanmi wrong: a FILE is needed' },
    { line: 'misused', code: 2, out: '', err: 'misused --help' },
    { line: 'broken', code: 1, out: '', err: 'wanmi broken: the disk is full' },
  ])('answers "$line" with exit code $code', async ({ line, code, out, err }) => {
    const answer = await run(line);
    expect(answer.code).toBe(code);
    expect(answer.out).toContain(out);
    expect(answer.err).toContain(err);
    if (err === '') expect(answer.err).toBe('');
  });

  test('knows every command file of this folder', async () => {
    const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'main.ts');
    const found = files.filter((name) =>
      readFileSync(`${import.meta.dirname}/${name}`, 'utf8').includes('export const command'),
    );
    const listed = readFileSync(`${import.meta.dirname}/commands.ts`, 'utf8');
    expect(found.filter((name) => !listed.includes(`from './${name}'`))).toEqual([]);
    expect(COMMANDS).toHaveLength(found.length);
  });

  test('has no two commands of the same words', () => {
    const names = COMMANDS.map(({ words }) => words.join(' '));
    expect(names).toEqual([...new Set(names)]);
  });
});
