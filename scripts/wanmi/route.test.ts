import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Command, CommandError } from './command.ts';
import { command as routeCommand } from './route.ts';
import { command as lintCommand } from './rules-lint.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wanmi-rules-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function run(command: Command, ...argv: string[]): Promise<{ code: number; out: string }> {
  const written: string[] = [];
  const out = (text: string): void => void written.push(text);
  const code = await command.run(argv, { callerDir: dir, out, err: () => undefined });
  return { code, out: written.join('') };
}

const header = 'id,principle,edition,kind,classes,valid_from,department,source\n';
const row = (id: string, department: string, classes = '06010'): string =>
  `${id},law,gbt-47678.5-2026,matter,${classes},2026-01-01,${department},test\n`;

test('route answers from the demo files and explains itself', async () => {
  const question = ['--class', '06010', '--kind', 'matter', '--grid', '110101001001001'];
  const { code, out } = await run(routeCommand, ...question, '--at', '2026-11-20T10:00', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'decided',
    department: 'sanitation',
    explanation: { asked: { date: '2026-11-20', minuteOfDay: 600 } },
  });
  const inWords = await run(routeCommand, ...question, '--lang', 'en');
  expect(inWords.out).toContain('Conclusion: dispatched to 东城区环境卫生服务中心.');
});

test('route files a component under its anomaly', async () => {
  const { out } = await run(routeCommand, '--class', '01003', '--kind', 'component', '--grid', '110101001', '--json');
  expect(JSON.parse(out)).toMatchObject({ department: 'drainage', explanation: { asked: { kind: 'matter' } } });
});

test.each([
  { argv: ['--grid', '110101'], message: 'no class given, needs --class CODE' },
  { argv: ['--class', '06010', '--grid', '11'], message: 'needs --grid with 6, 9, 12 or 15 digits' },
  { argv: ['--class', '99999', '--grid', '110101'], message: 'no matter class 99999 in edition "gbt-47678.5-2026"' },
  { argv: ['--class', '06010', '--grid', '110101', '--at', 'noon'], message: 'needs --at YYYY-MM-DDTHH:MM' },
  { argv: ['--class', '06010', '--grid', '110101', '--position', '1'], message: 'needs LNG,LAT in degrees' },
  { argv: ['--klass', '06010'], message: "Unknown option '--klass'" },
])('route $argv is refused: $message', async ({ argv, message }) => {
  await expect(run(routeCommand, ...argv)).rejects.toThrow(message);
  await expect(run(routeCommand, ...argv)).rejects.toBeInstanceOf(CommandError);
});

test('rules lint exits 0 for the demo and lists what it leaves open', async () => {
  const { code, out } = await run(lintCommand, '--date', '2026-11-20', '--json');
  const { counts } = JSON.parse(out);
  expect(code).toBe(0);
  expect(counts).toMatchObject({ contradiction: 0, shadowed: 0, dead: 0 });
  expect(counts.uncovered).toBeGreaterThan(0);
});

test('[R15] rules lint exits 1 for a contradiction', async () => {
  await writeFile(join(dir, 'against.csv'), header + row('a', 'sanitation') + row('b', 'urban-management'));
  const { code, out } = await run(lintCommand, 'against.csv', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out).findings).toContainEqual({ type: 'contradiction', rules: ['a', 'b'], certain: true });
});

test('[R14] rules lint refuses broken rules, all problems by row', async () => {
  await writeFile(join(dir, 'broken.csv'), header + row('a', 'nobody') + row('b', 'sanitation', '6010'));
  const refused = run(lintCommand, 'broken.csv');
  await expect(refused).rejects.toThrow('found 2 problems, needs none');
  await expect(refused).rejects.toThrow('row 2, department: found "nobody"');
  await expect(refused).rejects.toThrow('row 3, classes: found "6010"');
});
