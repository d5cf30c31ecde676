import { type Settlement, settleCensus } from '@wanmi/cases';
import { instantOf } from '@wanmi/kernel';
import { readOptions } from '../areas/files.ts';
import { given, onCensus, roundAndFile } from '../census/on-census.ts';
import { type Command, CommandError } from './command.ts';

const USAGE = `wanmi census accept ROUND [--missing keep|lost|removed] [--refuse] [--remark TEXT] [--json]

Puts what a round surveyed into the register of components, if its whole sample is judged and enough of it is right; the
history of each component names the round. With --refuse the survey is thrown away instead.

  --missing STATE  of components in the area that were not found: keep (default), lost (丢失) or removed (移除)
  --refuse         refuse the round
  --remark TEXT    why
  --json           { added, changed, missing }
`;

const TEXT = { type: 'string' } as const;
const MISSING: readonly Settlement['missing'][] = ['keep', 'lost', 'removed'];

/** `wanmi census accept`: settles a round. */
export const command: Command = {
  words: ['census', 'accept'],
  summary: 'accept a census round into the register, or refuse it',
  usage: USAGE,
  run: async (argv, context) => {
    const flags = { refuse: { type: 'boolean' }, json: { type: 'boolean' } } as const;
    const options = readOptions(argv, { missing: TEXT, remark: TEXT, ...flags });
    const [roundId] = roundAndFile(options, undefined);
    const word = options.find('missing') ?? 'keep';
    const missing = MISSING.find((one) => one === word);
    if (missing === undefined)
      throw new CommandError(`--missing is ${JSON.stringify(word)}, needs ${MISSING.join(', ')}`);
    const decision = options.has('refuse') ? 'refuse' : 'accept';
    const at = instantOf(new Date().toISOString());
    const order = { decision, missing, remark: options.find('remark') ?? null, by: null, at } as const;
    const settled = await onCensus(context, async (world) => given(await settleCensus(world, roundId, order)));
    const told = `${roundId} ${decision === 'accept' ? 'accepted' : 'refused'}: ${settled.added} added, ${settled.changed} changed, ${settled.missing} not found`;
    context.out(options.has('json') ? JSON.stringify(settled) : told);
    return 0;
  },
};
