import { drawAreas } from '@wanmi/grid';
import { onCallersFiles, readOptions, readText, writeText } from '../areas/files.ts';
import { readPlans } from '../areas/read-plans.ts';
import { areasText } from '../areas/write-areas.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi areas draw --outline FILE --streets CSV --communities CSV --out FILE

Draws streets and communities inside the outline of a district, where no borders are public. Streets get areas in the
proportion of those given, around their centres; the communities of a street get equal areas. Every feature says
"drawn": true. The same files give the same result to the last digit.

  --outline FILE      GeoJSON with one feature, or { "code", "name", "ring": [[lng, lat], ...] }
  --streets CSV       street_code,name,centre_lng,centre_lat,area_km2 (WGS 84, degrees)
  --communities CSV   community_code,name (12 digits, the first 9 the street's)
  --out FILE          GeoJSON of the district, its streets and its communities`;

const TEXT = { type: 'string' } as const;

/** `wanmi areas draw`: streets and communities from centres and areas. */
export const command: Command = {
  words: ['areas', 'draw'],
  summary: 'draw streets and communities where no borders are public',
  usage: USAGE,
  run: (argv, context) => onCallersFiles(() => draw(argv, context)),
};

async function draw(argv: readonly string[], context: CommandContext): Promise<number> {
  const options = readOptions(argv, { outline: TEXT, streets: TEXT, communities: TEXT, out: TEXT });
  const [surplus] = options.files;
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs options only`);
  const outFile = options.get('out');
  const named = async (name: string) => ({ file: options.get(name), text: await readText(options.get(name), context) });
  const [outline, plans] = readPlans(await named('outline'), await named('streets'), await named('communities'));
  const areas = drawAreas(outline, plans);
  await writeText(outFile, areasText(areas), context);
  const communities = plans.reduce((sum, plan) => sum + plan.communities.length, 0);
  context.err(`drawn: 1 district, ${plans.length} streets, ${communities} communities -> ${outFile}\n`);
  return 0;
}
