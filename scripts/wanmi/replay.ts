import { resolve } from 'node:path';
import { readOptions } from '../areas/files.ts';
import { openInstanceFolders } from '../instance/folders.ts';
import { planDongcheng } from '../replay/dongcheng.ts';
import { planLa311 } from '../replay/la311.ts';
import { replay } from '../replay/replay.ts';
import type { ReplayPlan } from '../replay/replay-plan.ts';
import { linesOf } from '../replay/replay-result.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';
import { INSTANCE_ROOT, withDatabase } from './instance.ts';

const USAGE = `wanmi replay NAME [--data DIR] [--limit N] [--areas N] [--json]

Sends requests that others made through a running product of its own: a database of its own on this installation's server,
api and dispatcher as processes of their own on free ports. Then people work on the cases, command by command. What comes
of it is counted. A run that was broken off goes on where it stopped; one that came to its end begins anew.

  la311         10,000 requests of Los Angeles, December 2018, and its 99 council areas (default folder ../shared/data/la311)
  dongcheng     Dongcheng's 17 real streets, made-up reports (default folder ../shared/data/beijing-dongcheng)

  --data DIR    the folder of the data, relative to yours
  --limit N     only the first N requests
  --areas N     only the N areas with the lowest codes (la311)
  --json        { sent, accepted, refused, located, routed, states, seconds, … } on stdout

docs/replay.md says what is mapped to what and how to read the figures.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { data: TEXT, limit: TEXT, areas: TEXT, json: { type: 'boolean' } } as const;

type Limits = { readonly requests?: number; readonly councils?: number };
type Replay = { readonly folder: string; readonly plan: (folder: string, limits: Limits) => Promise<ReplayPlan> };

const REPLAYS: Readonly<Record<string, Replay>> = {
  la311: { folder: '../shared/data/la311', plan: planLa311 },
  dongcheng: { folder: '../shared/data/beijing-dongcheng', plan: planDongcheng },
};

/** `wanmi replay`: requests that others made, through the running product. */
export const command: Command = {
  words: ['replay'],
  summary: 'send requests that others made through a product of its own, and count',
  usage: USAGE,
  run,
};

async function run(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, OPTIONS);
  const [name = '', surplus] = options.files;
  const known = REPLAYS[name];
  if (known === undefined) throw new CommandError(`no replay "${name}", needs ${Object.keys(REPLAYS).join(' or ')}`);
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs one NAME`);
  const data = options.find('data');
  const folder = data === undefined ? resolve(INSTANCE_ROOT, known.folder) : resolve(context.callerDir, data);
  const [requests, councils] = [countOf(options.find('limit'), 'limit'), countOf(options.find('areas'), 'areas')];
  const plan = await known.plan(folder, {
    ...(requests === undefined ? {} : { requests }),
    ...(councils === undefined ? {} : { councils }),
  });
  const place = `${openInstanceFolders(INSTANCE_ROOT).data}/replay/${name}`;
  const result = await withDatabase(context, (serverUrl) =>
    replay(plan, { serverUrl, folder: place, say: context.err }),
  );
  context.out(options.has('json') ? JSON.stringify(result) : linesOf(result).join('\n'));
  return 0;
}

function countOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new CommandError(`--${option} is ${JSON.stringify(text)}, needs a whole number above 0`);
}
