import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileCalendar, parseCalendar } from '@wanmi/calendar';
import { instantOf } from '@wanmi/kernel';
import {
  COMMAND_RULES,
  END_STATES,
  type ExploreQuestion,
  exploreWorkflow,
  parsePolicy,
  STATE_NAMES,
  type Transition,
} from '@wanmi/workflow';

// Writes the generated parts of docs/workflow.md: the state diagram, walked from the workflow itself, and its table of
// commands. `node scripts/state-diagram.ts` writes the page; test/workflow-docs.test.ts compares it.

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const PAGE = at('docs/workflow.md');
const MARKS = ['<!-- generated: state diagram -->', '<!-- generated: commands -->', '<!-- end -->'] as const;

/** The page with its generated parts as the workflow is now. Throws when a marker is missing. */
export async function writeWorkflowPage(page: string): Promise<string> {
  const { transitions } = exploreWorkflow(await demoQuestion());
  return between(between(page, MARKS[0], diagramOf(transitions)), MARKS[1], commandTable());
}

/** The demo's settings, but with check tasks sent by people, so that every state is shown. */
async function demoQuestion(): Promise<ExploreQuestion> {
  const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(at(path), 'utf8'));
  const policy = parsePolicy(await read('data/demo/dongcheng/policy.json'));
  const calendar = parseCalendar(await read('data/calendar/cn-mainland.json'));
  if (!policy.ok || !calendar.ok) throw new Error('cannot draw the workflow: the demo settings have problems');
  const compiled = compileCalendar(calendar.value);
  return {
    policy: { ...policy.value, autoRequestCheck: false },
    calendars: { city: compiled, duty: compiled },
    start: instantOf('2026-01-05T09:00:00+08:00'),
  };
}

function between(page: string, mark: string, text: string): string {
  const start = page.indexOf(mark);
  const end = page.indexOf(MARKS[2], start);
  if (start < 0 || end < 0) throw new Error(`cannot write the page: found no ${mark} … ${MARKS[2]}, needs both`);
  return `${page.slice(0, start + mark.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** A Mermaid diagram: one arrow between two states with all commands that go that way. */
function diagramOf(transitions: readonly Transition[]): string {
  const order = (name: Transition['from'] | undefined): number => (name ? STATE_NAMES.indexOf(name) : -1);
  const arrows = Map.groupBy(transitions, ({ from, to }) => `${from ?? '[*]'} --> ${to}`);
  const lines = [...arrows]
    .toSorted(([, [one]], [, [two]]) => order(one?.from) - order(two?.from) || order(one?.to) - order(two?.to))
    .map(
      ([arrow, steps]) =>
        `  ${arrow}: ${steps
          .map(({ command }) => command)
          .toSorted()
          .join(', ')}`,
    );
  const ends = END_STATES.map((name) => `  ${name} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, ...ends, '```'].join('\n');
}

function commandTable(): string {
  const rows = Object.entries(COMMAND_RULES).flatMap(([command, { permits, system }]) =>
    permits.map(({ from, roles, own }) =>
      [`\`${command}\``, statesIn(from), system === 'only' ? '—' : roles.join(', '), own ?? '', SYSTEM[system]].join(
        ' | ',
      ),
    ),
  );
  return [
    '| Command | States | Roles | Own | System |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

const SYSTEM = { no: 'no', too: 'too', only: 'only the system' } as const;

function statesIn(from: readonly string[]): string {
  if (from.length === STATE_NAMES.length) return 'every state';
  return from.length === STATE_NAMES.length - END_STATES.length ? 'every state but the ends' : from.join(', ');
}

if (import.meta.main) await writeFile(PAGE, await writeWorkflowPage(await readFile(PAGE, 'utf8')));
