import { expect, test } from 'vitest';
import { summaryOf, tallyOf } from './run-vitest.ts';

const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

test.each([
  { what: 'all pass', code: 0, files: [file('passed', 'passed', 'passed')], line: '2 passed, 0 failed' },
  { what: 'one fails', code: 1, files: [file('failed', 'passed', 'failed')], line: '1 passed, 1 failed' },
  { what: 'a file does not load', code: 1, files: [file('failed')], line: '0 passed, 1 failed' },
  {
    what: 'a hook fails after its tests passed',
    code: 1,
    files: [file('failed', 'passed')],
    line: '1 passed, 1 failed',
  },
  { what: 'left out by a filter', code: 0, files: [file('passed', 'passed', 'skipped')], line: '1 passed, 0 failed' },
  { what: 'an error outside of tests', code: 1, files: [file('passed', 'passed')], line: '1 passed, 1 failed' },
  { what: 'no test at all', code: 0, files: [], line: '0 passed, 1 failed' },
])('counts $what', ({ code, files, line }) => {
  expect(summaryOf(tallyOf(code, { testResults: files }))).toBe(line);
});

test('counts a run without a report as failed', () => {
  expect(tallyOf(137, undefined)).toEqual({ passed: 0, failed: 1 });
});
