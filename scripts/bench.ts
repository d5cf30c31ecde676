import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { ROOT } from './tools/run-tool.ts';

const USAGE = `Usage: npm run bench [-- NAME ... --list --quick --json]

Runs the named benchmarks, or all. Each prints its rate a second, the limit it is held against in the same run (what the
library or the database can do at best), and their ratio. --quick takes sizes so small that the figures mean nothing: it
shows that all still runs. With --json and npm run -s, stdout holds JSON only: one object for one name, else a list.
`;

const FOLDER = path.join(ROOT, 'bench');
const ENDING = '.bench.ts';
const Module = Type.Object({ bench: Type.Object({ name: Type.String(), run: Type.Unknown() }) });
const Figures = Type.Object({ rate: Type.Number(), limit: Type.Number(), ratio: Type.Number() });
const Measurement = Type.Intersect([
  Figures,
  Type.Object({
    unit: Type.Optional(Type.String()),
    against: Type.Optional(Type.String()),
    parts: Type.Optional(Type.Record(Type.String(), Figures)),
  }),
]);
type Result = Static<typeof Measurement> & { readonly name: string };

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ json: { type: 'boolean' }, list: { type: 'boolean' }, quick: { type: 'boolean', default: false } },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const known = readdirSync(FOLDER).flatMap((name) => (name.endsWith(ENDING) ? [name.slice(0, -ENDING.length)] : []));
  if (values.help) return print(USAGE);
  if (values.list) return print(values.json ? JSON.stringify(known) : known.join('\n'));
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`cannot run ${unknown.join(', ')}: no such benchmark, there are ${known.join(', ')}\n`);
    return 2;
  }
  const results: Result[] = [];
  for (const name of positionals.length > 0 ? positionals : known) {
    process.stderr.write(`measuring ${name}\n`);
    const result = { name, ...(await measure(name, values.quick)) };
    results.push(result);
    if (!values.json) print(linesOf(result));
  }
  if (values.json) print(JSON.stringify(positionals.length === 1 ? results[0] : results, null, 2));
  return 0;
}

async function measure(name: string, quick: boolean): Promise<Static<typeof Measurement>> {
  const loaded: unknown = await import(pathToFileURL(path.join(FOLDER, `${name}${ENDING}`)).href);
  if (!Value.Check(Module, loaded) || typeof loaded.bench.run !== 'function') {
    throw new Error(`cannot run bench/${name}${ENDING}: it must export bench with a name and a function run`);
  }
  const measured: unknown = await loaded.bench.run({ quick });
  if (!Value.Check(Measurement, measured)) {
    throw new Error(
      `cannot read the result of ${name}: rate, limit and ratio are needed, got ${JSON.stringify(measured)}`,
    );
  }
  return measured;
}

const shown = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A line for the whole and one for each part; figures beside the three follow by name. */
function linesOf({ name, parts = {}, unit, against, ...whole }: Result): string {
  const inner = Object.entries(parts).map(([part, figures]) => `  ${lineOf(part, figures)}`);
  const limit = against === undefined ? [] : [`  limit: ${against}`];
  return [lineOf(unit === undefined ? name : `${name}, ${unit}`, whole), ...limit, ...inner].join('\n');
}

function lineOf(title: string, { rate, limit, ratio, ...more }: Static<typeof Figures>): string {
  const others = Object.entries(more).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'string' ? [`${name} ${value}`] : [],
  );
  const main = `${shown.format(rate).padStart(12)}/s   limit ${shown.format(limit).padStart(12)}/s   ratio ${ratio.toFixed(3)}`;
  return [`${title.padEnd(28)} ${main}`, ...others].join('   ');
}

function print(text: string): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
