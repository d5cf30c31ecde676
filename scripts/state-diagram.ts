import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  COMMAND_RULES,
  type CommandType,
  END_STATES,
  type ExploreQuestion,
  exploreWorkflow,
  isEnd,
  ROLES,
  STATE_NAMES,
  type StateName,
  type Transition,
} from '@wanmi/workflow';
import { DEMO_CALENDAR, DEMO_POLICY, readQuestion } from './workflow-question.ts';

// Writes the generated parts of docs/workflow.md: the state diagram, walked from the workflow itself, and its table of
// commands. `node scripts/state-diagram.ts` writes the page; test/workflow-docs.test.ts compares it.

const PAGE = fileURLToPath(new URL('../docs/workflow.md', import.meta.url));
const MARKS = ['<!-- generated: state diagram -->', '<!-- generated: commands -->', '<!-- end -->'] as const;

/** What leads to no other state beside an aspect. */
const AROUND: readonly CommandType[] = [
  ...(['return', 'supervise', 'answer-supervision', 'assign', 'leave-unrouted', 'reply', 'rate'] as const),
  ...(['request-extension', 'refuse-void', 'refuse-suspension', 'close-referral', 'follow-end'] as const),
];
/** The walks that take every arrow. `wanmi workflow verify` walks all there is; it takes longer. */
const WALKED: readonly Pick<ExploreQuestion, 'aspects' | 'without'>[] = [
  {},
  { aspects: ['arbitration'], without: ['return'] },
  { aspects: ['upper', 'voiding'], without: AROUND },
  { aspects: ['requests', 'voiding'], without: AROUND },
  { aspects: ['ends'], without: AROUND },
];

/** The page with its generated parts as the workflow is now; some seconds. Throws when a marker is missing. */
export async function writeWorkflowPage(page: string): Promise<string> {
  const demo = await readQuestion(DEMO_POLICY, DEMO_CALENDAR);
  // Check tasks are sent by people here, so that every state is shown.
  const question = { ...demo, policy: { ...demo.policy, autoRequestCheck: false } };
  const walks = WALKED.map((walk) => exploreWorkflow({ ...question, ...walk }).transitions);
  const transitions = new Map(walks.flat().map((one) => [`${one.from} ${one.to} ${one.command}`, one]));
  return between(between(page, MARKS[0], diagramOf([...transitions.values()])), MARKS[1], commandTable());
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
      [`\`${command}\``, statesIn(from), system === 'only' ? '—' : rolesIn(roles), own ?? '', SYSTEM[system]].join(
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

const rolesIn = (roles: readonly string[]): string => (roles.length === ROLES.length ? 'every role' : roles.join(', '));

function statesIn(from: readonly StateName[]): string {
  if (from.length === STATE_NAMES.length) return 'every state';
  if (from.length === END_STATES.length && from.every((name) => isEnd(name))) return 'the ends';
  return from.length === STATE_NAMES.length - END_STATES.length ? 'every state but the ends' : from.join(', ');
}

if (import.meta.main) await writeFile(PAGE, await writeWorkflowPage(await readFile(PAGE, 'utf8')));
