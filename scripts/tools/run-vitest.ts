import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { runTool } from './run-tool.ts';

/** How many tests passed and failed. A file that does not load counts as one failed test. */
export type Tally = { readonly passed: number; readonly failed: number };

const Report = Type.Object({
  testResults: Type.Array(
    Type.Object({
      status: Type.String(),
      assertionResults: Type.Array(Type.Object({ status: Type.String() })),
    }),
  ),
});

/** Runs vitest with these arguments and counts. No test at all, or a run that ends badly, is a failure. */
export async function runVitest(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-report-'));
  const file = path.join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const code = await runTool('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args], { env });
    return tallyOf(code, readReport(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts a report. `code` is vitest's exit code: an error outside of any test shows only there. */
export function tallyOf(code: number, report: Static<typeof Report> | undefined): Tally {
  const tests = (report?.testResults ?? []).flatMap((file) => {
    const states = file.assertionResults.map(({ status }) => status);
    return file.status === 'failed' && !states.includes('failed') ? [...states, 'failed'] : states;
  });
  const passed = tests.filter((status) => status === 'passed').length;
  const failed = tests.filter((status) => status === 'failed').length;
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

/** The last line of every suite, read by `.ci/run`. */
export const summaryOf = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;

function readReport(file: string): Static<typeof Report> | undefined {
  try {
    return Value.Parse(Report, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // vitest ended before it wrote one; its exit code says so
  }
}
