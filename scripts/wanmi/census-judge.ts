import { judgeCensus, reportCensus } from '@wanmi/cases';
import { instantOf } from '@wanmi/kernel';
import { readOptions, readText } from '../areas/files.ts';
import { describeRound } from '../census/describe-round.ts';
import { given, onCensus, roundAndFile } from '../census/on-census.ts';
import { readJudgements } from '../census/sample-file.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi census judge ROUND FILE [--json]

Takes what was found on the spot: the table of \`census sample\` with its column \`right\` filled with yes or no (是 or 否). Rows
without an answer are left open. All or nothing: a component outside the sample refuses the file.

  --json           the round with its figures
`;

/** `wanmi census judge`: takes what was found on the spot. */
export const command: Command = {
  words: ['census', 'judge'],
  summary: 'judge the sample of a census round',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, { json: { type: 'boolean' } });
    const [roundId, file] = roundAndFile(options, 'FILE of judgements');
    const judgements = readJudgements(await readText(file, context), file);
    const at = instantOf(new Date().toISOString());
    const report = await onCensus(context, async (world) => {
      given(await judgeCensus(world.db, roundId, { judgements, by: null, at }));
      return given(await reportCensus(world, roundId));
    });
    context.out(options.has('json') ? JSON.stringify(report) : describeRound(report));
    return 0;
  },
};
