import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeProblem, readCsv } from '@wanmi/catalogue';
import {
  type ForwardResult,
  type LearnCase,
  measureCeiling,
  measureForward,
  parseHistory,
  proposeRules,
  RULE_COLUMNS,
  rowOfProposal,
  WARM_UP_CASES,
} from '@wanmi/routing';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi rules learn FILE [--thresholds 0.99,0.9] [--delay HOURS] [--propose FILE] [--edition ID] [--json]

Learns from a history of dispatched cases who handles what, and measures it forward in time: every case is
predicted from earlier cases only, and whether it would be decided rests on earlier predictions only.

  FILE                history, CSV: id, time, class_1 … class_3, area_1 … area_3 (wide to narrow), channel, nature,
                      department, each code with an optional …_name; Shenzhen's column names are known too
  --thresholds LIST   shares right to aim at (default 0.99,0.9)
  --delay HOURS       how long after its report the department of a case becomes known (default 0: cases of
                      the same instant do not see each other)
  --propose FILE      writes proposed rules (class × area → department) with support, precision and examples, as
                      rows of the table of rules, for a person to approve. Weakest principle; read them first
  --edition ID        the edition of the classes, for the proposed rows
  --json              [{ threshold, decided, right, decidedByBestCut }], shares 0–1 of all cases (right: of those
                      decided); the rest of the report goes to stderr

decidedByBestCut is hindsight: what the same predictions would have decided had the best cut been known.`;

/** `wanmi rules learn`: what history teaches about dispatching, and how far it can be trusted. */
export const command: Command = {
  words: ['rules', 'learn'],
  summary: 'learns dispatching from history, measured forward in time, and proposes rules',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, context);
    const history = await readHistory(options.file);
    const result = measureForward(history, { thresholds: options.thresholds, delayMs: options.delayMs });
    const report = [...reportOf(history, result), ...(await propose(history, result, options))].join('\n');
    if (options.json) {
      context.err(report);
      context.out(JSON.stringify(result.thresholds, undefined, 2));
    } else context.out(report);
    return 0;
  },
};

type Options = ReturnType<typeof readOptions>;
const HOUR_MS = 3_600_000;

function readOptions(argv: readonly string[], { callerDir }: CommandContext) {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        thresholds: text,
        delay: text,
        propose: text,
        edition: text,
        json: { type: 'boolean', default: false },
      },
    });
    const [file] = positionals;
    if (file === undefined) throw new CommandError('no history given, needs FILE');
    const thresholds = (values.thresholds ?? '0.99,0.9').split(',').map(Number);
    if (!thresholds.every((one) => one > 0 && one < 1)) {
      throw new CommandError(`thresholds "${values.thresholds}" given, needs shares between 0 and 1, as 0.99,0.9`);
    }
    const hours = Number(values.delay ?? 0);
    if (!(hours >= 0)) throw new CommandError(`delay "${values.delay}" given, needs hours`);
    const proposeTo = values.propose && resolve(callerDir, values.propose);
    const { edition = '', json } = values;
    return { file: resolve(callerDir, file), thresholds, delayMs: hours * HOUR_MS, proposeTo, edition, json };
  } catch (error) {
    throw error instanceof TypeError ? new CommandError(error.message) : error;
  }
}

async function readHistory(file: string): Promise<readonly LearnCase[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`cannot read ${file}: ${cause instanceof Error ? cause.message : cause}, needs a CSV table`);
  });
  const rows = readCsv(text);
  const cases = rows.ok ? parseHistory(rows.value) : rows;
  if (cases.ok) return cases.value;
  const lines = cases.error.slice(0, 20).map((problem) => `  ${describeProblem(problem)}`);
  throw new CommandError(
    `cannot use ${file}: found ${cases.error.length} problems, needs none; the first are\n${lines.join('\n')}`,
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function reportOf(history: readonly LearnCase[], result: ForwardResult): readonly string[] {
  const { units, thresholds } = result;
  const ceiling = measureCeiling(history, units);
  const unanswered = result.cases.filter(({ unit }) => unit === undefined).length;
  const rows = thresholds.map(
    (one) =>
      `  ${String(one.threshold).padEnd(10)}${percent(one.decided).padEnd(10)}${percent(one.right).padEnd(10)}${percent(one.decidedByBestCut)}`,
  );
  return [
    `${history.length} cases, ${units.codes.length} units, ${units.merged.length} of them written in several ways; ${unanswered} cases without a unit count as wrong`,
    `forward in time, the first ${WARM_UP_CASES} cases only learned from:`,
    `  ${'threshold'.padEnd(10)}${'decided'.padEnd(10)}${'right'.padEnd(10)}decided by the best cut, known with hindsight`,
    ...rows,
    `candidates for the dispatcher: the first is right in ${percent(result.firstRight)}, one of three in ${percent(result.firstThreeRight)}`,
    'what hindsight would reach, all answers known:',
    `  every case to the commonest unit of its class, community, channel and nature: ${percent(ceiling.everyTrait)} right`,
    `  of its class and community: ${percent(ceiling.classAndCommunity)}; judged by the other cases there alone: ${percent(ceiling.classAndCommunityOthers)}`,
    'what limits it:',
    `  first of its class ${percent(ceiling.firstOfClass)}, first of its unit ${percent(ceiling.firstOfUnit)}, alone in its class and community ${percent(ceiling.alone)},`,
    `  against all earlier ones of its class, community and channel ${percent(ceiling.contradicted)}`,
  ];
}

async function propose(
  history: readonly LearnCase[],
  { units }: ForwardResult,
  { proposeTo, file, edition }: Options,
): Promise<readonly string[]> {
  if (proposeTo === undefined) return [];
  const rules = proposeRules(history, units);
  const last = history.reduce((latest, { atMs }) => Math.max(latest, atMs), 0);
  const validFrom = new Date(last).toISOString().slice(0, 10);
  const origin = { source: `learned from ${basename(file)}, ${history.length} cases`, edition, validFrom };
  const rows = rules.map((rule, index) => rowOfProposal(rule, index, origin));
  const lines = [RULE_COLUMNS.join(','), ...rows.map((row) => RULE_COLUMNS.map((name) => quoted(row[name])).join(','))];
  await writeFile(proposeTo, `${lines.join('\n')}\n`);
  return [`${rules.length} rules proposed in ${proposeTo}, for a person to approve`];
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
