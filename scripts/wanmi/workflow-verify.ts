import { resolve } from 'node:path';
import { type Exploration, exploreAspects, WALKS, type WalkName } from '@wanmi/workflow';
import { readOptions } from '../areas/files.ts';
import { DEMO_CALENDAR, DEMO_POLICY, readQuestion } from '../workflow-question.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi workflow verify [--policy FILE] [--calendar FILE] [--aspect NAME] [--json]

Walks every situation that a case can come to: each command of each post from each situation, and time that passes until
every clock has come to its last level. Proves that from each an end can be reached, that in each somebody can act and a
clock runs, that no command is refused without words, that no timer is left behind, and that every history replays.

  --policy FILE    settings of the workflow, JSON (default: the demo's)
  --calendar FILE  calendar of the city and of the centre, JSON (default: mainland China)
  --aspect NAME    one walk only: ${WALKS.join(', ')}
  --json           { policy, calendar, situations, steps, faults, walks: [{ name, situations, steps, faults: [text] }] }

"main" is the path from report to close with returns, rework and orders, from every kind of report; each of the others
walks one part of the workflow beside it. Two cases are one situation when they differ only in instants, ids and counts that
nothing hangs on. Takes about a minute. Exit code 1 when a rule is broken: the steps that lead there are told.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { policy: TEXT, calendar: TEXT, aspect: TEXT, json: { type: 'boolean' } } as const;

/** `wanmi workflow verify`: whether the workflow holds its promises in every situation. */
export const command: Command = {
  words: ['workflow', 'verify'],
  summary: 'walk every situation of the workflow and prove that none is a dead end',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const [surplus] = options.files;
    if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs options only`);
    const file = (name: 'policy' | 'calendar', otherwise: string): string => {
      const given = options.find(name);
      return given === undefined ? otherwise : resolve(context.callerDir, given);
    };
    const files = { policy: file('policy', DEMO_POLICY), calendar: file('calendar', DEMO_CALENDAR) };
    const walks = walksOf(options.find('aspect'));
    const question = await readQuestion(files.policy, files.calendar).catch(misuse);
    const found: Walked[] = [];
    exploreAspects(question, walks, (name, walk) => {
      found.push({ name, ...walk });
      context.err(`walked ${name}: ${walk.situations} situations, ${walk.faults.length} faults\n`);
    });
    tell(found, files, { isJson: options.has('json'), context });
    return found.some(({ faults }) => faults.length > 0) ? 1 : 0;
  },
};

type Walked = Exploration & { readonly name: WalkName };

function misuse(error: unknown): never {
  throw new CommandError(error instanceof Error ? error.message : String(error), { cause: error });
}

function walksOf(aspect: string | undefined): readonly WalkName[] {
  if (aspect === undefined) return WALKS;
  const walks = WALKS.filter((name) => name === aspect);
  if (walks.length === 0) throw new CommandError(`aspect "${aspect}" given, needs one of ${WALKS.join(', ')}`);
  return walks;
}

type Telling = { readonly isJson: boolean; readonly context: CommandContext };

function tell(found: readonly Walked[], files: object, { isJson, context }: Telling): void {
  const sum = (part: (walk: Walked) => number): number => found.reduce((total, walk) => total + part(walk), 0);
  const totals = {
    situations: sum(({ situations }) => situations),
    steps: sum(({ transitions }) => transitions.length),
    faults: sum(({ faults }) => faults.length),
  };
  if (isJson) {
    const walks = found.map(({ name, situations, transitions, faults }) => ({
      ...{ name, situations, steps: transitions.length, faults },
    }));
    context.out(`${JSON.stringify({ ...files, ...totals, walks }, undefined, 2)}\n`);
    return;
  }
  context.out(`${'walk'.padEnd(12)} situations  steps between states  faults\n`);
  for (const { name, situations, transitions, faults } of found)
    context.out(rowOf(name, situations, transitions.length, faults.length));
  context.out(rowOf('in all', totals.situations, totals.steps, totals.faults));
  for (const { name, faults } of found) for (const fault of faults) context.out(`${name}: ${fault}\n`);
  if (totals.faults > 0) return;
  context.out(PROVED);
}

const rowOf = (name: string, situations: number, steps: number, faults: number): string =>
  `${name.padEnd(12)} ${String(situations).padStart(10)}  ${String(steps).padStart(20)}  ${String(faults).padStart(6)}\n`;

const PROVED = `Proved in each situation: an end can be reached; somebody can act, and a clock of a stage runs with its timers, or it
is an end with only the clocks of an end; every refusal has its words; every history replays.
`;
