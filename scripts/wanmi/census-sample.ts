import { drawCensusSample } from '@wanmi/cases';
import { census } from '@wanmi/db';
import { readOptions, writeText } from '../areas/files.ts';
import { given, onCensus, roundAndFile } from '../census/on-census.ts';
import { sampleCsv } from '../census/sample-file.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi census sample ROUND [--per-stratum N] [--seed TEXT] [--out FILE] [--json]

Draws from what a round surveyed so many components of each street and competent department. The same seed draws the same.
Drawn again, judgements so far are lost. FILE is a table to take along: its column \`right\` is to be filled with yes or no.

  --per-stratum N  of each street and department (default 5)
  --seed TEXT      default the name of the round
  --out FILE       component_id,street,department,name,lng,lat,right,remark
  --json           { drawn }
`;

const TEXT = { type: 'string' } as const;
const PER_STRATUM = 5;

/** `wanmi census sample`: draws what is checked on the spot. */
export const command: Command = {
  words: ['census', 'sample'],
  summary: 'draw the sample of a census round',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, { 'per-stratum': TEXT, seed: TEXT, out: TEXT, json: { type: 'boolean' } });
    const [roundId] = roundAndFile(options, undefined);
    const perStratum = Number(options.find('per-stratum') ?? PER_STRATUM);
    if (!Number.isInteger(perStratum) || perStratum < 1) {
      throw new CommandError(`--per-stratum is ${options.find('per-stratum')}, needs a whole number from 1`);
    }
    const order = { perStratum, seed: options.find('seed') ?? roundId };
    const { drawn, sample } = await onCensus(context, async ({ db }) => ({
      drawn: given(await drawCensusSample(db, roundId, order)),
      sample: await census.listSample(db, roundId),
    }));
    const out = options.find('out');
    if (out !== undefined) await writeText(out, sampleCsv(sample), context);
    context.out(options.has('json') ? JSON.stringify({ drawn }) : `${drawn} components drawn`);
    return 0;
  },
};
