import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { runProcess } from '../support/run-process.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const names = readdirSync(path.join(ROOT, 'bench')).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);

const Positive = Type.Number({ exclusiveMinimum: 0 });
const Result = Type.Object({ name: Type.String(), rate: Positive, limit: Positive, ratio: Positive });

describe('npm run bench', () => {
  test('runs every benchmark there is and prints one result each', async () => {
    const run = runProcess(process.execPath, [path.join(ROOT, 'scripts/bench.ts'), '--quick', '--json']);
    expect(await run.ended, run.output()).toBe(0);
    const results = Value.Parse(Type.Array(Result), JSON.parse(run.output().replaceAll(/^measuring .*$/gm, '')));
    expect(results.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  test('names the benchmarks it has when asked for another', async () => {
    const run = runProcess(process.execPath, [path.join(ROOT, 'scripts/bench.ts'), 'speed']);
    expect(await run.ended).toBe(2);
    for (const name of names) expect(run.output()).toContain(name);
  });
});
