import { basename } from 'node:path';
import { reportCensus } from '@wanmi/cases';
import { readOptions } from '../areas/files.ts';
import { describeRound } from '../census/describe-round.ts';
import { loadSurvey } from '../census/load-survey.ts';
import { given, onCensus, roundAndFile } from '../census/on-census.ts';
import {
  COMPONENT_OPTIONS,
  COMPONENT_USAGE,
  componentOrder,
  describeComponents,
} from '../import/components/component-options.ts';
import { readRecords } from '../import/records/read-records.ts';
import { registerFile, takeRecords } from '../import/records/take-records.ts';
import type { Command } from './command.ts';

const USAGE = `wanmi census load ROUND FILE [--class CODE] [--id-field F] [--fields OURS=THEIRS,...] [--json] [--rejects FILE]

Loads what a survey found into an open census round, beside the register, and tells how it differs: components that the
register lacks, that changed, that are the same, and those of the register that were not found. FILE is a register as
\`import components\` takes it; records outside the round's area and classes are rejected. Loaded again it replaces what
differs. A sample drawn before has to be drawn anew.

${COMPONENT_USAGE}
`;

/** `wanmi census load`: takes what was surveyed. */
export const command: Command = {
  words: ['census', 'load'],
  summary: 'load what a census survey found',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, COMPONENT_OPTIONS);
    const [roundId, name] = roundAndFile(options, 'FILE of components');
    const file = await registerFile(name, context);
    const order = { ...componentOrder(options), source: options.find('source') ?? basename(file.name, '.gz') };
    const { counts, report } = await onCensus(context, async (world) => {
      const taken = await takeRecords(file, options.find('rejects'), context, (told) =>
        loadSurvey(world.db, roundId, { ...order, ...told, records: readRecords(file) }),
      );
      return { counts: taken, report: given(await reportCensus(world, roundId)) };
    });
    if (options.has('json')) context.out(JSON.stringify({ ...counts, findings: report.findings }));
    else context.out(`${describeComponents(counts)}\n${describeRound(report)}`);
    return counts.accepted === 0 && counts.rejected > 0 ? 2 : 0;
  },
};
