import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_POLICY } from '../workflow-question.ts';
import { CommandError } from './command.ts';
import { command } from './workflow-verify.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wanmi-verify-'));
  const demo: unknown = JSON.parse(await readFile(DEMO_POLICY, 'utf8'));
  await writeFile(join(dir, 'broken.json'), JSON.stringify({ ...(demo as object), rework: 'never', unableTries: 0 }));
  await writeFile(join(dir, 'text.json'), 'no JSON');
});
afterAll(() => rm(dir, { recursive: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await command.run(argv, {
    callerDir: dir,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, out: out.join(''), err: err.join('') };
}

test('[W7] workflow verify walks an aspect and says what it proves', async () => {
  const { code, out, err } = await run('--aspect', 'upper');
  expect(code).toBe(0);
  expect(out).toMatch(/^upper +\d+ +\d+ +0$/m);
  expect(out).toContain('an end can be reached');
  expect(err).toMatch(/^walked upper: \d+ situations, 0 faults$/m);
}, 120_000);

test('[W7] with --json it prints nothing else', async () => {
  const { out } = await run('--aspect', 'voiding', '--json');
  expect(JSON.parse(out)).toMatchObject({ faults: 0, walks: [{ name: 'voiding', faults: [] }] });
}, 120_000);

test.each([
  {
    argv: ['--policy', 'broken.json'],
    says: /2 problem\(s\)\n {2}rework: "never" found, .*\n {2}unableTries: 0 found/,
  },
  { argv: ['--policy', 'text.json'], says: /cannot read .*text\.json: .*, needs a JSON file/ },
  { argv: ['--policy', 'missing.json'], says: /cannot read .*missing\.json: ENOENT/ },
  { argv: ['--calendar', 'broken.json'], says: /cannot walk the workflow with .*broken\.json: \d+ problem/ },
  { argv: ['--aspect', 'nothing'], says: /aspect "nothing" given, needs one of main, requests, / },
  { argv: ['policy.json'], says: /"policy\.json" is not expected/ },
])('refuses $argv', async ({ argv, says }) => {
  const refusal = run(...argv);
  await expect(refusal).rejects.toThrow(CommandError);
  await expect(refusal).rejects.toThrow(says);
});
