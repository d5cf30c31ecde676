import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './tools/run-tool.ts';
import { runVitest, summaryOf, type Tally } from './tools/run-vitest.ts';

const USAGE = `Usage: npm test [-- ARGS]
       npm run test:real [-- ARGS]

Runs every test on an embedded PostgreSQL of its own (TEST_POSTGRES_URL names another server). ARGS go to vitest: part of
a file name, -t NAME, --project unit|db|e2e. test:real adds the tests on real data in WANMI_REAL_DATA, by default
../shared/data. The last line is "N passed, N failed".
`;

async function main([first, ...rest]: readonly string[]): Promise<number> {
  const real = first === '--real';
  const args = real ? rest : [first, ...rest].filter((arg) => arg !== undefined);
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const tally = await run(real, args);
  process.stdout.write(`${summaryOf(tally)}\n`);
  return tally.failed === 0 ? 0 : 1;
}

async function run(real: boolean, args: readonly string[]): Promise<Tally> {
  const data = path.resolve(ROOT, process.env.WANMI_REAL_DATA ?? '../shared/data');
  if (real && !existsSync(data)) {
    process.stderr.write(`cannot run tests on real data: ${data} does not exist, set WANMI_REAL_DATA to the folder\n`);
    return { passed: 0, failed: 1 };
  }
  const chosen = args.some((arg) => arg.startsWith('--project'));
  const projects = real ? ['unit', 'db', 'e2e', 'real'] : ['unit', 'db', 'e2e'];
  const named = chosen ? [] : projects.map((name) => `--project=${name}`);
  return runVitest([...named, ...args], real ? { WANMI_REAL_DATA: data } : {});
}

process.exitCode = await main(process.argv.slice(2));
