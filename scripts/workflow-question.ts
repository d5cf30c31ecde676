import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileCalendar, parseCalendar } from '@wanmi/calendar';
import { instantOf } from '@wanmi/kernel';
import { type ExploreQuestion, parsePolicy } from '@wanmi/workflow';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** The demo's settings of the workflow. */
export const DEMO_POLICY = at('data/demo/dongcheng/policy.json');
/** Working time in mainland China. */
export const DEMO_CALENDAR = at('data/calendar/cn-mainland.json');
/** What the workflow is walked with. Throws when a file cannot be read, is no JSON, or has problems: all of them are named. */
export async function readQuestion(policyFile: string, calendarFile: string): Promise<ExploreQuestion> {
  const policy = parsePolicy(await readJson(policyFile));
  if (!policy.ok) throw new Error(problemsIn(policyFile, policy.error));
  const calendar = parseCalendar(await readJson(calendarFile));
  if (!calendar.ok) throw new Error(problemsIn(calendarFile, calendar.error));
  // The walk counts through years that are not published yet, as the running product does.
  const compiled = compileCalendar({ ...calendar.value, uncovered: 'provisional' });
  return {
    policy: policy.value,
    calendars: { city: compiled, duty: compiled },
    start: instantOf('2026-01-05T09:00:00+08:00'),
  };
}

const problemsIn = (file: string, problems: readonly string[]): string =>
  `cannot walk the workflow with ${file}: ${problems.length} problem(s)\n${problems.map((one) => `  ${one}`).join('\n')}`;

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot read ${file}: ${why}, needs a JSON file`, { cause: error });
  }
}
