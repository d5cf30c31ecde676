import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv } from '@wanmi/catalogue';
import { parseRules } from '@wanmi/routing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalogue, readDepartments } from '../reference-data.ts';
import { CommandError } from './command.ts';
import { command } from './rules-learn.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wanmi-learn-'));
  const lines = Array.from({ length: 120 }, (_, index) => {
    const [matter, unit] = index % 2 === 0 ? ['06010', 'sanitation'] : ['06012', 'urban-management'];
    const minute = String(index % 60).padStart(2, '0');
    return `${index},2026-01-0${index < 60 ? 1 : 2} 08:${minute},06,${matter},110101,110101001,web,${unit}`;
  });
  await writeFile(
    join(dir, 'history.csv'),
    `id,time,class_1,class_2,area_1,area_2,channel,department\n${lines.join('\n')}\n`,
  );
  await writeFile(join(dir, 'broken.csv'), 'id,time,class_1,area_1,department\n1,noon,06,110101,sanitation\n');
});
afterAll(() => rm(dir, { recursive: true }));

async function run(...argv: string[]): Promise<{ out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await command.run(argv, {
    callerDir: dir,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  expect(code).toBe(0);
  return { out: out.join('\n'), err: err.join('\n') };
}

test('[R33] rules learn prints a row for each threshold, and with --json nothing else', async () => {
  const { out, err } = await run('history.csv', '--thresholds', '0.99,0.9', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { threshold: 0.99, right: 1 },
    { threshold: 0.9, right: 1 },
  ]);
  expect(err).toContain('120 cases, 2 units');
});

test('[R38] rules learn states what hindsight would reach and what limits it', async () => {
  const { out } = await run('history.csv');
  expect(out).toContain('what hindsight would reach');
  expect(out).toContain('first of its class 1.7 %');
});

test('[R36] rules learn proposes rules that the import accepts', async () => {
  await run('history.csv', '--propose', 'rules.csv', '--edition', 'gbt-47678.5-2026');
  const rows = readCsv(await readFile(join(dir, 'rules.csv'), 'utf8'));
  if (!rows.ok) throw new Error(JSON.stringify(rows.error));
  const rules = parseRules(rows.value, await readDepartments(), await readCatalogue());
  expect(rules).toMatchObject({
    ok: true,
    value: [
      { classes: ['06010'], department: 'sanitation', principle: 'district-leaders' },
      { classes: ['06012'], department: 'urban-management' },
    ],
  });
});

test.each([
  { argv: [], message: 'no history given, needs FILE' },
  { argv: ['absent.csv'], message: 'needs a CSV table' },
  { argv: ['broken.csv'], message: 'found "noon", needed a time' },
  { argv: ['history.csv', '--thresholds', '99'], message: 'needs shares between 0 and 1' },
  { argv: ['history.csv', '--delay', '-1'], message: 'argument is ambiguous' },
  { argv: ['history.csv', '--delay', 'long'], message: 'needs hours' },
])('rules learn $argv is refused: $message', async ({ argv, message }) => {
  await expect(run(...argv)).rejects.toThrow(message);
  await expect(run(...argv)).rejects.toBeInstanceOf(CommandError);
});
