import { NEEDED_PERCENT, planCensus, reportCensus } from '@wanmi/cases';
import { readOptions } from '../areas/files.ts';
import { describeRound } from '../census/describe-round.ts';
import { given, onCensus, roundAndFile } from '../census/on-census.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi census plan ROUND --name NAME --area CODE --from DAY --to DAY [--classes A,B] [--needed PERCENT] [--json]

Plans a census round of components (普查): ROUND is a short word for it, CODE the district, street, community or grid. Then
\`census load\` takes what was surveyed, \`census sample\` draws what is checked on the spot, \`census judge\` takes what was
found there, and \`census accept\` puts the survey into the register, if enough of the sample is right.

  --classes A,B     only these classes (default all)
  --needed PERCENT  of the sample that must be right (default ${NEEDED_PERCENT})
  --json            the round with its figures
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  ...{ name: TEXT, area: TEXT, from: TEXT, to: TEXT, classes: TEXT, needed: TEXT },
  json: { type: 'boolean' },
} as const;

/** `wanmi census plan`: begins a round. */
export const command: Command = {
  words: ['census', 'plan'],
  summary: 'plan a census round of components',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const [roundId] = roundAndFile(options, undefined);
    const like = (option: string, pattern: RegExp, needs: string): string => {
      const text = options.get(option);
      if (pattern.test(text)) return text;
      throw new CommandError(`--${option} is ${JSON.stringify(text)}, needs ${needs}`);
    };
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(roundId)) {
      throw new CommandError(`ROUND is ${JSON.stringify(roundId)}, needs up to 40 small letters, digits and hyphens`);
    }
    const needed = Number(options.find('needed') ?? NEEDED_PERCENT);
    if (!(needed > 0 && needed <= 100)) throw new CommandError('--needed is no per cent from 1 to 100');
    const round = {
      ...{ roundId, name: options.get('name'), needed, by: null },
      area: like('area', /^\d{6}(\d{3}){0,3}$/, '6, 9, 12 or 15 digits'),
      plannedFrom: like('from', /^\d{4}-\d{2}-\d{2}$/, 'a day as 2026-11-21'),
      plannedTo: like('to', /^\d{4}-\d{2}-\d{2}$/, 'a day as 2026-12-20'),
      classes: (options.find('classes') ?? '').split(',').filter((one) => one !== ''),
    };
    const report = await onCensus(context, async (world) => {
      given(await planCensus(world.db, round));
      return given(await reportCensus(world, roundId));
    });
    context.out(options.has('json') ? JSON.stringify(report) : describeRound(report));
    return 0;
  },
};
